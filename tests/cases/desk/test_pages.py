"""The desk on its pages: through onboarding, the case on one screen, papers in bulk; strangers find nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from cases.desk.after_transfer import after_transfer
from kernel import db
from kernel.actor import Actor
from marketplace.settlement.transfer import transfer_sale
from tests.builders.accounts import a_licence, a_member
from tests.builders.cases import Desk, a_desk, a_firm, a_signatory, open_cases, put_through_the_gate
from tests.builders.files import a_pdf
from tests.builders.sales import SaleBuilt, a_sale
from tests.cases.proceedings.test_filings import steps_before_court, the_seat
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
PDF = ("contract.pdf", a_pdf(), "application/pdf")


async def a_transferred_sale() -> tuple[SaleBuilt, Actor]:
    """Three Spanish claims with the buyer, and a lawyer of the buyer who may sign."""
    sale = await a_sale(until="deed", flags=("disputed",))
    buyer_id = sale.buyer.organisation
    await transfer_sale(buyer_id, sale.id, clock=sale.clock)
    await after_transfer(Actor.system(buyer_id, sale.clock), sale.id)
    lawyer = await a_member(organisation_id=buyer_id, roles=("lawyer", "buyer", "administrator"), clock=sale.clock)
    await a_signatory(lawyer, lawyer)
    return sale, lawyer


async def keyed(page: str) -> str:
    return str(BeautifulSoup(page, "lxml").select_one("input[name=idempotency_key]")["value"])  # type: ignore[index]


async def press(client: Browser, page: str, action: str, **fields: str) -> str:
    """Submits a form of the page and gives back the page it leads to."""
    shown = await client.get(page)
    answer = await client.submit(action, {"idempotency_key": await keyed(shown.text), **fields})
    assert answer.status_code == 303, answer.text
    return (await client.get(answer.headers["location"])).text


async def test_a_sale_goes_through_onboarding_on_one_screen(run_jobs: Run) -> None:
    sale, lawyer = await a_transferred_sale()
    here = f"/onboarding/{sale.id}"
    async with browser(lawyer) as client:
        assert here in (await client.get("/onboarding")).text
        first = (await client.get(here)).text
        assert first.count("File not reconciled") >= 3
        assert "Disputed" in first

        assert "Files reconciled: 3" in await press(client, here, f"{here}/reconcile")
        assert "Cases free to be worked: 0" in await press(client, here, f"{here}/finish")
        await client.submit(
            f"{here}/exhibit",
            {"kind": "contract", "title": "Framework contract", "dated_on": ""},
            files={"file": PDF},
        )
        assert "Documents confirmed: 3" in await press(client, here, f"{here}/confirm")
        again = (await client.get(here)).text

    assert "File not reconciled" not in again
    assert "Documents missing" not in again
    assert "Notice not sent" in again


async def test_the_job_after_a_transfer_chooses_the_procedure_once_and_sends_nothing() -> None:
    sale, lawyer = await a_transferred_sale()

    assert await after_transfer(Actor.system(lawyer.organisation, sale.clock), sale.id) == 0

    async with db.transaction(lawyer):
        rows = await db.fetch("SELECT DISTINCT procedure, status FROM cases")
        out = await db.fetch_value("SELECT count(*) FROM filings")
    assert [(row["procedure"], row["status"]) for row in rows] == [("monitorio", "onboarding")]
    assert out == 0


async def a_ready_case(desk: Desk) -> UUID:
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    await the_seat(desk, [case_id])
    await steps_before_court(desk, [case_id])
    return case_id


async def test_one_case_on_one_screen_and_reading_it_is_recorded() -> None:
    desk = await a_desk()
    case_id = await a_ready_case(desk)
    async with browser(desk.lawyer) as client:
        plain = (await client.get(f"/cases/{case_id}")).text
        with_identifiers = (await client.get(f"/cases/{case_id}?identifiers=true")).text

    assert "Lucía Núñez Peña" in plain
    assert "48765432G" not in plain
    assert "48765432G" in with_identifiers
    assert "How the interest on" in plain
    async with db.transaction(desk.lawyer):
        purposes = await db.fetch("SELECT purpose FROM debtor_reads ORDER BY id")
    assert [row["purpose"] for row in purposes] == ["case page", "case page with identifiers"]


async def test_papers_are_prepared_approved_and_sealed_on_the_pages(run_jobs: Run) -> None:
    desk = await a_desk()
    case_id = await a_ready_case(desk)
    async with browser(desk.lawyer) as client:
        preview = (await client.get("/filings/prepare?kind=monitorio_petition&status=pre-action")).text
        assert "Prepared" in preview
        page = await press(
            client,
            "/filings/prepare?kind=monitorio_petition&status=pre-action",
            "/filings/prepare",
            kind="monitorio_petition",
            case=str(case_id),
        )
        assert "Preparing papers" in page
        await run_jobs()
        async with db.transaction(desk.lawyer):
            batch_id = await db.fetch_value("SELECT batch_id FROM filings")
        here = f"/filings/batches/{batch_id}"
        shown = BeautifulSoup((await client.get(here)).text, "lxml")
        amount = str(shown.select_one("input[name=shown_amount]")["value"])  # type: ignore[index]
        refused = await press(client, here, f"{here}/approve", shown_amount="1.00", shown_currency="EUR")
        assert "the papers demand" in refused
        sealed = await press(client, here, f"{here}/approve", shown_amount=amount, shown_currency="EUR")
        assert "Approved and sealed: 1" in sealed
        assert "Sealed" in (await client.get(f"/cases/{case_id}")).text


async def test_the_worklist_finds_by_reference_and_by_name_and_for_the_firm_only_its_own() -> None:
    desk = await a_desk()
    mine, other = await open_cases(desk=desk, count=2)
    async with db.transaction(desk.system):
        rows = await db.fetch(
            "SELECT k.id, k.reference, c.reference AS claim FROM cases k JOIN claims c ON c.id = claim_id"
        )
    named = {row["id"]: row for row in rows}
    async with browser(desk.buyer) as client:
        by_case = (await client.get(f"/cases?q={named[mine]['reference']}")).text
        by_claim = (await client.get(f"/cases?q={named[other]['claim']}")).text
        by_name = (await client.get("/cases?q=núñez")).text
        none = (await client.get("/cases?q=Zzz")).text
    stranger = await a_firm(desk=desk)
    async with browser(stranger.lawyer) as client:
        nothing = (await client.get("/cases?side=instructed&q=núñez")).text

    assert str(mine) in by_case
    assert str(other) not in by_case
    assert str(other) in by_claim
    assert str(mine) not in by_claim
    assert str(mine) in by_name
    assert str(other) in by_name
    assert "No case here" in none
    assert "No case here" in nothing


PAGES = ("/cases/{case}", "/onboarding/{sale}", "/filings/batches/{case}")


@pytest.mark.parametrize("page", PAGES)
async def test_a_stranger_finds_nothing(page: str) -> None:
    desk, other = await a_desk(), await a_desk(name="Otra DAC")
    case_id = await a_ready_case(desk)
    async with browser(other.lawyer) as client:
        assert (await client.get(page.format(case=case_id, sale=case_id))).status_code == 404


async def test_a_case_of_a_country_without_a_folder_shows_why_nothing_is_made() -> None:
    desk = await a_desk(country="US")
    (case_id,) = await open_cases(desk=desk, count=1)
    await a_licence(organisation_id=desk.owner_id, country="US")
    async with browser(desk.lawyer) as client:
        page = (await client.get(f"/cases/{case_id}")).text

    assert "No jurisdiction of this platform answers for US" in page
    assert "No procedure, no papers" in page
