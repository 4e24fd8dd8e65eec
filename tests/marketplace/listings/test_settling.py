"""The seller settles the anonymity of a draft: roles, k, l and t, the tape made anew, and nothing once it is open."""

import asyncio
import io
from uuid import UUID

import asyncpg
import polars as pl
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from marketplace.anonymity import Role
from marketplace.diligence.downloads import download_tape
from marketplace.listings.commands import create_listing, open_listing
from marketplace.listings.demanded import Demanded
from marketplace.listings.queries import seller_view
from marketplace.listings.queries_anonymity import anonymity_view
from marketplace.listings.release import make_release
from marketplace.listings.settling import choose_k, make_again, settle_anonymity
from tests.builders.accounts import a_member, an_organisation
from tests.builders.claims import a_tape_of, debts
from tests.builders.listings import a_bidder, a_seller, wanted

pytestmark = pytest.mark.usefixtures("objects")


async def a_draft(seller: Actor, *, claims: int = 60, made: bool = True, **changes: object) -> UUID:
    tape_id, _ = await a_tape_of(seller, debts(claims))
    listing_id = await create_listing(seller, wanted(tape_id, **changes))
    if made:
        await make_release(Actor.system(seller.organisation), listing_id)
    return listing_id


async def columns_of_the_file(actor: Actor, listing_id: UUID) -> set[str]:
    file = await download_tape(actor, listing_id)
    told = pl.read_csv(io.BytesIO(b"".join([part async for part in file.stream()])), infer_schema=False)
    return set(told.columns)


async def test_what_was_settled_is_what_the_next_tape_is_made_under() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    demanded = Demanded(k=12, l=2, t=0.9, roles={"product": Role.SENSITIVE, "birth_on": Role.DIRECT})
    assert await settle_anonymity(seller, listing_id, demanded)
    view = await seller_view(seller, listing_id)
    assert view.release is None
    assert view.making is not None
    assert (view.making.state, view.making.done, view.making.total) == ("waiting", 0, 3)
    assert view.can_open == "The anonymised tape is not made yet."
    await make_release(Actor.system(seller.organisation), listing_id)
    shown = await anonymity_view(seller, listing_id)
    assert shown.settings.demanded == demanded
    assert shown.view.release is not None
    assert shown.view.making is not None
    assert (shown.view.making.state, shown.view.making.done, shown.view.making.total) == ("done", 3, 3)
    report = shown.view.release.lots[0].report
    assert report.k_reached >= 12
    assert [(one.column, one.l_distinct >= 2) for one in report.after.varieties] == [("product", True)]
    assert "birth_on" in report.withheld_columns
    assert not any("age" in name for name in await columns_of_the_file(seller, listing_id))


async def test_confirming_what_stands_makes_nothing_anew() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    before = (await seller_view(seller, listing_id)).release
    assert not await settle_anonymity(seller, listing_id, Demanded())
    shown = await anonymity_view(seller, listing_id)
    assert shown.settings.confirmed_at is not None
    assert shown.view.release == before


async def test_opening_confirms_the_roles_and_settles_them_for_good() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    await open_listing(seller, listing_id)
    shown = await anonymity_view(seller, listing_id)
    assert shown.settings.confirmed_at is not None
    with pytest.raises(Refused, match="The listing is open"):
        await settle_anonymity(seller, listing_id, Demanded(k=20))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(seller):
            await db.execute("UPDATE listings SET k_wanted = 10, column_roles = '{}', l_wanted = 3")
    async with db.transaction(seller):
        assert await db.fetch_value("SELECT releases_discard($1)", listing_id) is None
        assert await db.fetch_value("SELECT count(*) FROM releases") == 1


async def test_nobody_elses_release_can_be_discarded() -> None:
    listing_id = await a_draft(await a_seller())
    stranger = await a_seller(name="Nosy Bank")
    async with db.transaction(stranger):
        assert await db.fetch_value("SELECT releases_discard($1)", listing_id) is None
    for act in (settle_anonymity(stranger, listing_id, Demanded()), make_again(stranger, listing_id)):
        with pytest.raises(NotFound):
            await act
    with pytest.raises(NotFound):
        await anonymity_view(stranger, listing_id)


async def test_who_may_not_draft_may_not_settle() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller, made=False)
    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    for actor in (await a_bidder(), operator):
        with pytest.raises(Forbidden):
            await settle_anonymity(actor, listing_id, Demanded())
        with pytest.raises(Forbidden):
            await anonymity_view(actor, listing_id)


async def test_a_k_above_the_smallest_lots_debtors_is_refused_by_name() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller, claims=24, made=False)
    with pytest.raises(Refused, match="“Whole portfolio” has 24 distinct debtors"):
        await choose_k(seller, listing_id, "25")
    with pytest.raises(Invalid, match="At least 10 debtors"):
        await choose_k(seller, listing_id, "9")
    assert await choose_k(seller, listing_id, "24")


async def test_a_run_under_other_settings_is_thrown_away() -> None:
    """Whoever of the two is faster: what stands in the end was not made under the former settings."""
    seller = await a_seller()
    listing_id = await a_draft(seller, claims=200, made=False)
    system = Actor.system(seller.organisation)
    run = asyncio.create_task(make_release(system, listing_id))
    while (await seller_view(seller, listing_id)).making is None:
        await asyncio.sleep(0)
    await choose_k(seller, listing_id, "20")
    await run
    assert (await seller_view(seller, listing_id)).release is None
    await make_release(system, listing_id)
    release = (await seller_view(seller, listing_id)).release
    assert release is not None
    assert release.k_wanted == 20


async def test_a_tape_that_cannot_be_made_says_why_and_can_be_asked_for_again() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller, made=False, l=9, roles={"product": Role.SENSITIVE})
    system = Actor.system(seller.organisation)
    with pytest.raises(Refused):
        await make_release(system, listing_id)
    view = await seller_view(seller, listing_id)
    assert view.making is not None
    assert (view.making.state, view.making.sentence) == (
        "failed",
        "product has 3 distinct values in the whole lot; 9 behind each line cannot be.",
    )
    await settle_anonymity(seller, listing_id, Demanded(l=2, roles={"product": Role.SENSITIVE}))
    await make_again(seller, listing_id)
    await make_release(system, listing_id)
    assert (await seller_view(seller, listing_id)).release is not None
    with pytest.raises(Refused, match="there already"):
        await make_again(seller, listing_id)


async def test_one_waiting_job_is_enough_however_often_it_is_asked_for() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller, made=False)
    for k in ("11", "12", "13"):
        await choose_k(seller, listing_id, k)
    async with db.transaction(seller):
        waiting = await db.fetch_value(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'listings.release' AND status = 'todo'"
        )
    assert waiting == 1
