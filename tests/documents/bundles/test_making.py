"""A bundle is made whole or not at all: every document that cannot go in is named, and nothing is half done."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pikepdf
import pytest

from documents.bundles.commands import Entry, Wanted, order_again, order_bundle
from documents.bundles.forms import Form
from documents.bundles.making import make_bundle
from documents.bundles.queries import bundle_shown
from documents.bundles.shown import BundleShown
from documents.vault.commands import add_document, put
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, StaleState
from tests.builders.accounts import a_member, an_organisation
from tests.builders.files import a_pdf
from tests.documents.conversion.test_converting import a_picture

pytestmark = pytest.mark.usefixtures("object_store", "database")
PDF = "application/pdf"


@pytest.fixture
async def owner(database: object) -> Actor:
    return await a_member(organisation_id=await an_organisation(kinds=("purchaser",)), roles=("lawyer",))


async def a_document(actor: Actor, content: bytes, media_type: str = PDF, *, title: str = "Préstamo n.º 7") -> UUID:
    stored = await put(content, media_type=media_type)
    async with db.transaction(actor):
        return await add_document(
            actor,
            stored,
            subject_kind="organisation",
            subject_id=actor.organisation,
            kind="contract",
            title=title,
            language="es",
            file_name="file",
        )


async def ordered(
    actor: Actor, ids: Sequence[UUID], *, country: str = "GB", form: Form | None = None, largest: int | None = None
) -> UUID:
    entries = [Entry(one, "Contrato", f"Préstamo {number}") for number, one in enumerate(ids, 1)]
    here = actor.organisation
    return await order_bundle(
        actor,
        Wanted("organisation", here, here, None, country, "Claimant's bundle", "NG/7", entries, form, largest),
    )


async def made(actor: Actor, ids: Sequence[UUID], **how: object) -> BundleShown:
    bundle_id = await ordered(actor, ids, **how)  # type: ignore[arg-type]
    await make_bundle(Actor.system(actor.organisation), bundle_id)
    return await bundle_shown(actor, bundle_id)


async def test_england_reads_one_bundle_of_pdfs_and_pictures_kept_with_the_hashes_of_its_sources(owner: Actor) -> None:
    contract, scan = a_pdf("the contract"), a_picture("TIFF", "1", frames=2)
    shown = await made(owner, [await a_document(owner, contract), await a_document(owner, scan, "image/tiff")])

    assert (shown.status, shown.form, shown.pages) == ("made", "one", 4)
    assert [one.sha256 for one in shown.sources] == [sha256(contract).digest(), sha256(scan).digest()]
    assert [(one.first_page, one.last_page) for one in shown.sources] == [(2, 2), (3, 4)]
    assert [bool(one.engine) for one in shown.sources] == [False, True]
    [volume] = shown.volumes
    opened = await open_document(owner, volume.document_id)
    assert (opened.shown.kind, opened.shown.status, opened.shown.pages) == ("bundle", "sealed", 4)
    with pikepdf.open(BytesIO(await opened.content())) as pdf:
        assert len(pdf.pages) == 4
    async with db.transaction(owner):
        told = await db.fetch("SELECT kind, subject_id FROM facts WHERE kind LIKE 'bundles:%' ORDER BY id")
    assert [row["kind"] for row in told] == [
        "bundles:bundle:ordered",
        "bundles:bundle:made",
        "bundles:document:bundled",
        "bundles:document:bundled",
    ]


async def test_spain_takes_each_document_as_a_file_of_its_own_untouched_and_named(owner: Actor) -> None:
    contract = a_pdf("el contrato")
    shown = await made(owner, [await a_document(owner, contract) for _ in range(2)], country="ES")
    [volume] = shown.volumes
    content = await (await open_document(owner, volume.document_id)).content()
    with ZipFile(BytesIO(content)) as archive:
        assert archive.namelist() == ["01 Contrato - Prestamo 1.pdf", "02 Contrato - Prestamo 2.pdf"]
        assert archive.read("01 Contrato - Prestamo 1.pdf") == contract
    assert [one.file_name for one in shown.sources] == ["01 Contrato - Prestamo 1.pdf", "02 Contrato - Prestamo 2.pdf"]


def with_javascript(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


async def test_what_cannot_go_in_is_named_with_its_reason_and_nothing_is_made(owner: Actor) -> None:
    locked = pikepdf.Encryption(user="secret", owner="secret")
    bad = {
        "encrypted": a_pdf(encryption=locked),
        "JavaScript": a_pdf(change=with_javascript),
        "ZIP archive": a_pdf() + BytesIO(b"").getvalue(),
        "empty": b"",
        "damaged": b"%PDF-1.7\n" + b"rubbish" * 50 + b"\n%%EOF\n",
        "cut off": a_pdf()[:200],
    }
    packed = BytesIO(bad["ZIP archive"])
    with ZipFile(packed, "a") as archive:
        archive.writestr("x", "y")
    bad["ZIP archive"] = packed.getvalue()
    good = [await a_document(owner, a_pdf()), await a_document(owner, a_pdf("another"))]
    ids = [good[0], *[await a_document(owner, one) for one in bad.values()], good[1]]
    before = await documents(owner)
    shown = await made(owner, ids)

    assert shown.status == "refused"
    assert "6 of the documents cannot go in" in str(shown.reason)
    assert shown.sources[0].reason is shown.sources[-1].reason is None
    for source, word in zip(shown.sources[1:-1], bad, strict=True):
        assert word in str(source.reason)
    assert shown.volumes == ()
    assert await documents(owner) == before


async def documents(actor: Actor) -> int:
    async with db.transaction(actor):
        return int(await db.fetch_value("SELECT count(*) FROM documents"))


async def test_a_document_over_the_limit_is_named_and_the_bundle_can_be_ordered_again(owner: Actor) -> None:
    heavy = a_pdf("x" * (2 << 20), compress_streams=False)
    for country, number in (("GB", 2), ("ES", 1)):
        ids = [await a_document(owner, a_pdf()), await a_document(owner, heavy)]
        shown = await made(owner, ids if number == 2 else ids[::-1], country=country, largest=1 << 20)
        assert shown.status == "refused"
        assert "the limit is 1.0" in str(shown.sources[number - 1].reason)
        assert shown.sources[2 - number].reason is None
    await order_again(owner, shown.id)
    assert (await bundle_shown(owner, shown.id)).status == "ordered"
    with pytest.raises(StaleState):
        await order_again(owner, shown.id)


async def test_two_workers_make_one_bundle(owner: Actor) -> None:
    bundle_id = await ordered(owner, [await a_document(owner, a_pdf())])
    system = Actor.system(owner.organisation)
    answers = await asyncio.gather(*(make_bundle(system, bundle_id) for _ in range(2)), return_exceptions=True)
    assert [type(one) for one in answers if one is not None] in ([], [StaleState])
    shown = await bundle_shown(owner, bundle_id)
    assert len(shown.volumes) == 1
    async with db.transaction(owner):
        assert await db.fetch_value("SELECT count(*) FROM documents WHERE kind = 'bundle'") == 1


async def test_nobody_bundles_or_sees_what_is_not_theirs(owner: Actor) -> None:
    mine = await a_document(owner, a_pdf())
    shown = await made(owner, [mine])
    stranger = await a_member(organisation_id=await an_organisation(), roles=("lawyer",))
    idle = await a_member(organisation_id=owner.organisation, roles=("administrator",))
    with pytest.raises(NotFound):
        await ordered(stranger, [mine])
    with pytest.raises(NotFound):
        await bundle_shown(stranger, shown.id)
    for act in (ordered(idle, [mine]), bundle_shown(idle, shown.id)):
        with pytest.raises(Forbidden, match=r"documents\.bundle"):
            await act
    with pytest.raises(Invalid) as refused:
        await ordered(owner, [])
    assert "at least one" in refused.value.places[0].sentence
    with pytest.raises(Invalid):
        await ordered(owner, [mine, mine])
