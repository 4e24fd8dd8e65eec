"""4,600 papers of 1,000 claims arrive as an archive and under a prefix: the figures are those of their truth."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import httpx
import pytest

from cases.deliveries import commands, queries
from cases.desk.stops import count_stops
from kernel import db
from kernel.actor import Actor
from kernel.settings import Settings
from marketplace.tapes.sample.papers import DocumentsTruth, Outcome, write_documents
from tests.builders.accounts import a_member, an_organisation
from tests.builders.tapes import a_tape_file, an_accepted_tape
from web.worker import work

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("object_store")]
EVERY = ("waiting", "kept", "known", "tray", "refused", "missing")
AS_TOLD = {"kept": "matched", "known": "matched"}
Deliver = Callable[[Actor, Path], Awaitable[UUID]]


async def as_archive(owner: Actor, papers: Path) -> UUID:
    return await commands.deliver_archive(owner, papers, name="closing", sale_id=None)


async def under_a_prefix(owner: Actor, papers: Path) -> UUID:
    """As a seller's program would: addresses by the thousand, sixteen files under way at once."""
    delivery_id = await commands.deliver_under_prefix(owner, name="closing", sale_id=None)
    gate = asyncio.Semaphore(16)
    with ZipFile(papers) as archive:
        paths = archive.namelist()
        async with httpx.AsyncClient(timeout=60) as sender:

            async def send(one: commands.Address) -> None:
                async with gate:
                    (await sender.put(one.url, content=archive.read(one.path))).raise_for_status()

            for start in range(0, len(paths), 1000):
                given = await commands.addresses(owner, delivery_id, paths[start : start + 1000])
                await asyncio.gather(*(send(one) for one in given))
    await commands.receive(owner, delivery_id)
    return delivery_id


@pytest.fixture
async def owner(database: Settings) -> Actor:
    return await a_member(organisation_id=await an_organisation(kinds=("seller",)), roles=("seller", "lawyer", "buyer"))


@pytest.mark.parametrize("deliver", [as_archive, under_a_prefix])
async def test_the_papers_of_a_thousand_claims_find_them(
    deliver: Deliver, owner: Actor, database: Settings, tmp_path: Path
) -> None:
    file, truth = a_tape_file(tmp_path, country="es", rows=1000, seed=23, dirt="0.02")
    await an_accepted_tape(owner, file)
    papers = tmp_path / "papers.zip"
    planted = write_documents(truth, papers, dirt="0.02")
    assert len(planted.files) > 4_400

    delivery_id = await deliver(owner, papers)
    await work(database, queues=("bulk",), forever=False)

    found = {one.path: one for _, one in await queries.files(owner, delivery_id, statuses=EVERY, most=99_999)}
    assert {path: AS_TOLD.get(one.status, one.status) for path, one in found.items()} == {
        one.path: one.outcome.value for one in planted.files
    }
    whose = {path: one.claim_reference for path, one in found.items() if one.claim_reference}
    assert whose == {one.path: one.reference for one in planted.of(Outcome.MATCHED)}
    assert len(whose) / len(planted.files) >= 0.97
    await the_coverage_is_the_truths(owner, planted)
    await the_gate_stands_open_where_a_debt_can_be_proven(owner, planted)


async def the_coverage_is_the_truths(owner: Actor, planted: DocumentsTruth) -> None:
    covered = await queries.coverage(owner, None)
    assert (covered.claims, covered.proven) == (planted.claims, planted.proven)
    assert dict(covered.by_class) == {one.kind: one.claims for one in planted.coverage}


async def the_gate_stands_open_where_a_debt_can_be_proven(owner: Actor, planted: DocumentsTruth) -> None:
    async with db.transaction(owner):
        await db.execute(
            "INSERT INTO cases (id, claim_id, tape_id, organisation_id, reference, jurisdiction, status, opened_at)"
            " SELECT uuidv7(), c.id, c.tape_id, c.organisation_id, 'R-' || c.reference, 'es', 'onboarding', $2"
            " FROM claims c WHERE c.organisation_id = $1",
            owner.organisation,
            owner.now(),
        )
        stopped = await count_stops(owner, "own", None, on=owner.today("UTC"))
    by_reason = {reason.code: many for reason, many in stopped.by_reason}
    assert stopped.cases == planted.claims
    assert by_reason.get("documents", 0) == planted.claims - planted.proven
