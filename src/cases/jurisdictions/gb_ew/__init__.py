"""England and Wales: money claims, their deadlines, limitation, interest and fees. What was read is in LAW.md."""

from pathlib import Path

from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.folder import open_folder
from cases.jurisdictions.gb_ew.money_claim import money_claim

FOLDER = Path(__file__).parent
_LAW = open_folder(FOLDER, zone="Europe/London")

GB_EW = Jurisdiction(
    code="gb_ew",
    name="England and Wales",
    countries=("gb", "uk"),
    language="en",
    currency="GBP",
    time_zone="Europe/London",
    procedures={"money_claim": money_claim(_LAW.deadlines)},
    reckon=_LAW.deadlines,
    limitation=_LAW.limitation,
    interest=_LAW.interest,
    fee=_LAW.fees,
    locate=_LAW.territories.locate,
    court=_LAW.courts.court,
    seats=_LAW.seats.names,
)

__all__ = ["FOLDER", "GB_EW"]
