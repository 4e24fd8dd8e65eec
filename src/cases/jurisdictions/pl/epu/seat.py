"""The court that holds the EPU, from e_court.toml."""

from pathlib import Path

import msgspec

from cases.jurisdictions.dated import Dated, load


class Seat(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    division: str


class SeatTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """e_court.toml."""

    seat: Seat


SEAT = load(Path(__file__).parents[1], "e_court.toml", SeatTable).seat
