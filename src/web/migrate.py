"""Brings a database to the schema of this version, as the owner role."""

import io
import os
from contextlib import redirect_stderr, redirect_stdout

import asyncpg
from piccolo.apps.migrations.commands.forwards import run_forwards

from kernel.errors import Unavailable

os.environ.setdefault("PICCOLO_CONF", "web.piccolo_conf")
APP = "recourse"


async def migrate(owner_url: str) -> list[str]:
    """Runs the missing migrations and returns their ids. Unavailable, with the database's words, if one fails."""
    from web import piccolo_conf

    piccolo_conf.DB.config = {"dsn": owner_url, "server_settings": {"lock_timeout": "5000"}}
    before = await _applied(owner_url)
    said = io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(said):
            result = await run_forwards(APP)
    except (OSError, asyncpg.PostgresError) as error:
        raise Unavailable(f"The migration failed and was rolled back: {error}") from error
    if not result.success:
        raise Unavailable(f"The migration failed: {result.message}\n{said.getvalue()}")
    return [one for one in await _applied(owner_url) if one not in before]


async def _applied(owner_url: str) -> list[str]:
    connection = await asyncpg.connect(owner_url)
    try:
        if await connection.fetchval("SELECT to_regclass('migration')") is None:
            return []
        rows = await connection.fetch("SELECT name FROM migration WHERE app_name = $1 ORDER BY name", APP)
        return [row["name"] for row in rows]
    finally:
        await connection.close()
