"""What is asked about a debtor, what a hit sets in motion, and which papers wait for which answer."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, get_args

import msgspec

What = Literal["insolvency", "death", "moratorium", "address"]
Answer = Literal["clear", "hit"]
"""A hit speaks against the debtor: insolvent, dead, under a moratorium, or no longer at the address."""
WHATS: tuple[What, ...] = get_args(What)
ANSWERS: tuple[Answer, ...] = get_args(Answer)


@dataclass(frozen=True, slots=True)
class Kind:
    """`asks` reads after “whether {name}”; `hold` is the ground a hit holds the case on, None where none is."""

    title: str
    asks: str
    hold: str | None
    letters: bool
    persons_only: bool = False


KINDS: dict[What, Kind] = {
    "insolvency": Kind("Insolvency", "is insolvent", "insolvency", letters=False),
    "death": Kind("Death", "is alive", "death", letters=True, persons_only=True),
    "moratorium": Kind("Moratorium", "is under a moratorium", "moratorium", letters=False),
    "address": Kind("Address", "still lives at the address", None, letters=True),
}
"""A letter waits for what makes it go astray; a filing for every answer."""


class Practice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A starting value for a policy: of this house, not of any law."""

    days: int
    why: str


def practice() -> dict[str, Practice]:
    text = (files("cases.preflight") / "practice.toml").read_text()
    return msgspec.toml.decode(text, type=dict[str, Practice])
