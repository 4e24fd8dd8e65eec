"""The calendar feed: what any calendar program reads, behind a token that can be stopped."""

import asyncio
import io
import logging
import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from cases.deadlines.calendar_feed import calendar_of, feed_made_at, make_feed, revoke_feed
from cases.deadlines.commands import miss_deadline
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Forbidden, NotFound
from kernel.settings import Settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.deadlines import DEBTOR, a_case, a_deadline
from tests.web.client import browser
from web.logs import Scrub

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)
CLOCK = MovingClock(datetime(2026, 11, 20, 12, tzinfo=UTC))
LONG = "Oppose the enforcement; name the assets, “and the heirs”, before the court of A Coruña\\Ferrol, or it is final"


async def a_lawyer(organisation_id: UUID, *, roles: tuple[str, ...] = ("lawyer",)) -> Actor:
    return await a_member(organisation_id=organisation_id, roles=roles, clock=CLOCK)


async def an_owner() -> UUID:
    return await an_organisation(kinds=("purchaser",))


def properties(written: bytes) -> list[tuple[str, str]]:
    """RFC 5545 section 3.1 read to the letter, by nobody's library: (name with parameters, raw value)."""
    assert written.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", written), "a line ends in anything but CRLF"
    lines = written.split(b"\r\n")[:-1]
    assert all(0 < len(line) <= 75 for line in lines), "a line is longer than 75 octets"
    for line in lines:
        line.decode()  # a fold must not part an octet sequence; this would raise
    unfolded = written.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    return [(name, value) for name, _, value in (line.partition(":") for line in unfolded)]


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], text)


async def test_two_readers_of_the_format_find_the_same_events() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    case_id = await a_case(owner=owner)
    late = TODAY + timedelta(days=3)
    first = await a_deadline(case_id=case_id, owner=owner, safe_on=TODAY, statutory_on=late, verified=False)
    second = await a_deadline(case_id=case_id, owner=owner, safe_on=late, title=LONG, provisional="no calendar")
    written = await calendar_of(await make_feed(lawyer), clock=CLOCK)

    events = Calendar.from_ical(written).walk("VEVENT")
    assert [event["uid"] for event in events] == [f"{first}@recourse", f"{second}@recourse"]
    assert [event["dtstart"].dt for event in events] == [TODAY, late]
    assert [event["dtend"].dt for event in events] == [TODAY + timedelta(days=1), late + timedelta(days=1)]
    assert "Last day by law: 2026-11-23. LEC art. 815.1 (unverified)." in events[0]["description"]
    assert "Provisional: no calendar." in events[1]["description"]

    read = properties(written)
    assert (read[0], read[-1]) == (("BEGIN", "VCALENDAR"), ("END", "VCALENDAR"))
    names = [name.partition(";")[0] for name, _ in read]
    assert names.count("VERSION") == names.count("PRODID") == 1
    for required in ("UID", "DTSTAMP"):
        assert names.count(required) == 2
    assert [value for name, value in read if name == "DTSTART;VALUE=DATE"] == ["20261120", "20261123"]
    summaries = [unescaped(value) for name, value in read if name == "SUMMARY"]
    assert summaries[1].partition(": ")[2] == LONG
    assert summaries == [str(event["summary"]) for event in events]


async def test_it_holds_ones_own_and_nobodys_but_no_colleagues_closed_barred_or_foreign_ones() -> None:
    owner, firm = await an_owner(), await an_organisation(kinds=("law_firm",))
    lawyer, colleague = await a_lawyer(owner), await a_lawyer(owner)
    case_id = await a_case(owner=owner)
    own = await a_deadline(case_id=case_id, owner=owner, person_id=lawyer.person_id)
    nobodys = await a_deadline(case_id=case_id, owner=owner)
    await a_deadline(case_id=case_id, owner=owner, person_id=colleague.person_id)
    await a_deadline(case_id=case_id, owner=owner, outcome="barred", safe_on=TODAY, statutory_on=TODAY)
    await a_deadline(case_id=case_id, owner=owner, outcome="no rule", safe_on=None)
    closed = await a_deadline(case_id=case_id, owner=owner)
    await miss_deadline(lawyer, closed, reason="Late.")
    elsewhere = await an_owner()
    await a_deadline(case_id=await a_case(owner=elsewhere), owner=elsewhere)
    instructed = await a_deadline(case_id=await a_case(owner=elsewhere, firm=firm), owner=elsewhere)
    for reader, expected in ((lawyer, {own, nobodys}), (await a_lawyer(firm), {instructed})):
        events = Calendar.from_ical(await calendar_of(await make_feed(reader), clock=CLOCK)).walk("VEVENT")
        assert {str(event["uid"]) for event in events} == {f"{one}@recourse" for one in expected}


async def test_a_new_address_stops_the_old_and_a_stopped_one_answers_nobody() -> None:
    lawyer = await a_lawyer(await an_owner())
    first = await make_feed(lawyer)
    second = await make_feed(lawyer)
    assert await calendar_of(second, clock=CLOCK)
    assert await feed_made_at(lawyer) is not None
    await revoke_feed(lawyer)
    assert await feed_made_at(lawyer) is None
    for token in (first, second, "", "x" * 43):
        with pytest.raises(NotFound):
            await calendar_of(token, clock=CLOCK)
    with pytest.raises(NotFound):
        await revoke_feed(lawyer)


async def test_two_requests_at_once_leave_one_address() -> None:
    lawyer = await a_lawyer(await an_owner())
    tokens = await asyncio.gather(*(make_feed(lawyer) for _ in range(4)))
    answering = 0
    for token in tokens:
        try:
            await calendar_of(token, clock=CLOCK)
            answering += 1
        except NotFound:
            pass
    assert answering == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE memberships SET until = now() WHERE person_id = $1",
        "UPDATE people SET status = 'locked' WHERE id = $1",
        "UPDATE memberships SET role = 'administrator' WHERE person_id = $1",
    ],
)
async def test_a_person_who_may_not_read_any_more_gets_nothing(change: str) -> None:
    lawyer = await a_lawyer(await an_owner())
    token = await make_feed(lawyer)
    async with db.transaction(Actor.platform()):
        await db.execute(change, lawyer.person_id)
    with pytest.raises(NotFound):
        await calendar_of(token, clock=CLOCK)


async def test_only_a_person_who_reads_cases_makes_one() -> None:
    owner = await an_owner()
    with pytest.raises(Forbidden):
        await make_feed(await a_lawyer(owner, roles=("administrator",)))
    with pytest.raises(Forbidden, match="belongs to a person"):
        await make_feed(Actor.system(owner))


async def test_the_token_is_kept_as_a_hash_only(database: Settings) -> None:
    lawyer = await a_lawyer(await an_owner())
    token = await make_feed(lawyer)
    async with db.transaction(Actor.platform()):
        kept = await db.fetch("SELECT f::text AS row FROM calendar_feeds f UNION ALL SELECT f::text FROM facts f")
    assert kept
    assert not any(token in one["row"] for one in kept)


async def test_the_page_shows_the_address_once_and_it_answers_without_a_session() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    async with browser(lawyer) as site:
        made = await site.submit("/deadlines/calendar")
        (address,) = set(re.findall(r"http://[^<\s]+/calendar/[\w-]{43}\.ics", made.text))
        assert address not in (await site.get("/deadlines/calendar")).text
    async with browser() as program:
        answer = await program.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
        assert DEBTOR not in answer.text
        assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1
        assert (await program.get("/calendar/nothing.ics")).status_code == 404
    async with browser(lawyer) as site:
        assert (await site.submit("/deadlines/calendar/revoke")).status_code == 303
        assert (await site.get(address)).status_code == 404


async def test_no_log_keeps_the_token() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(Scrub())
    log = logging.getLogger("a server's own log")
    log.addHandler(handler)
    token = "AbC-dEf_0123456789" * 2
    log.warning('10.0.0.1 "GET /calendar/%s.ics HTTP/1.1" 200', token)
    log.warning("http://127.0.0.1:8000/calendar/%s.ics?x=1", token)
    log.removeHandler(handler)
    assert token not in written.getvalue()
    assert written.getvalue().count("/calendar/[token]") == 2
