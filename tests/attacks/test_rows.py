"""One organisation writes SQL as the application's role and tries to cheat another. The database itself says no."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from hashlib import sha256
from uuid import UUID

import asyncpg
import pytest

from kernel.ids import new_id
from kernel.settings import Settings
from tests.builders.accounts import an_organisation
from tests.builders.listings import a_listing_on_the_market
from tests.builders.sales import SaleBuilt, a_document_of, a_sale, bring

LATER = date(2027, 6, 30)
NO = (asyncpg.InsufficientPrivilegeError, asyncpg.CheckViolationError, asyncpg.NoDataFoundError)


@asynccontextmanager
async def as_raw(settled: Settings, organisation_id: UUID | None) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the application's role that claims to act for the organisation."""
    connection = await asyncpg.connect(settled.database_url)
    try:
        await connection.execute(
            "SELECT set_config('recourse.organisation', $1, false)", str(organisation_id) if organisation_id else ""
        )
        yield connection
    finally:
        await connection.close()


async def refuses(
    settled: Settings, organisation_id: UUID | None, sql: str, *arguments: object, words: str = ""
) -> None:
    async with as_raw(settled, organisation_id) as connection:
        with pytest.raises(NO, match=words or "."):
            await connection.execute(sql, *arguments)


async def claims_of(database: Settings, sale: SaleBuilt) -> list[UUID]:
    async with as_raw(database, sale.seller.organisation) as seller:
        found = await seller.fetch("SELECT id FROM claims WHERE tape_id = $1 ORDER BY row_no", sale.tape_id)
    return [row["id"] for row in found]


HANGERS = {
    "claim_items": "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, amount_minor, currency)"
    " VALUES (uuidv7(), $1, uuidv7(), $2, 'fee', 100, 'EUR')",
    "parties": "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, person_hash)"
    " VALUES (uuidv7(), $1, uuidv7(), $2, 'debtor', 'person', 'Somebody Else', '\\x00')",
    "claim_titles": "INSERT INTO claim_titles (id, claim_id, tape_id, organisation_id, holder_name, position, current)"
    " VALUES (uuidv7(), $1, uuidv7(), $2, 'Me', 7, false)",
    "claim_payments": "INSERT INTO claim_payments (id, claim_id, tape_id, organisation_id, received_on, amount_minor,"
    " currency, source, recorded_at) VALUES (uuidv7(), $1, uuidv7(), $2, '2026-01-01', 1, 'EUR', 'bank', now())",
    "proceedings": "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, stage)"
    " VALUES (uuidv7(), $1, uuidv7(), $2, 'filed')",
    "cases": "INSERT INTO cases (id, claim_id, tape_id, organisation_id, reference, status, opened_at)"
    " VALUES (uuidv7(), $1, uuidv7(), $2, 'X-1', 'onboarding', now())",
    "lot_claims": "INSERT INTO lot_claims (lot_id, claim_id, listing_id, organisation_id, released_reference, live)"
    " SELECT t.id, $1, t.listing_id, $2, 'Z', false FROM lots t WHERE t.organisation_id = $2",
}


@pytest.mark.parametrize("table", HANGERS)
async def test_a_stranger_hangs_nothing_on_a_claim(database: Settings, table: str) -> None:
    sale, stranger = await a_sale(claims=1), (await a_sale(claims=1)).seller.organisation
    await refuses(database, stranger, HANGERS[table], (await claims_of(database, sale))[0], stranger)


async def test_nobody_writes_rows_in_anothers_name_by_calling_himself_its_firm(database: Settings) -> None:
    sale = await a_sale(claims=1)
    firm = await an_organisation(kinds=("law_firm",))
    claim = (await claims_of(database, sale))[0]
    victim = sale.seller.organisation
    case = (
        "INSERT INTO cases (id, claim_id, tape_id, organisation_id, firm_organisation_id, reference, status, opened_at)"
        " VALUES (uuidv7(), $1, uuidv7(), $2, $3, 'X-1', 'onboarding', now())"
    )
    await refuses(database, firm, case, claim, victim, firm)
    document = (
        "INSERT INTO documents (id, organisation_id, firm_organisation_id, subject_kind, subject_id, kind, title,"
        " language, status, created_at) VALUES (uuidv7(), $2, $3, 'claim', $1, 'letter', 'Forged', 'en', 'drafted',"
        " now())"
    )
    await refuses(database, firm, document, claim, victim, firm)


async def test_a_stranger_puts_no_lot_reserve_or_invitee_on_a_listing(database: Settings) -> None:
    market = await a_listing_on_the_market()
    stranger = await an_organisation(kinds=("purchaser",))
    lot = (
        "INSERT INTO lots (id, listing_id, organisation_id, name, position, claims_count, debtors_count, balance_minor,"
        " currency) VALUES (uuidv7(), $1, $2, 'Bait', 9, 1, 1, 1, 'EUR')"
    )
    await refuses(database, stranger, lot, market.listing_id, stranger)
    invitee = "INSERT INTO listing_invitees (listing_id, organisation_id, invited_organisation_id) VALUES ($1, $2, $2)"
    await refuses(database, stranger, invitee, market.listing_id, stranger)
    invitee = "INSERT INTO listing_invitees (listing_id, organisation_id, invited_organisation_id) VALUES ($1, $3, $2)"
    await refuses(database, stranger, invitee, market.listing_id, stranger, market.seller.organisation)


async def test_no_exhibit_of_ones_own_case_opens_anothers_document(database: Settings) -> None:
    sale = await a_sale(claims=1)
    claim = (await claims_of(database, sale))[0]
    paper = await a_document_of(sale, claim)
    other = await a_sale(claims=1)
    spy, its_claim = other.seller.organisation, (await claims_of(database, other))[0]
    case_id = new_id()
    async with as_raw(database, spy) as connection:
        await connection.execute(
            "INSERT INTO cases (id, claim_id, tape_id, organisation_id, firm_organisation_id, reference, status,"
            " opened_at) VALUES ($1, $2, $3, $4, $4, 'X-1', 'onboarding', now())",
            case_id,
            its_claim,
            other.tape_id,
            spy,
        )
    exhibit = (
        "INSERT INTO case_exhibits (id, case_id, organisation_id, firm_organisation_id, document_id, kind, title,"
        " added_at) VALUES (uuidv7(), $1, $2, $2, $3, 'contract', 'Yours', now())"
    )
    await refuses(database, spy, exhibit, case_id, spy, paper)


async def test_the_buyer_neither_rewrites_the_contract_nor_becomes_its_firm(database: Settings) -> None:
    sale = await a_sale(claims=1)
    await bring(sale, "signed")
    paper, buyer = (await sale.row())["contract_document_id"], sale.buyer.organisation
    async with as_raw(database, buyer) as connection:
        said = await connection.execute("UPDATE documents SET firm_organisation_id = $2 WHERE id = $1", paper, buyer)
        assert said == "UPDATE 0"
        key = new_id()
        await connection.execute("INSERT INTO data_keys VALUES ($1, $2, 'object', '\\x00', now())", key, buyer)
    fresh = (
        "INSERT INTO document_versions (id, document_id, number, file_name, media_type, object_key, data_key_id,"
        " sha256, size_bytes, created_at) VALUES (uuidv7(), $1, 2, 'c.pdf', 'application/pdf', 'x', $2, $3, 1, now())"
    )
    await refuses(database, buyer, fresh, paper, key, sha256(b"").digest())


async def test_the_seller_does_not_destroy_the_key_of_what_he_sold_or_signed(database: Settings) -> None:
    sale = await a_sale(claims=1, until="signed")
    async with as_raw(database, sale.seller.organisation) as seller:
        key = await seller.fetchval(
            "SELECT v.data_key_id FROM document_versions v WHERE v.document_id = $1",
            (await sale.row())["contract_document_id"],
        )
    destroy = "UPDATE data_keys SET wrapped = NULL, destroyed_at = now() WHERE id = $1"
    await refuses(database, sale.seller.organisation, destroy, key, words="somebody else holds")


async def test_nobody_accepts_for_another_or_as_a_stranger(database: Settings) -> None:
    sale = await a_sale(claims=1)
    stranger = await an_organisation(kinds=("purchaser",))
    accept = (
        "INSERT INTO acceptances (id, sale_id, what, organisation_id, other_organisation_id, person_id,"
        " document_sha256, statement, accepted_at) VALUES (uuidv7(), $1, 'contract', $2, $3, uuidv7(), $4, 'I', now())"
    )
    digest = sha256(b"").digest()
    seller, buyer = sale.seller.organisation, sale.buyer.organisation
    await refuses(database, seller, accept, sale.id, buyer, seller, digest)
    await refuses(database, stranger, accept, sale.id, stranger, seller, digest, words="only seller and buyer")
    agreed = (
        "INSERT INTO nda_acceptances (id, listing_id, organisation_id, seller_organisation_id, person_id, nda_version,"
        " nda_sha256, accepted_at) VALUES (uuidv7(), $1, $2, $3, uuidv7(), '1', $4, now())"
    )
    await refuses(database, seller, agreed, sale.listing_id, stranger, seller, digest)
    await refuses(database, stranger, agreed, sale.listing_id, stranger, stranger, digest)


@pytest.mark.parametrize("change", ["price_minor = 1", "buyer_organisation_id = seller_organisation_id"])
async def test_the_terms_of_a_sale_do_not_move(database: Settings, change: str) -> None:
    sale = await a_sale(claims=1)
    await refuses(database, sale.buyer.organisation, f"UPDATE sales SET {change} WHERE id = $1", sale.id)


@pytest.mark.parametrize(
    ("until", "change"),
    [
        ("awarded", "status = 'signed'"),
        ("awarded", "contract_sha256 = sha256('another')"),
        ("closing", "adjusted_price_minor = 1"),
        ("closing", "status = 'paid'"),
        ("agreed", "status = 'paid'"),
        ("paid", "status = 'deed'"),
        ("paid", "adjusted_price_minor = 1"),
        ("paid", "status = 'cancelled'"),
        ("deed", "status = 'transferred'"),
        ("deed", "deed_sha256 = sha256('another')"),
        ("deed", "status = 'closing'"),
    ],
)
async def test_one_side_does_not_take_a_step_that_needs_both(database: Settings, until: str, change: str) -> None:
    sale = await a_sale(claims=1, until=until)
    await refuses(database, sale.buyer.organisation, f"UPDATE sales SET {change} WHERE id = $1", sale.id)
    if "adjusted" not in change or until == "paid":
        async with as_raw(database, sale.seller.organisation) as seller:
            if "contract_sha256" not in change:
                with pytest.raises(NO):
                    await seller.execute(f"UPDATE sales SET {change} WHERE id = $1", sale.id)


async def test_a_buyer_does_not_award_himself_a_sale(database: Settings) -> None:
    sale = await a_sale(claims=1)
    copy = (
        "INSERT INTO sales (id, listing_id, lot_id, bid_id, seller_organisation_id, buyer_organisation_id,"
        " bidder_organisation_id, status, price_minor, currency, cut_off_on, putback_days, creditor_reference,"
        " awarded_at) SELECT uuidv7(), listing_id, lot_id, bid_id, seller_organisation_id, buyer_organisation_id,"
        " bidder_organisation_id, 'deed', 1, currency, cut_off_on, 0, 'RF00X', now() FROM sales WHERE id = $1"
    )
    await refuses(database, sale.buyer.organisation, copy, sale.id)


async def test_the_agreed_schedule_stays_and_a_stranger_adds_no_row(database: Settings) -> None:
    sale = await a_sale(claims=2, until="agreed")
    drop = "UPDATE sale_claims SET dropped_reason = 'gone' WHERE sale_id = $1 AND position = 1"
    await refuses(database, sale.seller.organisation, drop, sale.id, words="both sides agreed")
    other = await a_sale(claims=1)
    claim = (await claims_of(database, other))[0]
    plant = (
        "INSERT INTO sale_claims (sale_id, claim_id, tape_id, seller_organisation_id, buyer_organisation_id, position,"
        " reference, debtor_name, product, balance_minor, currency)"
        " VALUES ($1, $2, $3, $4, $5, 99, 'X', 'X', 'other', 1, 'EUR')"
    )
    thief = other.seller.organisation
    await refuses(database, thief, plant, sale.id, claim, other.tape_id, thief, sale.buyer.organisation)


@pytest.mark.parametrize(
    "change",
    [
        "status = 'paid', paid_at = now()",
        "payee_confirmed_at = now()",
        "payee_confirmed_at = now(), payer_confirmed_at = now(), status = 'paid'",
        "status = 'cancelled'",
        "status = 'refunded'",
        "amount_minor = 1",
    ],
)
async def test_the_payer_alone_does_not_make_a_price_paid(database: Settings, change: str) -> None:
    sale = await a_sale(claims=1, until="agreed")
    await refuses(database, sale.buyer.organisation, f"UPDATE charges SET {change} WHERE sale_id = $1", sale.id)


async def test_nobody_bills_another_out_of_thin_air(database: Settings) -> None:
    sale = await a_sale(claims=1, until="closing")
    seller, buyer = sale.seller.organisation, sale.buyer.organisation
    bill = (
        "INSERT INTO charges (id, organisation_id, payee_organisation_id, sale_id, kind, method, amount_minor,"
        " currency, reference, status, created_at) VALUES (uuidv7(), $1, $2, $3, $4, 'bank', $5, 'EUR', 'RF11X', $6,"
        " now())"
    )
    await refuses(database, seller, bill, buyer, seller, sale.id, "price", 100_000, "due")
    await refuses(database, seller, bill, buyer, seller, None, "deposit", 100, "due")
    await refuses(database, buyer, bill, buyer, seller, sale.id, "price", 1, "paid")


BOOK = "SELECT ledger_book(uuidv7(), $1, 'price_paid', $2, now(), 'a', $3, 'b', $4)"


async def test_only_a_payment_that_both_confirmed_is_booked_and_only_under_its_own_cause(database: Settings) -> None:
    sale = await a_sale(claims=1, until="agreed")
    seller, buyer = sale.seller.organisation, sale.buyer.organisation
    async with as_raw(database, buyer) as connection:
        charge = await connection.fetchval("SELECT id FROM charges WHERE sale_id = $1", sale.id)
    await refuses(database, buyer, BOOK, charge, f"price:{charge}", buyer, seller, words="both sides confirm")
    await refuses(database, None, BOOK, charge, f"price:{charge}", buyer, seller, words="no such charge")
    await bring(sale, "paid")
    for cause in ("again", f"price:{new_id()}", f"refund:{charge}"):
        await refuses(database, buyer, BOOK, charge, cause, buyer, seller)
    stranger = await an_organisation()
    await refuses(database, stranger, BOOK, charge, f"price:{charge}", buyer, seller, words="no such charge")


async def test_only_the_buyer_sets_off_the_transfer_and_nobody_takes_back_anothers_tape(database: Settings) -> None:
    sale = await a_sale(claims=1, until="deed")
    stranger = await an_organisation()
    for organisation in (stranger, sale.seller.organisation, None):
        await refuses(database, organisation, "SELECT claims_assign($1, '2026-03-02')", sale.id, words="no such sale")
    for organisation in (stranger, sale.buyer.organisation, None):
        await refuses(database, organisation, "SELECT claims_unaccept($1)", sale.tape_id, words="no such tape")
    await refuses(database, sale.seller.organisation, "SELECT claims_unaccept($1)", sale.tape_id, words="uses this")


async def test_a_seller_neither_reopens_a_closed_listing_nor_moves_its_terms(database: Settings) -> None:
    market = await a_listing_on_the_market()
    seller = market.seller.organisation
    for column in ("minimum_minor = 1", "bids_close_at = now() + interval '9 days'", "status = 'closed'"):
        await refuses(database, seller, f"UPDATE listings SET {column} WHERE id = $1", market.listing_id)
    await refuses(database, seller, "UPDATE lots SET balance_minor = 1 WHERE listing_id = $1", market.listing_id)


async def test_the_uninvited_take_no_number_and_the_seller_none_of_his_own(database: Settings) -> None:
    market = await a_listing_on_the_market()
    stranger = await an_organisation(kinds=("purchaser",))
    owner = await asyncpg.connect(database.migrations_url)
    await owner.execute("UPDATE listings SET circle = 'invited' WHERE id = $1", market.listing_id)
    for organisation in (stranger, market.seller.organisation, None):
        async with as_raw(database, organisation) as connection:
            assert await connection.fetchval("SELECT bids_take_number($1)", market.listing_id) is None
    assert await owner.fetchval("SELECT last_bid_number FROM listings WHERE id = $1", market.listing_id) == 0
    await owner.close()


async def test_a_bid_is_not_smuggled_past_its_number_nor_decided_by_the_bidder(database: Settings) -> None:
    market = await a_listing_on_the_market()
    stranger = await an_organisation(kinds=("purchaser",))
    async with as_raw(database, stranger) as connection:
        lot = await connection.fetchval("SELECT id FROM lots WHERE listing_id = $1", market.listing_id)
    bid = (
        "INSERT INTO bids (id, listing_id, lot_id, organisation_id, seller_organisation_id, purchaser_organisation_id,"
        " person_id, number, placed_at, sealed, currency, status)"
        " VALUES (uuidv7(), $1, $2, $3, $4, $5, uuidv7(), $6, now(), 'box', 'EUR', $7)"
    )
    seller = market.seller.organisation
    await refuses(database, stranger, bid, market.listing_id, lot, stranger, seller, stranger, 1, "placed")
    await refuses(database, stranger, bid, market.listing_id, lot, stranger, stranger, stranger, 0, "accepted")
    sale = await a_sale(claims=1)
    for side in (sale.buyer, sale.seller):
        move = "UPDATE bids SET status = 'withdrawn' WHERE listing_id = $1"
        await refuses(database, side.organisation, move, sale.listing_id)


async def test_an_agent_does_not_lengthen_his_own_mandate(database: Settings) -> None:
    principal, agent = await an_organisation(), await an_organisation(kinds=("law_firm",))
    async with as_raw(database, principal) as connection:
        await connection.execute(
            "INSERT INTO mandates (id, organisation_id, agent_organisation_id, kind, from_on, until_on, power_sha256,"
            " granted_by, created_at) VALUES (uuidv7(), $1, $2, 'litigation', '2026-01-01', '2026-02-01', $3,"
            " uuidv7(), now())",
            principal,
            agent,
            sha256(b"").digest(),
        )
    for end in ("NULL", "date '2030-01-01'"):
        sql = f"UPDATE mandates SET until_on = {end} WHERE agent_organisation_id = $1"
        await refuses(database, agent, sql, agent, words="only the principal")


async def test_the_operator_does_not_change_where_the_money_goes(database: Settings) -> None:
    victim, operator = await an_organisation(), await an_organisation(kinds=("operator",))
    sql = "UPDATE organisations SET bank_account = 'DE00' WHERE id = $1"
    await refuses(database, operator, sql, victim, words="only the organisation")


async def test_a_fact_is_written_in_ones_own_name(database: Settings) -> None:
    here, victim = await an_organisation(), await an_organisation()
    fact = (
        "INSERT INTO facts (at, kind, actor_kind, person_id, organisation_id, subject_id, data)"
        " VALUES (now(), 'bids:bid:placed', 'person', $2, $1, uuidv7(), '{}')"
    )
    await refuses(database, here, fact, victim, None)
    await refuses(database, here, fact, here, new_id())
