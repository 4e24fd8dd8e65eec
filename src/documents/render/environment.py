"""The Jinja environment of papers: one folder of templates per package, strict about every missing fact."""

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from documents.render import words


def paper_environment(packages: Mapping[str, str | Path]) -> Environment:
    """Templates by prefix: `{"es": "cases.jurisdictions.es"}` serves `es/monitorio/petition.html`.

    The file then lies at `cases/jurisdictions/es/templates/monitorio/petition.html`. The prefix `documents`
    is always there. A fact that the context lacks fails the paper; whatever a context holds is escaped.
    """
    loaders = {prefix: _loader(place) for prefix, place in {"documents": "documents", **packages}.items()}
    environment = Environment(
        loader=PrefixLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    for name in ("money", "day", "long_day", "rate", "in_words", "figure"):
        environment.filters[name] = _in_language_of_paper(getattr(words, name))
    environment.filters["fours"] = words.fours
    return environment


def _loader(place: str | Path) -> BaseLoader:
    return FileSystemLoader(place) if isinstance(place, Path) else PackageLoader(place)


def _in_language_of_paper(write: Callable[[Any, str], str]) -> Callable[..., str]:
    @pass_context
    @wraps(write)
    def written(context: Context, value: object) -> str:
        return write(value, context["language"])

    return written
