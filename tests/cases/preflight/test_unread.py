"""Documents that were not read yet, pictures that say nothing, and checks that no policy limits: stopped, or told."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import msgspec
import pytest
from PIL import Image

from cases.desk.exhibits import Upload, attach_exhibit
from cases.jurisdictions.contract import Missing
from cases.preflight.ages import set_policy
from cases.preflight.answers import answer_finding
from cases.preflight.kinds import WHATS
from cases.preflight.price import UNREAD
from cases.preflight.report import preflight_of_case
from cases.proceedings.drafting import draft_chunk
from cases.proceedings.filing_commands import approve_filings
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.read_since import prepare_what_was_read
from cases.proceedings.unread import ALONE, BESIDE, with_course
from documents.bundles.queries import bundles
from documents.text.jobs import read_waiting
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.money import Money
from tests.builders.cases import a_desk
from tests.builders.files import a_pdf
from tests.cases.preflight.test_findings import PETITION, bought, facts_of, shown
from tests.cases.proceedings.test_filings import filings, ready_for_court
from tests.scenarios.portfolio import in_helvetica
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]


async def hang_up_unread(lawyer: Actor, case_id: UUID, words: str) -> UUID:
    upload = Upload("annex.pdf", a_pdf(words, change=in_helvetica))
    return await attach_exhibit(lawyer, [case_id], upload, kind="other", title="Annex", dated_on=date(2026, 3, 1))


def a_photograph() -> bytes:
    """A sheet in one tone: whatever it showed, no program reads it."""
    sheet = BytesIO()
    Image.new("RGB", (300, 200), (140, 120, 90)).save(sheet, "PNG")
    return sheet.getvalue()


async def stopped_of(lawyer: Actor) -> list[tuple[str, list[str]]]:
    rows = await filings(lawyer)
    return [(row["status"], [one["fact"] for one in msgspec.json.decode(row["missing"] or "[]")]) for row in rows]


async def test_a_petition_waits_until_its_documents_are_read_and_then_for_what_they_say() -> None:
    """A letter takes no document along: it waits for none."""
    lawyer, case_id, _ = await bought()
    assert await read_waiting()
    assert UNREAD not in facts_of(await shown(lawyer, case_id))
    await hang_up_unread(lawyer, case_id, "Annex 2: paid 712.37 on closing")

    waiting = await shown(lawyer, case_id)
    (said,) = [one.sentence for one in waiting.missing if one.fact == UNREAD]
    report = await preflight_of_case(lawyer, case_id, PETITION)

    assert "“Annex” was not read yet" in said
    assert "prepared by itself" not in said
    assert [line.tone for line in report.lines if line.title == "What was paid for the claim"] == ["bad"]
    assert UNREAD not in facts_of(await shown(lawyer, case_id, "masc_request"))
    assert await read_waiting()
    found = facts_of(await shown(lawyer, case_id))
    assert (UNREAD in found, "price in the papers" in found) == (False, True)


def test_a_stopped_paper_says_once_what_becomes_of_it_when_its_documents_are_read() -> None:
    first, second = (Missing(UNREAD, f"“{title}” was not read yet.", "documents") for title in ("One", "Two"))
    other = Missing("address", "The address is missing.", "parties")
    told = [one.sentence for one in with_course([first, second])]
    assert told == ["“One” was not read yet.", f"“Two” was not read yet. {ALONE}"]
    told = [one.sentence for one in with_course([first, other])]
    assert told == [f"“One” was not read yet. {BESIDE}", "The address is missing."]
    assert with_course([other]) == (other,)


async def only_unread(lawyer: Actor) -> None:
    """The paper lacks nothing but what is asked of its documents' text."""
    async with db.transaction(lawyer):
        await db.execute(
            "UPDATE filings SET missing = (SELECT jsonb_agg(m) FROM jsonb_array_elements(missing) m"
            " WHERE m ->> 'fact' = $2) WHERE organisation_id = $1 AND status = 'stopped'",
            lawyer.organisation,
            UNREAD,
        )


async def test_the_paper_goes_by_itself_once_its_document_is_read(run_jobs: Run) -> None:
    lawyer, case_id, _ = await bought()
    await hang_up_unread(lawyer, case_id, "Annex: nothing of note")
    asked = await prepare_filings(lawyer, [case_id], PETITION)
    await run_jobs()
    ((status, missing),) = await stopped_of(lawyer)
    assert (status, UNREAD in missing) == ("stopped", True)
    (row,) = await filings(lawyer)
    said = [one.sentence for one in msgspec.json.decode(row["missing"], type=list[Missing]) if one.fact == UNREAD]
    assert [one.endswith(BESIDE) for one in said] == [False] * (len(said) - 1) + [True]
    await only_unread(lawyer)

    assert await prepare_what_was_read(lawyer, asked.batch_id) == 0
    async with db.transaction(lawyer):
        looks = await db.fetch_value(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'cases.prepare_what_was_read'"
            " AND status = 'todo'"
        )
    assert looks == 1
    assert await read_waiting()

    assert await prepare_what_was_read(lawyer, asked.batch_id) == 1
    await run_jobs()
    ((_, missing),) = await stopped_of(lawyer)
    assert UNREAD not in missing
    assert await prepare_what_was_read(lawyer, asked.batch_id) == 0


async def test_a_paper_that_nobody_may_sign_by_then_says_so_and_waits_no_more() -> None:
    lawyer, case_id, _ = await bought()
    await hang_up_unread(lawyer, case_id, "Annex: nothing of note")
    asked = await prepare_filings(lawyer, [case_id], PETITION)
    await draft_chunk(Actor.system(lawyer.organisation, lawyer.clock), asked.batch_id, 0)
    await only_unread(lawyer)
    assert await read_waiting()
    async with db.transaction(lawyer):
        await db.execute(
            "UPDATE signatories SET until_on = $2 WHERE organisation_id = $1", lawyer.organisation, lawyer.today("UTC")
        )

    day_after = MovingClock(lawyer.now() + timedelta(days=1))

    assert await prepare_what_was_read(Actor.system(lawyer.organisation, day_after), asked.batch_id) == 0

    assert await stopped_of(lawyer) == [("stopped", ["signatory"])]


async def test_no_bundle_for_a_court_takes_what_nobody_read() -> None:
    lawyer, case_id, _ = await bought()
    document_id = await hang_up_unread(lawyer, case_id, "Annex: nothing of note")
    form = {"case": str(case_id), "document": str(document_id), "title": "Pack", "reference": "R", "form": "one"}
    async with browser(lawyer) as page:
        refused = await page.submit("/bundles", form)
        said = (await page.get(refused.headers["location"])).text
        assert "“Annex”: not read yet" in said
        assert await bundles(lawyer) == []
        assert await read_waiting()
        await page.submit("/bundles", form)
    assert len(await bundles(lawyer)) == 1


async def test_a_picture_without_words_is_told_and_stops_nothing() -> None:
    lawyer, case_id, _ = await bought()
    upload = Upload("photo.png", a_photograph())
    await attach_exhibit(lawyer, [case_id], upload, kind="other", title="Photograph", dated_on=None)
    assert await read_waiting()
    report = await preflight_of_case(lawyer, case_id, PETITION)
    (line,) = [one for one in report.lines if one.title == "What was paid for the claim"]
    assert (line.tone, line.says[-1]) == ("attention", "Look yourself. “Photograph”: no text was found in it.")
    assert UNREAD not in facts_of(await shown(lawyer, case_id))


async def test_who_read_a_document_before_the_machine_says_that_it_may_go() -> None:
    lawyer, case_id, _ = await bought()
    assert await read_waiting()
    document_id = await hang_up_unread(lawyer, case_id, "Annex: nothing of note")
    assert UNREAD in facts_of(await shown(lawyer, case_id))
    await answer_finding(lawyer, case_id, document_id, reason="I read it: the price is not in it.")
    assert UNREAD not in facts_of(await shown(lawyer, case_id))


async def test_whoever_approves_is_told_that_no_policy_limits_the_checks_and_the_record_says_so(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    row = await shown(desk.lawyer, case_id)
    (remark,) = row.remarks
    assert row.will == "prepared"
    assert "(insolvency, death, moratorium, address)" in remark
    async with browser(desk.lawyer) as client:
        desk_page = (await client.get("/filings/prepare", params={"kind": PETITION, "status": "pre-action"})).text
        preflight = (await client.get(f"/cases/{case_id}/preflight")).text
    assert "No policy says how old a check may be" in desk_page
    assert preflight.count("No policy says how old it may be") == 4
    assert 'href="/checks"' in preflight

    asked = await prepare_filings(desk.lawyer, [case_id], PETITION)
    await run_jobs()
    async with browser(desk.lawyer) as client:
        batch = (await client.get(f"/filings/batches/{asked.batch_id}")).text
        case = (await client.get(f"/cases/{case_id}")).text
    assert "To know before approving" in batch
    assert "To know before approving" in case
    assert await approved(desk.lawyer) == ["address", "death", "insolvency", "moratorium"]


async def test_with_a_policy_for_every_check_nothing_is_left_to_tell(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    await set_policy(desk.buyer, {"insolvency": 7, "death": 7, "moratorium": None, "address": None})
    (remark,) = await _remarked(desk.lawyer, case_id)
    assert "(moratorium, address)" in remark
    await set_policy(desk.buyer, dict.fromkeys(WHATS, 7))
    assert await _remarked(desk.lawyer, case_id) == ()


async def _remarked(lawyer: Actor, case_id: UUID) -> tuple[str, ...]:
    """As the preflight would tell them, whatever stops the paper besides."""
    report = await preflight_of_case(lawyer, case_id, PETITION)
    unlimited = [one.title.partition(":")[0].lower() for one in report.lines if "No policy" in " ".join(one.says)]
    return (f"({', '.join(unlimited)})",) if unlimited else ()


async def approved(lawyer: Actor) -> list[str]:
    (row,) = await filings(lawyer)
    await approve_filings(lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])
    async with db.transaction(lawyer):
        data = await db.fetch_value("SELECT data::text FROM facts WHERE kind = 'proceedings:filings:approved'")
    told: list[str] = msgspec.json.decode(data)["unlimited"]
    return told
