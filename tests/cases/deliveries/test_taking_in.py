"""A seller's boxes of papers: each file with its claim, in the tray, outside with its reason, or told as missing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from cases.deliveries import commands, queries
from cases.deliveries.archive import prefix_of
from cases.deliveries.taking_in import take_in_delivery
from documents.vault.commands import store
from documents.vault.queries import documents_of, open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Problem, Refused, Unavailable
from kernel.settings import settings
from marketplace.settlement.transfer import transfer_sale
from marketplace.tapes.sample.papers import Outcome, write_documents
from tests.builders.accounts import a_member, an_organisation
from tests.builders.claims import Debt, a_tape_of
from tests.builders.files import a_pdf, a_zip
from tests.builders.sales import a_sale
from tests.builders.tapes import a_tape_file, an_accepted_tape

pytestmark = pytest.mark.usefixtures("database", "object_store")
Jobs = Callable[[], Awaitable[None]]


@pytest.fixture
async def seller() -> Actor:
    return await a_member(organisation_id=await an_organisation(kinds=("seller",)), roles=("seller",))


async def two_claims(seller: Actor) -> list[UUID]:
    _, claims = await a_tape_of(seller, [Debt(reference="A-10001"), Debt(reference="B-20002", national_id="1Z")])
    return claims


def zipped(folder: Path, members: Mapping[str, bytes]) -> Path:
    path = folder / "papers.zip"
    path.write_bytes(a_zip(**members))
    return path


async def taken_in(seller: Actor, delivery_id: UUID) -> None:
    """The delivery's job alone, whatever else waits."""
    async with db.transaction(seller):
        progress_id = await db.fetch_value("SELECT id FROM progress WHERE subject_id = $1", delivery_id)
    await take_in_delivery(Actor.system(seller.organisation, seller.clock), delivery_id, progress_id)


async def statuses(seller: Actor, delivery_id: UUID) -> dict[str, str]:
    everything = ("waiting", "kept", "known", "tray", "refused", "missing", "returned")
    return {one.path: one.status for _, one in await queries.files(seller, delivery_id, statuses=everything, most=9999)}


async def test_a_delivery_of_a_whole_book_is_matched_as_its_truth_says(
    seller: Actor, tmp_path: Path, run_jobs: Jobs
) -> None:
    file, truth = a_tape_file(tmp_path, country="pl", rows=60, seed=11, dirt="0.05")
    await an_accepted_tape(seller, file)
    papers = tmp_path / "papers.zip"
    planted = write_documents(truth, papers, dirt="0.2")
    assert all(planted.of(outcome) for outcome in Outcome), "every outcome is planted"

    delivery_id = await commands.deliver_archive(seller, papers, name="Box of June.zip", sale_id=None)
    await run_jobs()

    shown, counts, work = await queries.delivery(seller, delivery_id)
    assert shown.status == "taken_in"
    assert work is not None
    assert work.state == "done"
    found = await statuses(seller, delivery_id)
    outcome = {"kept": "matched", "known": "matched"}
    assert {path: outcome.get(status, status) for path, status in found.items()} == {
        one.path: one.outcome.value for one in planted.files
    }
    whose = {one.path: one.claim_reference for _, one in await queries.files(
        seller, delivery_id, statuses=("kept", "known"), most=9999)}  # fmt: skip
    assert whose == {one.path: one.reference for one in planted.of(Outcome.MATCHED)}
    covered = await queries.coverage(seller, None)
    assert covered.claims == planted.claims
    assert covered.proven == planted.proven
    assert dict(covered.by_class) == {one.kind: one.claims for one in planted.coverage}
    assert counts["kept"] == len(
        {(one.reference, one.path.replace("_b.pdf", ".pdf")) for one in planted.of(Outcome.MATCHED)}
    )


async def test_each_file_becomes_a_sealed_document_of_its_claim_and_reads_back(
    seller: Actor, tmp_path: Path, run_jobs: Jobs
) -> None:
    first, second = await two_claims(seller)
    contract = a_pdf("contract of A")
    index = b"file;reference;class;date\nbox/1.pdf;a10001;Contract;2021-04-03\nbox/2.pdf;B-20002;statement;\n"
    archive = zipped(tmp_path, {"index.csv": index, "box/1.pdf": contract, "box/2.pdf": a_pdf("statement of B")})
    await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    await run_jobs()

    (document,) = await documents_of(seller, first)
    assert (document.kind, document.title, document.status) == ("contract", "Contract, 2021-04-03", "sealed")
    assert await (await open_document(seller, document.id)).content() == contract
    assert [one.kind for one in await documents_of(seller, second)] == ["statement"]


async def test_the_same_papers_delivered_again_are_known(seller: Actor, tmp_path: Path, run_jobs: Jobs) -> None:
    (first, _) = await two_claims(seller)
    archive = zipped(tmp_path, {"A-10001/contract.pdf": a_pdf("contract")})
    await commands.deliver_archive(seller, archive, name="once", sale_id=None)
    again = await commands.deliver_archive(seller, archive, name="twice", sale_id=None)
    await run_jobs()
    assert await statuses(seller, again) == {"A-10001/contract.pdf": "known"}
    assert len(await documents_of(seller, first)) == 1


async def test_a_stopped_job_goes_on_where_its_last_chunk_was_committed(seller: Actor, tmp_path: Path) -> None:
    first, _ = await two_claims(seller)
    archive = zipped(tmp_path, {f"A-10001/invoice_{n}.pdf": a_pdf(f"invoice {n}") for n in range(230)})
    delivery_id = await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    work = asyncio.create_task(taken_in(seller, delivery_id))
    while "kept" not in (before := await statuses(seller, delivery_id)).values():
        await asyncio.sleep(0.05)
    work.cancel()
    await asyncio.wait([work])
    assert "waiting" in before.values(), "it was stopped in its midst"

    await taken_in(seller, delivery_id)
    assert set((await statuses(seller, delivery_id)).values()) == {"kept"}
    assert len(await documents_of(seller, first)) == 230


async def test_files_under_a_prefix_are_put_through_addresses_of_the_quarantine(seller: Actor, run_jobs: Jobs) -> None:
    first, _ = await two_claims(seller)
    delivery_id = await commands.deliver_under_prefix(seller, name="direct", sale_id=None)
    with pytest.raises(Refused, match="0 files lie under the prefix"):
        await commands.receive(seller, delivery_id)
    given = await commands.addresses(seller, delivery_id, ["A-10001/contract.pdf", "A-10001/empty.pdf"])
    async with httpx.AsyncClient() as sender:
        for one, content in zip(given, (a_pdf("contract"), b""), strict=True):
            (await sender.put(one.url, content=content)).raise_for_status()
    await commands.receive(seller, delivery_id)
    with pytest.raises(Refused, match="takes no more files"):
        await commands.addresses(seller, delivery_id, ["late.pdf"])
    await run_jobs()
    assert await statuses(seller, delivery_id) == {"A-10001/contract.pdf": "kept", "A-10001/empty.pdf": "refused"}
    assert len(await documents_of(seller, first)) == 1
    assert await store().landed(prefix_of(delivery_id)) == (), "nothing plain is left on the landing"


@pytest.mark.parametrize("path", ["../x.pdf", "/etc/passwd", "a/../../b.pdf", "a\x00.pdf", ""])
async def test_no_address_leads_out_of_the_prefix(seller: Actor, path: str) -> None:
    await two_claims(seller)
    delivery_id = await commands.deliver_under_prefix(seller, name="direct", sale_id=None)
    with pytest.raises(Invalid):
        await commands.addresses(seller, delivery_id, [path])


async def test_a_person_gives_a_stray_to_its_claim_or_sends_it_back(
    seller: Actor, tmp_path: Path, run_jobs: Jobs
) -> None:
    first, _ = await two_claims(seller)
    archive = zipped(tmp_path, {"one.pdf": a_pdf("one"), "two.pdf": a_pdf("two")})
    delivery_id = await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    await run_jobs()
    (_, one), (_, two) = await queries.files(seller, delivery_id, statuses=("tray",))
    with pytest.raises(Refused, match="2 files wait in the tray"):
        await commands.close_delivery(seller, delivery_id)
    with pytest.raises(Invalid, match="No claim has this reference"):
        await commands.assign_file(seller, one.id, reference="A-99999", kind="contract")

    document_id = await commands.assign_file(seller, one.id, reference="A-10001", kind="contract")
    assert [document.id for document in await documents_of(seller, first)] == [document_id]
    assert await (await open_document(seller, document_id)).content() == a_pdf("one")
    assert await (await queries.open_tray_file(seller, two.id)).content() == a_pdf("two")
    await commands.return_file(seller, two.id, reason="not ours")
    with pytest.raises(Refused, match="no longer waits"):
        await queries.open_tray_file(seller, two.id)
    with pytest.raises(Refused, match="no longer waits"):
        await commands.assign_file(seller, two.id, reference="A-10001", kind="contract")

    await commands.close_delivery(seller, delivery_id)
    async with db.transaction(seller):
        readable = await db.fetch_value(
            "SELECT count(*) FROM deliveries d JOIN data_keys k ON k.id = d.data_key_id AND k.wrapped IS NOT NULL"
        )
    assert readable == 0, "the archive's key is destroyed"


async def test_two_people_who_decide_at_once_decide_once(seller: Actor, tmp_path: Path, run_jobs: Jobs) -> None:
    first, second = await two_claims(seller)
    archive = zipped(tmp_path, {"one.pdf": a_pdf("one")})
    delivery_id = await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    await run_jobs()
    ((_, one),) = await queries.files(seller, delivery_id, statuses=("tray",))
    answers = await asyncio.gather(
        *(commands.assign_file(seller, one.id, reference=to, kind="contract") for to in ("A-10001", "B-20002")),
        commands.return_file(seller, one.id, reason="not ours"),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, Problem) for answer in answers) == 2
    documents = [*await documents_of(seller, first), *await documents_of(seller, second)]
    assert len(documents) == sum(isinstance(answer, UUID) for answer in answers)


async def test_nobody_else_reaches_a_delivery(seller: Actor, tmp_path: Path, run_jobs: Jobs) -> None:
    await two_claims(seller)
    archive = zipped(tmp_path, {"one.pdf": a_pdf("one")})
    delivery_id = await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    await run_jobs()
    ((_, one),) = await queries.files(seller, delivery_id, statuses=("tray",))
    stranger = await a_member(organisation_id=await an_organisation(kinds=("seller",)), roles=("seller",))
    for attempt in (
        queries.delivery(stranger, delivery_id),
        queries.open_tray_file(stranger, one.id),
        commands.assign_file(stranger, one.id, reference="A-10001", kind="contract"),
        commands.return_file(stranger, one.id, reason="mine"),
        commands.close_delivery(stranger, delivery_id),
        commands.addresses(stranger, delivery_id, ["x.pdf"]),
        commands.receive(stranger, delivery_id),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await queries.files(stranger, delivery_id, statuses=("tray",)) == []
    with pytest.raises(NotFound, match="owns no claims"):
        await commands.deliver_archive(stranger, archive, name="papers", sale_id=None)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no ZIP archive that can be read"),
        (b"%PDF-1.7", "no ZIP archive that can be read"),
        (a_zip(**{"one.pdf": a_pdf("one")})[:-30], "no ZIP archive that can be read"),
        (a_zip(), "No file is in it"),
        (a_zip(**{"__MACOSX/one.pdf": b"x"}), "No file is in it"),
    ],
)
async def test_an_archive_that_cannot_be_read_is_refused_and_nothing_kept(
    seller: Actor, tmp_path: Path, content: bytes, says: str
) -> None:
    await two_claims(seller)
    archive = tmp_path / "papers.zip"
    archive.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    assert says in refused.value.places[0].sentence
    assert await queries.deliveries(seller) == []


async def test_a_bad_index_stops_the_delivery_and_says_where(seller: Actor, tmp_path: Path, run_jobs: Jobs) -> None:
    await two_claims(seller)
    index = b"file;reference;date\n1.pdf;A-10001;3.4.2026\n"
    archive = zipped(tmp_path, {"index.csv": index, "1.pdf": a_pdf("one")})
    delivery_id = await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    await run_jobs()
    shown, counts, work = await queries.delivery(seller, delivery_id)
    assert counts == {}
    assert work is not None
    assert work.state == "failed"
    assert shown.failure is not None
    assert "index.csv, line 2: Write the day as 2026-09-30." in shown.failure


async def test_a_member_of_an_archive_that_inflates_without_end_is_refused(
    seller: Actor, tmp_path: Path, run_jobs: Jobs
) -> None:
    await two_claims(seller)
    archive = zipped(tmp_path, {"A-10001/contract.pdf": b"%PDF-1.7" + bytes(40 << 20), "A-10001/2.pdf": a_pdf("2")})
    delivery_id = await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    await run_jobs()
    assert await statuses(seller, delivery_id) == {"A-10001/contract.pdf": "refused", "A-10001/2.pdf": "kept"}


async def test_what_the_seller_delivered_goes_with_the_claim_and_leaves_his_sight(
    tmp_path: Path,
) -> None:
    sale = await a_sale(until="deed")
    async with db.transaction(sale.seller):
        claim_id, reference = await db.fetch_sure(
            "SELECT c.id, c.reference FROM claims c JOIN sale_claims x ON x.claim_id = c.id"
            " WHERE x.sale_id = $1 AND x.dropped_reason IS NULL ORDER BY c.reference LIMIT 1",
            sale.id,
        )
    index = f"file;reference;class\n1.pdf;{reference};contract\n".encode()
    archive = zipped(tmp_path, {"1.pdf": a_pdf("contract"), "index.csv": index})
    delivery_id = await commands.deliver_archive(sale.seller, archive, name="closing", sale_id=sale.id)
    await taken_in(sale.seller, delivery_id)
    (before,) = await documents_of(sale.seller, claim_id)

    await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock)

    assert before.id in [one.id for one in await documents_of(sale.buyer, claim_id)]
    assert await (await open_document(sale.buyer, before.id)).content() == a_pdf("contract")
    assert await documents_of(sale.seller, claim_id) == []
    with pytest.raises(NotFound):
        await open_document(sale.seller, before.id)
    ((_, told),) = await queries.files(sale.seller, delivery_id, statuses=("kept",))
    assert (told.path, told.claim_reference) == ("1.pdf", None)


async def test_a_store_that_does_not_answer_stops_the_work_and_not_the_delivery(
    seller: Actor, tmp_path: Path, run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_claims(seller)
    archive = zipped(tmp_path, {"A-10001/contract.pdf": a_pdf("contract")})
    delivery_id = await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("S3_ENDPOINT", "http://127.0.0.1:9")
        settings.cache_clear()
        store.cache_clear()
        with pytest.raises(Unavailable):
            await taken_in(seller, delivery_id)
    settings.cache_clear()
    store.cache_clear()
    shown, _, work = await queries.delivery(seller, delivery_id)
    assert (shown.status, shown.failure) == ("received", None)
    assert work is not None
    assert "the rest is tried again" in str(work.sentence)

    await commands.resume_delivery(seller, delivery_id)
    await run_jobs()
    assert await statuses(seller, delivery_id) == {"A-10001/contract.pdf": "kept"}
    with pytest.raises(Refused, match="nothing to go on with"):
        await commands.resume_delivery(seller, delivery_id)


async def test_a_member_whose_packed_bytes_are_damaged_is_refused_alone(
    seller: Actor, tmp_path: Path, run_jobs: Jobs
) -> None:
    await two_claims(seller)
    damaged = bytearray(a_zip(**{"A-10001/contract.pdf": a_pdf("contract " * 400), "B-20002/contract.pdf": a_pdf("b")}))
    start = damaged.index(b"A-10001/contract.pdf") + len("A-10001/contract.pdf")
    damaged[start : start + 40] = b"\xff" * 40
    archive = tmp_path / "papers.zip"
    archive.write_bytes(damaged)
    delivery_id = await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    await run_jobs()
    assert await statuses(seller, delivery_id) == {"A-10001/contract.pdf": "refused", "B-20002/contract.pdf": "kept"}
    ((_, one),) = await queries.files(seller, delivery_id, statuses=("refused",))
    assert one.reason == "It does not unpack: the archive is damaged there. Send the file again."
