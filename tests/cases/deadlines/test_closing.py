"""Closing deadlines and giving them away: by evidence or a reason, by those who may, once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import product
from uuid import UUID

import asyncpg
import pytest

from cases.deadlines.commands import LONGEST_REASON, assign_deadline, cancel_deadline, meet_deadline, miss_deadline
from cases.deadlines.states import DEADLINES, DeadlineStatus
from documents.vault.commands import Put, add_document
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.data_keys import DataKey
from kernel.errors import Forbidden, Invalid, NotFound, StaleState
from kernel.ids import new_id
from kernel.keys import new_data_key
from tests.builders.accounts import a_member, an_organisation
from tests.builders.deadlines import a_case, a_deadline, standing

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def a_lawyer(organisation_id: UUID, *, roles: tuple[str, ...] = ("lawyer",)) -> Actor:
    return await a_member(organisation_id=organisation_id, roles=roles, clock=MovingClock(NOON))


async def an_owner() -> UUID:
    return await an_organisation(kinds=("purchaser",), name="Cantábrica Activos DAC")


async def a_firm() -> UUID:
    return await an_organisation(kinds=("law_firm",), name="Ibarra Abogados")


async def a_document(actor: Actor, *, case_id: UUID | None = None, firm: UUID | None = None) -> UUID:
    put = Put(DataKey(new_id(), new_data_key()), f"test/{new_id()}", sha256(b"x").digest(), 1, "application/pdf")
    return await add_document(
        actor,
        put,
        subject_kind="case",
        subject_id=case_id or new_id(),
        kind="receipt",
        title="LexNET receipt",
        language="es",
        file_name="receipt.pdf",
        firm_organisation_id=firm,
    )


async def bring(owner: UUID, deadline_id: UUID, status: DeadlineStatus) -> None:
    """Into the status, as the commands leave it."""
    if status is DeadlineStatus.OPEN:
        return
    verb = next(name for name, one in DEADLINES.transitions.items() if one.target is status)
    async with db.transaction(Actor.system(owner)):
        await db.move("deadlines", deadline_id, DEADLINES[verb], closed_at=NOON, closed_reason="as the story needs")


async def test_a_deadline_is_closed_once_and_never_opened_again() -> None:
    """Every pair of status and transition."""
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    case_id = await a_case(owner=owner)
    commands: dict[str, Callable[[UUID], Awaitable[None]]] = {
        "meet": lambda one: meet_deadline(lawyer, one, reason="Filed."),
        "miss": lambda one: miss_deadline(lawyer, one, reason="Filed a day late."),
        "cancel": lambda one: cancel_deadline(lawyer, one, reason="The debtor paid."),
        "supersede": lambda one: bring(owner, one, DeadlineStatus.SUPERSEDED),
    }
    assert set(commands) == set(DEADLINES.transitions)
    for status, verb in product(DeadlineStatus, commands):
        deadline_id = await a_deadline(case_id=case_id, owner=owner)
        await bring(owner, deadline_id, status)
        if status in DEADLINES[verb].sources:
            await commands[verb](deadline_id)
            assert (await standing(deadline_id))["status"] == DEADLINES[verb].target
            continue
        before = await standing(deadline_id)
        with pytest.raises(StaleState, match=status.value):
            await commands[verb](deadline_id)
        assert await standing(deadline_id) == before, (status, verb)


async def test_meeting_wants_evidence_or_a_reason() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    deadline_id = await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    for reason in ("", "  \n"):
        with pytest.raises(Invalid, match="met by evidence"):
            await meet_deadline(lawyer, deadline_id, reason=reason)
    assert (await standing(deadline_id))["status"] == "open"


@pytest.mark.parametrize("command", [miss_deadline, cancel_deadline])
async def test_missing_and_cancelling_want_a_reason(command: object) -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    deadline_id = await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    with pytest.raises(Invalid, match="Say why"):
        await command(lawyer, deadline_id, reason=" ")  # type: ignore[operator]
    assert (await standing(deadline_id))["status"] == "open"


async def test_a_document_of_the_case_proves_and_another_does_not() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    case_id = await a_case(owner=owner)
    deadline_id = await a_deadline(case_id=case_id, owner=owner)
    elsewhere, proof = await a_document(lawyer), await a_document(lawyer, case_id=case_id)
    with pytest.raises(Invalid, match="does not belong"):
        await meet_deadline(lawyer, deadline_id, evidence_document_id=elsewhere)
    assert (await standing(deadline_id))["status"] == "open"
    await meet_deadline(lawyer, deadline_id, evidence_document_id=proof)
    row = await standing(deadline_id)
    assert (row["status"], row["evidence_document_id"], row["closed_by"], row["closed_at"]) == (
        "met",
        proof,
        lawyer.person_id,
        NOON,
    )


async def test_a_reason_is_refused_when_too_long_and_never_cut() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    deadline_id = await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    with pytest.raises(Invalid, match="too long"):
        await cancel_deadline(lawyer, deadline_id, reason="x" * (LONGEST_REASON + 1))
    await cancel_deadline(lawyer, deadline_id, reason=" " + "x" * LONGEST_REASON + " ")
    assert (await standing(deadline_id))["closed_reason"] == "x" * LONGEST_REASON


async def test_the_record_proves_the_reason_without_repeating_it() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    deadline_id = await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    await cancel_deadline(lawyer, deadline_id, reason="Lucía Núñez paid in full")
    async with db.transaction(lawyer):
        said = await db.fetch_value("SELECT data::text FROM facts WHERE subject_id = $1", deadline_id)
    assert "Núñez" not in said
    assert sha256("Lucía Núñez paid in full".encode()).hexdigest() in said


async def test_owner_and_firm_both_work_on_it_and_read_what_the_other_did() -> None:
    owner, firm = await an_owner(), await a_firm()
    case_id = await a_case(owner=owner, firm=firm)
    theirs, ours = await a_lawyer(owner), await a_lawyer(firm)
    by_owner = await a_deadline(case_id=case_id, owner=owner)
    by_firm = await a_deadline(case_id=case_id, owner=owner)
    await cancel_deadline(theirs, by_owner, reason="Withdrawn.")
    await cancel_deadline(ours, by_firm, reason="Withdrawn.")
    for reader, subject in ((ours, by_owner), (theirs, by_firm)):
        async with db.transaction(reader):
            assert await db.fetch_value("SELECT count(*) FROM facts WHERE subject_id = $1", subject) == 1


async def test_strangers_find_nothing_and_another_firm_is_a_stranger() -> None:
    owner, firm = await an_owner(), await a_firm()
    deadline_id = await a_deadline(case_id=await a_case(owner=owner, firm=firm), owner=owner)
    for stranger in (await a_lawyer(await an_owner()), await a_lawyer(await a_firm())):
        assert stranger.person_id is not None
        with pytest.raises(NotFound):
            await meet_deadline(stranger, deadline_id, evidence_document_id=new_id())
        with pytest.raises(NotFound):
            await miss_deadline(stranger, deadline_id, reason="not ours")
        with pytest.raises(NotFound):
            await assign_deadline(stranger, deadline_id, person_id=stranger.person_id)
    assert (await standing(deadline_id))["status"] == "open"


async def test_a_member_without_the_right_is_told_so_before_anything_else() -> None:
    owner = await an_owner()
    buyer = await a_lawyer(owner, roles=("buyer",))
    deadline_id = await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    assert buyer.person_id is not None
    for attempt in (
        meet_deadline(buyer, deadline_id),
        miss_deadline(buyer, deadline_id, reason=""),
        cancel_deadline(buyer, deadline_id, reason=""),
        assign_deadline(buyer, deadline_id, person_id=buyer.person_id),
    ):
        with pytest.raises(Forbidden, match=r"deadlines\.keep"):
            await attempt


async def test_it_is_given_only_to_a_member_here_who_may_read_cases() -> None:
    owner, firm = await an_owner(), await a_firm()
    deadline_id = await a_deadline(case_id=await a_case(owner=owner, firm=firm), owner=owner)
    lawyer = await a_lawyer(firm)
    clerk, administrator = await a_lawyer(firm, roles=("clerk",)), await a_lawyer(firm, roles=("administrator",))
    for other in (administrator, await a_lawyer(owner), replace(clerk, person_id=new_id())):
        assert other.person_id is not None
        with pytest.raises(Invalid, match="cannot keep it"):
            await assign_deadline(lawyer, deadline_id, person_id=other.person_id)
    assert clerk.person_id is not None
    await assign_deadline(lawyer, deadline_id, person_id=clerk.person_id)
    assert (await standing(deadline_id))["person_id"] == clerk.person_id
    await miss_deadline(lawyer, deadline_id, reason="Late.")
    with pytest.raises(StaleState):
        await assign_deadline(lawyer, deadline_id, person_id=clerk.person_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE deadlines SET safe_on = safe_on + 30 WHERE id = $1",
        "UPDATE deadlines SET statutory_on = statutory_on + 30 WHERE id = $1",
        "UPDATE deadlines SET reckoning = '[]' WHERE id = $1",
        "DELETE FROM deadlines WHERE id = $1",
    ],
)
async def test_the_application_can_neither_move_a_date_nor_delete_a_deadline(statement: str) -> None:
    owner = await an_owner()
    deadline_id = await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(await a_lawyer(owner)):
            await db.execute(statement, deadline_id)


async def test_not_even_the_database_takes_a_safe_date_after_the_last_day_by_law() -> None:
    owner = await an_owner()
    case_id = await a_case(owner=owner)
    with pytest.raises(asyncpg.CheckViolationError):
        await a_deadline(case_id=case_id, owner=owner, safe_on=date(2026, 11, 21), statutory_on=date(2026, 11, 20))
