"""Papers signed together: each once, by whom it says, stamped or not at all."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pikepdf
import pytest

from documents.proofs.checking import check
from documents.proofs.queries import evidence
from documents.signatures.checking import check_new, looked
from documents.signatures.looking import look_at
from documents.signatures.ordering import order_signing, try_again
from documents.signatures.queries import batch_shown
from documents.store_errors import Locked
from documents.vault.commands import store
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.settings import Settings, settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.files import a_pdf
from tests.builders.signing import KEY, NAME, House, a_house, sealed_papers
from tests.documents.authorities import Identity, root_authority, time_stamping_server
from tests.kernel.test_seals import seal_until
from tests.web.test_proving import a_contract
from web.worker import work

pytestmark = pytest.mark.usefixtures("object_store")


@pytest.fixture
async def house(database: Settings, object_store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    return await a_house(tmp_path, monkeypatch.setenv)


@pytest.fixture(scope="module")
def stamping() -> Identity:
    return root_authority("Root of time")


@pytest.fixture(scope="module")
def address(stamping: Identity, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with time_stamping_server(stamping, tmp_path_factory.mktemp("tsa")) as url:
        yield url


def stamped_by(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMESTAMP_URL", address)
    settings.cache_clear()


async def content_of(actor: Actor, document_id: UUID) -> bytes:
    return await (await open_document(actor, document_id)).content()


def pdfsig(content: bytes, folder: Path) -> str:
    """What poppler says of the signatures."""
    (folder / "seen.pdf").write_bytes(content)
    return subprocess.run(["pdfsig", "-nocert", folder / "seen.pdf"], capture_output=True, text=True, check=True).stdout


async def test_sealed_papers_get_a_signed_version_with_hash_fact_proof_and_lock(
    house: House, database: Settings, tmp_path: Path
) -> None:
    papers = await sealed_papers(house.lawyer, 3)
    before = [await content_of(house.lawyer, one) for one in papers]

    batch_id = await order_signing(house.lawyer, papers, house.signing())
    await work(database, queues=("bulk",), forever=False)

    shown = await batch_shown(house.lawyer, batch_id)
    assert (shown.status, shown.counts) == ("done", {"signed": 3})
    assert shown.progress is not None
    assert (shown.progress.done, shown.progress.total, shown.progress.state) == (3, 3, "done")
    for paper, was in zip(papers, before, strict=True):
        signed = await content_of(house.lawyer, paper)
        assert signed.startswith(was)
        [seen] = (await look_at(signed, anchors=[house.root.der])).signatures
        assert (seen.state, seen.anchor, seen.stamped_at) == ("whole", "Common Name: Test root", None)
        assert NAME in seen.signer
        assert "Signature is Valid" in pdfsig(signed, tmp_path)
        opened = await open_document(house.lawyer, paper)
        [version] = [one for one in await store().versions(opened.object_key) if not one.is_deletion_mark]
        with pytest.raises(Locked):
            await store().delete(opened.object_key, version=version.version)

    await seal_until(5)
    held = await check((await evidence(house.lawyer, papers[0])).proof)
    assert (held.verb, held.document) == ("signed", papers[0])


async def test_a_stamped_signature_dates_itself_and_a_second_signatory_keeps_the_first(
    house: House, database: Settings, address: str, stamping: Identity, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stamped_by(address, monkeypatch)
    [paper] = await sealed_papers(house.lawyer, 1)
    for _ in range(2):
        await order_signing(house.lawyer, [paper], house.signing(level="B-T"))
    await work(database, queues=("bulk",), forever=False)

    signed = await content_of(house.lawyer, paper)
    first, second = (await look_at(signed, stamp_roots=[stamping.der])).signatures
    assert (first.state, second.state) == ("extended", "whole")
    assert first.stamped_at is not None
    assert first.stamp_trusted
    assert "Test time stamps" in str(first.stamped_by)
    assert pdfsig(signed, tmp_path).count("Signature is Valid") == 2


async def test_without_its_time_stamp_a_paper_stays_unsigned_and_is_signed_when_the_authority_is_back(
    house: House, database: Settings, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamped_by("http://127.0.0.1:9/", monkeypatch)
    papers = await sealed_papers(house.lawyer, 5)
    before = [await content_of(house.lawyer, one) for one in papers]
    batch_id = await order_signing(house.lawyer, papers, house.signing(level="B-T"))
    await work(settings(), queues=("bulk",), forever=False)

    shown = await batch_shown(house.lawyer, batch_id)
    assert (shown.status, shown.counts) == ("ordered", {"waiting": 5})
    assert [bool(one.reason) for one in shown.items] == [True] * 3 + [False] * 2
    assert "for want of a time stamp" in str(shown.items[0].reason)
    assert "tried again by itself" in str(shown.progress and shown.progress.sentence)
    assert [await content_of(house.lawyer, one) for one in papers] == before

    stamped_by(address, monkeypatch)
    assert await try_again(house.lawyer, batch_id) == 5
    await work(settings(), queues=("bulk",), forever=False)
    assert (await batch_shown(house.lawyer, batch_id)).counts == {"signed": 5}
    for paper in papers:
        [seen] = (await look_at(await content_of(house.lawyer, paper))).signatures
        assert seen.stamped_at is not None


async def test_a_paper_that_cannot_be_signed_is_named_and_the_others_are_signed(
    house: House, database: Settings
) -> None:
    def some_locked(number: int) -> bytes:
        how = {"encryption": pikepdf.Encryption(user="secret", owner="secret")} if number == 2 else {}
        return a_pdf(f"paper {number}", **how)

    papers = await sealed_papers(house.lawyer, 3, content=some_locked)
    batch_id = await order_signing(house.lawyer, papers, house.signing())
    await work(database, queues=("bulk",), forever=False)

    shown = await batch_shown(house.lawyer, batch_id)
    assert [one.status for one in shown.items] == ["signed", "refused", "signed"]
    assert "cannot be signed" in str(shown.items[1].reason)


async def test_nobody_signs_with_anothers_key_nor_papers_out_of_reach_nor_drafts(house: House) -> None:
    papers = await sealed_papers(house.lawyer, 1)
    colleague = await a_member(organisation_id=house.lawyer.organisation, roles=("lawyer",), name="Pau Riera")
    clerk = await a_member(organisation_id=house.lawyer.organisation, roles=("clerk",))
    with pytest.raises(Forbidden, match="Only Marta"):
        await order_signing(colleague, papers, house.signing())
    with pytest.raises(Forbidden, match=r"documents\.sign"):
        await order_signing(clerk, papers, house.signing())
    stranger = await a_member(organisation_id=await an_organisation(), roles=("lawyer",), name=NAME)
    with pytest.raises(Invalid, match="Choose the key"):
        await order_signing(stranger, papers, house.signing())
    with pytest.raises(NotFound):
        await order_signing(house.lawyer, await sealed_papers(stranger, 1), house.signing())
    with pytest.raises(Invalid) as refused:
        await order_signing(house.lawyer, papers, house.signing(level="B-T"))
    assert "TIMESTAMP_URL" in refused.value.places[0].sentence
    with pytest.raises(Invalid, match="Choose the key"):
        await order_signing(house.lawyer, papers, house.signing(key="nobody's"))
    draft = await a_contract(house.lawyer, sealed=False)
    with pytest.raises(Refused, match="draft"):
        await order_signing(house.lawyer, [*papers, draft], house.signing())


async def test_a_sealed_document_takes_a_signature_and_no_other_version(house: House, database: Settings) -> None:
    [paper] = await sealed_papers(house.lawyer, 1)
    await order_signing(house.lawyer, [paper], house.signing())
    await work(database, queues=("bulk",), forever=False)
    copy = (
        "INSERT INTO document_versions SELECT uuidv7(), document_id, 9, file_name, media_type, 'x', data_key_id,"
        " sha256, size_bytes, pages, NULL, made_by, created_at, {} FROM document_versions"
        " WHERE document_id = $1 AND number = 1"
    )
    for signature_of, said in (("NULL", "takes no further version"), ("id", "newest version")):
        with pytest.raises(asyncpg.CheckViolationError, match=said):
            async with db.transaction(house.lawyer):
                await db.execute(copy.format(signature_of), paper)


async def test_our_own_signatures_are_looked_at_like_a_strangers(
    house: House, database: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    [paper] = await sealed_papers(house.lawyer, 1)
    await order_signing(house.lawyer, [paper], house.signing())
    await work(database, queues=("bulk",), forever=False)
    assert await check_new() == 1
    assert await check_new() == 0
    seen = await looked(house.lawyer, paper)
    assert seen is not None
    assert (seen.state, seen.identity) == ("whole", "not_established")
    assert KEY not in str(seen)
