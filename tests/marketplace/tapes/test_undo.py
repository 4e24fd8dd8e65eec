"""An acceptance is taken back whole, until a listing uses it; and a tape gives way to its successor."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.ids import new_id
from marketplace.tapes.acceptance import accept_tape
from marketplace.tapes.commands import (
    begin_accepting,
    map_tape,
    recheck_tape,
    reject_tape,
    undo_acceptance,
    upload_tape,
)
from marketplace.tapes.commands_check import check_tape
from marketplace.tapes.examine import settled
from marketplace.tapes.proposal import propose
from marketplace.tapes.queries import findings, tape
from marketplace.tapes.sample import CUT_OFF
from marketplace.tapes.stored import stored_tape
from tests.builders.accounts import a_member, an_organisation
from tests.builders.tapes import a_checked_tape, a_tape_file, an_accepted_tape, an_uploaded_tape
from tests.marketplace.tapes.tape_files import HEADER, plain_mapping
from tests.marketplace.tapes.tape_files import tape as a_small_file

pytestmark = pytest.mark.usefixtures("database", "object_store")
HANGING = ("claims", "claim_items", "parties", "claim_titles", "proceedings")


async def a_seller() -> Actor:
    return await a_member(organisation_id=await an_organisation(), roles=("seller",))


async def rows_in(actor: Actor) -> dict[str, int]:
    async with db.transaction(actor):
        return {name: int(await db.fetch_value(f"SELECT count(*) FROM {name}")) for name in HANGING}


async def test_undoing_leaves_nothing_and_the_tape_can_be_accepted_again(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=120)
    accepted = await an_accepted_tape(seller, file)
    before = await rows_in(seller)
    assert await undo_acceptance(seller, accepted.tape_id) == 120
    assert set((await rows_in(seller)).values()) == {0}
    worker = Actor.system(seller.organisation)
    await check_tape(worker, accepted.tape_id)
    await begin_accepting(seller, accepted.tape_id)
    await accept_tape(worker, accepted.tape_id)
    assert await rows_in(seller) == before


async def test_a_tape_that_a_listing_uses_stays_accepted(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=60)
    tape_id = (await an_accepted_tape(seller, file)).tape_id
    await _use_one_claim(seller)
    with pytest.raises(Refused, match="listing"):
        await undo_acceptance(seller, tape_id)
    assert (await rows_in(seller))["claims"] == 60
    shown = await tape(seller, tape_id)
    assert shown.status == "accepted"
    assert shown.may["undo"] == "A listing uses its claims."


async def _use_one_claim(seller: Actor) -> None:
    listing_id, lot_id, at = new_id(), new_id(), datetime(2026, 1, 1, tzinfo=UTC)
    async with db.transaction(seller):
        await db.execute(
            "INSERT INTO listings (id, organisation_id, title, summary, originator_kind, country, currency,"
            " debtor_kinds, cut_off_on, status, auction_form, award_rule, circle, k_wanted, minimum_minor,"
            " tick_minor, nda_version, nda_sha256, putback_days, bids_open_at, bids_close_at, created_at)"
            " VALUES ($1, $2, 'One', '', 'bank',"
            " 'es', 'EUR', '{person}', $3, 'draft', 'sealed', 'seller', 'open', 10, 1, 1, '1', $4, 0, $5, $6, $5)",
            listing_id,
            seller.organisation,
            CUT_OFF,
            bytes(32),
            at,
            at.replace(month=2),
        )
        await db.execute(
            "INSERT INTO lots (id, listing_id, organisation_id, name, position, claims_count, debtors_count,"
            " balance_minor, currency) VALUES ($1, $2, $3, 'Lot 1', 1, 1, 1, 1, 'EUR')",
            lot_id,
            listing_id,
            seller.organisation,
        )
        await db.execute(
            "INSERT INTO lot_claims (lot_id, claim_id, listing_id, organisation_id, released_reference)"
            " SELECT $1, id, $2, $3, 'R-1' FROM claims LIMIT 1",
            lot_id,
            listing_id,
            seller.organisation,
        )


async def test_a_successor_of_the_same_cut_off_date_takes_the_place_of_a_tape(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=60)
    former = await a_checked_tape(seller, file)
    with pytest.raises(Refused, match="same cut-off date"):
        await upload_tape(seller, file, name="later", cut_off_on=date(2026, 1, 1), supersedes=former)
    later = await upload_tape(seller, file, name="later", cut_off_on=CUT_OFF, supersedes=former)
    assert (await tape(seller, former)).status == "superseded"
    assert (await tape(seller, former)).successor_id == later.id
    with pytest.raises(Refused):
        await begin_accepting(seller, former)


async def test_an_accepted_tape_that_a_listing_uses_is_not_replaced(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=60)
    former = (await an_accepted_tape(seller, file)).tape_id
    await _use_one_claim(seller)
    later = (await upload_tape(seller, file, name="later", cut_off_on=CUT_OFF, supersedes=former)).id
    await map_tape(seller, later, settled(propose((await stored_tape(seller, later)).layout)))
    worker = Actor.system(seller.organisation)
    await check_tape(worker, later)
    await begin_accepting(seller, later)
    with pytest.raises(Refused, match="A listing uses claims of the former issue"):
        await accept_tape(worker, later)
    assert ((await tape(seller, former)).status, (await tape(seller, later)).status) == ("accepted", "checked")


async def test_a_tape_put_aside_becomes_no_claims(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=60)
    tape_id = await a_checked_tape(seller, file)
    await reject_tape(seller, tape_id)
    for verb in (begin_accepting, recheck_tape):
        with pytest.raises(Refused):
            await verb(seller, tape_id)


async def test_a_tape_of_bad_rows_only_cannot_be_accepted_and_says_which(tmp_path: Path) -> None:
    seller = await a_seller()
    file = tmp_path / "tape.parquet"
    rows = [
        ("A-1", "-10.00", "2024-01-31", "Ann"),
        ("A-2", "10.00", "2091-01-01", "Bo"),
        ("A" * 61, "10.00", "2024-01-31", "Cy"),
        ("A-4", "10.00", "2024-01-31", "D\0i"),
    ]
    pl.DataFrame(rows, schema=HEADER.split(";"), orient="row").write_parquet(file)
    tape_id = await a_checked_tape(seller, file, mapping=plain_mapping())
    found = {one.rule: one for one in await findings(seller, tape_id)}
    assert set(found) == {"amount.negative", "date.future", "text.too_long", "text.control"}
    seen = [(one.row_no, one.column, one.value) for one in found["amount.negative"].examples]
    assert seen == [(1, "Balance", "-10.00")]
    with pytest.raises(Refused, match="No row passed"):
        await begin_accepting(seller, tape_id)


async def test_parts_that_leave_nothing_owed_are_rejected_by_the_checks(tmp_path: Path) -> None:
    seller = await a_seller()
    lines = ("Account number;Principal;Paid", "A-1;100.00;40.00", "A-2;100.00;100.00", "A-3;100.00;120.00")
    columns = {"Account number": "reference", "Principal": "principal", "Paid": "payments"}
    file = a_small_file(tmp_path, lines=lines)
    accepted = await an_accepted_tape(seller, file, mapping=plain_mapping(columns=columns))
    assert (accepted.accepted, accepted.rejected) == (1, 2)
    assert [one.text() for one in accepted.balances] == ["60.00"]
    assert [one.rule for one in await findings(seller, accepted.tape_id)] == ["balance.parts"]


async def test_payments_above_all_items_put_the_tape_back_with_its_reason(tmp_path: Path) -> None:
    seller = await a_seller()
    lines = ("Account number;Amount;Paid", "A-1;100.00;170.00", "A-1;50.00;170.00", "A-2;10.00;0.00")
    columns = {"Account number": "reference", "Amount": "item_amount", "Paid": "payments"}
    tape_id = await a_checked_tape(seller, a_small_file(tmp_path, lines=lines), mapping=plain_mapping(columns=columns))
    await begin_accepting(seller, tape_id)
    with pytest.raises(Invalid) as refused:
        await accept_tape(Actor.system(seller.organisation), tape_id)
    assert [place.value for place in refused.value.places] == ["A-1"]
    shown = await tape(seller, tape_id)
    assert (shown.status, shown.failure) == ("checked", refused.value.sentence)
    assert set((await rows_in(seller)).values()) == {0}


async def test_a_mapping_changed_while_the_check_runs_wins(tmp_path: Path) -> None:
    seller = await a_seller()
    file = a_small_file(tmp_path)
    tape_id = await an_uploaded_tape(seller, file)
    await map_tape(seller, tape_id, plain_mapping())
    worker = Actor.system(seller.organisation)
    kept = []
    for _ in range(2):
        assert await check_tape(worker, tape_id)
        async with db.transaction(seller):
            kept.append(await db.fetch_value("SELECT count(*) FROM tape_findings"))
    assert kept[0] == kept[1]
    assert (await tape(seller, tape_id)).rows_accepted == 2
