"""England and Wales: money claims, their deadlines, limitation, interest and fees. What was read is in LAW.md."""

from pathlib import Path

from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.folder import open_folder
from cases.jurisdictions.gb_ew.money_claim import money_claim
from cases.jurisdictions.gb_ew.sdt.channel import SDT

FOLDER = Path(__file__).parent
LAW = open_folder(FOLDER, zone="Europe/London")

GB_EW = Jurisdiction(
    code="gb_ew",
    name="England and Wales",
    countries=("gb", "uk"),
    language="en",
    currency="GBP",
    time_zone="Europe/London",
    procedures={"money_claim": money_claim(LAW.deadlines)},
    reckon=LAW.deadlines,
    limitation=LAW.limitation,
    interest=LAW.interest,
    fee=LAW.fees,
    locate=LAW.territories.locate,
    court=LAW.courts.court,
    seats=LAW.seats.names,
    channels=(SDT,),
)

__all__ = ["FOLDER", "GB_EW", "LAW"]
