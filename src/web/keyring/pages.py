"""The platform's keys on the operator's page: which wraps how much, and which may go."""

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from kernel.actor import Actor
from web.keyring.queries import keyring


@get("/operations/keys", include_in_schema=False)
async def show_keys(actor: NamedDependency[Actor]) -> Template:
    return Template("operations/keys.html", context={"ring": await keyring(actor)})


ROUTES = (show_keys,)
