"""The record page: what happened, and who read which debtor."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from accounts.record import queries
from kernel.actor import Actor
from kernel.facts import KINDS


@get("/record", include_in_schema=False)
async def show_record(
    actor: NamedDependency[Actor], before: FromQuery[int | None] = None, area: FromQuery[str] = ""
) -> Template:
    areas = sorted({kind.partition(":")[0] for kind in KINDS})
    wanted = area if area in areas else None
    found = await queries.record_of(actor, before=before, area=wanted)
    context = {
        "facts": found,
        "areas": areas,
        "area": wanted,
        "before": before,
        "more": len(found) == queries.PAGE,
    }
    return Template("accounts/record/record.html", context=context)


@get("/record/debtors", include_in_schema=False)
async def show_reads(
    actor: NamedDependency[Actor], before: FromQuery[int | None] = None, claim: FromQuery[UUID | None] = None
) -> Template:
    found = await queries.reads_of(actor, before=before, claim_id=claim)
    context = {"reads": found, "before": before, "claim": claim, "more": len(found) == queries.PAGE}
    return Template("accounts/record/debtors.html", context=context)


ROUTES = (show_record, show_reads)
