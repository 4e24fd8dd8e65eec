"""The control sums of the trailer record BB."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.jurisdictions.de.eda.applications import Application
from kernel.errors import Invalid, Place


@dataclass(frozen=True, slots=True)
class ControlSums:
    """`records` counts those between AA and BB, `amounts` is in cents, `court_numbers` sums digits 3 to 9 of each,
    `claims` counts the main claims.
    """

    applications: int
    records: int
    catalogue_numbers: int = 0
    amounts: int = 0
    court_numbers: int = 0
    claims: int = 0


def of_applications(applications: Sequence[Application], *, records: int) -> ControlSums:
    """For a file of Mahnbescheid applications written in `records` records."""
    numbers = [one.number for application in applications for one in application.catalogue]
    amounts = [one.amount.minor for application in applications for one in application.catalogue]
    amounts += [one.amount.minor for application in applications for one in application.others]
    return ControlSums(len(applications), records, sum(numbers), sum(amounts), claims=len(amounts))


def of_court_numbers(numbers: Iterable[str], *, records: int, applications: int | None = None) -> ControlSums:
    """For follow-ups, each under the eleven-digit number the court gave; an answer to a Monierung may name several, so
    that `applications` is told. Invalid where one is not eleven digits.
    """
    parts = [_running_part(number) for number in numbers]
    count = len(parts) if applications is None else applications
    return ControlSums(applications=count, records=records, court_numbers=sum(parts))


def _running_part(number: str) -> int:
    if len(number) != 11 or not (number.isascii() and number.isdigit()):
        raise Invalid(
            f"{number!r} is no number of a Mahngericht.",
            places=[Place("court number", number, "Give its eleven digits without hyphens.")],
        )
    return int(number[2:9])
