"""The one Jinja environment of the pages and mails. Court documents have their own, in `documents`."""

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from urllib.parse import urlencode

from babel.support import Translations
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    select_autoescape,
)
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.config import TemplateConfig

from kernel.errors import Problem
from kernel.ids import new_id
from web.csrf import csrf_field, csrf_header
from web.formats import FILTERS
from web.reader import READER
from web.shell import current, flashes, shell
from web.static_files import asset, icon
from web.statuses import tone, words

SOURCES = Path(__file__).parents[1]
PACKAGES = ("accounts", "payments", "documents", "cases", "marketplace")
"""Packages with pages: `bids/show.html` of marketplace is called `marketplace/bids/show.html`."""


@cache
def page_environment() -> Environment:
    """Escapes everything, and refuses a name that was not given rather than print a blank."""
    environment = Environment(
        loader=_loader(),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.filters.update(FILTERS)
    environment.globals.update(
        asset=asset,
        icon=icon,
        url=url,
        tone=tone,
        words=words,
        shell=shell,
        flashes=flashes,
        is_current=current,
        csrf_field=csrf_field,
        csrf_header=csrf_header,
        complaints=complaints,
        new_key=new_key,
    )
    _install_gettext(environment)
    return environment


def template_config() -> TemplateConfig[JinjaTemplateEngine]:
    """For `Litestar(template_config=…)`."""
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(page_environment()))


def render(template: str, context: Mapping[str, object]) -> str:
    """A page or mail outside a request: mails, error pages, tests."""
    return page_environment().get_template(template).render(context)


def url(path: str, **query: object) -> str:
    """`path` with the query given; a parameter that is None is left out."""
    kept = {name: str(value) for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(kept)}" if kept else path


def complaints(problem: Problem | None, field: str) -> tuple[str, ...]:
    """What a Problem says about one form field: the sentences of the places whose `where` is its name."""
    return tuple(place.sentence for place in problem.places if place.where == field) if problem else ()


def new_key() -> str:
    """A fresh idempotency key for one showing of a form that binds somebody."""
    return str(new_id())


def _loader() -> BaseLoader:
    folders = {name: SOURCES / name / "templates" for name in PACKAGES}
    return ChoiceLoader(
        [
            FileSystemLoader(SOURCES / "web" / "templates"),
            PrefixLoader({name: FileSystemLoader(folder) for name, folder in folders.items()}),
        ]
    )


@cache
def _translations(locale: str) -> NullTranslations:
    return Translations.load(Path(__file__).parent / "locale", [locale, locale.partition("_")[0]])


def _gettext(message: str) -> str:
    return _translations(READER.get().locale).gettext(message)


def _ngettext(one: str, many: str, number: int) -> str:
    return _translations(READER.get().locale).ngettext(one, many, number)


def _install_gettext(environment: Environment) -> None:
    install = getattr(environment, "install_gettext_callables")  # noqa: B009 - added by the i18n extension
    install(_gettext, _ngettext, newstyle=True)
