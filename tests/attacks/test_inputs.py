"""Letters and files that break what comes after them: each is refused with its place, and never a page of ours."""

import io
from contextlib import nullcontext
from pathlib import Path

import pytest

from kernel.errors import Invalid
from kernel.keys import platform_key
from marketplace.bids.closing import close_listing
from marketplace.bids.commands import place_bid
from tests.attacks.test_rows import LATER
from tests.builders.accounts import a_member, an_organisation
from tests.builders.listings import a_bidder, a_listing_on_the_market, move_close
from tests.web.client import Browser, browser
from web.cookies import cookie_name
from web.csrf import Tokens

pytestmark = pytest.mark.usefixtures("database")

GOOD = b"Account number;Balance;Default date;Name\nA-1;100.00;2024-01-31;Ann\nA-2;200.00;2024-01-31;Bob\n"


async def test_no_letter_in_a_bid_keeps_a_listing_from_closing() -> None:
    market = await a_listing_on_the_market()
    honest, spoiler = (
        await a_bidder(listing_id=market.listing_id, name="Honest"),
        await a_bidder(listing_id=market.listing_id, name="Spoiler"),
    )
    for bidder, funding in ((honest, "own funds"), (spoiler, "own\0funds")):
        with nullcontext() if bidder is honest else pytest.raises(Invalid):
            await place_bid(
                bidder,
                market.lot_id,
                amount="2000.00",
                purchaser_id=bidder.organisation,
                servicer_id=None,
                valid_until=LATER,
                funding=funding,
            )
    await move_close(market.listing_id, seconds=-1)
    assert await close_listing(market.listing_id) == 1


async def send(seller: Browser, content: bytes, name: str = "tape.csv", **fields: str) -> tuple[int, str]:
    data = {"name": "Tape", "cut_off_on": "2026-01-31", "supersedes": "", **fields}
    answer = await seller.submit("/tapes", data, files={"file": (name, io.BytesIO(content), "text/csv")})
    return answer.status_code, answer.text


@pytest.mark.usefixtures("object_store")
async def test_a_hostile_upload_is_refused_on_its_form(tmp_path: Path) -> None:
    seller = await a_member(organisation_id=await an_organisation(), roles=("seller",))
    wide = ";".join(["Account number", "Balance", *(f"c{n}" for n in range(2000))])
    async with browser(seller) as client:
        for content, fields in (
            (GOOD, {"supersedes": "nobody"}),
            (GOOD, {"cut_off_on": "2091-01-01"}),
            (b"", {}),
            (b"%PDF-1.7\n1 0 obj\n", {}),
            (b"Account number;Balance\nA-1;1\x00\x00\x00\x00\x01\x02\n" + b"\x00" * 600, {}),
        ):
            status, text = await send(client, content, **fields)
            assert 400 <= status < 500, (content[:20], fields, status)
            assert "Something went wrong" not in text
        for content, name in (
            (GOOD.decode().encode("utf-16"), "../../etc/passwd.csv"),
            (b"Account number;Balance;<script>alert(1)</script>\nA-1;100.00;<img src=x onerror=alert(2)>\n", "a.csv"),
            ((wide + "\n" + ";".join(["A-1", "100.00"] + ["x"] * 2000) + "\n").encode(), "wide.csv"),
            (GOOD.replace(b"Ann", b"A\0nn"), "nul.csv"),
            (GOOD.replace(b"Name", b"Na\0me"), "nul-header.csv"),
        ):
            answer = await client.submit(
                "/tapes",
                {"name": "Tape", "cut_off_on": "2026-01-31", "supersedes": ""},
                files={"file": (name, io.BytesIO(content), "text/csv")},
            )
            assert answer.status_code in (303, 422), (name, answer.status_code)
            if answer.status_code == 303:
                for page in (answer.headers["location"], "/tapes"):
                    shown = await client.get(page)
                    assert shown.status_code == 200, (name, page)
                    assert "<script>alert(1)" not in shown.text
                    assert "<img src=x" not in shown.text


async def test_a_nul_is_told_and_is_no_incident_of_ours() -> None:
    async with browser() as nobody:
        answer = await nobody.submit("/sign-in", {"email": "a\0b@example.org", "password": "x"})
    assert 400 <= answer.status_code < 500
    market = await a_listing_on_the_market()
    async with browser(market.seller) as client:
        answer = await client.submit(f"/listings/{market.listing_id}/withdraw", {"reason": "be\0cause"})
    assert 400 <= answer.status_code < 500


async def test_a_file_of_nobody_is_not_even_read() -> None:
    async with browser() as nobody:
        await nobody.get("/sign-in")
        seed = nobody.cookies[cookie_name("seed", secure=False)]
        token = Tokens(platform_key().secret).make(seed)
        answer = await nobody.post(
            "/tapes",
            data={"_csrf_token": token},
            files={"file": ("tape.csv", GOOD, "text/csv")},
            headers={"accept": "application/json"},
        )
    assert answer.status_code == 401
    assert "before you send a file" in answer.text
