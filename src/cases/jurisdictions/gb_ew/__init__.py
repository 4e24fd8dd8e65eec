"""England and Wales: money claims, their deadlines, limitation, interest and fees. What was read is in LAW.md."""

from pathlib import Path

from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.folder import open_folder
from cases.jurisdictions.gb_ew.money_claim import money_claim

_FOLDER = open_folder(Path(__file__).parent, zone="Europe/London")

GB_EW = Jurisdiction(
    code="gb_ew",
    name="England and Wales",
    countries=("gb", "uk"),
    language="en",
    currency="GBP",
    time_zone="Europe/London",
    procedures={"money_claim": money_claim(_FOLDER.deadlines)},
    reckon=_FOLDER.deadlines,
    limitation=_FOLDER.limitation,
    interest=_FOLDER.interest,
    fee=_FOLDER.fees,
    locate=_FOLDER.territories.locate,
    court=_FOLDER.courts.court,
    seats=_FOLDER.seats.names,
)

__all__ = ["GB_EW"]
