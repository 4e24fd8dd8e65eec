"""A document's proof leaves the house only where the record and the locked objects agree, and holds without either."""

import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from documents.proofs.checking import Held, check
from documents.proofs.proof import read, written
from documents.store import ObjectStore
from documents.vault.batch import SealedFile, seal_files
from documents.vault.commands import add_document, put, seal_document, store
from kernel import db, seals
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.ids import new_id
from kernel.settings import Settings, settings
from tests.builders.accounts import a_member, an_organisation
from tests.documents.proofs.proofs import CONTENT, a_proof
from tests.kernel.test_seals import rewrite, seal_until, write
from tests.web.client import browser
from web.cli.vault import vault
from web.embedded.object_store import ObjectStore as Server
from web.proving import prove
from web.sealing import publish


@pytest.fixture
async def own_vault(
    database: Settings, store_beside: Server, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ObjectStore]:
    """A vault of this test alone: seals are numbered from one in each database."""
    monkeypatch.setenv("S3_ENDPOINT", store_beside.endpoint)
    monkeypatch.setenv("S3_ACCESS_KEY", store_beside.access_key)
    monkeypatch.setenv("S3_SECRET_KEY", store_beside.secret_key)
    monkeypatch.setenv("S3_BUCKET", f"proofs-{os.urandom(4).hex()}")
    settings.cache_clear()
    store.cache_clear()
    await store().prepare()
    yield store()
    store.cache_clear()


async def a_contract(actor: Actor, *, sealed: bool = True) -> UUID:
    stored = await put(CONTENT, media_type="application/pdf")
    async with db.transaction(actor):
        document_id = await add_document(
            actor,
            stored,
            subject_kind="organisation",
            subject_id=actor.organisation,
            kind="contract",
            title="The contract",
            language="es",
            file_name="contract.pdf",
        )
        if sealed:
            await seal_document(actor, document_id)
    return document_id


async def extracts(actor: Actor, count: int) -> list[UUID]:
    files = [
        SealedFile(
            put=await put(b"%d" % number, media_type="application/pdf"),
            subject_kind="organisation",
            subject_id=actor.organisation,
            kind="extract",
            title=f"Extract {number}",
            language="es",
            file_name=f"{number}.pdf",
            pages=1,
            source_digest=b"%032d" % number,
        )
        for number in range(count)
    ]
    return await seal_files(actor, files, about=new_id())


async def sealed_away(facts: int) -> None:
    for one in await seal_until(facts):
        await publish(one)


async def held(actor: Actor, document_id: UUID) -> Held:
    return await check(read(await prove(actor, document_id)))


async def test_a_sealed_document_is_proven_to_its_owner_and_its_operator_and_to_no_stranger(
    own_vault: ObjectStore,
) -> None:
    owner = await a_member(organisation_id=await an_organisation())
    document_id = await a_contract(owner)
    with pytest.raises(Refused, match="not in a seal yet"):
        await prove(owner, document_id)
    await sealed_away(2)
    shown = await held(owner, document_id)
    assert (shown.document, shown.verb) == (document_id, "sealed")
    assert await held(Actor.platform(), document_id) == shown
    with pytest.raises(NotFound):
        await prove(await a_member(organisation_id=await an_organisation()), document_id)


async def test_what_was_only_put_in_is_proven_as_that(own_vault: ObjectStore) -> None:
    owner = await a_member(organisation_id=await an_organisation())
    document_id = await a_contract(owner, sealed=False)
    await sealed_away(1)
    assert (await held(owner, document_id)).verb == "put into the vault"


async def test_each_of_many_sealed_together_is_proven_alone(own_vault: ObjectStore) -> None:
    owner = await a_member(organisation_id=await an_organisation())
    ids = await extracts(owner, 5)
    await write(owner, 3)
    await sealed_away(4)
    for document_id in ids:
        assert (await held(owner, document_id)).verb == "sealed together with others (5 documents)"


async def test_the_proof_walks_to_the_first_seal_that_was_stamped(own_vault: ObjectStore) -> None:
    owner = await a_member(organisation_id=await an_organisation())
    document_id = await a_contract(owner)
    await sealed_away(2)
    await write(owner, 1)
    await sealed_away(1)
    assert (await held(owner, document_id)).links == 1
    await seals.stamped(2, b"a token")
    with pytest.raises(Refused, match="token"):
        await prove(owner, document_id)


async def test_no_proof_is_handed_out_of_what_was_rewritten(own_vault: ObjectStore, database: Settings) -> None:
    owner = await a_member(organisation_id=await an_organisation())
    document_id = await a_contract(owner)
    await sealed_away(2)
    await rewrite(database, f"UPDATE facts SET person_id = NULL WHERE subject_id = '{document_id}'")
    with pytest.raises(Refused, match="altered"):
        await prove(owner, document_id)
    await rewrite(database, "DELETE FROM fact_leaves; DELETE FROM fact_seals;")
    await rewrite(database, "ALTER TABLE fact_seals ALTER COLUMN id RESTART")
    await seal_until(2)
    with pytest.raises(Refused, match="contradicted outside the database"):
        await prove(owner, document_id)


async def test_another_organisation_cannot_slip_a_document_among_those_sealed_together(own_vault: ObjectStore) -> None:
    owner = await a_member(organisation_id=await an_organisation())
    await extracts(owner, 2)
    intruder = await a_member(organisation_id=await an_organisation())
    document_id = await a_contract(intruder)
    async with db.transaction(Actor.platform()):
        fact_id = await db.fetch_value("SELECT fact_id FROM document_seals LIMIT 1")
    with pytest.raises(Exception, match="row-level security"):
        async with db.transaction(intruder):
            await db.execute("INSERT INTO document_seals VALUES ($1, $2)", document_id, fact_id)


async def test_whoever_reads_a_document_downloads_its_proof(own_vault: ObjectStore, tmp_path: Path) -> None:
    owner = await a_member(organisation_id=await an_organisation())
    document_id = await a_contract(owner)
    await sealed_away(2)
    async with browser(owner) as client:
        answer = await client.get(f"/documents/{document_id}/proof")
        assert answer.status_code == 200
        assert f"proof-{document_id}.json" in answer.headers["content-disposition"]
        assert (await check(read(answer.content))).document == document_id
    async with browser(await a_member(organisation_id=await an_organisation())) as client:
        assert (await client.get(f"/documents/{document_id}/proof")).status_code == 404


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("verification must not reach for the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")


@pytest.mark.usefixtures("no_network")
def test_the_command_checks_a_proof_and_its_document_with_nothing_but_the_files(tmp_path: Path) -> None:
    proof, document = tmp_path / "proof.json", tmp_path / "contract.pdf"
    proof.write_bytes(written(a_proof(links=2)))
    document.write_bytes(CONTENT)
    arguments = ["verify", str(proof), "--document", str(document)]
    good = CliRunner().invoke(vault, arguments)
    assert good.exit_code == 0, good.output
    assert "has the bytes that were sealed" in good.output
    for at in range(len(CONTENT)):
        document.write_bytes(CONTENT[:at] + bytes([CONTENT[at] ^ 1]) + CONTENT[at + 1 :])
        with pytest.raises(Refused, match="is not the document that was sealed"):
            CliRunner().invoke(vault, arguments, catch_exceptions=False)
