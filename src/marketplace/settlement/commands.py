"""A sale from the signed contract to the executed deed. Each step that binds needs both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from cases.proceedings.signatories import SignatoryShown, signatories_on
from documents.vault.commands import seal_document
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused
from kernel.money import Money
from marketplace.settlement.facts import (
    DeedExecuted,
    FinalFileApplied,
    PriceAdjusted,
    PriceAgreed,
    SaleCancelled,
    SaleSigned,
)
from marketplace.settlement.opening import schedule_digest
from marketplace.settlement.payment import charge_price
from marketplace.settlement.sides import Side, accept, buyer_system, seller_system, side_of
from marketplace.settlement.states import SALES

NO_AUTHORITY = (
    "By what power you sign for your organisation is not recorded, and the deed and its extracts rest on it. Whoever"
    " appoints signatories records it under Signatories (/signatories)."
)
FIRST_ROW = 2
"""Row 1 of a final file is its header; complaints name rows as a spreadsheet does."""

LONGEST_REASON = 200

CANCEL_DUE = (
    "UPDATE charges SET status = 'cancelled', version = version + 1 WHERE sale_id = $1 AND status = 'due'"
    " AND payer_confirmed_at IS NULL"
)
"""Each side sees its own: the price is of both, a deposit the buyer's."""


@dataclass(frozen=True, slots=True)
class FinalRow:
    """One line of the seller's final file: what the debtor paid since the cut-off, or why the claim drops out.

    `row` is where it stands in the file; without one, its place among the lines that are given.
    """

    reference: str
    receipts: Money | None = None
    dropped_reason: str | None = None
    row: int | None = None


async def sign_contract(actor: Actor, sale_id: UUID, *, shown_sha256: str) -> bool:
    """Accepts the contract by its hash. True once both have: it is sealed and the closing can begin."""
    actor.must("sales.sign")
    async with db.transaction(actor):
        side = await side_of(actor, sale_id)
        digest = _same_document(side, "contract_sha256", shown_sha256, "contract")
        if side.sale["status"] != "awarded":
            raise Refused(f"The contract was signed before; the sale is {side.sale['status']}.")
        both = await accept(
            actor, side, "contract", statement="I accept the contract for my organisation.", sha256=digest
        )
        if both:
            seller = seller_system(actor, side)
            async with db.transaction(seller, as_system=True):
                await seal_document(seller, side.sale["contract_document_id"], about=side.sale["buyer_organisation_id"])
                await jobs.defer(
                    "vault.lock",
                    organisation_id=seller.organisation,
                    document_id=side.sale["contract_document_id"],
                )
            await db.move("sales", sale_id, SALES["sign"])
            await facts.record(actor, SaleSigned(subject_id=sale_id, contract_sha256=digest.hex()), about=side.other_id)
    return both


async def apply_final_file(actor: Actor, sale_id: UUID, rows: Sequence[FinalRow]) -> None:
    """The seller's final file: receipts since the cut-off, drop-outs with their reason. Replaces a former one.

    Invalid names every reference that the schedule does not know, and every amount that exceeds the balance.
    """
    actor.must("sales.close")
    async with db.transaction(actor):
        side = await side_of(actor, sale_id)
        if not side.is_seller:
            raise Refused("Only the seller brings the final file.")
        if side.sale["status"] == "signed":
            await db.move("sales", sale_id, SALES["begin_closing"])
        elif side.sale["status"] != "closing":
            raise Refused(f"The final file belongs to the closing; the sale is {side.sale['status']}.")
        await _refuse_after_agreement(side)
        await _refuse_unknown(side, rows)
        await db.execute(
            # What the law dropped stays dropped.
            "UPDATE sale_claims SET receipts_minor = 0, dropped_reason = NULL WHERE sale_id = $1"
            " AND (left_law IS NULL OR left_minor > 0) AND (receipts_minor <> 0 OR dropped_reason IS NOT NULL)",
            sale_id,
        )
        await db.execute(
            "UPDATE sale_claims x SET receipts_minor = f.receipts,"
            " dropped_reason = coalesce(f.dropped, x.dropped_reason)"
            " FROM unnest($2::text[], $3::bigint[], $4::text[]) AS f(reference, receipts, dropped)"
            " WHERE x.sale_id = $1 AND x.reference = f.reference",
            sale_id,
            [row.reference for row in rows],
            [row.receipts.minor if row.receipts else 0 for row in rows],
            [row.dropped_reason for row in rows],
        )
        await db.execute("UPDATE sales SET adjusted_price_minor = NULL, version = version + 1 WHERE id = $1", sale_id)
        applied = FinalFileApplied(
            subject_id=sale_id,
            dropped=sum(row.dropped_reason is not None for row in rows),
            with_receipts=sum(row.receipts is not None for row in rows),
            receipts=str(sum((row.receipts for row in rows if row.receipts), Money.zero(side.sale["currency"]))),
            schedule_sha256=await schedule_digest(sale_id),
        )
        await facts.record(actor, applied, about=side.other_id)
        await _adjust_price(actor, side)


async def _refuse_after_agreement(side: Side) -> None:
    due = await db.fetch_value(
        "SELECT 1 FROM charges WHERE sale_id = $1 AND kind = 'price' AND status <> 'cancelled'", side.sale["id"]
    )
    if due is not None:
        raise Refused("Both sides agreed to the price already; the final file is no longer replaced.")


async def _refuse_unknown(side: Side, rows: Sequence[FinalRow]) -> None:
    known = {
        row["reference"]: (row["balance"], row["many"])
        for row in await db.fetch(
            "SELECT reference, min(balance_minor) AS balance, count(*) AS many FROM sale_claims"
            " WHERE sale_id = $1 AND reference = ANY($2) GROUP BY reference",
            side.sale["id"],
            [row.reference for row in rows],
        )
    }
    seen: set[str] = set()
    places: list[Place] = []
    for number, row in enumerate(rows, FIRST_ROW):
        complaint = _complaint(row, side.sale["currency"], known.get(row.reference), again=row.reference in seen)
        seen.add(row.reference)
        if complaint is not None:
            column, value, sentence = complaint
            places.append(Place(f"row {row.row or number}, {column}", value, sentence))
    if places:
        raise Invalid("The final file was not applied; nothing changed.", places=places[:100])


def _complaint(
    row: FinalRow, currency: str, known: tuple[int, int] | None, *, again: bool
) -> tuple[str, str, str] | None:
    if known is None:
        return "reference", row.reference, "The schedule has no claim of this reference."
    balance, many = known
    if many > 1:
        return "reference", row.reference, f"{many} claims of the schedule have this reference: nobody knows which."
    if again:
        return "reference", row.reference, "This reference stands in the file twice. Bring one row for each claim."
    if row.receipts is not None and (row.receipts.currency != currency or not 0 < row.receipts.minor <= balance):
        most = Money(balance, currency)
        return "receipts", str(row.receipts), f"Receipts are in {currency}, above zero and at most the balance, {most}."
    if row.dropped_reason is not None and not 0 < len(row.dropped_reason) <= LONGEST_REASON:
        return "dropped_reason", row.dropped_reason[:60], f"Give the reason in at most {LONGEST_REASON} characters."
    return None


async def _adjust_price(actor: Actor, side: Side) -> Money:
    """Spreads the price over the schedule by balance, then takes out drop-outs and what debtors paid since the cut-off.

    Receipts after the cut-off belong to the buyer, so they reduce what he pays. A claim keeps its share to the cent.
    """
    sale_id, price = side.sale["id"], side.price()
    rows = await db.fetch(
        "SELECT position, balance_minor FROM sale_claims WHERE sale_id = $1 ORDER BY position", sale_id
    )
    shares = price.split([row["balance_minor"] for row in rows])
    await db.execute(
        "UPDATE sale_claims x SET price_minor = f.price FROM unnest($2::int[], $3::bigint[]) AS f(position, price)"
        " WHERE x.sale_id = $1 AND x.position = f.position",
        sale_id,
        [row["position"] for row in rows],
        [share.minor for share in shares],
    )
    kept = await db.fetch_sure(
        "SELECT count(*) FILTER (WHERE dropped_reason IS NULL) AS kept,"
        " coalesce(sum(price_minor - receipts_minor) FILTER (WHERE dropped_reason IS NULL), 0)::bigint AS price,"
        " count(*) FILTER (WHERE dropped_reason IS NOT NULL) AS dropped FROM sale_claims WHERE sale_id = $1",
        sale_id,
    )
    adjusted = Money(kept["price"], price.currency)
    if adjusted.minor <= 0:
        raise Refused("Drop-outs and receipts leave nothing to pay. Cancel the sale, or check the final file.")
    await db.execute("UPDATE sales SET adjusted_price_minor = $2 WHERE id = $1", sale_id, adjusted.minor)
    said = PriceAdjusted(subject_id=sale_id, price=str(adjusted), kept=kept["kept"], dropped=kept["dropped"])
    await facts.record(actor, said, about=side.other_id)
    return adjusted


async def agree_price(actor: Actor, sale_id: UUID, *, shown: Money) -> bool:
    """Agrees to the adjusted price the page showed. True once both have: the price is due."""
    actor.must("sales.close")
    async with db.transaction(actor):
        side = await side_of(actor, sale_id)
        adjusted = side.adjusted_price()
        if side.sale["status"] != "closing" or adjusted is None:
            raise Refused("There is no adjusted price to agree to: the seller's final file comes first.")
        if adjusted != shown:
            raise Refused(f"The price moved to {adjusted} while your page showed {shown}. Load the page again.")
        # The schedule's digest is part of what is agreed to: another file of the same total is another agreement.
        digest = bytes.fromhex(await _digest_as_seller(actor, side))
        said = "I agree to the adjusted price of this schedule."
        both = await accept(actor, side, "adjusted_price", statement=said, sha256=digest, shown=shown)
        if both:
            await charge_price(actor, side, adjusted)
            await facts.record(actor, PriceAgreed(subject_id=sale_id, price=str(adjusted)), about=side.other_id)
    return both


async def execute_deed(actor: Actor, sale_id: UUID, *, shown_sha256: str) -> bool:
    """Accepts the deed of assignment by its hash. True once both have: it is sealed and the transfer starts.

    The authority recorded of the actor as a signatory is kept with it, and extracts of the deed say it: Refused without
    one, and for a party without its number in the register.
    """
    actor.must("sales.sign")
    signing = await own_authority(actor)
    async with db.transaction(actor):
        side = await side_of(actor, sale_id)
        if lacking := [*await unnumbered(side.sale), *([] if signing else [NO_AUTHORITY])]:
            raise Refused(" ".join(lacking))
        digest = _same_document(side, "deed_sha256", shown_sha256, "deed")
        if side.sale["status"] != "paid":
            raise Refused(f"The deed follows the payment; the sale is {side.sale['status']}.")
        said = "I execute the deed of assignment."
        both = await accept(actor, side, "deed", statement=said, sha256=digest, signing=signing)
        if both:
            seller = seller_system(actor, side)
            deed_id = side.sale["deed_document_id"]
            async with db.transaction(seller, as_system=True):
                await seal_document(seller, deed_id, about=side.sale["buyer_organisation_id"])
                await jobs.defer("vault.lock", organisation_id=seller.organisation, document_id=deed_id)
            await db.move("sales", sale_id, SALES["execute_deed"])
            executed = DeedExecuted(
                subject_id=sale_id, deed_sha256=digest.hex(), schedule_sha256=await _digest_as_seller(actor, side)
            )
            await facts.record(actor, executed, about=side.other_id)
            await jobs.defer(
                "settlement.transfer",
                queue="bulk",
                lock=f"sale:{sale_id}",
                organisation_id=side.sale["buyer_organisation_id"],
                sale_id=sale_id,
            )
    return both


async def deed_lacks(actor: Actor, sale_id: UUID) -> list[str]:
    """What keeps the actor from executing the deed, a sentence each with where it is entered."""
    signing = await own_authority(actor)
    async with db.transaction(actor):
        # Not by `side_of`: a page that is read waits for nobody who works on the sale.
        sale = await db.fetch_sure(
            "SELECT seller_organisation_id, buyer_organisation_id FROM sales WHERE id = $1", sale_id
        )
        return [*await unnumbered(sale), *([] if signing else [NO_AUTHORITY])]


async def unnumbered(sale: db.Row) -> list[str]:
    """In the open transaction of either side; nothing where both parties are named with their numbers."""
    rows = await db.fetch(
        "SELECT name FROM organisations WHERE id = ANY($1) AND coalesce(btrim(registration_number), '') = ''"
        " ORDER BY name",
        [sale["seller_organisation_id"], sale["buyer_organisation_id"]],
    )
    return [
        f"The number under which {row['name']} stands in its register is missing, and the deed names it. It is entered"
        " on the organisation's own page (/organisation)."
        for row in rows
    ]


async def own_authority(actor: Actor) -> SignatoryShown | None:
    """The authority recorded of the actor in its own organisation today; None where nobody recorded any."""
    known = await signatories_on(actor, actor.today("UTC"))
    return next((one for one in known if one.person_id == actor.person_id), None)


async def cancel_sale(actor: Actor, sale_id: UUID, *, reason: str) -> None:
    """Calls the sale off before it is paid; the claims are free to be listed again."""
    actor.must("sales.sign")
    said = reason.strip()[:300]
    if not said:
        raise Invalid(
            "Say why the sale is called off.", places=[Place("reason", reason, "The other side will read it.")]
        )
    async with db.transaction(actor):
        side = await side_of(actor, sale_id)
        sent = await db.fetch_value(
            "SELECT 1 FROM charges WHERE sale_id = $1 AND kind = 'price' AND payer_confirmed_at IS NOT NULL", sale_id
        )
        if sent is not None:
            raise Refused("The buyer has confirmed that the price was sent: the sale can no longer be called off.")
        await db.move("sales", sale_id, SALES["cancel"], cancelled_reason=said)
        seller = seller_system(actor, side)
        async with db.transaction(seller, as_system=True):
            await db.execute("UPDATE lot_claims SET live = false WHERE lot_id = $1", side.sale["lot_id"])
            await db.execute(CANCEL_DUE, sale_id)
        async with db.transaction(buyer_system(actor, side), as_system=True):
            await db.execute(CANCEL_DUE, sale_id)
        cancelled = SaleCancelled(subject_id=sale_id, reason_sha256=sha256(said.encode()).hexdigest())
        await facts.record(actor, cancelled, about=side.other_id)


async def _digest_as_seller(actor: Actor, side: Side) -> str:
    # Before the deed is executed the buyer sees no row of the schedule.
    async with db.transaction(seller_system(actor, side), as_system=True):
        return await schedule_digest(side.sale["id"])


def _same_document(side: Side, column: str, shown_sha256: str, name: str) -> bytes:
    digest: bytes | None = side.sale[column]
    if digest is None:
        raise Refused(f"The {name} is still being written. It appears here in a moment.")
    if digest.hex() != shown_sha256:
        raise Refused(f"The {name} changed since your page was loaded. Read it again before you accept.")
    return digest
