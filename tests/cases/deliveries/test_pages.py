"""The pages of deliveries: an archive sent by a form, the tray decided, what lacks what, the list of what is aside."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from documents.vault.queries import documents_of
from kernel.actor import Actor
from tests.builders.accounts import a_member, an_organisation
from tests.builders.claims import Debt, a_tape_of
from tests.builders.files import a_pdf, a_zip
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
Jobs = Callable[[], Awaitable[None]]


@pytest.fixture
async def seller() -> Actor:
    return await a_member(organisation_id=await an_organisation(kinds=("seller",)), roles=("seller",))


@pytest.fixture
async def claim(seller: Actor) -> UUID:
    _, (one, _) = await a_tape_of(seller, [Debt(reference="A-10001"), Debt(reference="B-20002", national_id="1Z")])
    return one


async def delivered(seller: Actor, run_jobs: Jobs, members: dict[str, bytes]) -> str:
    """The address of a delivery sent by the form and taken in."""
    async with browser(seller) as client:
        answer = await client.submit("/deliveries", {"name": "June"}, files={"file": ("june.zip", a_zip(**members))})
        assert answer.status_code == 303, answer.text
    await run_jobs()
    return str(answer.headers["location"])


async def test_the_tray_is_decided_on_its_page(seller: Actor, claim: UUID, run_jobs: Jobs) -> None:
    members = {
        "A-10001/contract.pdf": a_pdf("contract"),
        "scan1.pdf": a_pdf("1"),
        "scan2.pdf": a_pdf("2"),
        "x.pdf": b"",
    }
    here = await delivered(seller, run_jobs, members)
    async with browser(seller) as client:
        page = (await client.get(here)).text
        assert "In the tray (2)" in page
        assert "Neither the index nor the file&#39;s name says whose it is." in page
        first, second = (part.split("/assign")[0] for part in page.split('action="/deliveries/files/')[1::2])
        shown = await client.get(f"/deliveries/files/{first}")
        assert shown.headers["content-type"] == "application/pdf"

        wrong = await client.submit(f"/deliveries/files/{first}/assign", {"reference": "Z", "kind": "statement"})
        assert "No claim has this reference here." in (await client.get(str(wrong.headers["location"]))).text
        await client.submit(f"/deliveries/files/{first}/assign", {"reference": "A-10001", "kind": "statement"})
        await client.submit(f"/deliveries/files/{second}/return", {"reason": "of another book"})
        after = (await client.get(here)).text
        assert "In the tray (0)" in after
        assert "Sent back (1)" in after
        closed = await client.submit(f"{here}/close", {})
        assert "The delivery is closed." in (await client.get(str(closed.headers["location"]))).text
    assert sorted(one.kind for one in await documents_of(seller, claim)) == ["contract", "statement"]


async def test_which_claims_lack_what_is_one_click_away(seller: Actor, claim: UUID, run_jobs: Jobs) -> None:
    await delivered(seller, run_jobs, {"A-10001/contract.pdf": a_pdf("contract")})
    async with browser(seller) as client:
        assert "/deliveries/coverage?lacking=contract" in (await client.get("/deliveries")).text
        lacking = (await client.get("/deliveries/coverage?lacking=contract")).text
    assert "B-20002" in lacking
    assert "A-10001" not in lacking


async def test_what_is_aside_is_a_file_that_no_spreadsheet_runs(seller: Actor, claim: UUID, run_jobs: Jobs) -> None:
    index = b"file;reference\n=cmd.pdf;@SUM(1)\ngone.pdf;A-10001\n"
    here = await delivered(seller, run_jobs, {"index.csv": index, "=cmd.pdf": a_pdf("x")})
    async with browser(seller) as client:
        lines = (await client.get(f"{here}/aside.csv")).text.splitlines()
    assert lines[1].startswith("'=cmd.pdf,2,'@SUM(1),tray,No claim has the reference @SUM(1)")
    assert lines[2] == 'gone.pdf,3,A-10001,missing,"The index names it, and no such file came."'


async def test_a_form_without_an_archive_says_what_is_missing(seller: Actor, claim: UUID) -> None:
    async with browser(seller) as client:
        nothing = await client.submit("/deliveries", {"name": "June"})
        cut = await client.submit("/deliveries", {}, files={"file": ("june.zip", b"PK\x03\x04 cut")})
    assert nothing.status_code == cut.status_code == 422
    assert "Choose the ZIP archive." in nothing.text
    assert "It is no ZIP archive that can be read, or it was cut." in cut.text
