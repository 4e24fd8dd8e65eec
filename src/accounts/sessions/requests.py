"""What a handler reads from and leaves in a request about who is there. `web.identity` does the rest."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request

from accounts.sessions.demands import leads_to_enrolment
from accounts.sessions.sign_in import Whence
from accounts.sessions.store import SignedIn
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import SecondFactorNeeded, SignInNeeded

ENROL = "Your organisation demands a second factor of you. Set it up; then everything is open to you."
AnyRequest = Request[Any, Any, Any]


def visitor(request: AnyRequest) -> SignedIn | None:
    """Whoever the cookie stands for, a half session too."""
    found = request.scope["state"].get("signed_in")
    return found if isinstance(found, SignedIn) else None


def signed_in(request: AnyRequest) -> SignedIn:
    """The person at the browser, their second factor passed. SignInNeeded for anybody else, tokens too.

    SecondFactorNeeded for who must set one up first, on every page but those of setting it up.
    """
    found = visitor(request)
    if found is None or found.needs_second_factor:
        raise SignInNeeded("Sign in to see this page.")
    if found.must_enrol and not leads_to_enrolment(request.url.path):
        raise SecondFactorNeeded(ENROL)
    return found


def whence(request: AnyRequest) -> Whence:
    return Whence(request.scope["state"].get("client_ip"), request.headers.get("user-agent", "")[:200])


def clock_of(request: AnyRequest) -> Clock:
    found: Clock = request.scope["state"].get("clock", SYSTEM_CLOCK)
    return found


def give_session(request: AnyRequest, token: str) -> None:
    """The browser gets this session with the answer; "" takes its session away."""
    request.scope["state"]["new_session"] = token


def say(request: AnyRequest, tone: str, sentence: str) -> None:
    """A sentence for the next page. What it quotes of a form may hold a NUL, which no session keeps."""
    session = request.scope.get("session")
    if isinstance(session, dict):
        session.setdefault("flash", []).append((tone, sentence.replace("\0", "\ufffd")))


def own_path(address: str) -> str:
    """The address if it is a path on this site, else `/`: nobody is led away by a link to our sign-in page."""
    clean = address.isascii() and address.isprintable() and "\\" not in address
    parts = urlsplit(address) if clean and address.startswith("/") and not address.startswith("//") else None
    return "/" if parts is None or parts.scheme or parts.netloc else address
