"""Who works a case moves its papers and files; what a firm made under its own account is nothing to the next one."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from cases.instructions.commands import end_instruction
from cases.proceedings.again import try_again
from cases.proceedings.filing_commands import mark_filed, withdraw_filing
from cases.proceedings.preparing import prepare_filings
from cases.submissions.accounts import enter_account
from cases.submissions.approving import approve_submission, hand_over, make_anew
from cases.submissions.left_out import discard_left_out
from cases.submissions.lodging import order_lodging
from cases.submissions.queries import SubmissionShown, batch_shown, parts_of, submission_shown, submissions
from cases.submissions.sending import send_submission
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Problem, Refused
from kernel.settings import Settings
from tests.builders.cases import Desk, Firm, a_firm
from tests.builders.instructions import an_accepted_instruction
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims, sealed_papers
from tests.cases.proceedings.test_filings import filings, ready_for_court
from tests.fakes.sdt_court import FakeSdt
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
TODAY = date(2026, 11, 20)


async def cases_of(desk: Desk, papers: list[UUID]) -> list[UUID]:
    async with db.transaction(desk.system):
        rows = await db.fetch("SELECT case_id FROM filings WHERE id = ANY($1) ORDER BY case_id", papers)
    return [row["case_id"] for row in rows]


async def an_instructed_firm(*, count: int = 1, carrying: bool = True) -> tuple[Desk, Firm, UUID, list[UUID]]:
    desk = await a_filing_desk()
    firm = await a_firm(desk=desk, name="Marsh & Vale LLP")
    case_ids = await ready_for_court(desk, count=count)
    instruction_id = await an_accepted_instruction(desk.buyer, firm.organisation_id, case_ids)
    papers = await sealed_papers(desk, case_ids, carrying=carrying, firm=firm)
    await enter_account(firm.lawyer, "sdt", SDT_ACCOUNT | {"customer_id": "87654321"})
    return desk, firm, instruction_id, papers


async def lodged(firm: Firm, papers: list[UUID], run_jobs: Run) -> SubmissionShown:
    await order_lodging(firm.lawyer, papers, "sdt")
    await run_jobs()
    (file,) = await submissions(firm.lawyer, "instructed")
    return file


async def test_the_next_firm_sees_that_a_file_left_and_not_the_file(run_jobs: Run) -> None:
    desk, firm, instruction_id, papers = await an_instructed_firm()
    file = await lodged(firm, papers, run_jobs)
    await approve_submission(firm.lawyer, file.id, shown=file.fee)
    await hand_over(firm.lawyer, file.id, court_reference="CCBC 4711")
    await end_instruction(desk.buyer, instruction_id, "Another firm takes over.")
    other = await a_firm(desk=desk, name="Calder Solicitors LLP")
    await an_accepted_instruction(desk.buyer, other.organisation_id, await cases_of(desk, papers))

    seen = await submission_shown(other.lawyer, file.id)
    assert (seen.status, seen.court_reference, seen.sent_at is None) == ("sent", "CCBC 4711", False)
    with pytest.raises(NotFound):
        await open_document(other.lawyer, file.document_id)
    async with db.transaction(other.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM documents WHERE kind = 'court_file'") == 0
    async with browser(other.lawyer) as page:
        shown = await page.get(f"/submissions/{file.id}")
        assert shown.status_code == 200
        assert "CCBC 4711" in shown.text
        assert str(file.document_id) not in shown.text
        assert (await page.get(f"/documents/{file.document_id}")).status_code == 404
        assert str(file.document_id) not in (await page.get(f"/api/submissions/{file.id}")).text
    assert b"87654321" in await (await open_document(desk.lawyer, file.document_id)).content()


async def test_a_firm_that_comes_back_reads_its_own_file_again(run_jobs: Run) -> None:
    desk, firm, instruction_id, papers = await an_instructed_firm()
    file = await lodged(firm, papers, run_jobs)
    await end_instruction(desk.buyer, instruction_id, "A misunderstanding.")
    with pytest.raises(NotFound):
        await open_document(firm.lawyer, file.document_id)
    await an_accepted_instruction(desk.buyer, firm.organisation_id, await cases_of(desk, papers))
    assert b"87654321" in await (await open_document(firm.lawyer, file.document_id)).content()


async def test_what_a_firm_prepared_and_never_sent_stays_with_the_owner(run_jobs: Run) -> None:
    desk, _firm, instruction_id, papers = await an_instructed_firm()
    await end_instruction(desk.buyer, instruction_id, "Another firm takes over.")
    other = await a_firm(desk=desk, name="Calder Solicitors LLP")
    await an_accepted_instruction(desk.buyer, other.organisation_id, await cases_of(desk, papers))
    await enter_account(other.lawyer, "sdt", SDT_ACCOUNT)
    (row,) = await filings(desk.lawyer)

    with pytest.raises(NotFound):
        await open_document(other.lawyer, row["document_id"])
    assert (await open_document(desk.lawyer, row["document_id"])).shown.status == "sealed"
    (batch_id,) = await order_lodging(other.lawyer, papers, "sdt")
    await run_jobs()
    assert (await batch_shown(other.lawyer, batch_id)).files == ()
    async with browser(other.lawyer) as page:
        assert "Another firm prepared this paper" in (await page.get(f"/submissions/batches/{batch_id}")).text
    assert await discard_left_out(other.lawyer, batch_id) == 1


async def test_papers_that_wait_for_a_file_are_free_once_the_firm_has_gone(run_jobs: Run) -> None:
    desk, firm, instruction_id, papers = await an_instructed_firm(count=2)
    (batch_id,) = await order_lodging(firm.lawyer, papers, "sdt")
    await end_instruction(desk.buyer, instruction_id, "We do it ourselves.")
    await run_jobs()

    with pytest.raises(NotFound):
        await batch_shown(firm.lawyer, batch_id)
    shown = await batch_shown(desk.lawyer, batch_id)
    assert (shown.status, shown.waiting, shown.files) == ("refused", 0, ())
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    (again,) = await order_lodging(desk.lawyer, papers, "sdt")
    await run_jobs()
    # They name the firm: free to be set aside, and not what the owner files without it.
    left = await parts_of(desk.lawyer, batch_id=again)
    assert ["no longer what was sealed" in one.reasons[0].limit for one in left] == [True, True]
    assert await discard_left_out(desk.lawyer, again) == 2


async def test_a_file_with_a_case_that_left_the_firm_is_not_submitted(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    firm = await a_firm(desk=desk, name="Marsh & Vale LLP")
    one, two = await ready_for_court(desk, count=2)
    await an_accepted_instruction(desk.buyer, firm.organisation_id, [one])
    leaving = await an_accepted_instruction(desk.buyer, firm.organisation_id, [two])
    papers = await sealed_papers(desk, [one, two], firm=firm)
    await enter_account(firm.lawyer, "sdt", SDT_ACCOUNT)
    file = await lodged(firm, papers, run_jobs)
    assert file.parts == 2
    await end_instruction(desk.buyer, leaving, "This debtor paid.")
    with pytest.raises(Refused, match="in other hands"):
        await approve_submission(firm.lawyer, file.id, shown=file.fee)

    await make_anew(firm.lawyer, file.id)
    await run_jobs()

    (anew,) = [one for one in await submissions(firm.lawyer, "instructed") if one.status == "ready"]
    assert [part.case_id for part in await parts_of(firm.lawyer, submission_id=anew.id)] == [one]
    async with db.transaction(desk.lawyer):
        taken = "SELECT outcome FROM submission_parts WHERE case_id = $1"
        assert [row["outcome"] for row in await db.fetch(taken, two)] == ["released"]


async def test_the_owner_moves_none_of_the_firms_papers(run_jobs: Run) -> None:
    desk, firm, _, papers = await an_instructed_firm(carrying=False)
    (batch_id,) = await order_lodging(firm.lawyer, papers, "sdt")
    await run_jobs()
    for attempt in (
        discard_left_out(desk.lawyer, batch_id),
        mark_filed(desk.lawyer, papers, on=TODAY, provenance="by post"),
    ):
        with pytest.raises(Forbidden, match="law firm that works"):
            await attempt
    async with browser(desk.lawyer) as page:
        assert "Set them aside" not in (await page.get(f"/submissions/batches/{batch_id}")).text
        refused = await page.submit(f"/submissions/batches/{batch_id}/discard")
        assert refused.status_code in {303, 403}
        (row,) = await filings(desk.lawyer)
        assert f"/filings/{row['id']}/filed" not in (await page.get(f"/cases/{row['case_id']}")).text
    assert [row["status"] for row in await filings(desk.lawyer)] == ["sealed"]
    assert await discard_left_out(firm.lawyer, batch_id) == 1


async def test_the_owner_does_not_write_over_why_the_firm_left_a_case_out() -> None:
    desk, firm, _, papers = await an_instructed_firm()
    cases = await cases_of(desk, papers)
    requested = await prepare_filings(firm.clerk, cases, "claim", batch_id=papers[0])
    with pytest.raises(Forbidden, match="law firm that works"):
        await try_again(desk.lawyer, requested.batch_id)
    async with db.transaction(desk.lawyer):
        reason = await db.fetch_value("SELECT reason FROM filings_left_out")
    assert "There is one already" in reason


async def test_the_database_refuses_it_too(run_jobs: Run) -> None:
    desk, firm, _, papers = await an_instructed_firm()
    file = await lodged(firm, papers, run_jobs)
    tries: tuple[tuple[str, UUID], ...] = (
        ("UPDATE filings SET status = 'withdrawn' WHERE id = $1", papers[0]),
        ("UPDATE filings SET status = 'filed' WHERE id = $1", papers[0]),
        ("UPDATE submissions SET status = 'withdrawn' WHERE id = $1", file.id),
        (
            "INSERT INTO submission_batches SELECT uuidv7(), organisation_id, firm_organisation_id, channel, 1,"
            " 'ordered', 0, NULL, progress_id, NULL, now() FROM submission_batches WHERE id = $1",
            file.batch_id,
        ),
    )
    for sql, wanted in tries:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(desk.lawyer):
                await db.execute(sql, wanted)
    assert [row["status"] for row in await filings(desk.lawyer)] == ["sealed"]


async def test_the_owner_moves_what_its_own_people_signed(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    firm = await a_firm(desk=desk, name="Marsh & Vale LLP")
    papers = await sealed_claims(desk)
    await an_accepted_instruction(desk.buyer, firm.organisation_id, await cases_of(desk, papers))
    await mark_filed(desk.lawyer, papers, on=TODAY, provenance="by post")
    assert [row["status"] for row in await filings(desk.lawyer)] == ["filed"]


async def test_a_firm_before_sees_nothing_of_what_was_left_out(settled: Settings, run_jobs: Run) -> None:
    """Nor does it act on anything: every row of the case has left it, whichever table it is in."""
    desk, firm, instruction_id, papers = await an_instructed_firm()
    (case_id,) = await cases_of(desk, papers)
    before: Actor = firm.lawyer
    async with db.transaction(before):
        await db.execute(
            "INSERT INTO filings_left_out (batch_id, case_id, organisation_id, firm_organisation_id, kind, reason,"
            " noted_at) SELECT $1, id, organisation_id, firm_organisation_id, 'claim', 'no seat', now() FROM cases"
            " WHERE id = $2",
            papers[0],
            case_id,
        )
    await end_instruction(desk.buyer, instruction_id, "It is over.")
    owner = await asyncpg.connect(settled.migrations_url)
    tables = [
        row["table_name"]
        for row in await owner.fetch(
            "SELECT c.table_name FROM information_schema.columns c WHERE c.column_name = 'firm_organisation_id'"
            " AND c.table_schema = 'public' AND c.table_name !~ 'instruction|authority|commitment'"
        )
    ]
    left = {
        one: await owner.fetchval(f"SELECT count(*) FROM {one} WHERE firm_organisation_id = $1", firm.organisation_id)
        for one in tables
    }
    await owner.close()
    assert len(tables) > 15
    assert {one: many for one, many in left.items() if many} == {}
    with pytest.raises(NotFound):
        await withdraw_filing(before, papers[0])


async def test_what_arrives_as_the_firm_is_recalled_is_written_down_for_the_owner(sdt: FakeSdt, run_jobs: Run) -> None:
    desk, firm, instruction_id, papers = await an_instructed_firm()
    await enter_account(firm.lawyer, "sdt", SDT_ACCOUNT, connector="sdt")
    file = await lodged(firm, papers, run_jobs)
    await approve_submission(firm.lawyer, file.id, shown=file.fee)

    async def recall(when: str) -> None:
        if when == "after":
            await end_instruction(desk.buyer, instruction_id, "We do it ourselves.")

    sdt.held_up = recall
    assert await send_submission(Actor.system(firm.organisation_id, desk.clock), file.id) == "sent"

    seen = await submission_shown(desk.lawyer, file.id)
    assert (seen.status, seen.court_reference) == ("sent", sdt.held[file.reference].bulk_reference)
    assert [row["status"] for row in await filings(desk.lawyer)] == ["submitted"]
    with pytest.raises(NotFound):
        await submission_shown(firm.lawyer, file.id)


async def test_a_file_approved_before_the_firm_was_recalled_never_leaves(sdt: FakeSdt, run_jobs: Run) -> None:
    """Set aside as the cases go, whoever's job still waits; its papers are free for whoever works them next."""
    desk, firm, instruction_id, papers = await an_instructed_firm()
    await enter_account(firm.lawyer, "sdt", SDT_ACCOUNT, connector="sdt")
    file = await lodged(firm, papers, run_jobs)
    await approve_submission(firm.lawyer, file.id, shown=file.fee)
    await end_instruction(desk.buyer, instruction_id, "Another firm takes over.")
    other = await a_firm(desk=desk, name="Calder Solicitors LLP")
    await an_accepted_instruction(desk.buyer, other.organisation_id, await cases_of(desk, papers))
    await enter_account(other.lawyer, "sdt", SDT_ACCOUNT, connector="sdt")

    for house in (firm.organisation_id, desk.owner_id, other.organisation_id):
        assert await send_submission(Actor.system(house, desk.clock), file.id) == "nothing to send"
    for verb in (approve_submission(other.lawyer, file.id, shown=file.fee), make_anew(other.lawyer, file.id)):
        with pytest.raises(Refused):
            await verb
    with pytest.raises(NotFound):
        await approve_submission(firm.lawyer, file.id, shown=file.fee)
    assert sdt.held == {}
    seen = await submission_shown(other.lawyer, file.id)
    assert (seen.status, "whoever worked its cases before" in (seen.reason or "")) == ("withdrawn", True)
    (batch_id,) = await order_lodging(other.lawyer, papers, "sdt")
    await run_jobs()
    assert (await batch_shown(other.lawyer, batch_id)).left_out == 1


async def test_a_file_that_may_have_been_carried_before_the_recall_waits_for_a_person_and_says_so(
    run_jobs: Run,
) -> None:
    desk, firm, instruction_id, papers = await an_instructed_firm()
    file = await lodged(firm, papers, run_jobs)
    await approve_submission(firm.lawyer, file.id, shown=file.fee)
    await end_instruction(desk.buyer, instruction_id, "We do it ourselves.")
    assert (await submission_shown(desk.lawyer, file.id)).status == "approved"
    async with browser(desk.lawyer) as page:
        shown = (await page.get(f"/submissions/{file.id}")).text
    assert "It must not leave any more" in shown
    assert str(file.document_id) in shown, "the owner reads it, and can ask the court about it"
    await hand_over(desk.lawyer, file.id, court_reference="CCBC 4711")
    assert [row["status"] for row in await filings(desk.lawyer)] == ["submitted"]


async def test_approved_as_the_firm_is_recalled_it_is_set_aside_all_the_same(sdt: FakeSdt, run_jobs: Run) -> None:
    desk, firm, instruction_id, papers = await an_instructed_firm()
    await enter_account(firm.lawyer, "sdt", SDT_ACCOUNT, connector="sdt")
    file = await lodged(firm, papers, run_jobs)
    ends = await asyncio.gather(
        approve_submission(firm.lawyer, file.id, shown=file.fee),
        end_instruction(desk.buyer, instruction_id, "We do it ourselves."),
        return_exceptions=True,
    )
    assert all(one is None or isinstance(one, Problem) for one in ends)
    assert await send_submission(Actor.system(firm.organisation_id, desk.clock), file.id) == "nothing to send"
    assert (await submission_shown(desk.lawyer, file.id)).status == "withdrawn"
    assert sdt.held == {}
    assert (await batch_shown(desk.lawyer, file.batch_id)).status == "made"
