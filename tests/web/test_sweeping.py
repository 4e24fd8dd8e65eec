"""What has had its time is gone the night after, and nothing is gone before."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from kernel import db, jobs
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.data_keys import open_key
from kernel.ids import new_id
from kernel.mail import queue_mail
from kernel.settings import Settings
from marketplace.tapes.queries import findings
from marketplace.tapes.reading import Format, Layout
from marketplace.tapes.stored import Look, look_sealer
from tests.builders.accounts import a_member, an_organisation
from tests.builders.claims import Debt, a_tape_of
from web.sweeping import sweep
from web.worker import work

NIGHT = datetime(2025, 6, 30, 3, 30, tzinfo=UTC)
ran: list[str] = []


@jobs.task("test.swept")
async def swept_job(*, organisation_id: str) -> None:
    ran.append(organisation_id)


@pytest.fixture
async def seller(database: Settings) -> Actor:
    return await a_member(
        organisation_id=await an_organisation(), roles=("administrator", "seller"), clock=MovingClock(NIGHT)
    )


async def rejected(seller: Actor, *, expires_on: date) -> UUID:
    tape_id, _ = await a_tape_of(seller, [Debt()])
    async with db.transaction(seller):
        await db.execute(
            "INSERT INTO tape_rejects (id, tape_id, organisation_id, row_no, sealed, expires_on)"
            " VALUES ($1, $2, $3, 1, 'row', $4)",
            new_id(),
            tape_id,
            seller.organisation,
            expires_on,
        )
        await db.execute(
            "INSERT INTO tape_findings (id, tape_id, organisation_id, row_no, rule, severity, sentence, sealed,"
            " expires_on) VALUES ($1, $2, $3, 1, 'no_debtor', 'reject', 'No debtor.', 'value', $4)",
            new_id(),
            tape_id,
            seller.organisation,
            expires_on,
        )
    return tape_id


async def counted(actor: Actor, sql: str, *arguments: object) -> int:
    async with db.transaction(actor):
        return int(await db.fetch_value(sql, *arguments))


async def test_rejected_rows_and_found_values_go_after_their_day_and_the_finding_stays(seller: Actor) -> None:
    tape_id = await rejected(seller, expires_on=date(2025, 6, 30))
    await rejected(seller, expires_on=date(2025, 7, 1))
    clock = MovingClock(NIGHT)
    assert (await sweep(clock)).rejects == 0
    clock.advance(timedelta(days=1))
    swept = await sweep(clock)
    assert (swept.rejects, swept.findings) == (1, 1)
    assert await counted(seller, "SELECT count(*) FROM tape_rejects") == 1
    assert (
        await counted(seller, "SELECT count(*) FROM tape_findings WHERE tape_id = $1 AND sealed IS NULL", tape_id) == 1
    )
    assert (await sweep(clock)).rejects == 0


async def test_the_findings_page_still_counts_what_it_cannot_show_any_more(seller: Actor) -> None:
    tape_id = await rejected(seller, expires_on=date(2025, 6, 29))
    async with db.transaction(seller):
        key = await open_key(await db.fetch_value("SELECT data_key_id FROM tapes WHERE id = $1", tape_id))
        look = look_sealer(key).seal(tape_id, Look(Layout(format=Format.CSV, columns=()), ()))
        await db.execute("UPDATE tapes SET look = $2, file_key_id = data_key_id WHERE id = $1", tape_id, look)
    await sweep(MovingClock(NIGHT))
    [rule] = await findings(seller, tape_id)
    assert (rule.rule, rule.rows, rule.examples) == ("no_debtor", 1, ())


async def test_the_seller_reads_in_the_record_what_was_forgotten(seller: Actor) -> None:
    tape_id = await rejected(seller, expires_on=date(2025, 6, 29))
    await sweep(MovingClock(NIGHT))
    async with db.transaction(seller):
        told = await db.fetch_sure("SELECT kind, data::text AS data FROM facts WHERE subject_id = $1", tape_id)
    assert tuple(told) == ("tapes:values:forgotten", '{"rejects": 1, "findings": 1}')


async def test_a_clock_that_runs_ahead_deletes_nothing_before_its_day(seller: Actor) -> None:
    await rejected(seller, expires_on=datetime.now(UTC).date() + timedelta(days=2))
    assert (await sweep(MovingClock(datetime.now(UTC) + timedelta(days=400)))).rejects == 0


async def test_the_words_of_a_mail_go_a_month_after_it_was_sent(seller: Actor) -> None:
    async with db.transaction(seller):
        for name in ("sent", "waiting"):
            recipient = f"{name}@example.org"
            await queue_mail(
                seller, kind="invitation", recipient=recipient, subject="Come in", text="link", html="link"
            )
    async with db.transaction(Actor.platform()):
        await db.execute("UPDATE mails SET sent_at = $1 WHERE recipient = 'sent@example.org'", NIGHT)
    clock = MovingClock(NIGHT + timedelta(days=30))
    assert (await sweep(clock)).mails == 0
    clock.advance(timedelta(seconds=1))
    assert (await sweep(clock)).mails == 1
    async with db.transaction(seller):
        rows = await db.fetch("SELECT recipient, subject, body_text, body_html FROM mails ORDER BY recipient")
    assert [tuple(row) for row in rows] == [
        ("sent@example.org", "Come in", "", ""),
        ("waiting@example.org", "Come in", "link", "link"),
    ]


async def test_a_repeated_request_is_recognised_for_a_week(seller: Actor) -> None:
    async with db.transaction(seller):
        await db.execute(
            "INSERT INTO idempotency_keys (person_id, key, organisation_id, route, request_digest, created_at)"
            " VALUES ($1, 'k', $2, 'POST /bids', 'd', $3)",
            seller.person_id,
            seller.organisation,
            NIGHT,
        )
    assert (await sweep(MovingClock(NIGHT + timedelta(days=7)))).idempotency_keys == 0
    assert (await sweep(MovingClock(NIGHT + timedelta(days=7, seconds=1)))).idempotency_keys == 1


async def test_jobs_that_succeeded_go_after_a_month_and_those_that_wait_stay(seller: Actor, database: Settings) -> None:
    later = datetime.now(UTC) + timedelta(days=99)
    async with db.transaction(seller):
        await jobs.defer("test.swept", organisation_id=seller.organisation)
        await jobs.defer("test.swept", organisation_id=seller.organisation, at=later)
    await work(database, queues=("default",), forever=False)
    assert str(seller.organisation) in ran
    count = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'test.swept'"
    await sweep(MovingClock(datetime.now(UTC) + timedelta(days=29)))
    assert await counted(seller, count) == 2
    swept = await sweep(MovingClock(datetime.now(UTC) + timedelta(days=31)))
    assert swept.jobs >= 1
    assert await counted(seller, count) == 1


async def test_neither_the_application_nor_a_look_from_the_platform_gets_at_rejected_rows(seller: Actor) -> None:
    await rejected(seller, expires_on=date(2025, 6, 29))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await counted(seller, "SELECT count(*) FROM sweep_tape_values('2030-01-01')")
    assert await counted(Actor.platform(), "SELECT count(*) FROM tape_rejects") == 0
