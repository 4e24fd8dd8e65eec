"""A tape whose claims have documents: not taken back, and replaced only by an issue that keeps those claims."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest

from cases.deliveries import commands
from documents.vault.queries import documents_of
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from marketplace.tapes.acceptance import accept_tape
from marketplace.tapes.commands import begin_accepting, map_tape, reject_tape, undo_acceptance, upload_tape
from marketplace.tapes.commands_check import check_tape
from marketplace.tapes.examine import settled
from marketplace.tapes.proposal import propose
from marketplace.tapes.sample import CUT_OFF
from marketplace.tapes.stored import stored_tape
from tests.builders.accounts import a_member, an_organisation
from tests.builders.files import a_pdf, a_zip
from tests.builders.tapes import a_tape_file, an_accepted_tape

pytestmark = pytest.mark.usefixtures("database", "object_store")
Jobs = Callable[[], Awaitable[None]]


@pytest.fixture
async def seller() -> Actor:
    return await a_member(organisation_id=await an_organisation(kinds=("seller",)), roles=("seller",))


async def a_proven_claim(seller: Actor, folder: Path, run_jobs: Jobs) -> UUID:
    """The last claim of the seller's tape, with a contract."""
    async with db.transaction(seller):
        claim_id, reference = await db.fetch_sure("SELECT id, reference FROM claims ORDER BY row_no DESC LIMIT 1")
    archive = folder / "papers.zip"
    index = f"file;reference;class\n1.pdf;{reference};contract\n".encode()
    archive.write_bytes(a_zip(**{"1.pdf": a_pdf("contract"), "index.csv": index}))
    await commands.deliver_archive(seller, archive, name="papers", sale_id=None)
    await run_jobs()
    assert len(await documents_of(seller, claim_id)) == 1
    found: UUID = claim_id
    return found


async def a_later_issue(seller: Actor, file: Path, former: UUID) -> UUID:
    """Checked, and begun to be accepted."""
    later = (await upload_tape(seller, file, name="later", cut_off_on=CUT_OFF, supersedes=former)).id
    await map_tape(seller, later, settled(propose((await stored_tape(seller, later)).layout)))
    worker = Actor.system(seller.organisation)
    await check_tape(worker, later)
    await begin_accepting(seller, later)
    return later


async def test_an_acceptance_with_documents_is_not_taken_back(seller: Actor, tmp_path: Path, run_jobs: Jobs) -> None:
    file, _ = a_tape_file(tmp_path, rows=30)
    tape_id = (await an_accepted_tape(seller, file)).tape_id
    await a_proven_claim(seller, tmp_path, run_jobs)
    with pytest.raises(Refused, match="Documents were delivered for claims of this tape"):
        await undo_acceptance(seller, tape_id)


async def test_a_later_issue_keeps_the_documents_of_the_claims_it_keeps(
    seller: Actor, tmp_path: Path, run_jobs: Jobs
) -> None:
    file, _ = a_tape_file(tmp_path, rows=30)
    former = (await an_accepted_tape(seller, file)).tape_id
    claim_id = await a_proven_claim(seller, tmp_path, run_jobs)

    shorter = tmp_path / "shorter.csv"
    shorter.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    without = await a_later_issue(seller, shorter, former)
    with pytest.raises(Refused, match="leaves out claims that have documents"):
        await accept_tape(Actor.system(seller.organisation), without)
    assert len(await documents_of(seller, claim_id)) == 1

    whole = tmp_path / "whole.csv"
    whole.write_bytes(file.read_bytes())
    await reject_tape(seller, without)
    await accept_tape(Actor.system(seller.organisation), await a_later_issue(seller, whole, former))
    async with db.transaction(seller):
        assert await db.fetch_value("SELECT tape_id FROM claims WHERE id = $1", claim_id) != former
    assert len(await documents_of(seller, claim_id)) == 1
