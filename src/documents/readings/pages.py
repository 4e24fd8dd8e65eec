"""What was read back from the object store, on the operator's page."""

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from documents.intake.clamd import OLDEST, definitions
from documents.readings.queries import readings, scanned
from kernel.actor import Actor
from kernel.settings import settings


@get("/readings", include_in_schema=False)
async def show_readings(actor: NamedDependency[Actor]) -> Template:
    found = await readings(actor)
    known = await definitions()
    context = {
        "readings": found,
        "scanned": await scanned(actor),
        "scanner": bool(settings().clamd_address),
        "known": known,
        "old": known is None or actor.now() - known > OLDEST,
        "patience": OLDEST.days,
    }
    return Template("documents/readings/readings.html", context=context)


ROUTES = (show_readings,)
