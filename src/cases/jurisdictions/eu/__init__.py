"""European Union: the order for payment of Regulation 1896/2006 and Regulation 1182/71. What was read is in LAW.md."""

from pathlib import Path

from cases.jurisdictions.contract import Procedure
from cases.jurisdictions.eu.european_order import european_order
from cases.jurisdictions.eu.papers.application import FeeOf
from cases.jurisdictions.folder import open_instrument

FOLDER = Path(__file__).parent
LAW = open_instrument(FOLDER, zone="Europe/Brussels")


def order_before(seat: str, court_fee: str | None = None, fee: FeeOf | None = None) -> Procedure:
    """The European order for payment before the courts of a Member State, by its code in the calendar; with the code
    of its fee, and what answers it, where the State's own data has one."""
    return european_order(LAW.deadlines, seat, court_fee, fee)


__all__ = ["FOLDER", "LAW", "order_before"]
