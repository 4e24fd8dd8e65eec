"""What every answer tells the browser about what it may do with it."""

from collections.abc import Sequence

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from kernel.settings import Settings
from web.csrf import CsrfMiddleware, Tokens
from web.proxies import ProxyMiddleware, networks

HSTS = "max-age=63072000; includeSubDomains"
UNUSED_FEATURES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "publickey-credentials-get", "screen-wake-lock", "usb",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)
STRIPE_CHECKOUT = "https://checkout.stripe.com"
"""Stripe's hosted payment page: a form of ours may end there by a redirect, which `form-action` also governs."""


def content_security_policy(form_targets: Sequence[str] = (), *, secure: bool = False) -> str:
    """Nothing inline, nothing from elsewhere, no frame; forms go to us and to `form_targets` only."""
    directives = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "form-action": " ".join(["'self'", *form_targets]),
    }
    policy = "; ".join(f"{name} {value}" for name, value in directives.items())
    return policy + "; upgrade-insecure-requests" if secure else policy


class SecurityHeaders:
    """ASGI middleware around the whole application, so that error pages and files carry the headers too.

    HTMX answers also get `Vary: HX-Request` and `Cache-Control: no-store`: without them the Back button would show
    a fragment as a page. Pages hold debtors' data, so nothing is stored unless the handler says otherwise.
    """

    def __init__(self, app: ASGIApp, *, form_targets: Sequence[str] = ()) -> None:
        self.app = app
        self.policies = {secure: content_security_policy(form_targets, secure=secure) for secure in (False, True)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        secure = scope["scheme"] == "https"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableScopeHeaders.from_message(message), secure=secure)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _add(self, headers: MutableScopeHeaders, *, secure: bool) -> None:
        headers.setdefault("content-security-policy", self.policies[secure])
        headers["x-content-type-options"] = "nosniff"
        headers["x-frame-options"] = "DENY"
        headers["referrer-policy"] = "same-origin"
        headers["cross-origin-opener-policy"] = "same-origin"
        headers["cross-origin-resource-policy"] = "same-origin"
        headers["permissions-policy"] = PERMISSIONS
        headers.setdefault("cache-control", "no-store")
        if secure:
            headers["strict-transport-security"] = HSTS
        if headers.get("content-type", "").startswith("text/html"):
            headers.add("vary", "HX-Request")


def guarded(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The application as the server runs it: proxies settled first, headers on every answer."""
    targets = (STRIPE_CHECKOUT,) if settings.stripe_secret_key else ()
    inner: ASGIApp = SecurityHeaders(app, form_targets=targets)
    return ProxyMiddleware(inner, networks(settings.trusted_proxies))


def csrf_middleware(key: bytes, settings: Settings) -> type[CsrfMiddleware]:
    """For `Litestar(middleware=[…])`, before the session's; `key` is the platform's, at least 32 bytes."""
    if len(key) < 32:
        raise ValueError("the key of the CSRF tokens needs at least 32 bytes")
    tokens = Tokens(key)
    secure = settings.secure_cookies

    class BoundCsrf(CsrfMiddleware):
        def __init__(self, app: ASGIApp) -> None:
            super().__init__(app, tokens, secure=secure)

    return BoundCsrf
