"""A person is erased by the controller, whole and for ever, and not while the person is sued or sold."""

from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest

from cases.parties.commands import Ground, erase_party
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Refused
from kernel.ids import new_id
from kernel.settings import Settings
from marketplace.listings.commands import withdraw_listing
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_claim, a_desk, a_firm, an_open_case
from tests.builders.instructions import instruct_firm
from tests.builders.listings import a_listing_on_the_market

pytestmark = pytest.mark.usefixtures("database")


async def party_of(owner: Actor, claim_id: UUID) -> db.Row:
    async with db.transaction(owner):
        return await db.fetch_sure("SELECT * FROM parties WHERE claim_id = $1", claim_id)


async def with_hashes(owner: Settings, party_id: UUID) -> None:
    connection = await asyncpg.connect(owner.migrations_url)
    await connection.execute("ALTER TABLE parties DISABLE TRIGGER erase_once")
    await connection.execute(
        "UPDATE parties SET national_id_hash = '\\x01', iban_hash = '\\x02', email_hash = '\\x03', phone_hash = '\\x04'"
        " WHERE id = $1",
        party_id,
    )
    await connection.execute("ALTER TABLE parties ENABLE TRIGGER erase_once")
    await connection.close()


async def a_debtor() -> tuple[Desk, UUID, db.Row]:
    desk = await a_desk(signatory=False)
    claim_id = await a_claim(owner_id=desk.owner_id)
    return desk, claim_id, await party_of(desk.buyer, claim_id)


async def test_nothing_that_tells_who_it_was_is_left(database: Settings) -> None:
    desk, claim_id, party = await a_debtor()
    await with_hashes(database, party["id"])
    await erase_party(desk.buyer, party["id"], Ground.OBJECTION)
    left = dict(await party_of(desk.buyer, claim_id))
    assert left["name"] == "erased"
    assert left["erased_at"] == desk.clock.now()
    blank = ("street", "postcode", "city", "region", "sealed", "national_id_hash", "iban_hash", "email_hash")
    assert [left[name] for name in (*blank, "phone_hash")] == [None] * 9
    assert left["person_hash"] not in (party["person_hash"], None)


async def test_the_record_says_that_and_why_and_not_who() -> None:
    desk, _, party = await a_debtor()
    await erase_party(desk.buyer, party["id"], Ground.NOT_NEEDED)
    async with db.transaction(desk.buyer):
        told = await db.fetch_sure("SELECT kind, data::text AS data FROM facts WHERE subject_id = $1", party["id"])
    assert tuple(told) == ("parties:party:erased", '{"ground": "not_needed"}')


async def test_not_while_a_case_is_open_and_again_once_it_is_closed() -> None:
    desk = await a_desk(signatory=False)
    claim_id = await a_claim(owner_id=desk.owner_id)
    case_id = await an_open_case(desk=desk, claim_id=claim_id)
    party = await party_of(desk.buyer, claim_id)
    with pytest.raises(Refused, match="case is open"):
        await erase_party(desk.buyer, party["id"], Ground.OBJECTION)
    async with db.transaction(desk.system):
        await db.execute("UPDATE cases SET status = 'closed', closed_reason = 'paid' WHERE id = $1", case_id)
    await erase_party(desk.buyer, party["id"], Ground.OBJECTION)
    with pytest.raises(Refused, match="erased before"):
        await erase_party(desk.buyer, party["id"], Ground.OBJECTION)


async def test_the_answer_names_what_stays_for_legal_claims() -> None:
    desk, claim_id, party = await a_debtor()
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO documents (id, organisation_id, subject_kind, subject_id, kind, title, language, status,"
            " created_at) VALUES ($1, $2, 'claim', $3, 'contract', 'Contract', 'es', 'drafted', $4)",
            new_id(),
            desk.owner_id,
            claim_id,
            desk.clock.now(),
        )
    left = await erase_party(desk.buyer, party["id"], Ground.LEGAL_DUTY)
    assert (left.documents, left.schedules, left.same_person) == (1, 0, 0)


async def test_only_an_administrator_of_the_owner_may() -> None:
    desk, claim_id, party = await a_debtor()
    with pytest.raises(Forbidden, match=r"parties\.erase"):
        await erase_party(desk.lawyer, party["id"], Ground.OBJECTION)
    stranger = await a_member(organisation_id=await an_organisation())
    firm = await a_firm(desk=desk)
    await instruct_firm(desk.buyer, firm.organisation_id, [await an_open_case(desk=desk, claim_id=claim_id)])
    instructed = replace(firm.lawyer, permissions=firm.lawyer.permissions | {"parties.erase"})
    for who in (stranger, instructed):
        with pytest.raises(NotFound):
            await erase_party(who, party["id"], Ground.OBJECTION)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("name = 'erased', erased_at = now()", asyncpg.CheckViolationError),
        ("person_hash = '\\x00'", asyncpg.CheckViolationError),
        ("email_hash = '\\x00'", asyncpg.CheckViolationError),
    ],
)
async def test_the_database_knows_no_half_erasure_and_no_other_hash(change: str, error: type[Exception]) -> None:
    desk, _, party = await a_debtor()
    with pytest.raises(error):
        async with db.transaction(desk.system):
            await db.execute(f"UPDATE parties SET {change} WHERE id = $1", party["id"])


async def test_who_was_erased_is_not_written_again() -> None:
    desk, _, party = await a_debtor()
    await erase_party(desk.buyer, party["id"], Ground.OBJECTION)
    with pytest.raises(asyncpg.CheckViolationError, match="stays erased"):
        async with db.transaction(desk.system):
            await db.execute("UPDATE parties SET name = 'Lucía Núñez' WHERE id = $1", party["id"])


async def test_not_while_the_claim_is_offered() -> None:
    market = await a_listing_on_the_market()
    controller = replace(market.seller, permissions=frozenset({"parties.erase"}))
    async with db.transaction(market.seller):
        party_id = await db.fetch_value("SELECT id FROM parties WHERE organisation_id = $1", market.seller.organisation)
    with pytest.raises(Refused, match="listed or being sold"):
        await erase_party(controller, party_id, Ground.OBJECTION)
    await withdraw_listing(market.seller, market.listing_id, reason="Not now")
    await erase_party(controller, party_id, Ground.OBJECTION)
