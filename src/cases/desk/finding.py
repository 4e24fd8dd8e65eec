"""Finding cases by what stands on a paper: a reference, the court's number, or a debtor's name."""

from uuid import UUID

from cases.desk.reach import COLUMN, Side
from kernel import db, facts
from kernel.actor import Actor

MOST_FOUND = 200


async def found_cases(actor: Actor, side: Side, text: str) -> list[UUID]:
    """The cases of one side with this case, claim or court reference; without one, by the debtor's name.

    At most 200. In the caller's transaction; finding by name is recorded as a look at those debtors.
    """
    wanted, instructed = text.strip(), side == "instructed"
    by_reference = await db.fetch("SELECT case_id AS id FROM find_cases($1, $2, $3)", wanted, instructed, MOST_FOUND)
    if by_reference:
        return [row["id"] for row in by_reference]
    halves = " UNION ALL ".join(
        f"SELECT k.id, k.claim_id FROM found f JOIN cases k ON k.claim_id = f.claim_id AND {closed}"
        f" WHERE k.{COLUMN[side]} = $1"
        for closed in ("k.status <> 'closed'", "k.status = 'closed'")
    )
    by_name = await db.fetch(
        f"WITH found AS MATERIALIZED (SELECT claim_id FROM find_debtors($2, $3, {MOST_FOUND})) {halves}",
        actor.organisation,
        wanted,
        instructed,
    )
    if by_name:
        await facts.record_read(actor, claim_ids=[row["claim_id"] for row in by_name], purpose="found by name")
    return [row["id"] for row in by_name]
