"""A request that changes something comes from our own page, in the hands of the one it was written for."""

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from tests.web.gallery import token_of, visitor
from web.cookies import cookie_name, site_cookie
from web.csrf import Tokens

TOKENS = Tokens(b"k" * 32)
SESSION = cookie_name("session", secure=False)


async def place(client: AsyncClient, token: str | None, **headers: str) -> int:
    data = {"amount": "12.00"} | ({"_csrf_token": token} if token else {})
    return (await client.post("/taken", data=data, headers=headers)).status_code


async def test_the_form_of_our_page_is_taken() -> None:
    async with visitor() as client:
        answer = await client.post("/taken", data={"_csrf_token": await token_of(client), "amount": "12.00"})
    assert (answer.status_code, answer.text) == (200, "taken 12.00")


async def test_a_file_upload_is_taken_with_its_token() -> None:
    async with visitor() as client:
        token = await token_of(client)
        with_token = await client.post("/taken", data={"_csrf_token": token}, files={"tape": b"a;b"})
        without = await client.post("/taken", data={"amount": "1"}, files={"tape": b"a;b"})
    assert (with_token.status_code, without.status_code) == (200, 403)


async def test_htmx_brings_the_token_in_a_header() -> None:
    async with visitor() as client:
        token = await token_of(client)
        assert await place(client, None, **{"x-csrf-token": token}) == 200


async def test_without_a_token_nothing_is_done() -> None:
    async with visitor() as client:
        await token_of(client)
        answer = await client.post("/taken", data={"amount": "12.00"})
    assert answer.status_code == 403
    assert "Nothing was done" in answer.text


async def test_a_token_of_another_reader_is_refused() -> None:
    async with visitor() as mine, visitor() as other:
        stolen = await token_of(other)
        await token_of(mine)
        assert await place(mine, stolen) == 403


async def test_a_token_from_before_sign_in_ends_with_it() -> None:
    async with visitor() as client:
        early = await token_of(client)
        client.cookies.set(SESSION, "a-fresh-session-id")
        assert await place(client, early) == 403
        assert await place(client, await token_of(client)) == 200


async def test_a_token_ends_with_its_session() -> None:
    async with visitor() as client:
        client.cookies.set(SESSION, "first")
        early = await token_of(client)
        client.cookies.set(SESSION, "second")
        assert await place(client, early) == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://recourse.example"},
    ],
)
async def test_another_site_is_refused_even_with_the_token(headers: dict[str, str]) -> None:
    """`null` is what a sandboxed frame says; the last is our name under another scheme."""
    async with visitor() as client:
        assert await place(client, await token_of(client), **headers) == 403


async def test_a_forged_upload_is_refused_before_its_body_is_read() -> None:
    async def body():  # type: ignore[no-untyped-def]
        raise AssertionError("the body was read")
        yield b""

    async with visitor() as client:
        await token_of(client)
        headers = {"content-type": "multipart/form-data; boundary=x", "origin": "https://evil.example"}
        answer = await client.post("/taken", content=body(), headers=headers)
    assert answer.status_code == 403


async def test_webhooks_and_api_tokens_need_none() -> None:
    async with visitor() as client:
        assert (await client.post("/hook", content=b"{}")).status_code == 200
        assert await place(client, None, authorization="Bearer abc") == 200


async def test_the_seed_is_out_of_reach_of_scripts() -> None:
    async with visitor() as client:
        cookie = (await client.get("/door")).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    async with visitor(https=True, base_url="https://recourse.example") as client:
        cookie = (await client.get("/door")).headers["set-cookie"]
    assert cookie.startswith("__Host-recourse-seed=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_token_fits_its_own_binding_only(binding: str, other: str) -> None:
    token = TOKENS.make(binding)
    assert TOKENS.fits(token, binding)
    assert TOKENS.fits(token, other) == (binding == other)
    assert not Tokens(b"q" * 32).fits(token, binding)


@given(st.text(min_size=1), st.text())
def test_a_made_up_token_never_fits(binding: str, token: str) -> None:
    assert not TOKENS.fits(token, binding)


def test_the_session_cookie_is_for_this_host_alone() -> None:
    header = site_cookie("session", "an-id", secure=True, seconds=3600).to_header(header="")
    assert header.startswith("__Host-recourse-session=an-id")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=3600"):
        assert part in header
    assert "Domain" not in header
