"""Forged requests: the request must come from our own page, and carry a token only that page's reader has.

The token is `nonce.HMAC(key, binding, nonce)`; the binding is the session cookie, or before sign-in a random seed
in a cookie of its own. docs/adr/0011-csrf-token-bound-to-the-session.md says why Litestar's own is not used.
"""

import hmac
import secrets
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import RequestEncodingType, ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from markupsafe import Markup

from kernel.errors import Forbidden
from web.cookies import cookie_name, site_cookie

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FIELD = "_csrf_token"
HEADER = "x-csrf-token"
STATE = "csrf_token"
FORMS = frozenset({RequestEncodingType.URL_ENCODED.value, RequestEncodingType.MULTI_PART.value})
SEED_HOURS = 12
REFUSAL = (
    "This page was opened before you signed in or out, or the request did not come from this site. "
    "Nothing was done. Load the page again and repeat the step."
)


class Tokens:
    """Makes and checks tokens with the platform's key."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, b"recourse csrf", "sha256")

    def make(self, binding: str) -> str:
        nonce = secrets.token_urlsafe(16)
        return f"{nonce}.{self._mac(binding, nonce)}"

    def fits(self, token: str, binding: str) -> bool:
        nonce, _, mac = token.partition(".")
        return hmac.compare_digest(mac.encode(), self._mac(binding, nonce).encode())

    def _mac(self, binding: str, nonce: str) -> str:
        return hmac.new(self._key, f"{len(binding)}:{binding}:{nonce}".encode(), sha256).hexdigest()


class CsrfMiddleware:
    """Goes into `Litestar(middleware=[…])` by `csrf_middleware`, where the route is known.

    Left alone: safe methods, handlers with `exclude_from_csrf=True` (webhooks prove themselves by signature), and
    calls with a bearer token, which no browser adds by itself.
    """

    def __init__(self, app: ASGIApp, tokens: Tokens, *, secure: bool) -> None:
        self.app = app
        self.tokens = tokens
        self.secure = secure
        self.session_cookie = cookie_name("session", secure=secure)
        self.seed_cookie = cookie_name("seed", secure=secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope, receive=receive)
        session = request.cookies.get(self.session_cookie)
        seed = request.cookies.get(self.seed_cookie)
        binding = session or seed
        if request.method not in SAFE_METHODS and not _exempt(request):
            await _check(request, self.tokens, binding)
        new_seed = None if binding else secrets.token_urlsafe(32)
        scope["state"][STATE] = self.tokens.make(binding or new_seed or "")
        await self.app(scope, receive, self._with_seed(send, new_seed) if new_seed else send)

    def _with_seed(self, send: Send, seed: str) -> Send:
        cookie = site_cookie("seed", seed, secure=self.secure, seconds=SEED_HOURS * 3600)

        async def send_with_seed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableScopeHeaders.from_message(message).add("set-cookie", cookie.to_header(header=""))
            await send(message)

        return send_with_seed


def csrf_field(request: Request[Any, Any, Any]) -> Markup:
    """The hidden field every POST form carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, _token(request))


def csrf_header(request: Request[Any, Any, Any]) -> Markup:
    """The value of `hx-headers` for HTMX calls made outside a form."""
    return Markup('{{"X-CSRF-Token": "{}"}}').format(_token(request))


def _token(request: Request[Any, Any, Any]) -> str:
    return str(request.scope.get("state", {}).get(STATE, ""))


def _exempt(request: Request[Any, Any, Any]) -> bool:
    handler = request.scope.get("route_handler")
    excluded = bool(handler is not None and handler.opt.get("exclude_from_csrf"))
    return excluded or request.headers.get("authorization", "").lower().startswith("bearer ")


async def _check(request: Request[Any, Any, Any], tokens: Tokens, binding: str | None) -> None:
    """Where it came from first: that needs no body, so a forged upload is refused unread."""
    if binding is None or not _own_page(request):
        raise Forbidden(REFUSAL)
    header = request.headers.get(HEADER)
    form = await request.form() if header is None and request.content_type[0] in FORMS else None
    token = header if form is None else form.get(FIELD)
    if isinstance(token, str) and tokens.fits(token, binding):
        return
    if form is not None:
        # Litestar closes the uploads of handled requests only; this one ends here.
        await form.close()
    raise Forbidden(REFUSAL)


def _own_page(request: Request[Any, Any, Any]) -> bool:
    """Every browser in use says where a POST comes from; a client that says nothing must still bring the token."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    return (urlsplit(origin).scheme, urlsplit(origin).netloc) == (request.url.scheme, request.url.netloc)
