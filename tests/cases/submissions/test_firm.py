"""A law firm lodges its client's papers under its own account; the client reads what became of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from cases.desk.reach import case_at_hand
from cases.instructions.commands import end_instruction
from cases.proceedings.case_file import assemble
from cases.submissions.accounts import accounts, enter_account
from cases.submissions.approving import approve_submission
from cases.submissions.lodging import order_lodging
from cases.submissions.queries import parts_of, submission_shown, submissions
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Refused
from tests.builders.cases import Desk, Firm, a_firm
from tests.builders.instructions import an_accepted_instruction
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_papers
from tests.cases.proceedings.test_filings import ready_for_court

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
FIRM_ACCOUNT = SDT_ACCOUNT | {"customer_id": "87654321"}


@dataclass(frozen=True, slots=True)
class Instructed:
    desk: Desk
    firm: Firm
    instruction_id: UUID
    filings: list[UUID]


async def an_instructed_firm() -> Instructed:
    desk = await a_filing_desk()
    firm = await a_firm(desk=desk, name="Marsh & Vale LLP")
    cases = await ready_for_court(desk)
    instruction_id = await an_accepted_instruction(desk.buyer, firm.organisation_id, cases)
    filings = await sealed_papers(desk, cases, firm=firm)
    await enter_account(firm.lawyer, "sdt", FIRM_ACCOUNT)
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    return Instructed(desk, firm, instruction_id, filings)


async def test_the_firm_lodges_and_the_client_reads(run_jobs: Run) -> None:
    here = await an_instructed_firm()
    desk, firm, filings = here.desk, here.firm, here.filings
    with pytest.raises(Refused, match="A law firm works"):
        await order_lodging(desk.lawyer, filings, "sdt")

    await order_lodging(firm.lawyer, filings, "sdt")
    await run_jobs()

    (file,) = await submissions(firm.lawyer, "instructed")
    content = await (await open_document(firm.lawyer, file.document_id)).content()
    assert b"87654321" in content
    assert (await submission_shown(desk.lawyer, file.id)).reference == file.reference
    assert len(await parts_of(desk.lawyer, submission_id=file.id)) == 1
    with pytest.raises(Forbidden, match="law firm that works these cases"):
        await approve_submission(desk.lawyer, file.id, shown=file.fee)
    assert (await accounts(desk.lawyer))["sdt"].fields["customer_id"] == "12345678"


async def test_a_firm_whose_instruction_is_over_sees_the_file_no_more(run_jobs: Run) -> None:
    here = await an_instructed_firm()
    desk, firm, filings = here.desk, here.firm, here.filings
    await order_lodging(firm.lawyer, filings, "sdt")
    await run_jobs()
    (file,) = await submissions(firm.lawyer, "instructed")

    await end_instruction(desk.buyer, here.instruction_id, "The claims are sold.")

    for reading in (submission_shown(firm.lawyer, file.id), open_document(firm.lawyer, file.document_id)):
        with pytest.raises(NotFound):
            await reading
    assert (await submission_shown(desk.lawyer, file.id)).working_id == desk.owner_id


async def test_papers_draw_on_the_account_of_whoever_works_the_case() -> None:
    here = await an_instructed_firm()
    desk, firm, filings = here.desk, here.firm, here.filings
    found = {}
    actors: tuple[Actor, ...] = (firm.lawyer, desk.lawyer)
    for actor in actors:
        async with db.transaction(actor):
            case_id = await db.fetch_value("SELECT case_id FROM filings WHERE id = $1", filings[0])
            case = await case_at_hand(actor, case_id)
            (one,) = await assemble(actor, [case], on=desk.clock.now().date(), signatory=None, purpose="test")
        found[actor.organisation] = one.file.court_account
    assert found == {firm.organisation_id: FIRM_ACCOUNT, desk.owner_id: {}}
