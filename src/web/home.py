"""The first page, health and metrics."""

from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.response import Redirect
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from accounts.sessions.store import SignedIn
from kernel import db
from kernel.actor import Actor
from kernel.errors import Problem


@get("/", include_in_schema=False)
async def first_page(request: Request[Any, Any, Any]) -> Redirect:
    """Leads everybody to the page their work begins on."""
    signed_in = request.scope["state"].get("signed_in")
    if not isinstance(signed_in, SignedIn):
        return Redirect("/sign-in", status_code=303)
    for right, address in START:
        if right in signed_in.permissions:
            return Redirect(address, status_code=303)
    return Redirect("/account", status_code=303)


START = (
    ("organisations.vet", "/organisations"),
    ("tapes.upload", "/tapes"),
    ("bids.place", "/market"),
    ("deadlines.keep", "/deadlines"),
    ("people.manage", "/people"),
)
"""The first right a person has decides where they start."""


@get("/health", include_in_schema=False, media_type=MediaType.TEXT)
async def health() -> Response[str]:
    """200 while the process answers and the database does; 503 otherwise."""
    try:
        async with db.transaction(Actor.platform()):
            await db.fetch_value("SELECT 1")
    except (Problem, OSError, RuntimeError, TimeoutError):
        return Response("the database does not answer\n", status_code=503)
    return Response("ok\n")


@get("/metrics", include_in_schema=False)
async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Counts for a monitor, to loopback only: jobs by status, facts not sealed yet."""
    if (request.client.host if request.client else "") not in {"127.0.0.1", "::1"}:
        return Response(b"", status_code=404)
    registry = CollectorRegistry()
    jobs = Gauge("recourse_jobs", "Jobs by status", ["status"], registry=registry)
    unsealed = Gauge("recourse_facts_unsealed", "Facts not sealed yet", registry=registry)
    async with db.transaction(Actor.platform()):
        for row in await db.fetch("SELECT status::text, count(*) AS many FROM procrastinate_jobs GROUP BY status"):
            jobs.labels(row["status"]).set(row["many"])
        unsealed.set(
            await db.fetch_value(
                "SELECT count(*) FROM facts f WHERE NOT EXISTS (SELECT 1 FROM fact_leaves l WHERE l.fact_id = f.id)"
            )
        )
    return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST})


ROUTES = (first_page, health, metrics)
