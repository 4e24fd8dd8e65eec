"""Reminders: the right people, each deadline and interval once, by a mail that a real server receives."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.smtp import SMTP

from cases.deadlines import jobs, reminders
from cases.deadlines.commands import miss_deadline
from cases.deadlines.reminders import DAYS_BEFORE, NAMED, reminders_due, send_reminders
from cases.deadlines.sweep import sweep
from kernel import db
from kernel import jobs as queue
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.settings import Settings, settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.deadlines import DEBTOR, a_case, a_deadline, standing
from web import wiring
from web.mailing import send

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)


def morning(days: int = 0) -> MovingClock:
    return MovingClock(datetime(2026, 11, 20, 6, tzinfo=UTC) + timedelta(days=days))


async def an_owner() -> UUID:
    return await an_organisation(kinds=("purchaser",))


async def a_person(organisation_id: UUID, role: str = "lawyer") -> Actor:
    return await a_member(organisation_id=organisation_id, roles=(role,), clock=morning())


async def their_clock(person: Actor, zone: str) -> None:
    async with db.transaction(Actor.platform()):
        await db.execute("UPDATE people SET time_zone = $2 WHERE id = $1", person.person_id, zone)


async def mails() -> list[db.Row]:
    async with db.transaction(Actor.platform()):
        return await db.fetch("SELECT * FROM mails WHERE kind = 'deadline_reminder' ORDER BY created_at, id")


async def reminded() -> set[UUID | None]:
    """Who has a mail."""
    return {mail["person_id"] for mail in await mails()}


async def test_each_interval_has_one_mail_from_thirty_days_before_to_a_week_after() -> None:
    owner = await an_owner()
    await a_person(owner)
    safe_on = TODAY + timedelta(days=40)
    await a_deadline(case_id=await a_case(owner=owner), owner=owner, safe_on=safe_on)
    sent_on = []
    for days in range(60):
        written = await send_reminders(clock=morning(days))
        sent_on += [days] * written
    assert [40 - days for days in sent_on] == list(DAYS_BEFORE)
    assert len(await mails()) == len(DAYS_BEFORE)


async def test_what_was_missed_goes_out_once_the_next_time() -> None:
    owner = await an_owner()
    await a_person(owner)
    await a_deadline(case_id=await a_case(owner=owner), owner=owner, safe_on=TODAY + timedelta(days=14))
    assert await send_reminders(clock=morning(2)) == 1
    assert await send_reminders(clock=morning(2)) == 0
    assert await send_reminders(clock=morning(3)) == 0
    assert await send_reminders(clock=morning(7)) == 1


async def test_jobs_at_the_same_moment_write_one_mail_together() -> None:
    owner = await an_owner()
    people = [await a_person(owner) for _ in range(3)]
    case_id = await a_case(owner=owner)
    for n in range(5):
        await a_deadline(case_id=case_id, owner=owner, safe_on=TODAY + timedelta(days=n))
    written = await asyncio.gather(*(send_reminders(clock=morning()) for _ in range(6)))
    assert sum(written) == 3
    assert await reminded() == {person.person_id for person in people}
    async with db.transaction(Actor.platform()):
        assert await db.fetch_value("SELECT count(*) FROM reminders") == 15
        assert await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'deadlines:reminders:sent'") == 3


async def test_a_job_that_is_cut_off_takes_no_reminder_without_its_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = await an_owner()
    await a_person(owner)
    await a_deadline(case_id=await a_case(owner=owner), owner=owner)

    async def cut_off(*_: Any, **__: Any) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "write_mail", cut_off)
        with pytest.raises(ExceptionGroup):
            await send_reminders(clock=morning())
    assert await mails() == []
    assert await send_reminders(clock=morning()) == 1


async def test_the_person_it_was_given_to_is_asked_and_else_those_who_keep_deadlines() -> None:
    owner = await an_owner()
    lawyer, clerk, _reader = await a_person(owner), await a_person(owner, "clerk"), await a_person(owner, "buyer")
    case_id = await a_case(owner=owner)
    await a_deadline(case_id=case_id, owner=owner, person_id=lawyer.person_id)
    assert {one.person_id for one in await reminders_due(today=TODAY, clock=morning())} == {lawyer.person_id}
    await a_deadline(case_id=case_id, owner=owner)
    due = {one.person_id: len(one.due) for one in await reminders_due(today=TODAY, clock=morning())}
    assert due == {lawyer.person_id: 2, clerk.person_id: 1}


@pytest.mark.parametrize("role", ["buyer", "administrator"])
async def test_without_anybody_who_keeps_deadlines_the_nearest_role_is_asked(role: str) -> None:
    owner = await an_owner()
    person = await a_person(owner, role)
    await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    assert {one.person_id for one in await reminders_due(today=TODAY, clock=morning())} == {person.person_id}


async def test_the_firm_is_asked_where_one_works_even_if_the_owner_gave_it_to_its_own_person() -> None:
    owner, firm = await an_owner(), await an_organisation(kinds=("law_firm",))
    at_owner, at_firm = await a_person(owner), await a_person(firm)
    case_id = await a_case(owner=owner, firm=firm)
    await a_deadline(case_id=case_id, owner=owner)
    assert {one.person_id for one in await reminders_due(today=TODAY, clock=morning())} == {at_firm.person_id}
    await a_deadline(case_id=case_id, owner=owner, person_id=at_owner.person_id)
    due = {
        (one.person_id, one.organisation_id, len(one.due)) for one in await reminders_due(today=TODAY, clock=morning())
    }
    assert due == {(at_firm.person_id, firm, 2), (at_owner.person_id, owner, 1)}


async def test_a_person_who_left_is_not_asked_and_the_colleagues_are() -> None:
    owner = await an_owner()
    gone, here = await a_person(owner), await a_person(owner)
    await a_deadline(case_id=await a_case(owner=owner), owner=owner, person_id=gone.person_id)
    async with db.transaction(Actor.platform()):
        await db.execute("UPDATE memberships SET until = now() WHERE person_id = $1", gone.person_id)
    assert {one.person_id for one in await reminders_due(today=TODAY, clock=morning())} == {here.person_id}


async def test_what_is_closed_barred_dateless_or_far_is_not_reminded() -> None:
    owner = await an_owner()
    lawyer = await a_person(owner)
    case_id = await a_case(owner=owner)
    closed = await a_deadline(case_id=case_id, owner=owner)
    await miss_deadline(lawyer, closed, reason="Late.")
    await a_deadline(case_id=case_id, owner=owner, outcome="barred", safe_on=TODAY, statutory_on=TODAY)
    await a_deadline(case_id=case_id, owner=owner, outcome="no rule", safe_on=None)
    await a_deadline(case_id=case_id, owner=owner, safe_on=TODAY + timedelta(days=31))
    assert await reminders_due(today=TODAY, clock=morning()) == []


async def test_everybody_is_written_to_in_their_own_working_day() -> None:
    owner = await an_owner()
    people = [await a_person(owner) for _ in range(3)]
    for person, zone in zip(people, ("Europe/Warsaw", "America/Los_Angeles", "Pacific/Auckland"), strict=True):
        await their_clock(person, zone)
    await a_deadline(case_id=await a_case(owner=owner), owner=owner, safe_on=TODAY)
    told: dict[int, set[UUID | None]] = {}
    for hour in (5, 6, 14, 15, 18):
        before = await reminded()
        await send_reminders(clock=MovingClock(datetime(2026, 11, 20, hour, 30, tzinfo=UTC)))
        told[hour] = await reminded() - before
    warsaw, los_angeles, auckland = (person.person_id for person in people)
    assert told == {5: {auckland}, 6: {warsaw}, 14: set(), 15: {los_angeles}, 18: set()}


async def test_what_runs_for_the_other_side_is_told_of_once_it_is_over_and_never_as_late() -> None:
    owner = await an_owner()
    await a_person(owner)
    await a_deadline(
        case_id=await a_case(owner=owner),
        owner=owner,
        title="Pay, or oppose with reasons",
        safe_on=TODAY + timedelta(days=9),
        who="debtor",
        opens_on=TODAY + timedelta(days=10),
        opens="Ask for the decreto.",
    )
    sent_on = [days for days in range(30) if await send_reminders(clock=morning(days))]
    first = (await mails())[0]
    assert sent_on == [10, 17]
    assert "1 case may go on" in first["subject"]
    assert "Ask for the decreto." in first["body_text"]
    assert "overdue" not in first["body_text"]


async def test_a_long_list_is_cut_in_the_mail_and_says_how_many_more() -> None:
    owner = await an_owner()
    await a_person(owner)
    case_id = await a_case(owner=owner)
    for _ in range(NAMED + 3):
        await a_deadline(case_id=case_id, owner=owner, safe_on=TODAY - timedelta(days=1))
    await send_reminders(clock=morning())
    (mail,) = await mails()
    assert mail["subject"] == f"{NAMED + 3} deadlines are overdue"
    assert "… and 3 more" in mail["body_text"]
    assert mail["body_text"].count("R-0") == NAMED


class Inbox:
    """A mail server's mailbox."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"


@pytest.fixture
async def mail_server(database: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Inbox]:
    """A real SMTP server on loopback, named by SMTP_URL."""
    inbox = Inbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(inbox), "127.0.0.1", 0)
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    settings.cache_clear()
    async with server:
        yield inbox


async def test_a_real_mail_server_receives_it_and_no_debtor_is_named(mail_server: Inbox) -> None:
    owner = await an_owner()
    lawyer = await a_person(owner)
    case_id = await a_case(owner=owner)
    first = await a_deadline(case_id=case_id, owner=owner, safe_on=TODAY - timedelta(days=2))
    await a_deadline(
        case_id=case_id, owner=owner, safe_on=TODAY, statutory_on=TODAY + timedelta(days=3), title="Answer <it>"
    )
    await send_reminders(clock=morning())
    (mail,) = await mails()
    for _ in range(2):
        await send(mail_id=str(mail["id"]))
    (received,) = mail_server.received
    assert received["Subject"] == "1 deadline is overdue, 1 more falls due"
    assert received["To"] == f"{lawyer.person_id}@example.org"
    text, html = (part.get_content() for part in received.iter_parts())
    for part in (f"/deadlines/{first}", "2026-11-18", "R-0000000", "(overdue)", "last day by law: 2026-11-23"):
        assert part in text
    assert "Answer <it>" in text
    assert "Answer &lt;it&gt;" in html
    assert DEBTOR not in text + html + str(received["Subject"])
    assert (await mails())[0]["sent_at"] is not None


async def test_the_jobs_are_wired_run_daily_and_on_demand() -> None:
    wiring.load_jobs()
    assert queue.TASKS["deadlines.remind"].cron == "*/30 * * * *"
    owner = await an_owner()
    at_noon = await a_person(owner)
    await their_clock(at_noon, f"Etc/GMT{datetime.now(UTC).hour - 12:+d}")
    soon = datetime.now(UTC).date() + timedelta(days=3)
    await a_deadline(case_id=await a_case(owner=owner), owner=owner, safe_on=soon)
    await jobs.remind()
    await jobs.remind()
    assert len(await mails()) == 1


async def test_the_nightly_count_moves_nothing() -> None:
    owner, deserted = await an_owner(), await an_owner()
    await a_person(owner)
    case_id = await a_case(owner=owner)
    overdue = await a_deadline(
        case_id=case_id, owner=owner, safe_on=TODAY - timedelta(days=1), statutory_on=TODAY + timedelta(days=1)
    )
    await a_deadline(case_id=case_id, owner=owner, safe_on=TODAY - timedelta(days=9))
    await a_deadline(case_id=case_id, owner=owner, outcome="no rule", safe_on=None)
    await a_deadline(case_id=await a_case(owner=deserted), owner=deserted, safe_on=TODAY)
    before = await standing(overdue)
    counted = await sweep(clock=morning())
    assert (counted.open, counted.overdue, counted.past_law, counted.dateless, counted.unwatched) == (4, 2, 1, 1, 1)
    assert await standing(overdue) == before
    async with db.transaction(Actor.platform()):
        assert await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'deadlines:sweep:counted'") == 1
