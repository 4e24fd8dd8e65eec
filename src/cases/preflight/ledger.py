"""Whether what a paper demands agrees with the ledger: every item in the balance, every known receipt credited."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.paperwork.figures import BY_CONTRACT
from cases.preflight.owners import as_owner
from kernel import db
from kernel.actor import Actor
from kernel.money import Money


def early_interest(file: CaseFile) -> Iterator[Missing]:
    """Interest that the law gives for delay, from a day on which nothing was due. What was agreed may run earlier."""
    for item in file.items:
        periods = item.interest.periods if item.interest else ()
        first = next((one for one in periods if one.authority.citation != BY_CONTRACT), None)
        if first is not None and item.due_on is not None and first.first_on < item.due_on:
            yield Missing(
                "interest before the due date",
                f"Statutory interest on {item.reference or item.kind} is reckoned from {first.first_on.isoformat()},"
                f" but it fell due only on {item.due_on.isoformat()}: there was no delay before.",
                "items",
            )


async def ledger_faults(actor: Actor, cases: Sequence[CaseAtHand]) -> dict[UUID, list[Missing]]:
    """By case, in the open transaction; a case whose ledger agrees is not in the answer."""
    found: dict[UUID, list[Missing]] = {}
    for row in await _unequal([case.claim_id for case in cases]):
        known = Money(row["balance_minor"], row["currency"])
        counted = Money(int(row["items"]) - row["payments_minor"], row["currency"])
        sentence = f"The balance at the cut-off is {known}, but its items less its payments come to {counted}."
        found.setdefault(row["claim_id"], []).append(Missing("items that add up", sentence, "items"))
    for row in await _uncredited(actor, cases):
        deducted = Money(row["receipts_minor"], row["currency"])
        credited = Money(int(row["credited"]), row["currency"])
        sentence = (
            f"The seller received {deducted} before the transfer, of which {credited} is credited: book the payment."
        )
        found.setdefault(row["claim_id"], []).append(Missing("payment not credited", sentence, "payments"))
    for row in await _lost([case.id for case in cases]):
        paid = Money(row["amount_minor"], row["currency"])
        sentence = f"A payment of {paid} of {row['received_on']} was given to this case and is not credited."
        found.setdefault(row["claim_id"], []).append(Missing("payment not credited", sentence, "payments"))
    return {case.id: found[case.claim_id] for case in cases if case.claim_id in found}


async def _unequal(claim_ids: list[UUID]) -> list[db.Row]:
    """A compensation the law fixes may be claimed on top of what the tape stated."""
    return await db.fetch(
        "SELECT c.id AS claim_id, c.balance_minor, c.payments_minor, c.currency, i.items FROM claims c JOIN"
        " (SELECT claim_id, sum(amount_minor) AS items, coalesce(sum(amount_minor) FILTER (WHERE fixed_compensation),"
        " 0) AS fixed FROM claim_items WHERE claim_id = ANY($1) GROUP BY 1) i ON i.claim_id = c.id"
        " WHERE c.balance_minor <> i.items - c.payments_minor AND c.balance_minor <> i.items - i.fixed"
        " - c.payments_minor",
        claim_ids,
    )


async def _uncredited(actor: Actor, cases: Sequence[CaseAtHand]) -> list[db.Row]:
    """Receipts the closing deducted from the price; the owner's alone to see."""
    rows: list[db.Row] = []
    async for owner_id, mine in as_owner(actor, cases):
        rows += await db.fetch(
            "SELECT x.claim_id, x.receipts_minor, x.currency, coalesce(p.credited, 0) AS credited FROM sale_claims x"
            " JOIN sales s ON s.id = x.sale_id AND s.status IN ('transferred', 'final') LEFT JOIN LATERAL"
            " (SELECT sum(amount_minor) AS credited FROM claim_payments q WHERE q.claim_id = x.claim_id"
            " AND q.source = 'seller_receipt' AND q.withdrawn_at IS NULL) p ON true WHERE x.claim_id = ANY($1)"
            " AND x.buyer_organisation_id = $2 AND x.dropped_reason IS NULL"
            " AND x.receipts_minor > coalesce(p.credited, 0)",
            mine,
            owner_id,
        )
    return rows


async def _lost(case_ids: list[UUID]) -> list[db.Row]:
    return await db.fetch(
        "SELECT k.claim_id, r.amount_minor, r.currency, r.received_on FROM receipts r JOIN cases k ON k.id = r.case_id"
        " WHERE r.case_id = ANY($1) AND r.status = 'booked' AND NOT EXISTS (SELECT 1 FROM claim_payments p"
        " WHERE p.receipt_id = r.id AND p.withdrawn_at IS NULL)",
        case_ids,
    )
