"""A later issue of a tape takes the former one's place: claims are updated, never doubled, and the change is told."""

from pathlib import Path
from uuid import UUID

import polars as pl
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from marketplace.tapes.acceptance import AcceptedTape, accept_tape
from marketplace.tapes.commands import begin_accepting, map_tape, upload_tape
from marketplace.tapes.commands_check import check_tape
from marketplace.tapes.commands_scrub import save_scrub_policy
from marketplace.tapes.issues import compared_with, differences, write_differences
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.queries import findings, tape
from marketplace.tapes.sample import CUT_OFF
from marketplace.tapes.scrub import ScrubPolicy, Treatment
from tests.builders.accounts import a_member, an_organisation
from tests.builders.tapes import a_checked_tape, an_accepted_tape
from tests.marketplace.tapes.tape_files import HEADER, plain_mapping
from tests.marketplace.tapes.tape_files import tape as a_file
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
FIRST = ("A-1;100.00;2025-01-31;Ann Lee", "A-2;250.50;2025-02-28;Bo Ek", "A-3;300.00;2025-03-31;Cy Roe")
SECOND = ("A-1;100.00;2025-01-31;Ann Lee", "A-3;290.00;2025-03-31;Cy Roe", "A-4;40.00;2025-04-30;Di Fox")


async def a_seller() -> Actor:
    return await a_member(organisation_id=await an_organisation(), roles=("seller",))


async def claims_of(seller: Actor) -> dict[str, tuple[UUID, str]]:
    async with db.transaction(seller):
        rows = await db.fetch("SELECT reference, id, balance_minor, tape_id FROM claims ORDER BY reference")
    return {row["reference"]: (row["id"], f"{row['balance_minor'] / 100:.2f}") for row in rows}


async def a_later_issue(seller: Actor, former: UUID, file: Path, mapping: Mapping) -> UUID:
    later = (await upload_tape(seller, file, name="later", cut_off_on=CUT_OFF, supersedes=former)).id
    await map_tape(seller, later, mapping)
    await check_tape(Actor.system(seller.organisation, seller.clock), later)
    return later


async def shown(seller: Actor, tape_id: UUID) -> str:
    async with browser(seller) as visitor:
        return (await visitor.get(f"/tapes/{tape_id}")).text


async def accepted(seller: Actor, tape_id: UUID) -> AcceptedTape | None:
    await begin_accepting(seller, tape_id)
    return await accept_tape(Actor.system(seller.organisation, seller.clock), tape_id)


async def test_a_later_issue_tells_what_changes_and_takes_the_place_of_the_former(tmp_path: Path) -> None:
    seller = await a_seller()
    former = (await an_accepted_tape(seller, a_file(tmp_path, lines=(HEADER, *FIRST)), mapping=plain_mapping())).tape_id
    before = await claims_of(seller)
    later = await a_later_issue(seller, former, a_file(tmp_path, lines=(HEADER, *SECOND)), plain_mapping())
    told = {one.kind: (one.accounts, one.before.text(), one.after.text()) for one in await differences(seller, later)}
    assert told == {
        "added": (1, "0.00", "40.00"),
        "changed": (1, "300.00", "290.00"),
        "gone": (1, "250.50", "0.00"),
    }
    assert (await tape(seller, former)).status == "accepted"
    assert (await accepted(seller, later)) is not None
    after = await claims_of(seller)
    assert {name: owed for name, (_, owed) in after.items()} == {"A-1": "100.00", "A-3": "290.00", "A-4": "40.00"}
    assert (after["A-1"][0], after["A-3"][0]) == (before["A-1"][0], before["A-3"][0])
    async with db.transaction(seller):
        parties = await db.fetch("SELECT p.name, c.reference FROM parties p JOIN claims c ON c.id = p.claim_id")
    assert {(row["reference"], row["name"]) for row in parties} == {
        ("A-1", "Ann Lee"),
        ("A-3", "Cy Roe"),
        ("A-4", "Di Fox"),
    }
    assert (await tape(seller, former)).status == "superseded"
    await write_differences(seller, later, tmp_path / "changes.csv")
    assert pl.read_csv(tmp_path / "changes.csv")["reference"].to_list() == ["A-4", "A-3", "A-2"]


async def test_an_account_of_another_tape_is_not_taken_twice_unless_the_policy_says_so(tmp_path: Path) -> None:
    seller = await a_seller()
    await an_accepted_tape(seller, a_file(tmp_path, lines=(HEADER, *FIRST)), mapping=plain_mapping())
    other = await a_checked_tape(seller, a_file(tmp_path, lines=(HEADER, *SECOND)), mapping=plain_mapping())
    found = {one.rule: one.rows for one in await findings(seller, other)}
    assert found["duplicate.earlier"] == 2
    assert (await tape(seller, other)).rows_accepted == 1
    await save_scrub_policy(seller, ScrubPolicy({"doubled": Treatment.FLAG}))
    await check_tape(Actor.system(seller.organisation, seller.clock), other)
    assert (await tape(seller, other)).rows_accepted == 3
    with pytest.raises(NotFound, match="changes nothing"):
        await write_differences(seller, other, tmp_path / "none.csv")


async def test_another_seller_may_bring_the_same_reference(tmp_path: Path) -> None:
    file = a_file(tmp_path, lines=(HEADER, *FIRST))
    for seller in (await a_seller(), await a_seller()):
        assert (await an_accepted_tape(seller, file, mapping=plain_mapping())).accepted == 3


async def test_an_issue_that_was_only_checked_is_compared_by_its_file(tmp_path: Path) -> None:
    seller = await a_seller()
    former = await a_checked_tape(seller, a_file(tmp_path, lines=(HEADER, *FIRST)), mapping=plain_mapping())
    later = await a_later_issue(seller, former, a_file(tmp_path, lines=(HEADER, *SECOND)), plain_mapping())
    told = {one.kind: (one.accounts, one.before.text(), one.after.text()) for one in await differences(seller, later)}
    assert told == {
        "added": (1, "0.00", "40.00"),
        "changed": (1, "300.00", "290.00"),
        "gone": (1, "250.50", "0.00"),
    }
    assert await compared_with(seller, later) == "checked"
    page = await shown(seller, later)
    assert "was checked and never accepted" in page
    assert (await accepted(seller, later)) is not None
    assert set(await claims_of(seller)) == {"A-1", "A-3", "A-4"}


async def test_an_issue_after_one_that_was_only_checked_replaces_the_one_that_was_accepted(tmp_path: Path) -> None:
    seller = await a_seller()
    first = (await an_accepted_tape(seller, a_file(tmp_path, lines=(HEADER, *FIRST)), mapping=plain_mapping())).tape_id
    before = await claims_of(seller)
    between = await a_later_issue(seller, first, a_file(tmp_path, lines=(HEADER, FIRST[0])), plain_mapping())
    last = await a_later_issue(seller, between, a_file(tmp_path, lines=(HEADER, *SECOND)), plain_mapping())
    assert {one.kind for one in await differences(seller, last)} == {"added", "changed", "gone"}
    assert await compared_with(seller, last) == "accepted"
    assert (await accepted(seller, last)) is not None
    after = await claims_of(seller)
    assert set(after) == {"A-1", "A-3", "A-4"}
    assert after["A-1"] == before["A-1"]
    assert [(await tape(seller, one)).status for one in (first, between, last)] == [
        "superseded",
        "superseded",
        "accepted",
    ]


async def test_an_issue_that_changes_nothing_says_so(tmp_path: Path) -> None:
    seller = await a_seller()
    file = a_file(tmp_path, lines=(HEADER, *FIRST))
    former = await a_checked_tape(seller, file, mapping=plain_mapping())
    later = await a_later_issue(seller, former, file, plain_mapping())
    page = await shown(seller, later)
    assert "No account is added, gone, or owes another amount." in page
