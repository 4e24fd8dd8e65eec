"""Bad answers of each court's system: for an unknown case, malformed, against what we filed, the same one twice.

Each waits in the tray with its reason, and what is good beside it is recorded.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from cases.answers.channels import way_named
from cases.answers.queries import AnswerShown, files_of, tray
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import bring, take_in
from cases.jurisdictions.court_channel import CourtAnswer
from documents.vault.queries import open_document
from kernel import db
from tests.builders.cases import Desk, a_desk
from tests.cases.answers.at_court import FILE, AtCourt, filings_at_court
from tests.cases.answers.feedback import Told, defence, feedback
from tests.cases.answers.test_polish_orders import listed
from tests.cases.jurisdictions.de_eda.test_answers import NUMBER as GERMAN
from tests.cases.jurisdictions.de_eda.test_answers import a_file, record
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]
WAITING = AnswerStatus.WAITING


@dataclass(frozen=True, slots=True)
class Court:
    """A court's system: what a filing there is, and its answers. `begins` is the event of the good one."""

    country: str
    filing: Mapping[str, str]
    good: Callable[[AtCourt], bytes]
    unknown: bytes
    malformed: tuple[bytes, ...]
    """A file that is none, and one with a single bad record: what names it."""
    one_bad: Callable[[AtCourt], bytes]
    bad_record: str
    against: Callable[[AtCourt], bytes]
    begins: str


def english(one: AtCourt, *more: Told, on: str = "2026-11-04") -> bytes:
    return feedback([Told(one.request_id, claim_number="9QZ12345", issued_on=on), *more], file=FILE)


def polish(one: AtCourt, *, day: str = "2026-11-04T08:00:00", sum_: str = "4200.00", more: str = "") -> bytes:
    body = f"<a:dataWplywu>{day}</a:dataWplywu><a:kwotaSporu>{sum_}</a:kwotaSporu>{more}"
    return listed("listaSpraw", one, body)


def german(reference: str, *, day: str = "261121", number: str = GERMAN, more: tuple[bytes, ...] = ()) -> bytes:
    return a_file("03", record("03KS   00", (18, number), (73, reference), (108, day)), *more)


BAD = "</a:Row><a:Row><a:sygnaturaSprawy>VI Nc-e 9/26</a:sygnaturaSprawy><a:dataWplywu>wczoraj</a:dataWplywu>"
NEVER_OURS = AtCourt(UUID(int=1), "RC-NEVER-OURS", UUID(int=2), UUID(int=3))
COURTS = {
    "sdt": Court(
        "GB",
        {},
        english,
        defence("1AA00009"),
        (b"no XML at all", b"<bulkFeedbackResponse/>"),
        lambda one: english(one, Told("BBBBBBBBBBBBBBBBBBBBBB", "Perhaps")),
        "Record 2 of the answer",
        lambda one: english(one, on="2026-10-01"),
        "claim_issued",
    ),
    "epu": Court(
        "PL",
        {"channel": "epu", "procedure": "epu", "kind": "epu_suit", "step": "preparing", "currency": "PLN"},
        polish,
        listed("mojeNakazy", NEVER_OURS, "", number="VI Nc-e 1/11"),
        (b"<html><body>Przerwa techniczna</body></html>", b"<a"),
        lambda one: polish(one, more=BAD),
        "row 2 of listaSpraw",
        lambda one: polish(one, sum_="4199.99"),
        "epu_filed",
    ),
    "eda": Court(
        "DE",
        {"channel": "eda", "procedure": "mahnverfahren", "kind": "mahnantrag", "step": "preparing", "currency": "EUR"},
        lambda one: german(one.reference),
        german("RC-NEVER-OURS", number="26999999903"),
        (german("RC-1")[:-5], german("RC-1").replace(b"BB", b"XX", 1)),
        lambda one: german(one.reference, more=(record("03KS   00", (73, one.reference), (108, "269999")),)),
        "Notice 2, from record 3",
        lambda one: german(one.reference, day="261001"),
        "mahnbescheid_issued",
    ),
}


async def at(code: str) -> tuple[Desk, AtCourt, Court]:
    court = COURTS[code]
    desk = await a_desk(country=court.country)
    (one,) = await filings_at_court(desk, **court.filing)  # type: ignore[arg-type]
    return desk, one, court


async def events(desk: Desk, one: AtCourt) -> list[str]:
    async with db.transaction(desk.lawyer):
        rows = await db.fetch("SELECT event FROM case_events WHERE case_id = $1 AND recorded_by IS NULL", one.case_id)
    return [row["event"] for row in rows if row["event"] not in {"default_notice_served", "letter_sent"}]


async def waiting(desk: Desk) -> list[AnswerShown]:
    return await tray(desk.lawyer, WAITING)


@pytest.mark.parametrize("code", COURTS)
async def test_each_bad_answer_waits_with_its_reason_and_the_good_one_is_recorded_once(
    code: str, run_jobs: RunJobs
) -> None:
    desk, one, court = await at(code)
    for content in (court.unknown, court.against(one), *court.malformed):
        await take_in(desk.lawyer, code, content)
    await run_jobs()
    unknown, against, *unread = await waiting(desk)
    assert (unknown.reason or "").startswith("No case of ours is known by")
    assert against.case_id == one.case_id
    assert any(said in (against.reason or "") for said in ("before we filed", "is claimed, but we filed"))
    assert court.begins not in await events(desk, one)
    aside = [each for each in await files_of(desk.lawyer) if each.status == "set_aside"][::-1]
    for answer, file, content in zip(unread, aside, court.malformed, strict=True):
        assert "cannot be read" in (answer.reason or "")
        assert file.document_id == answer.document_id
        assert (file.reason or "") in (answer.reason or "")
        assert await (await open_document(desk.lawyer, file.document_id)).content() == content

    first, again = [await bring(desk.lawyer, code, court.one_bad(one)) for _ in range(2)]
    await take_in(desk.lawyer, code, court.good(one))
    await take_in(desk.lawyer, code, court.unknown)
    await run_jobs()
    assert (again.file_id, again.since is not None) == (first.file_id, True)
    assert (await events(desk, one)).count(court.begins) == 1
    bad = (await waiting(desk))[-1]
    assert court.bad_record in (bad.reason or "")
    assert f"answers-{code}" in (bad.reason or "")
    assert len(await waiting(desk)) == 5


async def test_the_same_bytes_brought_to_each_court_wait_for_each(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    for code in COURTS:
        await take_in(desk.lawyer, code, b"no answer of any court")
    await run_jobs()
    assert [each.status for each in await files_of(desk.lawyer)] == ["set_aside"] * len(COURTS)
    assert len(await waiting(desk)) == len(COURTS)


def unreadable(code: str) -> list[bytes]:
    """Two records of one case in which the same is wrong, though each says something else; and the same again."""
    if code == "sdt":
        first, second = (defence("1AA00009", kind="ZZ", words=words) for words in ("Paid.", "Never owed."))
        return [first, second, first + b" "]
    if code == "epu":
        days = ("wczoraj", "jutro")
        first, second = (listed("listaSpraw", NEVER_OURS, f"<a:dataWplywu>{day}</a:dataWplywu>") for day in days)
        return [first, second, first + b" "]
    keys = [((18, GERMAN), (73, "99"), (75, day)) for day in ("261119", "261121")]
    first, second = (a_file("05", record("05KS   00", *key)) for key in keys)
    return [first, second, a_file("05", record("05KS   00", *keys[0]), record("05KS   00", *keys[1]))]


@pytest.mark.parametrize("code", COURTS)
async def test_what_could_not_be_read_is_never_taken_for_what_was_not_read_before(code: str, run_jobs: RunJobs) -> None:
    desk = await a_desk(country=COURTS[code].country)
    for content, there in zip(unreadable(code), (1, 2, 2), strict=True):
        await take_in(desk.lawyer, code, content)
        await run_jobs()
        assert len(await waiting(desk)) == there


async def test_where_the_reader_itself_fails_the_page_says_so(
    run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(content: bytes) -> tuple[CourtAnswer, ...]:
        raise IndexError(len(content))

    desk = await a_desk(country="GB")
    way = way_named("sdt")
    broken = replace(way, channel=replace(way.channel, answers=breaks))
    monkeypatch.setattr("cases.answers.keeping.way_named", lambda code: broken)
    await take_in(desk.lawyer, "sdt", defence("1AA00009"))
    await run_jobs()
    (waits,) = await waiting(desk)
    async with browser(desk.lawyer) as page:
        shown = await page.get(f"/court-answers/{waits.id}")
    assert shown.status_code == 200
    assert shown.text.count("not written as its reader expects") == 2
