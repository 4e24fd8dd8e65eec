"""The pages: a bundle built from a case, papers signed, and what a stranger or an idle colleague gets."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from cases.desk.exhibits import Upload, attach_exhibit
from cases.desk.reach import case_at_hand, for_owner
from cases.proceedings.signatories import appoint_signatory
from documents.bundles.queries import bundles
from documents.signatures.checking import check_new
from documents.signatures.queries import batches
from kernel.actor import Actor
from kernel.db import transaction
from kernel.settings import Settings, settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_desk, an_open_case
from tests.builders.files import a_pdf
from tests.builders.papers import a_paper
from tests.builders.signing import KEY, a_house, sealed_papers
from tests.documents.conversion.test_converting import a_picture
from tests.web.client import browser
from web.worker import work

pytestmark = pytest.mark.usefixtures("object_store")


async def a_case_with_papers(desk: Desk) -> tuple[UUID, list[UUID]]:
    case_id = await an_open_case(desk=desk)
    papers = [("contract", "Loan 7", "loan.pdf", a_pdf()), ("invoice", "Invoice 3", "scan.png", a_picture("PNG"))]
    return case_id, [
        await attach_exhibit(desk.lawyer, [case_id], Upload(name, content), kind=kind, title=title, dated_on=None)
        for kind, title, name, content in papers
    ]


async def test_a_lawyer_builds_a_bundle_from_a_case_in_the_order_chosen(database: Settings) -> None:
    desk = await a_desk(country="GB")
    case_id, [loan, invoice] = await a_case_with_papers(desk)
    async with browser(desk.lawyer) as client:
        page = (await client.get(f"/bundles/new?case={case_id}")).text
        assert "Loan 7" in page
        assert "is converted to PDF/A" in page
        form = {
            "case": str(case_id),
            "document": [str(loan), str(invoice)],
            f"place_{loan}": "2",
            f"place_{invoice}": "1",
            f"title_{invoice}": "Invoice of March",
            "title": "Trial bundle",
            "reference": "NG/7",
            "form": "one",
            "largest": "15",
        }
        assert (await client.submit("/bundles", form)).status_code == 303
        [ordered] = await bundles(desk.lawyer)
        assert "Waiting for its turn" in (await client.get(f"/bundles/{ordered.id}/progress")).text
        await work(database, queues=("bulk",), forever=False)
        shown = (await client.get(f"/bundles/{ordered.id}")).text
        assert shown.index("Invoice of March") < shown.index("Loan 7")
        assert "Exhibit 2" in shown
        assert "Pillow" in shown
        assert "Bundle - NG 7.pdf" in shown
        assert "Trial bundle" in (await client.get("/bundles")).text
        refused = await client.submit("/bundles", {**form, "document": [], "largest": "much"})
        assert "limit cannot be read" in (await client.get(refused.headers["location"])).text


async def test_the_title_pack_of_a_case_has_its_sheet_deeds_and_notices_and_nothing_else(database: Settings) -> None:
    desk = await a_desk(country="GB")
    case_id, _ = await a_case_with_papers(desk)
    async with transaction(desk.lawyer):
        case = await case_at_hand(desk.lawyer, case_id)
    owner = for_owner(desk.lawyer, case.organisation_id)
    await a_paper(owner, subject_kind="claim", subject_id=case.claim_id, kind="assignment", title="Extract of the deed")
    async with browser(desk.lawyer) as client:
        early = (await client.get(f"/bundles/new?case={case_id}&of=title")).text
        assert "The index of the title pack is missing" in early
        assert "Extract of the deed" in early
        await a_paper(owner, subject_kind="case", subject_id=case_id, kind="title_chain", title="Chain of title")
        page = (await client.get(f"/bundles/new?case={case_id}&of=title")).text
        assert "is missing" not in page
        assert page.index('value="Chain of title"') < page.index('value="Extract of the deed"')
        assert page.count('name="document"') == 2
        assert "Loan 7" not in page
        assert "Loan 7" in (await client.get(f"/bundles/new?case={case_id}")).text


async def test_a_stranger_finds_nothing_and_a_member_without_the_right_is_refused(database: Settings) -> None:
    desk = await a_desk(country="GB")
    case_id, [loan, _] = await a_case_with_papers(desk)
    stranger = await a_member(organisation_id=await an_organisation(), roles=("lawyer",))
    idle = await a_member(organisation_id=desk.owner_id, roles=("administrator",))
    async with browser(stranger) as client:
        for path in (f"/bundles/new?case={case_id}", f"/bundles/new?document={loan}", f"/documents/{loan}/signatures"):
            assert (await client.get(path)).status_code == 404
    async with browser(idle) as client:
        for path in (f"/bundles/new?case={case_id}", "/bundles", "/signing", f"/signing/new?document={loan}"):
            assert (await client.get(path)).status_code == 403


async def test_a_signatory_signs_chosen_papers_and_sees_who_signed(
    database: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await a_house(tmp_path, monkeypatch.setenv)
    await appointed(house.lawyer)
    papers = await sealed_papers(house.lawyer, 2)
    async with browser(house.lawyer) as client:
        page = (await client.get("/signing/new?" + "&".join(f"document={one}" for one in papers))).text
        assert KEY.replace("'", "&#39;") in page
        form = {
            "document": [str(one) for one in papers],
            "key": KEY,
            "level": "B-B",
            "reason": "Filing",
            "place": "Gijón",
        }
        assert (await client.submit("/signing", form)).status_code == 303
        [batch] = await batches(house.lawyer)
        await work(settings(), queues=("bulk",), forever=False)
        await check_new()
        shown = (await client.get(f"/signing/{batch.id}")).text
        assert "Letter 1" in shown
        assert "Power of attorney of 12 January 2026" in shown
        assert "hx-get" not in (await client.get(f"/signing/{batch.id}/progress")).text
        seen = (await client.get(f"/documents/{papers[0]}/signatures")).text
        assert "Identity not established" in seen
        assert "Marta Ibarra Cueto" in seen
        again = await client.submit(f"/signing/{batch.id}/again", {})
        assert "Every paper of this order is signed" in (await client.get(again.headers["location"])).text


async def appointed(lawyer: Actor) -> None:
    administrator = await a_member(organisation_id=lawyer.organisation)
    assert lawyer.person_id is not None
    await appoint_signatory(
        administrator,
        person_id=lawyer.person_id,
        position="Head of Litigation",
        authority="Power of attorney of 12 January 2026",
        from_on=date(2026, 1, 12),
    )
