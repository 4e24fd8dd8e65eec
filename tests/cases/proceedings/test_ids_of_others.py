"""Ids of another organisation in every field of the desk's forms: nothing is found, nothing moves, nothing is told."""

from typing import Any
from uuid import UUID

import pytest

from cases.desk.exhibits import Upload, attach_exhibit
from cases.submissions.accounts import enter_account
from documents.bundles.queries import bundles
from documents.signatures.queries import batches
from kernel import db
from kernel.actor import Actor
from tests.builders.cases import a_desk
from tests.builders.files import a_pdf
from tests.builders.lodging import SDT_ACCOUNT, sealed_claims
from tests.cases.proceedings.test_filings import ready_for_court
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
SECRET = "Loan agreement of somebody else"


async def told(client: Browser, path: str, data: dict[str, Any]) -> str:
    """What the form answers, the page it leads to included."""
    answer = await client.submit(path, data)
    assert answer.status_code < 500, answer.text
    if answer.status_code != 303:
        return answer.text
    return (await client.get(answer.headers["location"])).text


async def test_no_form_takes_what_is_anothers() -> None:
    ours, theirs = await a_desk(country="GB"), await a_desk(country="GB", name="Another Finance Ltd")
    (mine,) = await ready_for_court(ours)
    (paper,) = await sealed_claims(theirs)
    for desk in (ours, theirs):
        await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    async with db.transaction(theirs.lawyer):
        found = await db.fetch_sure(
            "SELECT f.case_id, f.document_id, s.id AS signatory, k.reference FROM filings f"
            " JOIN signatories s ON s.id = f.signatory_id JOIN cases k ON k.id = f.case_id"
        )
    exhibit = await attach_exhibit(
        theirs.lawyer, [found["case_id"]], Upload("loan.pdf", a_pdf()), kind="contract", title=SECRET, dated_on=None
    )
    form = {"kind": "claim", "title": "Bundle", "reference": "B/1", "country": "GB", "channel": "sdt"}
    tries: list[tuple[str, dict[str, Any]]] = [
        ("/filings/prepare", form | {"case": [str(mine), str(found["case_id"])]}),
        ("/filings/prepare", form | {"case": str(mine), "signatory_id": str(found["signatory"])}),
        (f"/cases/{mine}/filings", form | {"signatory_id": str(found["signatory"])}),
        (f"/cases/{mine}/papers", form | {"signatory_id": str(found["signatory"])}),
        (f"/filings/{paper}/filed", {"on": "2026-11-20", "provenance": "by post", "back": f"/cases/{mine}"}),
        (f"/filings/{paper}/approve", {"shown_amount": "1234.56", "shown_currency": "GBP"}),
        ("/submissions", form | {"filing": str(paper)}),
        ("/bundles", form | {"case": str(mine), "document": str(exhibit), f"title_{exhibit}": "Ours"}),
        ("/bundles", form | {"document": str(exhibit)}),
        ("/signing", form | {"document": str(found["document_id"]), "key": "any", "level": "B-B"}),
        (f"/cases/{mine}/events", {"event": "claim_issued", "on": "2026-11-20", "document_id": str(exhibit)}),
        (f"/cases/{mine}/preflight/answers", {"document_id": str(exhibit), "reason": "It is fine"}),
        (f"/signatories/{found['signatory']}/dismiss", {"until_on": "2026-11-20"}),
    ]
    async with browser(ours.lawyer) as client:
        for path, data in tries:
            said = await told(client, path, data)
            assert SECRET not in said, path
            assert found["reference"] not in said, path
        for of in ("title", ""):
            assert (await client.get(f"/bundles/new?case={found['case_id']}&of={of}")).status_code == 404
    await _nothing_moved(theirs.lawyer.organisation, ours.lawyer.organisation, paper)
    assert await bundles(ours.lawyer) == []
    assert await batches(ours.lawyer) == []


async def _nothing_moved(theirs: UUID, ours: UUID, paper: UUID) -> None:
    async with db.transaction(Actor.system(theirs)):
        row = await db.fetch_sure(
            "SELECT f.status, s.until_on, (SELECT count(*) FROM submission_parts) AS parts FROM filings f"
            " JOIN signatories s ON s.id = f.signatory_id WHERE f.id = $1",
            paper,
        )
    assert (row["status"], row["until_on"], row["parts"]) == ("sealed", None, 0)
    async with db.transaction(Actor.system(ours)):
        assert await db.fetch_value("SELECT count(*) FROM filings") == 0
        assert await db.fetch_value("SELECT count(*) FROM preflight_answers") == 0
        assert await db.fetch_value("SELECT count(*) FROM case_events WHERE event = 'claim_issued'") == 0


NAMES = ("../../../../etc/passwd", "..%2f..%2f..%2fpyproject", "%2e%2e%2fclaim", "%00", "claim.html", "{{7*7}}")


async def test_no_name_of_a_paper_leaves_the_folder_of_papers() -> None:
    desk = await a_desk(country="GB")
    places = ("/studio/gb_ew/money_claim/{}", "/studio/{}/money_claim/claim", "/studio/gb_ew/{}/claim")
    async with browser(desk.lawyer) as client:
        for path in [place.format(name) for place in places for name in NAMES]:
            for end in ("", "/paper.pdf"):
                assert (await client.get(path + end)).status_code in {400, 404}, path
