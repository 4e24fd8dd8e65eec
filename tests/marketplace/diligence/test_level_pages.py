"""Pages and JSON of levels, shortlist, copies, certificates and leakers, as seller, buyer, operator and stranger."""

import asyncio
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, MovingClock
from kernel.settings import Settings
from marketplace.diligence.commands import accept_nda
from marketplace.diligence.destruction import ask_losers, certificate_text, practice
from marketplace.diligence.preparing import prepare
from marketplace.listings.agreement import agreement
from marketplace.listings.commands import withdraw_listing
from tests.builders.accounts import a_member, an_organisation
from tests.builders.claims import debts
from tests.builders.listings import a_bidder, a_seller
from tests.builders.releases import a_released_listing, downloaded
from tests.web.client import Browser, browser
from web.cli.leak import leak

pytestmark = pytest.mark.usefixtures("database", "object_store")

SHOWN = certificate_text().sha256.hex()


async def asked_about(client: Browser, address: str, content: bytes) -> Any:
    """The file as a form with a file field sends it."""
    files = {"file": ("found.csv", BytesIO(content), "text/csv")}
    headers = {"origin": str(client.base_url).rstrip("/"), "x-csrf-token": client._token()}
    return await client.post(address, files=files, headers=headers)


async def test_the_seller_opens_picks_and_sees_who_has_what() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller)
    buyer = await a_bidder(listing_id=listing_id, name="Ebro Fund")
    await downloaded(buyer, listing_id)
    page = f"/listings/{listing_id}/copies"
    async with browser(seller) as client:
        assert "Ebro Fund" in (await client.get(page)).text
        for level in ("rows", "papers"):
            opened = await client.submit(f"/listings/{listing_id}/levels", {"level": level, "wanted": "open"})
            assert (opened.status_code, opened.headers["location"]) == (303, page)
        picked = await client.submit(
            f"/listings/{listing_id}/shortlist", {"organisation_id": str(buyer.organisation), "wanted": "pick"}
        )
        assert picked.status_code == 303
        assert (
            await client.submit(f"/listings/{listing_id}/levels", {"level": "all", "wanted": "open"})
        ).status_code == 422
    async with browser(buyer) as client:
        waiting = await client.get(f"/market/{listing_id}")
        assert "Your copy is being made" in waiting.text
        assert await prepare(Actor.system(seller.organisation), listing_id) == 2
        assert f"/market/{listing_id}/levels/rows" in (await client.get(f"/market/{listing_id}")).text
        rows = await client.get(f"/market/{listing_id}/levels/rows")
        papers = await client.get(f"/market/{listing_id}/levels/papers")
        assert (await client.get(f"/market/{listing_id}/levels/tape")).status_code == 404
    assert rows.headers["content-type"].startswith("text/csv")
    assert papers.content.startswith(b"%PDF-")
    async with browser(seller) as client:
        told = (await client.get(f"/api/listings/{listing_id}/copies")).json()
    assert [(one["level"], one["status"], one["copies"]) for one in told["levels"]] == [
        ("tape", "open", 1),
        ("rows", "open", 1),
        ("papers", "open", 1),
    ]
    assert [one["shortlisted"] for one in told["bidders"]] == [True]
    assert {one["level"]: one["downloads"] for one in told["copies"]} == {"tape": 1, "rows": 1, "papers": 1}


async def test_a_found_file_names_its_buyer_on_the_page_and_in_json() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=debts(240, debtors=200))
    buyer = await a_bidder(listing_id=listing_id, name="Ebro Fund")
    leaked = await downloaded(buyer, listing_id)
    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    for actor in (seller, operator):
        async with browser(actor) as client:
            told = await asked_about(client, f"/listings/{listing_id}/copies/trace", leaked)
            assert (told.status_code, "It is the copy of Ebro Fund" in told.text) == (200, True)
            answer = (await asked_about(client, f"/api/listings/{listing_id}/trace", leaked)).json()
            assert (answer["organisation"], answer["organisation_id"]) == ("Ebro Fund", str(buyer.organisation))
    async with browser(seller) as client:
        nobody = await asked_about(client, f"/listings/{listing_id}/copies/trace", b"amount\n1.00\n2.00\n")
        assert "It names nobody" in nobody.text
        missing = await client.submit(f"/listings/{listing_id}/copies/trace")
        assert missing.status_code == 422
    async with browser(operator) as client:
        listed = await client.get("/copies")
        assert f"/listings/{listing_id}/copies" in listed.text
        page = (await client.get(f"/listings/{listing_id}/copies")).text
        assert ("Ebro Fund" in page, "/shortlist" in page) == (True, False)


async def test_who_is_no_seller_of_it_and_no_operator_finds_no_such_page() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller)
    buyer = await a_bidder(listing_id=listing_id)
    await downloaded(buyer, listing_id)
    other_seller, stranger = await a_seller(name="Sur"), await a_bidder(name="Stranger")
    for actor, status in ((None, 303), (buyer, 403), (stranger, 403), (other_seller, 404)):
        async with browser(actor) as client:
            assert (await client.get(f"/listings/{listing_id}/copies")).status_code == status
            if actor is not None:
                for path in ("levels", "shortlist", "copies/trace"):
                    fields = {"level": "tape", "wanted": "close", "organisation_id": str(buyer.organisation)}
                    assert (await client.submit(f"/listings/{listing_id}/{path}", fields)).status_code == status, path
                assert (await client.get("/copies")).status_code == 403
                assert (await client.get(f"/market/{listing_id}/levels/rows")).status_code in {403, 404}
    async with db.transaction(seller):
        assert await db.fetch_value("SELECT count(*) FROM release_levels") == 0


async def test_the_loser_certifies_on_his_page_and_the_seller_reads_it() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller)
    loser, late = [await a_bidder(listing_id=listing_id, name=name) for name in ("Duero Fund", "Late Fund")]
    for buyer in (loser, late):
        await downloaded(buyer, listing_id)
    await withdraw_listing(seller, listing_id, reason="Kept")
    assert await ask_losers(listing_id) == 2
    async with browser(loser) as client:
        assert f"/market/{listing_id}/destruction" in (await client.get(f"/market/{listing_id}")).text
        page = await client.get(f"/market/{listing_id}/destruction")
        assert SHOWN in page.text
        assert (await client.get(f"/market/{listing_id}/tape")).status_code == 409
        done = await client.submit(f"/market/{listing_id}/destruction", {"shown_sha256": SHOWN})
        assert done.status_code == 303
        assert "cannot be taken back" in (await client.get(f"/market/{listing_id}/destruction")).text
    async with browser(late) as client:
        certified = await client.ask(f"/api/listings/{listing_id}/destruction", {"sha256": "00"})
        assert certified.status_code == 409
    async with browser(seller) as client:
        told = (await client.get(f"/api/listings/{listing_id}/copies")).json()
        assert (await client.get(f"/market/{listing_id}/destruction")).status_code == 403
    assert {one["organisation"]: one["status"] for one in told["certificates"]} == {
        "Duero Fund": "certified",
        "Late Fund": "asked",
    }


async def test_a_certificate_overdue_is_a_mark_that_every_seller_sees_and_bars_nobody(settled: Settings) -> None:
    seller, next_seller = await a_seller(), await a_seller(name="Sur")
    first = await a_released_listing(seller)
    buyer = await a_bidder(listing_id=first, name="Late Fund")
    await downloaded(buyer, first)
    await withdraw_listing(seller, first, reason="Kept")
    await ask_losers(first, clock=MovingClock(SYSTEM_CLOCK.now() - timedelta(days=practice().days_to_certify + 1)))
    second = await a_released_listing(next_seller, portfolio=debts(60, seed=2))
    await accept_nda(buyer, second, shown_sha256=agreement().sha256.hex())
    async with browser(next_seller) as client:
        told = (await client.get(f"/api/listings/{second}/copies")).json()
        assert [one["certificates_overdue"] for one in told["bidders"]] == [1]
        assert "1 certificate of destruction overdue" in (await client.get(f"/listings/{second}/copies")).text
    async with browser(seller) as client:
        assert "overdue" in (await client.get(f"/listings/{first}/copies")).text


async def test_whoever_runs_the_platform_asks_at_the_command_line(settled: Settings, tmp_path: Path) -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=debts(240, debtors=200))
    buyer = await a_bidder(listing_id=listing_id, name="Ebro Fund")
    path = tmp_path / "found.csv"
    path.write_bytes(await downloaded(buyer, listing_id))
    # The command opens the house for itself, in a thread of its own.
    await db.close_pools()
    told = await asyncio.to_thread(CliRunner().invoke, leak, [str(listing_id), str(path)])
    assert (told.exit_code, told.output.startswith("Ebro Fund")) == (0, True)
    path.write_bytes(b"amount\n1.00\n2.00\n")
    assert (await asyncio.to_thread(CliRunner().invoke, leak, [str(listing_id), str(path)])).exit_code == 2
