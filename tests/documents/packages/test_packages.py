"""Documents put together: each whole, allowed when the package is made and when it is fetched, and on the record."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from uuid import UUID
from zipfile import ZipFile

import pikepdf
import pytest

from documents.packages.commands import expire_package, fetch_package, order_package, package
from documents.packages.making import HEADS, make_package
from documents.vault.viewing import custody_of
from kernel import data_keys, db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from tests.builders.accounts import EPOCH, a_member, an_organisation
from tests.builders.documents import a_document, a_pdf_that_says
from tests.documents.readings.test_readings import flip_a_bit, stored_at
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def a_lawyer(clock: MovingClock | None = None) -> Actor:
    organisation_id = await an_organisation(kinds=("law_firm",))
    return await a_member(organisation_id=organisation_id, roles=("lawyer",), clock=clock or MovingClock(EPOCH))


async def made(actor: Actor, ids: list[UUID], *, form: str = "zip") -> UUID:
    package_id = await order_package(actor, ids, form=form, title="For the court")  # type: ignore[arg-type]
    await make(actor, package_id)
    return package_id


async def make(actor: Actor, package_id: UUID) -> None:
    async with db.transaction(actor):
        progress_id = await db.fetch_value("SELECT id FROM progress WHERE subject_id = $1", package_id)
    await make_package(Actor.system(actor.organisation, actor.clock), package_id, progress_id)


async def unpacked(actor: Actor, package_id: UUID) -> tuple[list[dict[str, str]], ZipFile]:
    archive = ZipFile(BytesIO(await (await fetch_package(actor, package_id)).content()))
    text = archive.read("index.csv").decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text))), archive


async def test_a_zip_holds_every_document_whole_under_a_safe_name_and_says_so_in_its_index() -> None:
    ana = await a_lawyer()
    first = await a_document(ana, b"one", title="=HYPERLINK(1)", kind="contract", file_name="../../etc/passwd")
    second = await a_document(ana, b"two", title="Nakaz zapłaty / Łódź", kind="statement", file_name="nakaz.PDF")
    rows, archive = await unpacked(ana, await made(ana, [second, first]))
    assert archive.namelist() == [
        "index.csv",
        "documents/01 statement - Nakaz zaplaty Lodz.pdf",
        "documents/02 contract - HYPERLINK 1.bin",
    ]
    assert [archive.read(row["file"]) for row in rows] == [b"two", b"one"]
    assert rows[1]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["sha256"] == "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"
    assert tuple(rows[0]) == HEADS


async def test_a_bundle_is_one_pdf_and_leaves_out_what_is_none() -> None:
    ana = await a_lawyer()
    ids = [await a_document(ana, a_pdf_that_says(f"paper {n}"), media_type="application/pdf") for n in range(2)]
    package_id = await made(ana, [*ids, await a_document(ana, b"no pdf")], form="bundle")
    shown, _ = await package(ana, package_id)
    assert (shown.wanted, shown.included) == (3, 2)
    with pikepdf.open(BytesIO(await (await fetch_package(ana, package_id)).content())) as pdf:
        assert len(pdf.pages) == 3


async def test_an_altered_file_stays_out_and_is_named() -> None:
    ana = await a_lawyer()
    whole, altered = await a_document(ana, b"whole"), await a_document(ana, b"to be altered")
    await flip_a_bit(await stored_at(altered))
    rows, archive = await unpacked(ana, await made(ana, [altered, whole]))
    assert rows[0]["file"] == ""
    assert "does not authenticate" in rows[0]["left out because"]
    assert archive.read(rows[1]["file"]) == b"whole"


async def test_nobody_orders_or_fetches_what_is_not_his() -> None:
    ana, stranger = await a_lawyer(), await a_lawyer()
    document_id = await a_document(ana, b"ours")
    with pytest.raises(NotFound):
        await order_package(stranger, [document_id], form="zip", title="theirs")
    package_id = await made(ana, [document_id])
    for asked in (package, fetch_package):
        with pytest.raises(NotFound):
            await asked(stranger, package_id)  # type: ignore[operator]
    without = await a_member(organisation_id=ana.organisation, roles=("administrator",))
    with pytest.raises(Forbidden):
        await fetch_package(without, package_id)
    for ids in ([], [document_id] * 0):
        with pytest.raises(Invalid):
            await order_package(ana, ids, form="zip", title="none")


async def test_what_may_no_longer_be_read_is_not_fetched() -> None:
    owner, firm = await a_lawyer(), await a_lawyer()
    document_id = await a_document(owner, b"the client's", firm_organisation_id=firm.organisation)
    package_id = await made(firm, [document_id, await a_document(firm, b"our own")])
    await fetch_package(firm, package_id)
    async with db.transaction(owner):
        await db.execute("UPDATE documents SET firm_organisation_id = NULL WHERE id = $1", document_id)
    with pytest.raises(Refused, match="no longer read: 1"):
        await fetch_package(firm, package_id)


async def test_a_destroyed_document_takes_its_packages_with_it() -> None:
    ana = await a_lawyer()
    document_id = await a_document(ana, b"a debtor's letter")
    package_id = await made(ana, [document_id, await a_document(ana, b"another")])
    async with db.transaction(ana):
        key_id = await db.fetch_value("SELECT data_key_id FROM document_versions WHERE document_id = $1", document_id)
        await data_keys.destroy(ana, key_id)
    assert (await package(ana, package_id))[0].status == "expired"
    async with db.transaction(ana):
        left = await db.fetch_value(
            "SELECT k.wrapped FROM document_packages p JOIN data_keys k ON k.id = p.data_key_id WHERE p.id = $1",
            package_id,
        )
    assert left is None
    with pytest.raises(Refused):
        await fetch_package(ana, package_id)


async def test_a_package_is_gone_after_a_week_and_making_it_twice_makes_one() -> None:
    clock = MovingClock(EPOCH)
    ana = await a_lawyer(clock)
    package_id = await made(ana, [await a_document(ana, b"x")])
    before = (await package(ana, package_id))[0].sha256
    await make(ana, package_id)
    assert (await package(ana, package_id))[0].sha256 == before
    clock.advance(timedelta(days=8))
    with pytest.raises(Refused):
        await fetch_package(ana, package_id)
    for _ in range(2):
        await expire_package(Actor.system(ana.organisation, clock), package_id)
    assert (await package(ana, package_id))[0].status == "expired"


async def test_the_custody_of_a_document_tells_of_the_packages_it_left_in() -> None:
    ana = await a_lawyer()
    document_id = await a_document(ana, b"x")
    package_id = await made(ana, [document_id])
    await fetch_package(ana, package_id)
    kinds = [one.kind for one in await custody_of(ana, document_id)]
    assert {"packages:package:made", "packages:package:fetched"} <= set(kinds)


async def test_ticked_documents_are_ordered_from_the_page_once_for_each_key() -> None:
    ana = await a_lawyer()
    ids = [await a_document(ana, f"paper {n}".encode(), title=f"paper {n}") for n in range(3)]
    async with browser(ana) as page:
        sent = {"document": [str(ids[0]), str(ids[2])], "form": "zip", "title": "Two", "idempotency_key": "k1"}
        answers = [await page.submit("/documents/packages", sent) for _ in range(2)]
        assert answers[0].headers["location"] == answers[1].headers["location"]
        shown = await page.get(answers[0].headers["location"])
        assert "Putting documents together" in shown.text
        everything = await page.submit("/documents/packages", {"all": "yes", "form": "zip", "title": "All"})
        package_id = UUID(everything.headers["location"].rpartition("/")[2])
        none = await page.submit("/documents/packages", {"form": "zip"})
        assert none.headers["location"] == "/documents"
    assert (await package(ana, package_id))[0].wanted == 3
