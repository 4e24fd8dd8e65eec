"""The filing wizard: one paper looked at while its particulars are entered, and then prepared as it was shown."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from cases.jurisdictions.contract import Missing
from cases.jurisdictions.es import ES
from cases.jurisdictions.gb_ew import GB_EW
from cases.jurisdictions.pl.epu.account import ENTER_AT as COURT_ACCOUNT
from cases.proceedings.entering import where_entered
from cases.proceedings.filing_commands import withdraw_filing
from cases.proceedings.particulars_read import asked_by
from cases.proceedings.pictures import pictures_of, twins_of
from cases.proceedings.wizard import Entered, wizard_of
from kernel import db
from kernel.errors import Forbidden, NotFound
from kernel.money import Money
from tests.builders.accounts import a_member
from tests.builders.case_file import english_case, spanish_case
from tests.builders.cases import Desk, a_desk, open_cases, put_through_the_gate
from tests.cases.proceedings.test_filings import filings, steps_before_court
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
PETITION = "monitorio_petition"


async def test_the_paper_changes_with_what_is_entered_and_nothing_is_stored(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    await steps_before_court(desk, [case_id])

    lacking = await wizard_of(desk.lawyer, case_id, PETITION)
    assert lacking.paper is None
    assert {one.fact for one in lacking.missing} == {"court"}
    whole = await wizard_of(desk.lawyer, case_id, PETITION, Entered(seat="Gijón"))
    assert whole.paper is not None
    assert whole.file is not None
    assert "Gijón" in (whole.file.court or "")
    assert whole.demanded == whole.file.total
    assert (await wizard_of(desk.lawyer, case_id, PETITION)).paper is None
    assert await filings(desk.lawyer) == []

    async with browser(desk.lawyer) as page:
        fields = {"kind": PETITION, "seat": "Gijón", "agreement_form": "written"}
        shown = BeautifulSoup((await page.submit(f"/cases/{case_id}/papers/look", fields)).text, "lxml")
        assert [str(one["src"])[:22] for one in shown.select("#wizard img")][:1] == ["data:image/png;base64,"]
        demanded = next(dd.text for dd in shown.select("dl.definitions dd") if dd.find_previous("dt").text == "Total")
        page.headers["hx-request"] = "true"
        part = (await page.submit(f"/cases/{case_id}/papers/look", fields)).text
        assert part.lstrip().startswith('<div id="wizard"')
        del page.headers["hx-request"]
        answer = await page.submit(f"/cases/{case_id}/papers", fields)
        assert answer.headers["location"].startswith("/filings/batches/")
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    assert row["status"] == "drafted"
    assert Money(row["total_minor"], "EUR").formatted("en") in demanded
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT seat FROM case_particulars WHERE case_id = $1", case_id) == "Gijón"


async def test_papers_that_do_not_leave_at_this_step_say_why() -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    offered = {one.code: one.why_not for one in (await wizard_of(desk.lawyer, case_id, "")).offered}
    assert all(reason for reason in offered.values())
    await put_through_the_gate(desk, [case_id])
    await steps_before_court(desk, [case_id])
    after = {one.code: one.why_not for one in (await wizard_of(desk.lawyer, case_id, "")).offered}
    assert after[PETITION] is None
    async with browser(desk.lawyer) as page:
        text = (await page.get(f"/cases/{case_id}/papers")).text
    assert f"kind={PETITION}" in text


async def test_strangers_readers_and_unknown_papers() -> None:
    desk, other = await a_desk(), await a_desk(name="Another DAC")
    (case_id,) = await open_cases(desk=desk, count=1)
    reader = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    with pytest.raises(NotFound):
        await wizard_of(other.lawyer, case_id, PETITION)
    with pytest.raises(Forbidden):
        await wizard_of(reader, case_id, PETITION)
    with pytest.raises(NotFound):
        await wizard_of(desk.lawyer, case_id, "no_such_paper")
    async with browser(desk.lawyer) as page:
        answer = await page.submit(f"/cases/{case_id}/papers/look", {"kind": PETITION, "detail.nonsense": "x"})
        assert answer.status_code == 422
        long = await page.submit(f"/cases/{case_id}/papers", {"kind": PETITION, "seat": "A" * 5000})
        assert long.status_code == 303


def test_a_paper_says_which_particulars_it_asks_for() -> None:
    petition = next(one for one in ES.procedures["monitorio"].papers if one.code == PETITION)
    paper, names = asked_by(petition, spanish_case())
    assert not isinstance(paper, tuple)
    assert {"term_principal", "term_interest", "term_costs"} <= set(names)


async def test_what_the_machine_reads_stands_beside_the_page() -> None:
    claim = next(one for one in GB_EW.procedures["money_claim"].papers if one.code == "claim")
    paper = claim.prepare(english_case())
    assert not isinstance(paper, tuple)
    pictures = await pictures_of(paper, on=english_case().on)
    assert len(pictures.pages) == min(pictures.count, 6)
    assert [one.file_name for one in twins_of(paper, GB_EW)] == [one.name for one in paper.machine]


async def test_two_tabs_do_not_undo_each_other() -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    await steps_before_court(desk, [case_id])
    here, opened = f"/cases/{case_id}/papers", {"kind": PETITION, "was.seat": "", "was.term_interest": ""}
    async with browser(desk.lawyer) as page:
        first = await page.submit(here, {**opened, "seat": "Gijón", "detail.term_interest": "Cláusula 4"})
        assert first.headers["location"].startswith("/filings/batches/")
        await withdraw_all(desk)
        second = await page.submit(here, {**opened, "seat": "Oviedo", "detail.term_interest": "Cláusula 4"})
        told = (await page.get(second.headers["location"])).text
        left = await page.submit(here, {**opened, "seat": "", "detail.term_costs": "Cláusula 7"})
        assert left.headers["location"].startswith("/filings/batches/")
    assert "Somebody entered “Gijón” meanwhile" in told
    stored = (await wizard_of(desk.lawyer, case_id, PETITION)).stored
    assert (stored["seat"], stored["term_interest"], stored["term_costs"]) == ("Gijón", "Cláusula 4", "Cláusula 7")


async def withdraw_all(desk: Desk) -> None:
    for row in await filings(desk.lawyer):
        await withdraw_filing(desk.lawyer, row["id"])


async def test_what_is_missing_leads_to_where_it_is_entered() -> None:
    place = {"case_id": UUID(int=1), "tape_id": UUID(int=2), "claim_id": UUID(int=3)}
    account = Missing("bank account", "The account is missing.", "bank")
    ours = [where_entered(one, **place, ours=True) for one in (account, Missing("signatory", "Nobody.", "signatory"))]
    assert ours == ["/organisation", "/signatories"]
    pesel = Missing("e-court account pesel", "The PESEL is missing.", COURT_ACCOUNT)
    assert where_entered(pesel, **place, ours=True) == "/court-accounts"
    assert where_entered(account, **place, ours=False) is None
    deed = Missing("deed", "No deed.", "title")
    assert where_entered(deed, **place, ours=True) == f"/portfolios/{UUID(int=2)}/titles?claim={UUID(int=3)}"
    assert where_entered(deed, **place, ours=False) is None
    street = Missing("debtor street", "No street.", "parties")
    assert where_entered(street, **place, ours=False) == f"/cases/{UUID(int=1)}#parties"

    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    async with browser(desk.lawyer) as page:
        shown = BeautifulSoup((await page.get(f"/cases/{case_id}/papers?kind={PETITION}")).text, "lxml")
        whole = BeautifulSoup((await page.get(f"/cases/{case_id}")).text, "lxml")
    links = [one["href"] for one in shown.select("#wizard .note li a")]
    assert len(links) >= 2
    for link in links:
        page_there, anchor = str(link).split("#")
        assert (shown if not page_there else whole).find(id=anchor), link
