"""A firm is put on cases by their owner, works them, and sees nothing of another firm's."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from cases.desk.exhibits import Upload, attach_exhibit
from cases.desk.holds import hold_case
from cases.desk.reach import case_at_hand
from cases.proceedings.commands import Happened, record_event
from cases.proceedings.filing_commands import approve_filings, seal_filings
from cases.proceedings.preparing import prepare_filings
from documents.vault.queries import open_document
from kernel import db
from kernel.errors import Forbidden, NotFound, Refused
from kernel.money import Money
from tests.builders.cases import a_desk, a_firm, a_mandate, open_cases, put_through_the_gate
from tests.builders.files import a_pdf
from tests.builders.instructions import instruct_firm
from tests.cases.proceedings.test_filings import steps_before_court, the_seat
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
CONTRACT = Upload("contract.pdf", a_pdf())


async def test_without_a_mandate_nobody_is_instructed() -> None:
    desk = await a_desk()
    case_ids = await open_cases(desk=desk, count=1)
    firm = await a_firm(desk=desk, mandate=False)

    with pytest.raises(Refused, match="no litigation mandate"):
        await instruct_firm(desk.buyer, firm.organisation_id, case_ids)
    await a_mandate(desk=desk, agent_id=firm.organisation_id)
    with pytest.raises(Forbidden):
        await instruct_firm(desk.lawyer, firm.organisation_id, case_ids)
    assert await instruct_firm(desk.buyer, firm.organisation_id, case_ids) == 1


async def test_the_firm_works_the_case_with_all_that_belongs_to_it_and_the_other_firm_sees_nothing() -> None:
    desk = await a_desk()
    mine, theirs = await open_cases(desk=desk, count=2)
    hold_id = await hold_case(desk.lawyer, mine, ground="dispute", from_on=date(2026, 11, 1), until_on=None)
    document_id = await attach_exhibit(
        desk.buyer, [mine, theirs], CONTRACT, kind="contract", title="Framework contract", dated_on=None
    )
    one = await a_firm(desk=desk)
    other = await a_firm(desk=desk, name="Ríos Procesal SLP")

    await instruct_firm(desk.buyer, one.organisation_id, [mine])
    await instruct_firm(desk.buyer, other.organisation_id, [theirs])

    for firm, sees, hidden in ((one, mine, theirs), (other, theirs, mine)):
        async with db.transaction(firm.lawyer):
            assert (await case_at_hand(firm.lawyer, sees)).firm_organisation_id == firm.organisation_id
            counted = await db.fetch_sure(
                "SELECT (SELECT count(*) FROM cases) AS cases, (SELECT count(*) FROM claims) AS claims,"
                " (SELECT count(*) FROM parties) AS parties, (SELECT count(*) FROM case_exhibits) AS exhibits"
            )
            assert dict(counted) == {"cases": 1, "claims": 1, "parties": 1, "exhibits": 1}
            with pytest.raises(NotFound):
                await case_at_hand(firm.lawyer, hidden)
        assert await (await open_document(firm.lawyer, document_id)).content() == CONTRACT.content
    async with db.transaction(one.lawyer):
        assert await db.fetch_value("SELECT id FROM case_holds") == hold_id
    with pytest.raises(NotFound):
        await record_event(other.lawyer, mine, Happened("masc_request_sent", date(2026, 9, 1), "burofax"))


async def test_the_firms_lawyer_files_for_the_owner_who_reads_the_paper(run_jobs: Run) -> None:
    desk = await a_desk()
    case_ids = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, case_ids)
    await the_seat(desk, case_ids)
    await steps_before_court(desk, case_ids)
    firm = await a_firm(desk=desk)
    await instruct_firm(desk.buyer, firm.organisation_id, case_ids)

    with pytest.raises(Refused, match="law firm works"):
        await prepare_filings(desk.lawyer, case_ids, "monitorio_petition")
    await prepare_filings(firm.clerk, case_ids, "monitorio_petition")
    await run_jobs()
    async with db.transaction(firm.lawyer):
        row = await db.fetch_sure("SELECT * FROM filings")
    with pytest.raises(Forbidden):
        await approve_filings(firm.clerk, [row["id"]], shown=[Money(row["total_minor"], "EUR")])
    await approve_filings(firm.lawyer, [row["id"]], shown=[Money(row["total_minor"], "EUR")])
    await seal_filings(firm.lawyer, [row["id"]])

    opened = await open_document(desk.buyer, row["document_id"])
    assert opened.shown.status == "sealed"
    assert (await opened.content()).startswith(b"%PDF")


async def test_the_firm_is_not_led_to_the_chain_of_title_that_its_client_alone_completes() -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    firm = await a_firm(desk=desk)
    await instruct_firm(desk.buyer, firm.organisation_id, [case_id])
    async with browser(desk.buyer) as client:
        assert "/portfolios/" in (await client.get(f"/cases/{case_id}")).text
    async with browser(firm.lawyer) as client:
        shown = await client.get(f"/cases/{case_id}")
        assert shown.status_code == 200
        assert "/portfolios/" not in shown.text
