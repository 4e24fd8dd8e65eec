"""The private PostgreSQL cluster as its users see it: addresses per role, and databases to make and drop."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import psycopg
from psycopg import sql

from web.embedded.ports import LOOPBACK

Role = Literal["postgres", "recourse_owner", "recourse_app", "recourse_platform", "recourse_backup"]
SUPERUSER: Role = "postgres"
HOUSE_ROLES: tuple[Role, ...] = ("recourse_owner", "recourse_app", "recourse_platform", "recourse_backup")


@dataclass(frozen=True)
class Cluster:
    """A running cluster. `owned` is true in the process that started it; only that one's `stop` stops it."""

    home: Path
    port: int
    pid: int
    owned: bool
    _stopper: Callable[[], None] = field(repr=False, compare=False)

    def url(self, role: Role, database: str = "recourse") -> str:
        """The address for a driver. It carries the role's password: never log it."""
        return f"postgresql://{role}:{quote(self.password(role))}@{LOOPBACK}:{self.port}/{database}"

    def password(self, role: Role) -> str:
        return (self.home / "passwords" / role).read_text()

    def create_database(self, name: str, template: str | None = None, *, by_files: bool = False) -> None:
        """A new database owned by recourse_owner; with `template`, a copy (nobody may be connected to it).

        `by_files` copies files and not pages through the log: quicker where nothing waits for the disk.
        """
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY {}").format(
            sql.Identifier(name),
            sql.Identifier(template or "template1"),
            sql.SQL("FILE_COPY" if by_files else "WAL_LOG"),
        )
        self._execute("recourse_owner", statement)

    def forget_the_disk(self) -> None:
        """Commits no longer wait for the disk, for data that need not outlive the machine: those of tests."""
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._execute(SUPERUSER, sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        self._execute(SUPERUSER, sql.SQL("SELECT pg_reload_conf()").format())

    def drop_database(self, name: str) -> None:
        """Remove a database if it is there, whoever is still connected to it."""
        self._execute(SUPERUSER, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Shut down cleanly if this process started the cluster; otherwise do nothing."""
        if self.owned:
            self._stopper()

    def _execute(self, role: Role, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(role, "postgres"), autocommit=True, connect_timeout=10) as connection:
            connection.execute(statement)


def ask(home: Path, port: int, query: str) -> Any:
    """One value, asked as superuser. psycopg.Error when no server there knows our password."""
    password = (home / "passwords" / SUPERUSER).read_text()
    with psycopg.connect(
        host=LOOPBACK, port=port, user=SUPERUSER, password=password, dbname="postgres", connect_timeout=5
    ) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None
