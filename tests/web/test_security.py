"""What every answer forbids the browser."""

import pytest

from kernel.settings import Settings
from tests.web.gallery import visitor
from web.security import STRIPE_CHECKOUT, content_security_policy, csrf_middleware

ADDRESSES = ["/gallery", "/door", "/broken", "/nothing-here", "/static/built/manifest.json", "/api/nothing"]


def directives(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in policy.split(";"))}


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_answer_carries_the_strict_policy(address: str) -> None:
    async with visitor() as client:
        answer = await client.get(address)
    policy = directives(answer.headers["content-security-policy"])
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["img-src"] == ["'self'", "data:"]
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]


async def test_only_https_promises_https() -> None:
    async with visitor() as plain, visitor(https=True) as secure:
        assert "strict-transport-security" not in (await plain.get("/door")).headers
        answer = await secure.get("/door")
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
    assert "upgrade-insecure-requests" in answer.headers["content-security-policy"]


async def test_pages_are_not_stored_and_built_files_are() -> None:
    async with visitor() as client:
        page = await client.get("/gallery")
        file = await client.get("/static/built/manifest.json")
    assert page.headers["cache-control"] == "no-store"
    assert "HX-Request" in page.headers["vary"]
    assert "immutable" in file.headers["cache-control"]


async def test_forms_may_end_at_stripe_only_where_stripe_is_set_up() -> None:
    async with visitor(stripe_secret_key="sk_test_x") as client:
        policy = directives((await client.get("/door")).headers["content-security-policy"])
    assert policy["form-action"] == ["'self'", STRIPE_CHECKOUT]


def test_the_policy_names_no_other_source() -> None:
    assert "http" not in content_security_policy()


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        csrf_middleware(b"short", Settings())
