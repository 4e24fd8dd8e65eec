"""The client's address is what the last hop we do not trust said, and nobody can write a better one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.types import Receive, Scope, Send

from kernel.errors import Invalid
from web.proxies import ProxyMiddleware, client_ip, networks

TRUSTED = networks("10.0.0.0/8, fd00::/8, 127.0.0.1")
STRANGERS = st.ip_addresses().map(str).filter(lambda a: not a.startswith(("10.", "fd", "127.0.0.1")))
PROXIES = st.integers(0, 255).map(lambda n: f"10.1.2.{n}")


async def settled(peer: str, *headers: tuple[str, str]) -> Scope:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    raw = [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": "http", "scheme": "http", "client": (peer, 4711), "headers": raw}
    await ProxyMiddleware(app, TRUSTED)(scope, None, None)  # type: ignore[arg-type]
    return seen[0]


async def test_without_a_proxy_the_peer_is_the_client() -> None:
    scope = await settled("203.0.113.9", ("x-forwarded-for", "198.51.100.1"), ("x-forwarded-proto", "https"))
    assert client_ip(scope) == "203.0.113.9"
    assert scope["scheme"] == "http"


async def test_behind_our_proxies_the_first_stranger_from_the_right_counts() -> None:
    scope = await settled(
        "10.0.0.1", ("x-forwarded-for", "1.2.3.4, 203.0.113.9, 10.0.0.7"), ("x-forwarded-proto", "https")
    )
    assert client_ip(scope) == "203.0.113.9"
    assert scope["client"] == ("203.0.113.9", 0)
    assert scope["scheme"] == "https"


async def test_ports_brackets_and_repeated_headers_are_read() -> None:
    scope = await settled("10.0.0.1", ("x-forwarded-for", "9.9.9.9"), ("x-forwarded-for", "[2001:db8::1]:443"))
    assert client_ip(scope) == "2001:db8::1"


async def test_rubbish_in_the_header_stops_at_the_last_hop_understood() -> None:
    scope = await settled("10.0.0.1", ("x-forwarded-for", "203.0.113.9, rubbish, 10.0.0.5"))
    assert client_ip(scope) == "10.0.0.5"


async def test_a_scheme_nobody_speaks_is_ignored() -> None:
    assert (await settled("10.0.0.1", ("x-forwarded-proto", "gopher")))["scheme"] == "http"


@given(client=STRANGERS, lies=st.lists(STRANGERS), hops=st.lists(PROXIES, max_size=3))
async def test_what_the_client_writes_never_changes_who_it_is(client: str, lies: list[str], hops: list[str]) -> None:
    scope = await settled("10.0.0.1", ("x-forwarded-for", ", ".join([*lies, client, *hops])))
    assert client_ip(scope) == client


def test_a_network_that_is_none_is_named() -> None:
    with pytest.raises(Invalid, match=r"10\.0\.0\.0/99"):
        networks("127.0.0.1, 10.0.0.0/99")
