"""From the file to the transfer: what seller and buyers do, through the commands their pages call."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace

from kernel import db
from kernel.errors import Refused
from kernel.money import Money
from marketplace.bids.closing import close_listing
from marketplace.bids.commands import award_bid, place_bid
from marketplace.diligence.commands import accept_nda
from marketplace.diligence.downloads import download_tape
from marketplace.listings.agreement import agreement
from marketplace.listings.commands import create_listing, open_listing
from marketplace.listings.wanted import ListingWanted
from marketplace.settlement.commands import FinalRow, agree_price, apply_final_file, execute_deed, sign_contract
from marketplace.settlement.payment import confirm_payment
from marketplace.tapes.commands import begin_accepting, map_tape, upload_tape
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.proposal import propose
from marketplace.tapes.stored import stored_tape
from web.demo.cast import Cast, Member
from web.demo.report import Demonstrated
from web.demo.story import Story, days_pass, jobs_run

MINIMUM_SHARE, BID_SHARE, RIVAL_SHARE = 4, 9, 8
"""Per cent of the balance: the lowest bid taken, what the buyer offers, what the rival offers."""


@dataclass(frozen=True, slots=True)
class Traded:
    tape_id: UUID
    listing_id: UUID
    sale_id: UUID


async def trade(
    cast: Cast, story: Story, told: Demonstrated, tape: Path, mapping: Mapping | None, cut_off: date
) -> Traded:
    """Walks steps 1 to 6; every figure told comes from what the commands wrote."""
    with story.step("tape", "Tape: upload, map, check, accept"):
        tape_id = await _accept(cast, tape, mapping, cut_off)
        await _tell_tape(cast.seller, tape_id, story, told)
    with story.step("listing", "Listing: lots, anonymised tape, strata"):
        listing_id, lot_id, balance = await _list(cast.seller, tape_id, story, told)
    with story.step("diligence", "Diligence: confidentiality agreement, anonymised tape"):
        for buyer in (cast.buyer, cast.rival):
            await accept_nda(buyer.actor, listing_id, shown_sha256=agreement().sha256.hex())
            await download_tape(buyer.actor, listing_id)
    with story.step("bids", "Bids: sealed until the close, then opened and ranked"):
        sale_id = await _auction(cast, listing_id, lot_id, balance, story, told)
    with story.step("closing", "Sale and closing: contract, final file, price, payment, deed"):
        await _close(cast, sale_id, story, told)
    with story.step("transfer", "Transfer: ownership, title, cases, limitation, in one transaction"):
        await jobs_run()
        await _tell_transfer(cast.buyer, sale_id, story, told)
    return Traded(tape_id, listing_id, sale_id)


async def _accept(cast: Cast, tape: Path, mapping: Mapping | None, cut_off: date) -> UUID:
    seller = cast.seller.actor
    uploaded = await upload_tape(seller, tape, name=f"Consumer portfolio {cut_off:%B %Y}", cut_off_on=cut_off)
    stored = await stored_tape(seller, uploaded.id)
    if mapping is None:
        proposal = propose(stored.layout)
        if proposal.questions:
            raise Refused(f"The tape's mapping needs an answer: {proposal.questions[0].sentence}")
        mapping = _as_originator(proposal.mapping)
    await map_tape(seller, uploaded.id, mapping)
    await jobs_run()
    await begin_accepting(seller, uploaded.id)
    await jobs_run()
    return uploaded.id


def _as_originator(proposed: Mapping) -> Mapping:
    """The seller of the demonstration lent the money itself: the tape's column of brand names is no chain of title."""
    kept = {header: field for header, field in proposed.columns.items() if field != "original_creditor"}
    return replace(proposed, columns=kept)


async def _tell_tape(seller: Member, tape_id: UUID, story: Story, told: Demonstrated) -> None:
    async with db.transaction(seller.actor):
        row = await db.fetch_sure(
            "SELECT status, failure, rows_read, rows_accepted, rows_rejected, rows_left_out, claims_count FROM tapes"
            " WHERE id = $1",
            tape_id,
        )
        findings = await db.fetch(
            "SELECT rule, count(DISTINCT row_no) AS many FROM tape_findings WHERE tape_id = $1 AND organisation_id = $2"
            " GROUP BY rule ORDER BY rule",
            tape_id,
            seller.actor.organisation,
        )
    if row["status"] != "accepted":
        raise Refused(f"The tape was not accepted, it is {row['status']}: {row['failure']}")
    told.rows_read, told.rows_accepted = row["rows_read"], row["rows_accepted"]
    told.rows_rejected, told.rows_left_out = row["rows_rejected"], row["rows_left_out"]
    told.claims = row["claims_count"]
    told.findings = {finding["rule"]: finding["many"] for finding in findings}
    told.ids["tape"] = str(tape_id)
    story.tell(f"{told.rows_read} rows read, {told.rows_accepted} accepted, {told.rows_rejected} rejected")


async def _list(seller: Member, tape_id: UUID, story: Story, told: Demonstrated) -> tuple[UUID, UUID, Money]:
    actor = seller.actor
    async with db.transaction(actor):
        total = await db.fetch_sure(
            "SELECT sum(balance_minor)::bigint AS minor, min(currency) AS currency FROM claims"
            " WHERE organisation_id = $1 AND tape_id = $2",
            actor.organisation,
            tape_id,
        )
    balance = Money(total["minor"], total["currency"])
    opens = actor.now() + timedelta(hours=1)
    listing_id = await create_listing(
        actor,
        ListingWanted(
            title=f"Unsecured consumer claims, {told.country.upper()}",
            summary="Performing until default; amicable phase completed. Sold without recourse, with a putback period.",
            tape_ids=(tape_id,),
            bids_open_at=opens,
            bids_close_at=opens + timedelta(days=2),
            minimum=_share(balance, MINIMUM_SHARE).text(),
            tick="1000.00",
            reserve=_share(balance, MINIMUM_SHARE + 1).text(),
            putback_days=90,
        ),
    )
    await jobs_run()
    async with db.transaction(actor):
        lot = await db.fetch_sure("SELECT id, claims_count FROM lots WHERE listing_id = $1", listing_id)
        told.k_reached = await db.fetch_value("SELECT k_reached FROM releases WHERE listing_id = $1", listing_id)
    await open_listing(actor, listing_id)
    told.ids["listing"] = str(listing_id)
    story.tell(f"{lot['claims_count']} claims, {balance} at cut-off; k = {told.k_reached} distinct debtors reached")
    return listing_id, lot["id"], balance


async def _auction(
    cast: Cast, listing_id: UUID, lot_id: UUID, balance: Money, story: Story, told: Demonstrated
) -> UUID:
    await days_pass(0, hours=2)
    minimum, tick = _share(balance, MINIMUM_SHARE), Money.parse("1000.00", balance.currency)
    for member, share in ((cast.rival, RIVAL_SHARE), (cast.buyer, BID_SHARE)):
        wanted = _share(balance, share)
        steps = (wanted.minor - minimum.minor) // tick.minor
        await place_bid(
            member.actor,
            lot_id,
            amount=Money(minimum.minor + steps * tick.minor, balance.currency).text(),
            purchaser_id=member.actor.organisation,
            servicer_id=None,
            valid_until=(member.actor.now() + timedelta(days=30)).date(),
            funding="Own funds, committed",
        )
    await days_pass(2)
    told.bids = await close_listing(listing_id) or 0
    await jobs_run()
    seller = cast.seller.actor
    async with db.transaction(seller):
        best = await db.fetch_sure(
            "SELECT id, amount_minor, currency, per_cent FROM bids WHERE listing_id = $1"
            " AND seller_organisation_id = $2 AND rank = 1",
            listing_id,
            seller.organisation,
        )
    price = Money(best["amount_minor"], best["currency"])
    sale_id = await award_bid(seller, best["id"], shown=price)
    told.ids["sale"] = str(sale_id)
    story.tell(f"{told.bids} bids ranked; awarded at {price}, {best['per_cent']:.2f} % of the balance")
    await jobs_run()
    return sale_id


async def _close(cast: Cast, sale_id: UUID, story: Story, told: Demonstrated) -> None:
    seller, buyer = cast.seller.actor, cast.buyer.actor
    contract = await _hash_of(cast.seller, sale_id, "contract_sha256")
    for side in (seller, buyer):
        await sign_contract(side, sale_id, shown_sha256=contract)
    await days_pass(1)
    await apply_final_file(seller, sale_id, await _final_rows(cast.seller, sale_id))
    async with db.transaction(buyer):
        sale = await db.fetch_sure("SELECT adjusted_price_minor, currency FROM sales WHERE id = $1", sale_id)
    price = Money(sale["adjusted_price_minor"], sale["currency"])
    for side in (seller, buyer):
        await agree_price(side, sale_id, shown=price)
    await days_pass(1)
    for side in (buyer, seller):
        await confirm_payment(side, sale_id, shown=price)
    await jobs_run()
    deed = await _hash_of(cast.seller, sale_id, "deed_sha256")
    for side in (seller, buyer):
        await execute_deed(side, sale_id, shown_sha256=deed)
    told.price = str(price)
    story.tell(f"price adjusted to {price} for drop-outs and receipts, paid, deed executed")


async def _final_rows(seller: Member, sale_id: UUID) -> list[FinalRow]:
    """One drop-out and two receipts since the cut-off, as closings have them."""
    async with db.transaction(seller.actor):
        rows = await db.fetch(
            "SELECT reference, balance_minor, currency FROM sale_claims WHERE sale_id = $1 ORDER BY balance_minor DESC,"
            " position LIMIT 3",
            sale_id,
        )
    dropped, *paid = rows
    final = [FinalRow(dropped["reference"], dropped_reason="Settled in full before closing")]
    return final + [FinalRow(r["reference"], Money(min(5000, r["balance_minor"]), r["currency"])) for r in paid]


async def _tell_transfer(buyer: Member, sale_id: UUID, story: Story, told: Demonstrated) -> None:
    async with db.transaction(buyer.actor):
        status = await db.fetch_value("SELECT status FROM sales WHERE id = $1", sale_id)
        told.claims_transferred = await db.fetch_value(
            "SELECT count(*) FROM claim_titles WHERE organisation_id = $1 AND sale_id = $2 AND current",
            buyer.actor.organisation,
            sale_id,
        )
    if status != "transferred":
        raise Refused(f"The sale was not transferred, it is {status}. See the failed jobs.")
    story.tell(f"{told.claims_transferred} claims now belong to {buyer.organisation}")


async def _hash_of(member: Member, sale_id: UUID, column: str) -> str:
    async with db.transaction(member.actor):
        digest: bytes | None = await db.fetch_value(f"SELECT {column} FROM sales WHERE id = $1", sale_id)
    if digest is None:
        raise Refused("A paper of the sale was not written. See the failed jobs.")
    return digest.hex()


def _share(of: Money, per_cent: int) -> Money:
    """Rounded down to whole units of the currency."""
    return Money(of.minor * per_cent // 100 // 100 * 100, of.currency)
