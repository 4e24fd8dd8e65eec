"""Whom of several debtors something is about, by their numbers in the order of our papers; their names stay sealed."""

from collections.abc import Sequence
from uuid import UUID

from cases.desk.reach import CaseAtHand, case_at_hand
from cases.parties.queries import ORDER
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place


async def debtors_to_choose(actor: Actor, case_id: UUID) -> list[tuple[str, str]]:
    """Numbers and roles of a case's debtors, where it has several; their names are on the case's own page."""
    shown = [(str(number), f"{number}: {role}") for number, (_, role) in enumerate(await _debtors(actor, case_id), 1)]
    return shown if len(shown) > 1 else []


async def debtor_chosen(actor: Actor, case_id: UUID, number: str) -> UUID | None:
    """The one with that number; None where nobody was chosen. Invalid for a number that the case has not."""
    if not number:
        return None
    ids = {str(at): party_id for at, (party_id, _) in enumerate(await _debtors(actor, case_id), 1)}
    if number not in ids:
        raise _stranger(number[:20])
    return ids[number] if len(ids) > 1 else None


async def debtor_named(cases: Sequence[CaseAtHand], party_id: UUID | None) -> UUID | None:
    """In the open transaction. The one named, or None where the claim has no other: that is about the whole case.

    Invalid for a party of another claim, as for one that nobody has.
    """
    if party_id is None:
        return None
    others = await db.fetch_one(
        "SELECT p.claim_id, (SELECT count(*) FROM parties o WHERE o.claim_id = p.claim_id) AS together"
        " FROM parties p WHERE p.id = $1",
        party_id,
    )
    if others is None or any(case.claim_id != others["claim_id"] for case in cases):
        raise _stranger(str(party_id))
    return party_id if others["together"] > 1 else None


def _stranger(named: str) -> Invalid:
    return Invalid("The debtor is not among those of the case.", places=[Place("debtor", named, "Choose one.")])


async def _debtors(actor: Actor, case_id: UUID) -> list[tuple[UUID, str]]:
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        rows = await db.fetch(
            f"SELECT p.id, p.role FROM parties p WHERE p.claim_id = $1 ORDER BY {ORDER}", case.claim_id
        )
    return [(row["id"], row["role"]) for row in rows]
