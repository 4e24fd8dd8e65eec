"""Where a request really came from, when proxies that we trust stand in front."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, cast

from litestar.types import ASGIApp, Receive, Scope, Send

from kernel.errors import Invalid, Place

Network = IPv4Network | IPv6Network
CLIENT = "recourse.client_ip"


def networks(text: str) -> tuple[Network, ...]:
    """Reads TRUSTED_PROXIES, networks by comma (`10.0.0.0/8, ::1`). Invalid names the one that is wrong."""
    return tuple(_network(part.strip()) for part in text.split(",") if part.strip())


class ProxyMiddleware:
    """Wraps the whole application, outermost: sets the client and the scheme before anything reads them.

    X-Forwarded-For is read from the right; the first hop outside the trusted networks is the client, since
    everything left of it is what that client chose to write. Untrusted peers' headers are ignored.
    """

    def __init__(self, app: ASGIApp, trusted: Iterable[Network]) -> None:
        self.app = app
        self.trusted = tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"}:
            self._settle(cast(dict[str, Any], scope))
        await self.app(scope, receive, send)

    def _settle(self, scope: dict[str, Any]) -> None:
        client = scope.get("client")
        peer = client[0] if client else None
        scope[CLIENT] = peer
        if peer is None or not self._trusts(peer):
            return
        scope[CLIENT] = self._first_stranger(_values(scope, b"x-forwarded-for"), peer)
        scope["client"] = (scope[CLIENT], 0)
        said = _values(scope, b"x-forwarded-proto")
        if said and said[-1] in {"http", "https"}:
            scope["scheme"] = said[-1] if scope["type"] == "http" else {"http": "ws", "https": "wss"}[said[-1]]

    def _first_stranger(self, hops: list[str], peer: str) -> str:
        nearest = peer
        for hop in reversed(hops):
            address = _address(hop)
            if address is None:
                return nearest
            nearest = address
            if not self._trusts(address):
                return address
        return nearest

    def _trusts(self, address: str) -> bool:
        try:
            host = ip_address(address)
        except ValueError:
            return False
        return any(host in network for network in self.trusted if network.version == host.version)


def client_ip(scope: Scope) -> str | None:
    """The client's address as far as it can be known; None over a local socket."""
    found = cast(dict[str, Any], scope).get(CLIENT)
    if found is not None:
        return str(found)
    client = scope.get("client")
    return client[0] if client else None


def _values(scope: dict[str, Any], name: bytes) -> list[str]:
    lines = [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]
    return [part.strip() for line in lines for part in line.split(",") if part.strip()]


def _address(hop: str) -> str | None:
    bare = hop.strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(ip_address(bare))
    except ValueError:
        return None


def _network(text: str) -> Network:
    try:
        return ip_network(text, strict=False)
    except ValueError as error:
        raise Invalid(
            f"TRUSTED_PROXIES names {text!r}, which is not a network.",
            places=[Place("TRUSTED_PROXIES", text, "Write an address or a network such as 10.0.0.0/8.")],
        ) from error
