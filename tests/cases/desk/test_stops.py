"""Each stop by itself: set up a case that nothing stops, bring one thing back, and see exactly that reason."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import pytest

from cases.desk.commands import confirm_documents, finish_onboarding, reconcile_files, record_returned_notice
from cases.desk.holds import hold_case, release_hold
from cases.desk.policies import NOTICE, can_leave
from cases.desk.reach import case_at_hand
from cases.desk.stops import REASONS, count_stops, stops_of
from cases.proceedings.signatories import dismiss_signatory, signatories_on
from kernel import data_keys, db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound
from kernel.ids import new_id
from tests.builders.cases import Desk, a_desk, a_firm, an_open_case, open_cases, put_through_the_gate
from tests.builders.instructions import instruct_firm

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)


async def reasons(actor: Actor, case_id: UUID) -> set[str]:
    async with db.transaction(actor):
        return {one.code for one in (await stops_of(actor, [case_id], on=TODAY)).get(case_id, [])}


async def leaves(actor: Actor, case_id: UUID, kind: str = "monitorio_petition") -> bool | str:
    async with db.transaction(actor):
        return await can_leave(actor, await case_at_hand(actor, case_id), kind, on=TODAY)


async def free_case(desk: Desk) -> UUID:
    case_id = await an_open_case(desk=desk)
    await put_through_the_gate(desk, [case_id])
    return case_id


async def sql(desk: Desk, statement: str, *arguments: object) -> None:
    async with db.transaction(Actor.platform()) if "licences" in statement else db.transaction(desk.system):
        assert await db.execute(statement, *arguments)


async def unreconciled(desk: Desk, case_id: UUID) -> None:
    await sql(desk, "UPDATE cases SET reconciled_at = NULL WHERE id = $1", case_id)


async def untold(desk: Desk, case_id: UUID) -> None:
    await sql(desk, "UPDATE cases SET notice_sent_on = NULL WHERE id = $1", case_id)


async def came_back(desk: Desk, case_id: UUID) -> None:
    await record_returned_notice(desk.buyer, case_id, on=TODAY, provenance="returned by the post")


async def unproven(desk: Desk, case_id: UUID) -> None:
    await sql(desk, "UPDATE case_exhibits SET removed_at = now() WHERE case_id = $1 AND kind = 'contract'", case_id)


async def unconfirmed(desk: Desk, case_id: UUID) -> None:
    await sql(desk, "UPDATE cases SET documents_checked_at = NULL WHERE id = $1", case_id)


async def nobody_signs(desk: Desk, case_id: UUID) -> None:
    for one in await signatories_on(desk.buyer, TODAY):
        await dismiss_signatory(desk.buyer, one.id, until_on=date(2026, 11, 19))


async def unlicensed(desk: Desk, case_id: UUID) -> None:
    await sql(desk, "UPDATE licences SET status = 'revoked' WHERE organisation_id = $1", desk.owner_id)


async def mandate_ended(desk: Desk, case_id: UUID) -> None:
    firm = await a_firm(desk=desk)
    await instruct_firm(desk.buyer, firm.organisation_id, [case_id])
    await sql(
        desk,
        "UPDATE mandates SET until_on = $2 WHERE agent_organisation_id = $1",
        firm.organisation_id,
        date(2026, 11, 19),
    )


async def firm_unlicensed(desk: Desk, case_id: UUID) -> None:
    firm = await a_firm(desk=desk)
    await instruct_firm(desk.buyer, firm.organisation_id, [case_id])
    await sql(desk, "UPDATE licences SET status = 'revoked' WHERE organisation_id = $1", firm.organisation_id)


def held(ground: str) -> Callable[[Desk, UUID], Awaitable[None]]:
    async def hold(desk: Desk, case_id: UUID) -> None:
        await hold_case(desk.lawyer, case_id, ground=ground, from_on=TODAY, until_on=None)

    return hold


async def unassigned(desk: Desk, case_id: UUID) -> None:
    """As a file of payments leaves it when a line names the debtor and no case."""
    file_id, receipt_id = new_id(), new_id()
    async with db.transaction(desk.system):
        key = await data_keys.make(desk.system, "object")
        await db.execute(
            "INSERT INTO receipt_files (id, organisation_id, source, format, file_name, size_bytes, sha256, object_key,"
            " file_key_id, data_key_id, headers, status, uploaded_at) VALUES ($1, $2, 'bank', 'csv', 'x.csv', 1, 'x',"
            " 'x', $3, $3, '[]', 'read', now())",
            file_id,
            desk.owner_id,
            key.id,
        )
        await db.execute(
            "INSERT INTO receipts (id, file_id, organisation_id, row_no, line_sha256, received_on, amount_minor,"
            " currency, status, confidence, why) VALUES ($1, $2, $3, 2, 'x', $4, 100, 'EUR', 'waiting', 'possible',"
            " 'The name fits.')",
            receipt_id,
            file_id,
            desk.owner_id,
            TODAY,
        )
        await db.execute(
            "INSERT INTO receipt_candidates (receipt_id, case_id, claim_id, organisation_id, matched_by, waiting)"
            " SELECT $1, id, claim_id, organisation_id, 'name', true FROM cases WHERE id = $2",
            receipt_id,
            case_id,
        )


STOPS = {
    "reconciliation": unreconciled,
    "notice": untold,
    "notice_returned": came_back,
    "mandate": mandate_ended,
    "signatory": nobody_signs,
    "documents": unproven,
    "unconfirmed": unconfirmed,
    "licence": unlicensed,
    "firm_licence": firm_unlicensed,
    "dispute": held("dispute"),
    "insolvency": held("insolvency"),
    "death": held("death"),
    "moratorium": held("moratorium"),
    "live_plan": held("live_plan"),
    "unassigned": unassigned,
}


def test_every_reason_is_tried() -> None:
    assert set(STOPS) == set(REASONS)


@pytest.mark.parametrize("code", STOPS)
async def test_one_thing_alone_keeps_everything_in(code: str) -> None:
    desk = await a_desk()
    case_id = await free_case(desk)
    assert await leaves(desk.lawyer, case_id) is True

    await STOPS[code](desk, case_id)

    assert await reasons(desk.buyer, case_id) == {code}
    assert REASONS[code].sentence in str(await leaves(desk.buyer, case_id))


async def test_a_hold_that_ended_stops_nothing_any_more() -> None:
    desk = await a_desk()
    case_id = await free_case(desk)
    hold_id = await hold_case(desk.lawyer, case_id, ground="dispute", from_on=date(2026, 11, 1), until_on=None)

    await release_hold(desk.lawyer, hold_id, on=date(2026, 11, 19), reason="answered, and accepted by the debtor")

    assert await leaves(desk.lawyer, case_id) is True


async def test_a_represented_debtor_gets_no_letter_but_may_be_sued() -> None:
    desk = await a_desk()
    case_id = await free_case(desk)
    await hold_case(desk.lawyer, case_id, ground="represented", from_on=TODAY, until_on=None)

    assert "representative" in str(await leaves(desk.lawyer, case_id, "masc_request"))
    assert await leaves(desk.lawyer, case_id, "monitorio_petition") is True


async def test_the_notice_itself_does_not_wait_for_the_notice() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    await reconcile_files(desk.buyer, [case_id])

    assert await leaves(desk.buyer, case_id, NOTICE) is True
    await hold_case(desk.lawyer, case_id, ground="death", from_on=TODAY, until_on=None)
    assert "died" in str(await leaves(desk.buyer, case_id, NOTICE))


async def test_a_new_case_counts_every_reason_and_finishing_says_why_not() -> None:
    desk = await a_desk()
    case_ids = await open_cases(desk=desk, count=3)
    await put_through_the_gate(desk, case_ids[:1])
    await sql(desk, "UPDATE cases SET status = 'onboarding' WHERE id = $1", case_ids[0])

    async with db.transaction(desk.buyer):
        counts = await count_stops(desk.buyer, "own", None, on=TODAY)
    outcome = await finish_onboarding(desk.buyer, case_ids)

    assert (counts.cases, counts.free) == (3, 1)
    assert {reason.code: many for reason, many in counts.by_reason} == {
        "reconciliation": 2,
        "notice": 2,
        "documents": 2,
        "unconfirmed": 2,
    }
    assert (outcome.done, outcome.left) == (1, (("File not reconciled", 2),))
    async with db.transaction(desk.system):
        moved = await db.fetch("SELECT status FROM cases ORDER BY id")
    assert [row["status"] for row in moved] == ["amicable", "onboarding", "onboarding"]


async def test_documents_are_confirmed_only_where_one_proves_the_debt() -> None:
    desk = await a_desk()
    with_proof, without = await open_cases(desk=desk, count=2)
    await put_through_the_gate(desk, [with_proof])
    await sql(desk, "UPDATE cases SET documents_checked_at = NULL WHERE id = $1", with_proof)

    outcome = await confirm_documents(desk.buyer, [with_proof, without])

    assert (outcome.done, outcome.left_out) == (1, 1)
    assert "unconfirmed" not in await reasons(desk.buyer, with_proof)


async def test_strangers_find_no_case_and_a_seller_has_no_right() -> None:
    desk, other = await a_desk(), await a_desk(name="Otra Compradora DAC")
    case_id = await an_open_case(desk=desk)

    with pytest.raises(NotFound):
        await reconcile_files(other.buyer, [case_id])
    with pytest.raises(Forbidden):
        firm = await a_firm(desk=desk)
        await reconcile_files(firm.clerk, [case_id])
    assert await reasons(other.buyer, case_id) == set()
