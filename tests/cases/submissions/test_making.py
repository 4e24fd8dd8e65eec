"""Files made of sealed papers: each paper in exactly one, bad ones left out with reasons, whatever kills the job."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cases.answers import channels
from cases.jurisdictions.court_channel import Lodgement, Occasion, Part
from cases.jurisdictions.court_files.xml_parsing import parse
from cases.jurisdictions.gb_ew import GB_EW
from cases.proceedings.filing_commands import mark_filed
from cases.submissions.accounts import enter_account
from cases.submissions.approving import withdraw_submission
from cases.submissions.connectors.soap import found
from cases.submissions.left_out import discard_left_out
from cases.submissions.lodging import order_lodging
from cases.submissions.making import make_files
from cases.submissions.queries import batch_shown, parts_of
from cases.submissions.request_ids import request_id_of
from documents.vault.queries import open_document
from kernel import db
from kernel.errors import Forbidden, NotFound, Refused
from kernel.settings import Settings
from tests.builders.accounts import a_member
from tests.builders.cases import Desk, a_desk
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.scenarios.killed_inside import killed_inside

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
MAKE = Path(__file__).with_name("make_once.py")


async def a_lodging_desk() -> Desk:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    return desk


async def requests_in_files(desk: Desk) -> list[list[str]]:
    """Read from the bytes in the vault, file by file."""
    async with db.transaction(desk.lawyer):
        rows = await db.fetch("SELECT document_id FROM submissions WHERE status <> 'withdrawn' ORDER BY reference")
    contents = [await (await open_document(desk.lawyer, row["document_id"])).content() for row in rows]
    lists = [found(parse(one), "requests") for one in contents]
    return [[one.attributes["requestId"] for one in each.children] if each else [] for each in lists]


def two_to_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The court takes two requests in one file."""
    (sdt,) = GB_EW.channels
    short = replace(GB_EW, channels=(replace(sdt, most_per_file=2),))
    monkeypatch.setattr(channels.registry, "JURISDICTIONS", (short,))


async def test_every_paper_is_in_exactly_one_file_and_is_what_was_sealed(
    run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await a_lodging_desk()
    filings = await sealed_claims(desk, count=5)
    two_to_a_file(monkeypatch)

    (batch_id,) = await order_lodging(desk.lawyer, filings, "sdt")
    await run_jobs()

    lists = await requests_in_files(desk)
    assert [len(one) for one in lists] == [2, 2, 1]
    assert sorted(id_ for one in lists for id_ in one) == sorted(request_id_of(one) for one in filings)
    batch = await batch_shown(desk.lawyer, batch_id)
    assert (batch.status, batch.waiting, batch.left_out) == ("made", 0, 0)
    assert len({one.reference for one in batch.files}) == 3
    async with db.transaction(desk.lawyer):
        told = await db.fetch_sure("SELECT done, total, state FROM progress WHERE subject_id = $1", batch_id)
    assert (told["done"], told["state"]) == (5, "done")


async def test_a_paper_without_a_part_is_left_out_named_and_can_be_set_aside(run_jobs: Run) -> None:
    desk = await a_lodging_desk()
    good, bad = await sealed_claims(desk, count=1), await sealed_claims(desk, count=1, carrying=False)

    (batch_id,) = await order_lodging(desk.lawyer, [*good, *bad], "sdt")
    await run_jobs()

    assert await requests_in_files(desk) == [[request_id_of(good[0])]]
    (left,) = await parts_of(desk.lawyer, batch_id=batch_id)
    assert left.filing_id == bad[0]
    assert "carries nothing for Money Claim Online" in left.reasons[0].limit
    assert await discard_left_out(desk.lawyer, batch_id) == 1
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT status FROM filings WHERE id = $1", bad[0]) == "withdrawn"


async def test_a_paper_in_a_file_goes_by_no_other_way_until_the_file_is_withdrawn(run_jobs: Run) -> None:
    desk = await a_lodging_desk()
    filings = await sealed_claims(desk)
    await order_lodging(desk.lawyer, filings, "sdt")
    await run_jobs()

    with pytest.raises(Refused, match="lies in a file for the court already"):
        await order_lodging(desk.lawyer, filings, "sdt")
    with pytest.raises(Refused, match="Withdraw that file first"):
        await mark_filed(desk.lawyer, filings, on=desk.clock.now().date(), provenance="by hand")

    async with db.transaction(desk.lawyer):
        submission_id = await db.fetch_value("SELECT id FROM submissions")
    await withdraw_submission(desk.lawyer, submission_id)
    await order_lodging(desk.lawyer, filings, "sdt")
    await run_jobs()
    assert await requests_in_files(desk) == [[request_id_of(filings[0])]]


async def test_two_who_lodge_the_same_papers_at_once_make_one_batch() -> None:
    desk = await a_lodging_desk()
    filings = await sealed_claims(desk, count=2)

    done = await asyncio.gather(*(order_lodging(desk.lawyer, filings, "sdt") for _ in range(3)), return_exceptions=True)

    assert sorted(type(one).__name__ for one in done) == ["Refused", "Refused", "list"]


async def test_a_clerk_may_not_and_a_stranger_sees_nothing(run_jobs: Run) -> None:
    desk = await a_lodging_desk()
    filings = await sealed_claims(desk)
    (batch_id,) = await order_lodging(desk.lawyer, filings, "sdt")
    clerk = await a_member(organisation_id=desk.owner_id, roles=("clerk",), clock=desk.clock)
    stranger = (await a_desk(country="GB", name="Other Debts Ltd")).lawyer

    with pytest.raises(Forbidden):
        await order_lodging(clerk, filings, "sdt")
    with pytest.raises(NotFound):
        await batch_shown(stranger, batch_id)


STEPS = {
    "reading": ("LOCK claims IN ACCESS EXCLUSIVE MODE", "claims"),
    "file": ("LOCK submissions IN SHARE MODE", "INSERT INTO submissions"),
    "fact": ("LOCK facts IN SHARE MODE", "INSERT INTO facts"),
}


@pytest.mark.parametrize("step", STEPS)
async def test_a_killed_job_leaves_every_paper_in_one_file_once(database: Settings, step: str) -> None:
    desk = await a_lodging_desk()
    filings = await sealed_claims(desk, count=2)
    (batch_id,) = await order_lodging(desk.lawyer, filings, "sdt")
    lock, statement = STEPS[step]
    await killed_inside(database, MAKE, desk.owner_id, batch_id, lock=lock, statement=statement)

    assert await make_files(desk.system, batch_id, 0) == 2
    assert await make_files(desk.system, batch_id, 0) == 0

    (inside,) = await requests_in_files(desk)
    assert sorted(inside) == sorted(request_id_of(one) for one in filings)


async def test_a_part_that_changes_each_time_its_files_are_made_ends_in_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A paper goes to other hands during each try: the job gives up and says so, and the others still wait."""
    desk = await a_lodging_desk()
    papers = await sealed_claims(desk, count=7)
    (batch_id,) = await order_lodging(desk.lawyer, papers, "sdt")
    (sdt,) = GB_EW.channels
    here, going = asyncio.get_running_loop(), iter(papers)

    async def release() -> None:
        async with db.aside(desk.system):
            sql = "UPDATE submission_parts SET outcome = 'released' WHERE filing_id = $1"
            await db.execute(sql, next(going))

    def lodge(parts: Sequence[Part], account: Mapping[str, str], occasion: Occasion) -> Lodgement:
        asyncio.run_coroutine_threadsafe(release(), here).result()
        return sdt.lodge(parts, account, occasion)

    unsettled = replace(sdt, lodge=lodge)
    monkeypatch.setattr(channels.registry, "JURISDICTIONS", (replace(GB_EW, channels=(unsettled,)),))
    with pytest.raises(Refused, match="every paper still waits"):
        await make_files(desk.system, batch_id, 0)
    assert (await batch_shown(desk.lawyer, batch_id)).waiting == 2
    monkeypatch.setattr(channels.registry, "JURISDICTIONS", (GB_EW,))
    assert await make_files(desk.system, batch_id, 0) == 2
    assert (await batch_shown(desk.lawyer, batch_id)).status == "made"
