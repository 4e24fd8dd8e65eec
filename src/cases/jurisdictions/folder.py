"""A jurisdiction's folder, read and checked as a whole when the process starts."""

from dataclasses import dataclass
from pathlib import Path

from cases.jurisdictions.courts import Courts
from cases.jurisdictions.fees import Fees
from cases.jurisdictions.interest import InterestRules
from cases.jurisdictions.limitation import LimitationRules
from cases.jurisdictions.reckoning import Deadlines
from cases.jurisdictions.seats import Seats
from cases.jurisdictions.territories import Territories


@dataclass(frozen=True, slots=True)
class Folder:
    """The answers a folder's data gives, each ready to be called."""

    seats: Seats
    deadlines: Deadlines
    territories: Territories
    limitation: LimitationRules
    interest: InterestRules
    fees: Fees
    courts: Courts


def open_folder(path: Path, *, zone: str) -> Folder:
    """Raises LawInvalid, naming file and key, when anything in the folder cannot be used."""
    seats = Seats(path)
    territories = Territories(path)
    return Folder(
        seats=seats,
        deadlines=Deadlines(path, seats, zone),
        territories=territories,
        limitation=LimitationRules(path, territories, seats.full(None)),
        interest=InterestRules(path),
        fees=Fees(path),
        courts=Courts(path),
    )
