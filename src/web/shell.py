"""What surrounds every signed-in page: who reads it, for which organisation, and where they can go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context


@dataclass(frozen=True, slots=True)
class NavLink:
    """`icon` is a Tabler outline icon's name; `count` shows how much waits there."""

    label: str
    href: str
    icon: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class NavSection:
    title: str
    links: tuple[NavLink, ...]


@dataclass(frozen=True, slots=True)
class OrganisationChoice:
    """An organisation the person may act for; `id` goes back as the field `organisation_id`."""

    id: str
    name: str
    roles: str = ""


@dataclass(frozen=True, slots=True)
class Flash:
    """A sentence shown once, on the page after a redirect."""

    tone: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Shell:
    """`organisation` is the one acted for; `demo` shows the mark that nothing here is real."""

    person: str = ""
    email: str = ""
    organisation: OrganisationChoice | None = None
    organisations: tuple[OrganisationChoice, ...] = ()
    nav: tuple[NavSection, ...] = ()
    demo: bool = False
    home: str = "/"
    account: str = "/account"
    switch: str = "/organisations/switch"
    sign_out: str = "/sign-out"


@pass_context
def shell(context: Context) -> Shell:
    """The shell of this request: `shell` of the page's own context, else `request.state.shell`, else nobody's."""
    given = context.get("shell_of_page")
    if isinstance(given, Shell):
        return given
    request = context.get("request")
    state: Mapping[str, Any] = request.scope.get("state", {}) if request is not None else {}
    found = state.get("shell")
    return found if isinstance(found, Shell) else Shell()


def current(link: NavLink, path: str) -> bool:
    """Whether the page at `path` belongs to this link; `/` belongs to itself alone."""
    return path == link.href or (link.href != "/" and path.startswith(link.href.rstrip("/") + "/"))


def flashes(request: Any) -> tuple[Flash, ...]:
    """Takes the sentences a page left in `request.session["flash"]`, a list of (tone, sentence), and removes them."""
    session = request.scope.get("session") if request is not None else None
    if not isinstance(session, dict) or not session.get("flash"):
        return ()
    return tuple(Flash(tone, sentence) for tone, sentence in session.pop("flash"))
