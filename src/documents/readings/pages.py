"""What was read back from the object store, on the operator's page."""

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from documents.readings.queries import readings
from kernel.actor import Actor


@get("/readings", include_in_schema=False)
async def show_readings(actor: NamedDependency[Actor]) -> Template:
    return Template("documents/readings/readings.html", context={"readings": await readings(actor)})


ROUTES = (show_readings,)
