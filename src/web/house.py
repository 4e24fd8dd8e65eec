"""Opens the house for a process: settings, embedded parts where none were named, connections."""

import atexit
import os
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Literal

from documents.vault.commands import store
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.settings import Settings, settings
from web.embedded.postgres import ensure_postgres
from web.embedded.seaweedfs import ensure_object_store


def furnish() -> Settings:
    """The settings with every part in place: what was not named runs privately under RECOURSE_VAR.

    Writes the addresses into this process's environment, so that its children find the same house. The process
    that started a part stops it when it ends.
    """
    given = settings()
    named: dict[str, str] = {}
    if not given.database_url:
        cluster = ensure_postgres(given.var)
        _stop_at_end(cluster.stop)
        named["DATABASE_URL"] = cluster.url("recourse_app")
        named["PLATFORM_URL"] = cluster.url("recourse_platform")
        named["MIGRATIONS_URL"] = cluster.url("recourse_owner")
        named["BACKUP_URL"] = cluster.url("recourse_backup")
    if not given.s3_endpoint:
        store = ensure_object_store(given.var)
        _stop_at_end(store.stop)
        named["S3_ENDPOINT"] = store.endpoint
        named["S3_ACCESS_KEY"] = store.access_key
        named["S3_SECRET_KEY"] = store.secret_key
    os.environ.update(named)
    settings.cache_clear()
    return settings()


def _stop_at_end(stop: Callable[[], None]) -> None:
    mine = os.getpid()

    def stop_if_mine() -> None:
        # A forked server process inherits the hook and must not stop what its parent owns.
        if os.getpid() == mine:
            stop()

    atexit.register(stop_if_mine)


@asynccontextmanager
async def opened(kind: Literal["web", "worker"] = "web") -> AsyncGenerator[Settings]:
    """Connections for the block. A worker may run longer statements than a request."""
    here = settings()
    statement = here.statement_timeout_ms if kind == "web" else here.worker_statement_timeout_ms
    limits = db.Limits(statement, here.lock_timeout_ms, here.idle_timeout_ms)
    await db.open_pools(here.database_url, here.platform_url, size=here.pool_size, limits=limits)
    try:
        await _refuse_empty_database()
        await _refuse_shifted_clock(here)
        # A first put into a missing bucket would make it without object lock, which can never be added later.
        await store().prepare()
        yield here
    finally:
        await db.close_pools()


async def _refuse_empty_database() -> None:
    """Most often a command was run in another folder than the house, and made a new house under `var/` there."""
    async with db.transaction(Actor.platform()):
        if await db.fetch_value("SELECT to_regclass('facts') IS NULL"):
            raise Refused(
                "This database has no tables yet. Run `recourse migrate` first; if the house is elsewhere, name its"
                " folder by RECOURSE_VAR or its database by DATABASE_URL, PLATFORM_URL and MIGRATIONS_URL."
            )


async def _refuse_shifted_clock(here: Settings) -> None:
    if here.recourse_env != "production":
        return
    async with db.transaction(Actor.platform()):
        shifted = await db.fetch_value("SELECT abs(extract(epoch FROM house_clock() - clock_timestamp())) > 1")
    if shifted:
        raise Refused("The clock of this database is shifted, as for a demonstration. Empty clock_shift as its owner.")
