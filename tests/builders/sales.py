"""Sales with valid defaults, brought as far along as the story needs, by the commands themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

from cases.proceedings.signatories import appoint_signatory
from documents.vault.commands import Put, add_document
from kernel import db
from kernel.actor import Actor
from kernel.clock import Clock, MovingClock
from kernel.data_keys import DataKey
from kernel.ids import new_id
from kernel.keys import new_data_key
from kernel.money import Money
from marketplace.settlement import commands
from marketplace.settlement.commands import FinalRow
from marketplace.settlement.drafting import CONTRACT, DEED, keep_paper
from marketplace.settlement.opening import open_sale
from marketplace.settlement.payment import confirm_payment
from tests.builders.accounts import a_member, an_organisation

CUT_OFF = date(2026, 1, 31)
LATER = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STAGES = ("awarded", "signed", "closing", "agreed", "paid", "deed")


@dataclass(frozen=True, slots=True)
class SaleBuilt:
    """A sale and its two people; `clock` is what both act by."""

    id: UUID
    listing_id: UUID
    lot_id: UUID
    tape_id: UUID
    seller: Actor
    buyer: Actor
    clock: Clock
    currency: str

    async def row(self) -> db.Row:
        async with db.transaction(self.seller):
            return await db.fetch_sure("SELECT * FROM sales WHERE id = $1", self.id)

    async def price_due(self) -> Money:
        return Money((await self.row())["adjusted_price_minor"], self.currency)


async def a_sale(
    *,
    claims: int = 3,
    country: str = "es",
    currency: str = "EUR",
    price: str = "600.00",
    until: str = "awarded",
    default_on: date | None = date(2024, 3, 5),
    flags: Sequence[str] = (),
    stage: str | None = None,
    costs_only: bool = False,
    compensation: int = 0,
    final: Sequence[FinalRow] = (),
    clock: Clock | None = None,
) -> SaleBuilt:
    """A sale of one lot of one tape: `until` is one of STAGES, where “agreed” means that the price is due.

    Every claim has one principal of 1,000.00 and one interest item, one debtor and one link of title. `flags`,
    `stage` (of a running proceeding) and a fixed `compensation` in minor units go on the first claim.
    """
    clock = clock or MovingClock(LATER)
    seller = await a_member(organisation_id=await an_organisation(kinds=("seller",)), roles=("seller",), clock=clock)
    tape_id = await _a_tape(seller, claims, country, currency, default_on, costs_only=costs_only)
    await _mark(seller, tape_id, flags, stage)
    if compensation:
        await _compensate(seller, tape_id, compensation)
    sale = await a_sale_of(seller, tape_id, country=country, price=Money.parse(price, currency))
    for step in STAGES[1 : STAGES.index(until) + 1]:
        await bring(sale, step, final)
    return sale


async def a_sale_of(seller: Actor, tape_id: UUID, *, country: str, price: Money) -> SaleBuilt:
    """A sale, just awarded, of every claim of the seller's tape in one lot."""
    buyer_id = await an_organisation(kinds=("purchaser",), name="Cantábrica Activos DAC")
    buyer = await a_member(organisation_id=buyer_id, roles=("buyer",), name="Beatriz Gil", clock=seller.clock)
    listing, lot_id = await _a_listing(seller, tape_id, country, price.currency)
    bid = await _a_won_bid(buyer, seller, listing["id"], lot_id, price)
    sale_id = await open_sale(seller, bid=bid, listing=listing)
    return SaleBuilt(sale_id, listing["id"], lot_id, tape_id, seller, buyer, seller.clock, price.currency)


async def bring(sale: SaleBuilt, step: str, final: Sequence[FinalRow] = ()) -> None:
    """Takes the one step that ends in the given one of STAGES."""
    sides = (sale.seller, sale.buyer)
    if step == "signed":
        digest = await a_paper(sale, "contract")
        for side in sides:
            await commands.sign_contract(side, sale.id, shown_sha256=digest)
    elif step == "closing":
        await commands.apply_final_file(sale.seller, sale.id, final)
    elif step == "agreed":
        for side in sides:
            await commands.agree_price(side, sale.id, shown=await sale.price_due())
    elif step == "paid":
        for side in sides:
            await confirm_payment(side, sale.id, shown=await sale.price_due())
    elif step == "deed":
        digest = await a_paper(sale, "deed")
        await powers_recorded(sale)
        for side in sides:
            await commands.execute_deed(side, sale.id, shown_sha256=digest)


async def powers_recorded(sale: SaleBuilt) -> None:
    """Both people are appointed to sign for their organisations, by a colleague who may."""
    for one in (sale.seller, sale.buyer):
        assert one.person_id is not None
        chief = Actor(one.person_id, one.organisation_id, frozenset({"signatories.appoint"}), one.kind, one.clock)
        await appoint_signatory(
            chief,
            person_id=one.person_id,
            position="Chief counsel",
            authority="power of attorney no. 88",
            from_on=sale.clock.now().date(),
        )


async def a_paper(sale: SaleBuilt, what: str) -> str:
    """A contract or deed whose bytes were never stored, for stories that do not read it. Returns its hash."""
    paper = CONTRACT if what == "contract" else DEED
    put = Put(DataKey(new_id(), new_data_key()), f"test/{new_id()}", sha256(sale.id.bytes).digest(), 1, "text/plain")
    seller = Actor.system(sale.seller.organisation, sale.clock)
    await keep_paper(seller, sale.id, paper, put, pages=1, source_digest=put.sha256)
    return put.sha256.hex()


async def a_document_of(sale: SaleBuilt, claim_id: UUID) -> UUID:
    """The seller's paper of one claim, its bytes never stored."""
    put = Put(DataKey(new_id(), new_data_key()), f"test/{new_id()}", sha256(claim_id.bytes).digest(), 1, "text/plain")
    return await add_document(
        sale.seller,
        put,
        subject_kind="claim",
        subject_id=claim_id,
        kind="contract",
        title="Loan agreement",
        language="es",
        file_name="loan.txt",
    )


async def _a_tape(
    seller: Actor, claims: int, country: str, currency: str, default_on: date | None, *, costs_only: bool
) -> UUID:
    """Set-based, so that a bench can ask for a hundred thousand."""
    tape_id, key = new_id(), DataKey(new_id(), new_data_key())
    async with db.transaction(seller):
        await db.execute(
            "INSERT INTO data_keys (id, organisation_id, purpose, wrapped, created_at) VALUES ($1, $2, 'tape', $3, $4)",
            key.id,
            seller.organisation,
            b"never opened",
            seller.now(),
        )
        await db.execute(
            "INSERT INTO tapes (id, organisation_id, name, originator_kind, cut_off_on, file_name, media_type,"
            " size_bytes, sha256, object_key, data_key_id, status, uploaded_at, rows_read, rows_accepted,"
            " rows_rejected, rows_left_out, claims_count) VALUES ($1, $2, 'Tape', 'bank', $3, 'tape.csv', 'text/csv',"
            " 1, $4, 'tape', $5, 'accepted', $6, $7, $7, 0, 0, $7)",
            tape_id,
            seller.organisation,
            CUT_OFF,
            sha256(b"tape").digest(),
            key.id,
            seller.now(),
            claims,
        )
        await db.execute(
            "INSERT INTO claims (id, tape_id, organisation_id, reference, row_no, product, originator_kind, country,"
            " debtor_kind, currency, cut_off_on, principal_minor, interest_minor, costs_minor, payments_minor,"
            " balance_minor, interest_kind, contract_on, due_on, default_on, original_creditor, status,"
            " territory) SELECT uuidv7(), $1, $2, 'A-' || lpad(n::text, 7, '0'), n, 'consumer_loan', 'bank', $3::text,"
            " 'person', $4, $5, $8::bigint, 5000, 100000 - $8::bigint, 0, 105000, 'none',"
            " date '2021-04-03', $6::date + (n % 900)::int, $6::date + (n % 900)::int, 'Banco del Norte', 'live',"
            " CASE WHEN $3::text = 'es' THEN 'common' END FROM generate_series(1, $7::bigint) AS n",
            tape_id,
            seller.organisation,
            country,
            currency,
            CUT_OFF,
            default_on,
            claims,
            0 if costs_only else 100000,
        )
        await _hang_on_claims(seller, tape_id, key.id)
    return tape_id


async def _hang_on_claims(seller: Actor, tape_id: UUID, key_id: UUID) -> None:
    await db.execute(
        "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, amount_minor, currency, due_on)"
        " SELECT uuidv7(), c.id, c.tape_id, c.organisation_id, k.kind, k.amount, c.currency, c.due_on FROM claims c,"
        " LATERAL (VALUES ('principal', c.principal_minor), ('interest', c.interest_minor), ('cost', c.costs_minor))"
        " AS k(kind, amount) WHERE c.organisation_id = $1 AND c.tape_id = $2 AND k.amount > 0",
        seller.organisation,
        tape_id,
    )
    await db.execute(
        "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, street, postcode, city,"
        " country, data_key_id, person_hash) SELECT uuidv7(), c.id, c.tape_id, c.organisation_id, 'debtor', 'person',"
        " 'Lucía Núñez ' || c.row_no, 'Calle Uría ' || c.row_no, '33003', 'Oviedo', c.country, $3,"
        " substr(sha256(c.reference::bytea), 1, 16) FROM claims c WHERE c.organisation_id = $1 AND c.tape_id = $2",
        seller.organisation,
        tape_id,
        key_id,
    )
    await db.execute(
        "INSERT INTO claim_titles (id, claim_id, tape_id, organisation_id, holder_organisation_id, holder_name,"
        " position, current) SELECT uuidv7(), c.id, c.tape_id, c.organisation_id, c.organisation_id,"
        " 'Banco del Norte', 0, true FROM claims c WHERE c.organisation_id = $1 AND c.tape_id = $2",
        seller.organisation,
        tape_id,
    )


async def _compensate(seller: Actor, tape_id: UUID, minor: int) -> None:
    async with db.transaction(seller):
        await db.execute(
            "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, reference, amount_minor, currency,"
            " fixed_compensation) SELECT uuidv7(), id, tape_id, organisation_id, 'fee', 'KOMP-1', $2, currency, true"
            " FROM claims WHERE tape_id = $1 AND row_no = 1",
            tape_id,
            minor,
        )


async def _mark(seller: Actor, tape_id: UUID, flags: Sequence[str], stage: str | None) -> None:
    async with db.transaction(seller):
        first = await db.fetch_value(
            "UPDATE claims SET flags = $3 WHERE organisation_id = $1 AND tape_id = $2 AND row_no = 1 RETURNING id",
            seller.organisation,
            tape_id,
            list(flags),
        )
        if stage is not None:
            await db.execute(
                "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court, court_number, stage, title_on)"
                " VALUES ($1, $2, $3, $4, 'Juzgado n.º 3 de Gijón', '1204/2024', $5, $6)",
                new_id(),
                first,
                tape_id,
                seller.organisation,
                stage,
                date(2025, 2, 3) if stage != "filed" else None,
            )


async def _a_listing(seller: Actor, tape_id: UUID, country: str, currency: str) -> tuple[db.Row, UUID]:
    listing_id, lot_id = new_id(), new_id()
    async with db.transaction(seller):
        held = await db.fetch_sure(
            "SELECT count(*) AS claims, sum(balance_minor)::bigint AS balance FROM claims"
            " WHERE organisation_id = $1 AND tape_id = $2",
            seller.organisation,
            tape_id,
        )
        listing = await db.fetch_sure(
            "INSERT INTO listings (id, organisation_id, title, summary, originator_kind, country, currency,"
            " debtor_kinds, cut_off_on, status, auction_form, award_rule, circle, k_wanted, minimum_minor, tick_minor,"
            " nda_version, nda_sha256, putback_days, opens_at, bids_open_at, bids_close_at, created_at)"
            " VALUES ($1, $2, 'Consumer loans 2026', '', 'bank', upper($3), $4, '{person}', $5, 'awarded', 'sealed',"
            " 'seller', 'open', 10, 100, 100, '1', $6, 90, $7, $7, $8, $7) RETURNING *",
            listing_id,
            seller.organisation,
            country,
            currency,
            CUT_OFF,
            sha256(b"nda").digest(),
            datetime(2026, 2, 1, tzinfo=UTC),
            datetime(2026, 2, 20, tzinfo=UTC),
        )
        await db.execute(
            "INSERT INTO lots (id, listing_id, organisation_id, name, position, claims_count, debtors_count,"
            " balance_minor, currency) VALUES ($1, $2, $3, 'Lot 1', 1, $4, $4, $5, $6)",
            lot_id,
            listing_id,
            seller.organisation,
            held["claims"],
            held["balance"],
            currency,
        )
        await db.execute(
            "INSERT INTO lot_claims (lot_id, claim_id, listing_id, organisation_id, released_reference)"
            " SELECT $1, c.id, $2, $3, 'X' || upper(to_hex(c.row_no + 4096)) FROM claims c"
            " WHERE c.organisation_id = $3 AND c.tape_id = $4",
            lot_id,
            listing_id,
            seller.organisation,
            tape_id,
        )
    return listing, lot_id


async def _a_won_bid(buyer: Actor, seller: Actor, listing_id: UUID, lot_id: UUID, price: Money) -> db.Row:
    async with db.transaction(Actor.platform()):
        return await db.fetch_sure(
            "INSERT INTO bids (id, listing_id, lot_id, organisation_id, seller_organisation_id,"
            " purchaser_organisation_id, person_id, number, placed_at, sealed, currency, status, opened_at,"
            " amount_minor, per_cent, valid_until, funding, rank) VALUES ($1, $2, $3, $4, $5, $4, $6, 1, $7, $8, $9,"
            " 'accepted', $7, $10, 1, $11, 'own funds', 1) RETURNING *",
            new_id(),
            listing_id,
            lot_id,
            buyer.organisation,
            seller.organisation,
            buyer.person_id,
            datetime(2026, 2, 10, tzinfo=UTC),
            b"box",
            price.currency,
            price.minor,
            date(2026, 12, 31),
        )
