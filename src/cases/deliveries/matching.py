"""Whose document it is. Certain or not at all: a paper in a stranger's file is a leak, one in the tray is a click."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cases.deliveries.words import plain, runs

SHORTEST = 5
"""Letters and digits a reference must have to be looked for in a file's name, where a year would pass for it."""
NEAREST = 3

type Basis = Literal["reference", "written_differently", "name", "person"]


@dataclass(frozen=True, slots=True)
class Match:
    claim_id: UUID
    basis: Basis


@dataclass(frozen=True, slots=True)
class Stray:
    """Why nobody's: the sentence is shown in the tray."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Known:
    """The claims a delivery may be about, by their references as written and by letters and digits alone."""

    exact: Mapping[str, tuple[UUID, ...]]
    plain: Mapping[str, tuple[UUID, ...]]

    @classmethod
    def of(cls, claims: Iterable[tuple[UUID, str]]) -> "Known":
        exact: dict[str, tuple[UUID, ...]] = {}
        bare: dict[str, tuple[UUID, ...]] = {}
        for claim_id, reference in claims:
            exact[reference] = (*exact.get(reference, ()), claim_id)
            bare[plain(reference)] = (*bare.get(plain(reference), ()), claim_id)
        return cls(exact, bare)

    def nearest(self, reference: str) -> tuple[str, ...]:
        """References one or two slips of the pen away, nearest first: proposals for a person, never matches."""
        wanted = plain(reference)
        found = process.extract(wanted, self.plain.keys(), scorer=OSA.distance, score_cutoff=2, limit=NEAREST)
        spelled = {plain(one): one for one in self.exact}
        return tuple(spelled[one] for one, _, _ in found)


def match(known: Known, reference: str | None, path: str) -> Match | Stray:
    """By the index's reference, checked against the file's own name; by the name alone where the index says nothing."""
    named = claims_named(known, path)
    if reference is None or not reference.strip():
        return _by_name(named, path)
    found, basis = _by_reference(known, reference.strip())
    if len(found) > 1:
        return Stray(f"{len(found)} claims have the reference {reference}. Say which one is meant.")
    if not found:
        near = known.nearest(reference)
        hint = f" Near it: {', '.join(near)}." if near else ""
        return Stray(f"No claim has the reference {reference}.{hint}")
    if named and found[0] not in named:
        return Stray(f"The index gives it to {reference}, the file's name to another claim. Look into it.")
    return Match(found[0], basis)


def claims_named(known: Known, path: str) -> set[UUID]:
    """The claims whose reference stands in the folders or the name of a file; of a reference in another, the longer."""
    parts = runs(path)
    found: list[tuple[int, int, str]] = []
    for start in range(len(parts)):
        joined = ""
        for end in range(start, len(parts)):
            joined += parts[end]
            if len(joined) >= SHORTEST and joined in known.plain:
                found.append((start, end, joined))
    longest = [one for one in found if not any(_inside(one, other) for other in found if other[2] != one[2])]
    return {claim_id for _, _, joined in longest for claim_id in known.plain[joined]}


def _inside(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]


def _by_reference(known: Known, reference: str) -> tuple[tuple[UUID, ...], Basis]:
    if reference in known.exact:
        return known.exact[reference], "reference"
    return known.plain.get(plain(reference), ()), "written_differently"


def _by_name(named: set[UUID], path: str) -> Match | Stray:
    if len(named) == 1:
        return Match(next(iter(named)), "name")
    if named:
        return Stray(f"The name {path} holds the references of {len(named)} claims. Say which one is meant.")
    return Stray("Neither the index nor the file's name says whose it is.")
