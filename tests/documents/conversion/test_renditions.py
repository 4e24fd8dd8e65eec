"""A rendition stays beside its original: made once, proven by a fact, gone with the original's key."""

import asyncio
from hashlib import sha256
from uuid import UUID

import pytest

from documents.conversion.commands import rendition_of
from documents.vault.commands import add_document, put
from kernel import data_keys, db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from tests.builders.accounts import a_member, an_organisation
from tests.builders.files import a_pdf
from tests.documents.conversion.test_converting import a_picture

pytestmark = pytest.mark.usefixtures("object_store", "database")


async def a_scan(actor: Actor, content: bytes, media_type: str) -> UUID:
    stored = await put(content, media_type=media_type)
    async with db.transaction(actor):
        return await add_document(
            actor,
            stored,
            subject_kind="organisation",
            subject_id=actor.organisation,
            kind="contract",
            title="The contract",
            language="es",
            file_name="contract",
        )


async def test_a_scan_is_converted_once_and_told_with_both_hashes() -> None:
    owner = await a_member(organisation_id=await an_organisation())
    jpeg = a_picture("JPEG")
    document_id = await a_scan(owner, jpeg, "image/jpeg")
    first, second = await asyncio.gather(*(rendition_of(owner, document_id) for _ in range(2)))
    third = await rendition_of(owner, document_id)
    assert first.pdf == second.pdf == third.pdf
    async with db.transaction(owner):
        rows = await db.fetch("SELECT sha256 FROM document_renditions")
        told = await db.fetch("SELECT data FROM facts WHERE kind = 'conversion:document:converted'")
    assert [row["sha256"] for row in rows] == [sha256(first.pdf).digest()]
    assert len(told) == 1
    assert sha256(jpeg).hexdigest() in told[0]["data"]
    assert sha256(first.pdf).hexdigest() in told[0]["data"]


async def test_a_pdf_is_taken_as_it_is_and_a_stranger_gets_nothing() -> None:
    owner = await a_member(organisation_id=await an_organisation())
    stranger = await a_member(organisation_id=await an_organisation())
    content = a_pdf()
    document_id = await a_scan(owner, content, "application/pdf")
    made = await rendition_of(owner, document_id)
    assert (made.pdf, made.engine) == (content, None)
    with pytest.raises(NotFound):
        await rendition_of(stranger, document_id)


async def test_erasing_the_original_erases_its_rendition() -> None:
    owner = await a_member(organisation_id=await an_organisation())
    document_id = await a_scan(owner, a_picture("PNG"), "image/png")
    made = await rendition_of(owner, document_id)
    async with db.transaction(owner):
        await data_keys.destroy(owner, made.source.key.id)
    with pytest.raises(Refused, match="erased"):
        await rendition_of(owner, document_id)
