"""Finding cases by what stands on a paper: a reference, the court's number, or a debtor's name."""

from uuid import UUID

from cases.desk.reach import COLUMN, Side
from kernel import db, facts
from kernel.actor import Actor

MOST_FOUND = 200
BY_REFERENCE = (
    "SELECT k.id FROM cases k WHERE k.{column} = $1 AND k.reference = upper($2) UNION"
    " SELECT k.id FROM claims c JOIN cases k ON k.claim_id = c.id"
    " WHERE c.{column} = $1 AND k.{column} = $1 AND c.reference = $2 UNION"
    " SELECT k.id FROM proceedings p JOIN cases k ON k.claim_id = p.claim_id"
    " WHERE p.court_number = $2 AND k.{column} = $1"
)


async def found_cases(actor: Actor, side: Side, text: str) -> list[UUID]:
    """The cases of one side with this case, claim or court reference; without one, by the debtor's name.

    At most 200. In the caller's transaction; finding by name is recorded as a look at those debtors.
    """
    column, wanted = COLUMN[side], text.strip()
    by_reference = await db.fetch(
        f"{BY_REFERENCE.format(column=column)} LIMIT {MOST_FOUND}",
        actor.organisation,
        wanted,
    )
    if by_reference:
        return [row["id"] for row in by_reference]
    by_name = await db.fetch(
        f"SELECT k.id, k.claim_id FROM find_debtors($2, $3, {MOST_FOUND}) f JOIN cases k ON k.claim_id = f.claim_id"
        f" WHERE k.{column} = $1",
        actor.organisation,
        wanted,
        side == "instructed",
    )
    if by_name:
        await facts.record_read(actor, claim_ids=[row["claim_id"] for row in by_name], purpose="found by name")
    return [row["id"] for row in by_name]
