"""Giving cases to people: to one, to a team evenly, or each to the team it fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from uuid import UUID

from cases.deadlines.queries import SIDES, keepers
from cases.desk.commands import common_side
from cases.desk.facts import CaseAssigned
from cases.desk.reach import CaseAtHand, digest_of
from cases.teams.queries import TeamShown, teams
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.ids import new_id

type Person = tuple[UUID, str]
MOST_WEIGHED = 10_000
"""Open deadlines of one person that are counted when work is shared out."""


@dataclass(frozen=True, slots=True)
class Given:
    """A case and to whom it goes; `to` is None where it is left out, and `says` why."""

    case: CaseAtHand
    to: UUID | None
    says: str


async def given_to(actor: Actor, cases: Sequence[CaseAtHand], people: Sequence[Person], team: str) -> list[Given]:
    """Each case to whoever of the people keeps fewest open deadlines, counting what they get here.

    In the open transaction. NotFound if one of them is no colleague who may read cases.
    """
    known = {one.id: one.name for one in await keepers(actor)}
    if not {person_id for person_id, _ in people} <= set(known):
        raise NotFound("There is no such person in your organisation who may read cases.")
    kept = {row["id"]: row["person_id"] for row in await _rows(cases)}
    here = {person_id for person_id, _ in people}
    queue = await _by_load(actor, sorted(here))
    given: list[Given] = []
    for case in cases:
        if case.status == "closed":
            given.append(Given(case, None, "The case is closed."))
        elif kept[case.id] in here:
            given.append(Given(case, None, f"It is with {known[kept[case.id]]} already."))
        else:
            many, person_id = queue[0]
            heapreplace(queue, (many + 1, person_id))
            given.append(Given(case, person_id, f"{known[person_id]}, {team}" if team else known[person_id]))
    return given


async def given_to_fitting(actor: Actor, cases: Sequence[CaseAtHand]) -> list[Given]:
    """Each case to the team it fits, the one with the most conditions where several do. In the open transaction."""
    known = await teams(actor)
    rows = {row["id"]: row for row in await _rows(cases)}
    chosen: dict[UUID, list[CaseAtHand]] = {}
    left: list[Given] = []
    for case in cases:
        row = rows[case.id]
        fits = _nearest([one for one in known if one.fits(case.jurisdiction, row["product"], row["balance_minor"])])
        if len(fits) == 1:
            chosen.setdefault(fits[0].id, []).append(case)
        elif fits:
            names = ", ".join(one.name for one in fits)
            left.append(Given(case, None, f"It fits several teams as well: {names}."))
        else:
            left.append(Given(case, None, "It fits no team."))
    given = [
        one
        for team in known
        if team.id in chosen
        for one in await given_to(actor, chosen[team.id], team.people, team.name)
    ]
    return sorted([*given, *left], key=lambda one: one.case.id)


def _nearest(fits: Sequence[TeamShown]) -> list[TeamShown]:
    most = max((_conditions(one) for one in fits), default=0)
    return [one for one in fits if _conditions(one) == most]


def _conditions(team: TeamShown) -> int:
    return sum(
        (bool(team.jurisdictions), bool(team.products), team.least_minor is not None, team.most_minor is not None)
    )


async def give_cases(actor: Actor, given: Sequence[Given]) -> int:
    """Puts the cases, and their open deadlines that nobody keeps, on the desks named. In the open transaction."""
    pairs = [(one.case.id, one.to) for one in given if one.to is not None]
    ids, people = [case_id for case_id, _ in pairs], [person_id for _, person_id in pairs]
    done = await db.execute(
        "UPDATE cases k SET person_id = g.person_id, version = k.version + 1"
        " FROM unnest($1::uuid[], $2::uuid[]) AS g(id, person_id) WHERE k.id = g.id AND k.status <> 'closed'",
        ids,
        people,
    )
    await db.execute(
        "UPDATE deadlines d SET person_id = g.person_id, version = d.version + 1"
        " FROM unnest($1::uuid[], $2::uuid[]) AS g(id, person_id) WHERE d.case_id = g.id AND d.status = 'open'"
        " AND d.person_id IS NULL",
        ids,
        people,
    )
    for person_id in sorted(set(people)):
        theirs = [one.case for one in given if one.to == person_id]
        fact = CaseAssigned(
            subject_id=new_id(),
            to_person_id=person_id,
            count=len(theirs),
            digest=digest_of([case.id for case in theirs]),
        )
        await facts.record(actor, fact, about=common_side(actor, theirs))
    return done


async def _rows(cases: Sequence[CaseAtHand]) -> list[db.Row]:
    return await db.fetch(
        "SELECT k.id, k.person_id, c.product, c.balance_minor FROM cases k JOIN claims c ON c.id = k.claim_id"
        " WHERE k.id = ANY($1)",
        [case.id for case in cases],
    )


async def _by_load(actor: Actor, people: Sequence[UUID]) -> list[tuple[int, UUID]]:
    """A heap of how many open deadlines each keeps, counted as far as MOST_WEIGHED."""
    halves = " + ".join(
        f"(SELECT count(*) FROM (SELECT FROM deadlines d WHERE {side} AND d.status = 'open' AND d.person_id = p"
        f" LIMIT {MOST_WEIGHED}) x)"
        for side in SIDES
    )
    rows = await db.fetch(f"SELECT p AS id, {halves} AS many FROM unnest($2::uuid[]) p", actor.organisation, people)
    queue = [(row["many"], row["id"]) for row in rows]
    heapify(queue)
    return queue
