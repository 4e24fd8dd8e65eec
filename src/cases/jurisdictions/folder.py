"""A jurisdiction's folder, read and checked as a whole when the process starts."""

from dataclasses import dataclass
from pathlib import Path

from cases.jurisdictions.counting import Counting
from cases.jurisdictions.courts import Courts
from cases.jurisdictions.fees import Fees
from cases.jurisdictions.interest import InterestRules
from cases.jurisdictions.limitation import LimitationRules
from cases.jurisdictions.reckoning import Deadlines
from cases.jurisdictions.seats import Seats
from cases.jurisdictions.territories import Territories


@dataclass(frozen=True, slots=True)
class Instrument:
    """What every folder of law answers: calendars, deadlines, bare counting; and rates where it has any."""

    seats: Seats
    deadlines: Deadlines
    counting: Counting
    interest: InterestRules | None


@dataclass(frozen=True, slots=True)
class Folder(Instrument):
    """The answers a country's folder gives, each ready to be called."""

    interest: InterestRules
    territories: Territories
    limitation: LimitationRules
    fees: Fees
    courts: Courts


def open_instrument(path: Path, *, zone: str) -> Instrument:
    """A folder without a country's own law: an instrument of the Union, or a check on counting."""
    seats = Seats(path)
    deadlines = Deadlines(path, seats, zone)
    rates = InterestRules(path) if (path / "interest.toml").exists() else None
    return Instrument(seats, deadlines, Counting(path, deadlines), rates)


def open_folder(path: Path, *, zone: str) -> Folder:
    """Raises LawInvalid, naming file and key, when anything in the folder cannot be used."""
    seats = Seats(path)
    territories = Territories(path)
    deadlines = Deadlines(path, seats, zone)
    return Folder(
        seats=seats,
        deadlines=deadlines,
        counting=Counting(path, deadlines),
        territories=territories,
        limitation=LimitationRules(path, territories, seats.full(None)),
        interest=InterestRules(path),
        fees=Fees(path),
        courts=Courts(path),
    )
