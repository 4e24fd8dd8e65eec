"""The built style sheet, script, fonts and icons, found by their plain names."""

import logging
from functools import cache
from pathlib import Path

import msgspec
from litestar.datastructures import CacheControlHeader
from litestar.router import Router
from litestar.static_files import create_static_files_router
from markupsafe import Markup

BUILT = Path(__file__).parent / "static" / "built"
ADDRESS = "/static/built"

log = logging.getLogger(__name__)


class Manifest(msgspec.Struct, frozen=True):
    """Written by `setup/build_assets.py`: the hash of what went in, and each plain name's built name."""

    inputs: str
    files: dict[str, str]
    icons: tuple[str, ...]


@cache
def manifest() -> Manifest | None:
    """The manifest of this installation; None, and one line in the log, where nothing was built."""
    try:
        return msgspec.json.decode((BUILT / "manifest.json").read_bytes(), type=Manifest)
    except FileNotFoundError:
        log.warning("assets.not_built: pages go without style; run setup/build_assets.py")
        return None


def asset(name: str) -> str:
    """The address of `app.css`, `app.js`, `icons.svg` or `mark.svg`; unknown names are a KeyError."""
    built = manifest()
    return f"{ADDRESS}/{built.files[name] if built else name}"


def icon(name: str, label: str = "") -> Markup:
    """A Tabler outline icon. Decoration unless `label` says what it stands for."""
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {} width="20" height="20"><use href="{}#{}"></use></svg>').format(
        said, asset("icons.svg"), name
    )


def static_router() -> Router:
    """Serves the built files. Their names change with their content, so a browser may keep them for ever."""
    BUILT.mkdir(parents=True, exist_ok=True)
    return create_static_files_router(
        path=ADDRESS,
        directories=[BUILT],
        name="static",
        cache_control=CacheControlHeader(max_age=31_536_000, public=True, immutable=True),
        include_in_schema=False,
    )
