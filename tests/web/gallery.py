"""A page with every component on it, served with the site's own headers: what the browser tests look at."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
from httpx import ASGITransport, AsyncClient
from jinja2 import ChoiceLoader, FileSystemLoader
from litestar import Litestar, Request, Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Template
from litestar.types import ASGIApp
from markupsafe import Markup

from kernel.errors import Invalid, Place, Refused, SignInNeeded
from kernel.money import Money
from kernel.settings import Settings
from web.errors import EXCEPTION_HANDLERS
from web.proxies import client_ip
from web.rendering import page_environment, template_config
from web.security import csrf_middleware, guarded
from web.shell import NavLink, NavSection, OrganisationChoice, Shell
from web.static_files import static_router
from web.statuses import Tone

SHELL = Shell(
    person="Inés Robledo",
    email="ines.robledo@alba.example",
    organisation=OrganisationChoice("1", "Alba Recovery Fund II", "Buyer, purchasing vehicle"),
    organisations=(
        OrganisationChoice("1", "Alba Recovery Fund II", "Buyer"),
        OrganisationChoice("2", "Robledo Abogados", "Law firm"),
    ),
    nav=(
        NavSection(
            "Buying",
            (
                NavLink("Overview", "/gallery", "layout-dashboard"),
                NavLink("Listings", "/listings", "building-store", 4),
                NavLink("My bids", "/bids", "gavel"),
                NavLink("Purchases", "/purchases", "transfer-in"),
            ),
        ),
        NavSection(
            "Recovery",
            (
                NavLink("Cases", "/cases", "briefcase", 1974),
                NavLink("Deadlines", "/deadlines", "calendar-due", 12),
                NavLink("Filings", "/filings", "file-certificate"),
                NavLink("Documents", "/documents", "folder"),
            ),
        ),
        NavSection(
            "Organisation",
            (
                NavLink("People and roles", "/people", "users"),
                NavLink("Mandates and licences", "/mandates", "license"),
            ),
        ),
    ),
    demo=True,
)


@dataclass(frozen=True, slots=True)
class Bid:
    id: int
    buyer: str
    price: Money
    share: Decimal
    placed_at: datetime
    status: str


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    title: str
    by: str
    status: str


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


BIDS = [
    Bid(1, "Alba Recovery Fund II", Money(41_250_000, "EUR"), Decimal("0.1273"), at(9, 14), "accepted"),
    Bid(2, "Nordlys Inkasso AB", Money(39_900_050, "EUR"), Decimal("0.1231"), at(9, 58), "rejected"),
    Bid(3, "Wawel Portfele S.A.", Money(9_100_000, "EUR"), Decimal("0.0281"), at(10, 2), "withdrawn"),
]
EVENTS = [
    Event(at(11, 0), "Bids opened: 3 compliant, ranked", "closing job", "active"),
    Event(at(12, 30), "Awarded to Alba Recovery Fund II", "M. Sastre, Banco Lumbre", "good"),
    Event(at(15, 5), "Contract waits for the buyer’s signature", "", "attention"),
]
STATUSES = tuple(tone.value for tone in Tone)
PROBLEM = Invalid(
    "The bid was not placed: two fields need another look.",
    places=[
        Place("amount", "10.005", "Write the amount in EUR with at most 2 decimals, such as 1234.56."),
        Place("valid_until", "2026-11-01", "The offer must stay valid for at least a day after the close."),
    ],
)
CHART = Markup(
    '<svg width="1100" height="120" viewBox="0 0 1100 120" role="img" aria-label="Balance by age band">'
    '<g fill="#0b5a66"><rect x="0" y="60" width="200" height="60"/><rect x="220" y="20" width="200" height="100"/>'
    '<rect x="440" y="45" width="200" height="75"/><rect x="660" y="80" width="200" height="40"/>'
    '<rect x="880" y="100" width="200" height="20"/></g></svg>'
)


@get("/gallery", sync_to_thread=False)
def gallery(request: Request[Any, Any, Any]) -> Template:
    request.state.shell = SHELL
    context = {
        "bids": BIDS,
        "events": EVENTS,
        "statuses": STATUSES,
        "problem": PROBLEM,
        "price": BIDS[0].price,
        "seen_on": date(2026, 11, 2),
        "chart": CHART,
        "reached": 14,
        "reference": "ES-2024/00017-PRE-0042",
    }
    return Template("gallery.html", context=context)


@get("/door", sync_to_thread=False)
def door() -> Template:
    return Template("door.html", context={})


@get("/progress/{done:int}", sync_to_thread=False)
def progress(done: FromPath[int]) -> Template:
    return Template("progress.html", context={"done": done})


@post("/refused", sync_to_thread=False)
def refused() -> None:
    raise Refused("The listing closed at 12:00; no bid is taken any more.")


@post("/taken", status_code=200)
async def taken(request: Request[Any, Any, Any]) -> str:
    form = await request.form()
    return f"taken {form.get('amount')}"


@post("/hook", exclude_from_csrf=True, status_code=200, sync_to_thread=False)
def hook() -> str:
    return "taken"


@get("/invalid", sync_to_thread=False)
def invalid() -> None:
    raise PROBLEM


@get("/members", sync_to_thread=False)
def members() -> None:
    raise SignInNeeded("Sign in to see this page.")


@get("/whence", sync_to_thread=False)
def whence(request: Request[Any, Any, Any]) -> str:
    return f"{client_ip(request.scope)} {request.url.scheme}"


@get("/numbered", sync_to_thread=False)
def numbered(page: FromQuery[int]) -> str:
    return str(page)


@get("/broken", sync_to_thread=False)
def broken() -> None:
    raise RuntimeError("DETAIL: Key (national_id)=(12345678Z) already exists")


@get("/unfitting", sync_to_thread=False)
def unfitting(error: FromQuery[str]) -> None:
    cause = OverflowError("12345678Z") if error == "DataError" else None
    raise getattr(asyncpg, error)("DETAIL: value 12345678Z") from cause


@post("/read", exclude_from_csrf=True, sync_to_thread=False)
def read(data: JSONBody[list[Any]]) -> int:
    return len(data)


PAGES = [gallery, door, progress, refused, taken, hook, invalid, members, whence, numbered, broken, unfitting, read]


def application(**given: str) -> ASGIApp:
    loader = page_environment().loader
    assert isinstance(loader, ChoiceLoader)
    if len(loader.loaders) == 2:
        loader.loaders = [*loader.loaders, FileSystemLoader(Path(__file__).parent / "templates")]
    settings = Settings(**given)
    app = Litestar(
        route_handlers=[Router("/", route_handlers=PAGES), static_router()],
        template_config=template_config(),
        exception_handlers=EXCEPTION_HANDLERS,
        middleware=[csrf_middleware(b"k" * 32, settings)],
        openapi_config=None,
        logging_config=None,
    )
    return guarded(app, settings)


@asynccontextmanager
async def visitor(*, https: bool = False, **settings: str) -> AsyncIterator[AsyncClient]:
    """A browser without a browser: keeps cookies, speaks to the gallery under the site's address."""
    transport = ASGITransport(application(**settings), raise_app_exceptions=False)
    address = "https://recourse.example" if https else "http://recourse.example"
    async with AsyncClient(transport=transport, base_url=address, headers={"accept": "text/html"}) as client:
        yield client


async def token_of(client: AsyncClient) -> str:
    """The token of the form on the sign-in page, read as a browser would post it."""
    page = await client.get("/door")
    found = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]
