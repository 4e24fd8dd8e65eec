"""Where the house is wired: every feature's pages, API and jobs, each named once."""

from importlib import import_module
from typing import Any

JOBS: tuple[str, ...] = ("web.mailing", "web.sealing", "documents.vault.jobs")
"""Modules whose import registers tasks with `kernel.jobs.task`."""

PAGES: tuple[str, ...] = ("web.home", "documents.vault.pages")
"""Modules that publish `ROUTES`, a tuple of Litestar handlers and routers."""


def load_jobs() -> None:
    for name in JOBS:
        import_module(name)


def routes() -> list[Any]:
    return [route for name in PAGES for route in import_module(name).ROUTES]
