import pytest

from tests.builders.accounts import a_member, an_organisation
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")


async def test_the_house_says_that_it_is_well() -> None:
    async with browser() as nobody:
        assert (await nobody.get("/health")).text == "ok\n"


async def test_a_stranger_is_led_to_the_sign_in_page() -> None:
    async with browser() as nobody:
        assert (await nobody.get("/")).headers["location"] == "/sign-in"


async def test_a_seller_starts_at_the_tapes() -> None:
    seller = await a_member(organisation_id=await an_organisation(), roles=("seller",))
    async with browser(seller) as client:
        assert (await client.get("/")).headers["location"] == "/tapes"
