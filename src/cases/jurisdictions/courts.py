"""How the competent court is named, from a folder's courts.toml; the seat itself is never guessed."""

from datetime import date
from pathlib import Path

import msgspec

from cases.deadlines.arithmetic import spoken
from cases.jurisdictions.contract import CourtName
from cases.jurisdictions.dated import Dated, ascending, in_force, load
from kernel.errors import Refused
from kernel.money import Money


class CourtRow(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The name pattern from a day (`{seat}` is filled by a person) and the rule that makes it competent."""

    pattern: str
    rule: str


class ValueLimit(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A value in the jurisdiction's currency up to which a procedure is open."""

    amount: str


class CourtsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """courts.toml."""

    currency: str
    courts: dict[str, list[CourtRow]]
    limits: dict[str, list[ValueLimit]] = {}

    def __post_init__(self) -> None:
        for courts in self.courts.values():
            ascending(courts)
        for limits in self.limits.values():
            ascending(limits)


class Courts:
    """The `court` of a jurisdiction, and its value limits."""

    def __init__(self, folder: Path) -> None:
        self.file = load(folder, "courts.toml", CourtsFile)

    def court(self, procedure: str, on: date) -> CourtName:
        """The court of a procedure on the day. Refused where none is known."""
        row = in_force(self.file.courts.get(procedure, []), on)
        if row is None:
            raise Refused(f"No court is known for {procedure} on {spoken(on)}.")
        return CourtName(row.pattern, row.rule, row.authority)

    def limit(self, code: str, on: date) -> Money:
        """A value limit in force on the day."""
        row = in_force(self.file.limits.get(code, []), on)
        if row is None:
            raise Refused(f"No limit {code} is known for {spoken(on)}.")
        return Money.parse(row.amount, self.file.currency)
