"""What a hold stops, and on what ground: a rule of law with its source, or a practice of ours that says it is one.

What a rule of law stops is data of its country (`allocation.toml`); where none was read, the practice below holds.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cases.jurisdictions.allocation import Standstill, standstill_for

PRACTICE: dict[str, tuple[str, ...]] = {
    "dispute": ("steps", "contact"),
    "insolvency": ("steps", "contact"),
    "death": ("steps", "contact"),
    "moratorium": ("steps", "contact"),
    "live_plan": ("steps", "contact"),
    "vulnerability": ("contact",),
    "represented": ("contact",),
}
"""What this house stops by itself. Contact is every letter to the debtor; a step is any paper at all. Interest and fees
are never stopped by practice: what the debtor owes, the law says."""
SPOKEN = {
    "steps": "every step",
    "contact": "letters to the debtor",
    "interest": "interest",
    "fees": "fees",
    "enforcement": "enforcement",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a hold stops. `law` is the rule behind `by_law`, whose last day is `until_by_law` where the law sets one."""

    by_practice: tuple[str, ...]
    by_law: tuple[str, ...]
    law: Standstill | None
    until_by_law: date | None

    @property
    def practice(self) -> str:
        """What is stopped without a rule of law that was read, in words; empty where nothing is."""
        return ", ".join(SPOKEN[one] for one in self.by_practice)

    @property
    def legal(self) -> str:
        return ", ".join(SPOKEN[one] for one in self.by_law)


def effect_of(jurisdiction: str | None, ground: str, debtor_kind: str, from_on: date) -> Effect:
    """The effect of a hold on this ground that begins that day, in the case's own country."""
    law = standstill_for(jurisdiction, ground, debtor_kind, from_on) if jurisdiction else None
    stopped = tuple(law.stops) if law else ()
    last = None
    if law is not None and law.at_most_days is not None:
        last = from_on + timedelta(days=1) * (law.at_most_days - 1)
    ours = tuple(one for one in PRACTICE.get(ground, ()) if one not in stopped)
    return Effect(ours, stopped, law, last)
