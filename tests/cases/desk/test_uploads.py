"""An upload to a case: refused with its reason and nothing stored, or taken with what the scanner said of it."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from cases.desk.exhibits import Upload, attach_exhibit
from documents.intake.jobs import rescan
from documents.vault.commands import store
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.settings import settings
from tests.builders.cases import Desk, a_desk, open_cases
from tests.builders.files import a_pdf, a_zip, eicar
from tests.documents.intake.scanner import dated, real_scanner
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "own_bucket")
INFECTED = a_pdf().replace(b"%%EOF", b"%" + eicar() + b"\n%%EOF")


@pytest.fixture
async def own_bucket(object_store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vault of this test alone, to see that nothing was left in it."""
    monkeypatch.setenv("S3_BUCKET", f"uploads-{os.urandom(4).hex()}")
    settings.cache_clear()
    store.cache_clear()
    await store().prepare()


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with real_scanner(tmp_path_factory.mktemp("signatures")) as port:
        yield port


@pytest.fixture
async def scanner(clamd: int, own_bucket: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Switched on, with signatures of yesterday."""
    async with dated(clamd, datetime.now(UTC) - timedelta(days=1)) as address:
        monkeypatch.setenv("CLAMD_ADDRESS", address)
        settings.cache_clear()
        yield


async def kept() -> tuple[int, int]:
    """How many documents and keys of objects there are."""
    async with db.transaction(Actor.platform()):
        documents = await db.fetch_value("SELECT count(*) FROM documents")
        return documents, await db.fetch_value("SELECT count(*) FROM data_keys WHERE purpose = 'object'")


async def sent(desk: Desk, case_id: object, name: str, content: bytes) -> httpx.Response:
    fields = {"kind": "contract", "title": "Framework contract", "dated_on": ""}
    async with browser(desk.lawyer) as client:
        await client.submit(f"/cases/{case_id}/exhibits", fields, files={"file": (name, content, "application/pdf")})
        return await client.get(f"/cases/{case_id}")


REFUSED = [
    ("../../x.pdf", a_pdf(), "leads out of its folder"),
    ("a\u202efdp.exe", a_pdf(), "characters that are not seen"),
    ("contract.pdf", b"", "The file is empty"),
    ("contract.pdf", a_pdf()[:-30], "cut off"),
    ("contract.pdf", a_zip(a=b"a"), "a ZIP archive by its content"),
    ("contract.pdf", a_pdf() + a_zip(a=b"a"), "a PDF and a ZIP archive at once"),
]


async def test_what_is_refused_is_told_and_leaves_nothing_behind() -> None:
    desk = await a_desk()
    [case_id] = await open_cases(desk=desk, count=1)
    before = await kept()
    for name, content, said in REFUSED:
        assert said in (await sent(desk, case_id, name, content)).text
    assert await kept() == before
    assert await store().under("") == ()


async def test_without_a_scanner_the_page_says_that_nobody_scanned() -> None:
    desk = await a_desk()
    [case_id] = await open_cases(desk=desk, count=1)
    page = await sent(desk, case_id, "contract.pdf", a_pdf())
    assert "Not scanned" in page.text
    assert ">Clean<" not in page.text


@pytest.mark.usefixtures("scanner")
async def test_with_a_scanner_a_clean_file_is_clean_and_an_infected_one_is_not_stored() -> None:
    desk = await a_desk()
    [case_id] = await open_cases(desk=desk, count=1)
    page = await sent(desk, case_id, "contract.pdf", a_pdf())
    assert ">Clean<" in page.text
    before = await kept()
    page = await sent(desk, case_id, "contract.pdf", INFECTED)
    assert "The scanner found Eicar-Test-Signature" in page.text
    assert await kept() == before


async def test_a_file_found_infected_later_never_leaves_quarantine(clamd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = await a_desk()
    [case_id] = await open_cases(desk=desk, count=1)
    document_id = await attach_exhibit(
        desk.lawyer, [case_id], Upload("a.pdf", INFECTED), kind="contract", title="A contract", dated_on=None
    )
    assert await (await open_document(desk.lawyer, document_id)).content() == INFECTED
    assert await rescan() == 0
    async with dated(clamd, datetime.now(UTC)) as address:
        monkeypatch.setenv("CLAMD_ADDRESS", address)
        settings.cache_clear()
        assert await rescan() == 1
        assert await rescan() == 0
    with pytest.raises(Refused, match="quarantine"):
        await open_document(desk.lawyer, document_id)
    async with browser(desk.lawyer) as client:
        assert (await client.get(f"/documents/{document_id}")).status_code == 409
        assert ">Infected<" in (await client.get(f"/cases/{case_id}")).text


async def test_a_clean_file_is_asked_about_again_once_the_scanner_knows_more(
    clamd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await a_desk()
    [case_id] = await open_cases(desk=desk, count=1)
    today = datetime.now(UTC).replace(microsecond=0)

    async def night(signatures: datetime) -> int:
        async with dated(clamd, signatures) as address:
            monkeypatch.setenv("CLAMD_ADDRESS", address)
            settings.cache_clear()
            return await rescan()

    async with dated(clamd, today - timedelta(days=3)) as address:
        monkeypatch.setenv("CLAMD_ADDRESS", address)
        settings.cache_clear()
        clean = await attach_exhibit(
            desk.lawyer, [case_id], Upload("a.pdf", a_pdf()), kind="contract", title="A contract", dated_on=None
        )
    assert await night(today - timedelta(days=3)) == 0
    assert await night(today - timedelta(days=2)) == 1
    assert await night(today - timedelta(days=2)) == 0
    async with db.transaction(Actor.platform()):
        looked = await db.fetch("SELECT definitions_at FROM document_rescans")
    assert [row["definitions_at"] for row in looked] == [today - timedelta(days=2)]
    monkeypatch.setenv("CLAMD_ADDRESS", "")
    settings.cache_clear()
    harmful = await attach_exhibit(
        desk.lawyer, [case_id], Upload("b.pdf", INFECTED), kind="contract", title="Another", dated_on=None
    )
    async with db.transaction(Actor.platform()):
        # As if nobody had known the signature when it came.
        await db.execute(
            "INSERT INTO document_scans (id, version_id, state, definitions_at, at) SELECT uuidv7(), v.id, 'clean', $2,"
            " now() FROM document_versions v WHERE v.document_id = $1",
            harmful,
            today - timedelta(days=2),
        )
    assert await (await open_document(desk.lawyer, harmful)).content() == INFECTED
    assert await night(today - timedelta(days=1)) == 2
    assert (await open_document(desk.lawyer, clean)).shown.title == "A contract"
    with pytest.raises(Refused, match="quarantine"):
        await open_document(desk.lawyer, harmful)
    async with db.transaction(Actor.platform()):
        mails = await db.fetch("SELECT recipient, body_text FROM mails WHERE kind = 'quarantine'")
        told = await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'intake:document:scanned'")
    assert len(mails) == 1
    assert str(harmful) in mails[0]["body_text"]
    assert told == 1
