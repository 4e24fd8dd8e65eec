"""What a court would refuse, found before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.errors import Invalid, Place


@dataclass(frozen=True, slots=True)
class Fault:
    """One limit a filing breaks: whose filing, which field (`defendants.2.name`), what stood there, the limit, the way
    out.

    `found` may hold a debtor's data: show it to the owner of the case alone, never log it.
    """

    case: str
    field: str
    found: str | None
    limit: str
    remedy: str

    @property
    def sentence(self) -> str:
        return f"Case {self.case}, {self.field}: {self.limit} {self.remedy}"

    def place(self) -> Place:
        return Place(where=f"{self.case}: {self.field}", value=self.found, sentence=f"{self.limit} {self.remedy}")


def refuse(sentence: str, faults: Sequence[Fault]) -> Invalid:
    """The refusal that carries all faults, to be raised by the caller."""
    return Invalid(sentence, places=[fault.place() for fault in faults])
