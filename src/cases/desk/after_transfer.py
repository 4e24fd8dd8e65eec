"""What a transfer leaves to do for the cases it opened; nothing of it leaves the house."""

from uuid import UUID

from cases.jurisdictions.registry import JURISDICTIONS
from cases.proceedings.facts import ProcedureChosen
from cases.proceedings.naming import UNNAMED, name_running
from kernel import db, facts
from kernel.actor import Actor

DEFAULTS = {one.code: next(iter(one.procedures)) for one in JURISDICTIONS if one.procedures}
"""The procedure a case gets until somebody chooses another: the first of its jurisdiction."""


async def after_transfer(owner: Actor, sale_id: UUID) -> int:
    """Sets each case's procedure, and writes the receipts the schedule deducted. Safe to repeat.

    A proceeding that runs already gets the procedure it certainly is; where that is not certain, a person names it.

    First the planner is told what the transfer filled: the lists of its buyer would be planned for empty tables.
    """
    await db.count_anew(owner, "claims", "claim_items", "parties", "claim_titles", "cases", "deadlines")
    async with db.transaction(owner):
        named = await name_running(owner, sale_id)
        rows = await db.fetch(
            "UPDATE cases k SET procedure = d.procedure, version = k.version + 1"
            " FROM unnest($3::text[], $4::text[]) AS d(jurisdiction, procedure) WHERE k.organisation_id = $1"
            f" AND k.sale_id = $2 AND k.jurisdiction = d.jurisdiction AND k.procedure IS NULL AND NOT ({UNNAMED})"
            " RETURNING k.procedure",
            owner.organisation,
            sale_id,
            list(DEFAULTS),
            list(DEFAULTS.values()),
        )
        await _receipts(owner, sale_id)
        chosen = [row["procedure"] for row in rows]
        for procedure in sorted({*chosen, *named}):
            many = chosen.count(procedure) + named.get(procedure, 0)
            await facts.record(owner, ProcedureChosen(subject_id=sale_id, procedure=procedure, count=many, digest=""))
    return len(chosen) + sum(named.values())


async def _receipts(owner: Actor, sale_id: UUID) -> None:
    """What the seller received between cut-off and closing, once for each claim.

    The final file gives sums, not days: the day after the cut-off is taken, the earliest there can be, which favours
    the debtor.
    """
    await db.execute(
        "INSERT INTO claim_payments (id, claim_id, tape_id, organisation_id, received_on, amount_minor, currency,"
        " source, recorded_at) SELECT uuidv7(), c.id, c.tape_id, c.organisation_id, c.cut_off_on + 1, x.receipts_minor,"
        " x.currency, 'seller_receipt', $3 FROM sale_claims x JOIN claims c ON c.id = x.claim_id"
        " WHERE x.sale_id = $2 AND x.dropped_reason IS NULL AND x.receipts_minor > 0 AND c.organisation_id = $1"
        " AND NOT EXISTS (SELECT 1 FROM claim_payments p WHERE p.claim_id = c.id AND p.source = 'seller_receipt'"
        " AND p.received_on = c.cut_off_on + 1 AND p.amount_minor = x.receipts_minor)",
        owner.organisation,
        sale_id,
        owner.now(),
    )
