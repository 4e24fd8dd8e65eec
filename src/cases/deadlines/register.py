"""Registering the deadlines that events of a proceeding set, for one case or for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from cases.deadlines.debtors import OF_THE_SAME_DEBTOR
from cases.deadlines.facts import DeadlineRegistered, DeadlinesRegistered
from cases.desk.reach import CaseAtHand, digest_of
from cases.jurisdictions.contract import Reckoning
from kernel import db, facts
from kernel.actor import Actor
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline to register: the case, the event that set it, and the reckoning that explains it."""

    case: CaseAtHand
    event_id: UUID
    reckoning: Reckoning


async def register(actor: Actor, case: CaseAtHand, event_id: UUID, reckoning: Reckoning) -> UUID:
    """Opens the deadline, superseding an open one of the same rule. In the caller's transaction."""
    ids = await register_many(actor, [Due(case, event_id, reckoning)])
    return ids[0]


async def register_many(actor: Actor, dues: Sequence[Due]) -> list[UUID]:
    """Opens every deadline, in the order given. In the caller's transaction; however many, in two statements."""
    if not dues:
        return []
    ids = [new_id() for _ in dues]
    async with db.transaction(actor):
        await _insert(actor, ids, dues)
        # The new ones come first: what supersedes must exist.
        await db.execute(
            "UPDATE deadlines d SET status = 'superseded', superseded_by = n.id, closed_at = $4, closed_by = $5,"
            " version = d.version + 1 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $6::uuid[])"
            " AS n(id, case_id, rule, event_id)"
            " WHERE d.case_id = n.case_id AND d.rule = n.rule AND d.kind = 'procedure' AND d.status = 'open'"
            f" AND NOT d.id = ANY($1) AND {OF_THE_SAME_DEBTOR}",
            ids,
            [due.case.id for due in dues],
            [due.reckoning.rule for due in dues],
            actor.now(),
            actor.person_id,
            [due.event_id for due in dues],
        )
        await _tell(actor, ids, dues)
    return ids


async def _insert(actor: Actor, ids: list[UUID], dues: Sequence[Due]) -> None:
    """Law is written out once for each distinct reckoning and joined to the cases."""
    distinct = list(dict.fromkeys(due.reckoning for due in dues))
    place = {reckoning: number for number, reckoning in enumerate(distinct)}
    await db.execute(
        "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, firm_organisation_id, kind, rule,"
        " title, outcome, statutory_on, statutory_at, safe_on, authority, verified, provisional, reckoning, status,"
        " event_id, person_id, version, created_at, who, opens_on, opens)"
        " SELECT n.id, k.tape_id, k.claim_id, k.id, k.organisation_id, k.firm_organisation_id, 'procedure', r.rule,"
        " r.title, 'date', r.statutory_on, r.statutory_at, r.safe_on, r.authority, r.verified, r.provisional,"
        " r.reckoning, 'open', n.event_id, k.person_id, 0, $15, r.who, r.opens_on, r.opens"
        " FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) AS n(id, case_id, event_id, place)"
        " JOIN unnest($5::int[], $6::text[], $7::text[], $8::date[], $9::timestamptz[], $10::date[], $11::text[],"
        " $12::boolean[], $13::text[], $14::jsonb[], $16::text[], $17::date[], $18::text[]) AS r(place, rule, title,"
        " statutory_on, statutory_at, safe_on, authority, verified, provisional, reckoning, who, opens_on, opens)"
        " ON r.place = n.place"
        " JOIN cases k ON k.id = n.case_id",
        ids,
        [due.case.id for due in dues],
        [due.event_id for due in dues],
        [place[due.reckoning] for due in dues],
        list(range(len(distinct))),
        [one.rule for one in distinct],
        [one.title[:200] for one in distinct],
        [one.statutory_on for one in distinct],
        [one.statutory_at for one in distinct],
        [one.safe_on for one in distinct],
        [one.authority.citation[:300] for one in distinct],
        [one.authority.verified for one in distinct],
        [one.provisional[:300] if one.provisional else None for one in distinct],
        [msgspec.json.encode(one.steps).decode() for one in distinct],
        actor.now(),
        [one.who for one in distinct],
        [one.opens_on for one in distinct],
        [one.opens for one in distinct],
    )


async def _tell(actor: Actor, ids: list[UUID], dues: Sequence[Due]) -> None:
    if len(dues) == 1:
        case, reckoning = dues[0].case, dues[0].reckoning
        one = DeadlineRegistered(
            subject_id=ids[0],
            case_id=case.id,
            rule=reckoning.rule,
            statutory_on=reckoning.statutory_on.isoformat(),
            safe_on=reckoning.safe_on.isoformat(),
        )
        await facts.record(actor, one, about=case.other_side(actor))
        return
    of_one = len({due.case.id for due in dues}) == 1
    many = DeadlinesRegistered(
        subject_id=dues[0].case.id if of_one else new_id(),
        count=len(ids),
        rules=[_dated(due.reckoning) for due in dues] if of_one else sorted({due.reckoning.rule for due in dues}),
        digest=digest_of(ids),
    )
    sides = {due.case.other_side(actor) for due in dues}
    await facts.record(actor, many, about=sides.pop() if len(sides) == 1 else None)


def _dated(reckoning: Reckoning) -> str:
    """The rule with both its days, which the record of a single case then proves."""
    return f"{reckoning.rule} (safe date {reckoning.safe_on}, last day by law {reckoning.statutory_on})"
