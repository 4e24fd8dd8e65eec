"""The house transaction: real savepoints, the actor's organisation for row-level security, one engine.

Every query runs inside `transaction(actor)`; outside one the engine refuses, so nothing can be read without the
policies knowing for whom. Answers the traps P1–P3 and P15 of the stack (see docs/adr/0003).
"""

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO, Literal
from uuid import UUID

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

from kernel.actor import Actor
from kernel.errors import NotFound, StaleState, Unavailable
from kernel.machine import Transition

PoolName = Literal["app", "platform"]
type Row = Any


class QuietEngine(PostgresEngine):
    """Piccolo's engine without its look at the server when a module is imported: nothing is configured yet."""

    async def check_version(self) -> None:
        return

    async def prep_database(self) -> None:
        return


class HouseEngine(QuietEngine):
    """Piccolo's engine that runs queries inside the house transaction only."""

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        self._inside()
        return await super().run_querystring(querystring, in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        self._inside()
        return await super().run_ddl(ddl, in_pool)

    def _inside(self) -> None:
        if self.current_transaction.get() is None:
            raise RuntimeError("a query outside kernel.db.transaction(actor)")


DB = HouseEngine(config={}, extensions=())


@dataclass(frozen=True, slots=True)
class _Scope:
    actor: Actor
    connection: Any
    pool: PoolName


_scope: ContextVar[_Scope | None] = ContextVar("recourse_scope", default=None)
_pools: dict[PoolName, asyncpg.Pool] = {}


@dataclass(frozen=True, slots=True)
class Limits:
    """Timeouts in milliseconds, set on every connection of a pool."""

    statement: int = 30_000
    lock: int = 5_000
    idle: int = 60_000


async def open_pools(app_url: str, platform_url: str, *, size: int, limits: Limits) -> None:
    """Opens this process's connections, one pool per role. Unavailable if the database does not answer."""
    if _pools:
        raise RuntimeError("the pools are already open")
    guard = {
        "statement_timeout": str(limits.statement),
        "lock_timeout": str(limits.lock),
        "idle_in_transaction_session_timeout": str(limits.idle),
        "application_name": "recourse",
    }
    wanted: tuple[tuple[PoolName, str, int], ...] = (("app", app_url, size), ("platform", platform_url, size))
    try:
        for name, url, most in wanted:
            _pools[name] = await asyncpg.create_pool(url, min_size=1, max_size=most, server_settings=guard)
    except (OSError, asyncpg.PostgresError) as error:
        await close_pools()
        raise Unavailable("The database does not answer. Check DATABASE_URL and `recourse doctor`.") from error


async def close_pools() -> None:
    for pool in list(_pools.values()):
        await pool.close()
    _pools.clear()


@asynccontextmanager
async def transaction(actor: Actor, *, as_system: bool = False) -> AsyncGenerator[None]:
    """The only way to the database: commits on leaving, rolls back on any exception.

    Nested, it is a savepoint. Another organisation's actor is refused inside unless `as_system` says that the
    crossing is meant; on leaving, the former organisation is restored (RELEASE SAVEPOINT would keep the inner one).
    """
    outer = _scope.get()
    if outer is None:
        async with _outermost(actor):
            yield
        return
    if (actor.kind == "platform") != (outer.pool == "platform"):
        raise RuntimeError("the platform's role and an organisation's cannot share one transaction")
    if actor.organisation_id != outer.actor.organisation_id and not as_system:
        raise RuntimeError("another organisation's actor inside a transaction: say as_system if it is meant")
    token = _scope.set(_Scope(actor, outer.connection, outer.pool))
    try:
        async with outer.connection.transaction():
            await _announce(outer.connection, actor)
            yield
    finally:
        _scope.reset(token)
    # A rollback to the savepoint restores the setting by itself; a release keeps the inner one.
    await _announce(outer.connection, outer.actor)


@asynccontextmanager
async def _outermost(actor: Actor) -> AsyncGenerator[None]:
    name: PoolName = "platform" if actor.kind == "platform" else "app"
    if name not in _pools:
        raise RuntimeError("kernel.db.open_pools was not called")
    async with _pools[name].acquire() as connection, connection.transaction():
        await _announce(connection, actor)
        piccolo = PostgresTransaction(DB)
        piccolo.connection = connection
        engine_token = DB.current_transaction.set(piccolo)
        token = _scope.set(_Scope(actor, connection, name))
        try:
            yield
        finally:
            _scope.reset(token)
            DB.current_transaction.reset(engine_token)


async def _announce(connection: Any, actor: Actor) -> None:
    await connection.execute(
        "SELECT set_config('recourse.organisation', $1, true), set_config('recourse.person', $2, true)",
        str(actor.organisation_id or ""),
        str(actor.person_id or ""),
    )


@asynccontextmanager
async def aside(actor: Actor) -> AsyncGenerator[None]:
    """A transaction of its own beside the open one, for progress only: it commits whatever becomes of the other."""
    token = _scope.set(None)
    engine_token = DB.current_transaction.set(None)
    try:
        async with _outermost(actor):
            yield
    finally:
        DB.current_transaction.reset(engine_token)
        _scope.reset(token)


def acting() -> Actor:
    """The actor of the open transaction."""
    return _inside().actor


def _inside() -> _Scope:
    scope = _scope.get()
    if scope is None:
        raise RuntimeError("outside kernel.db.transaction(actor)")
    return scope


def in_transaction() -> bool:
    return _scope.get() is not None


async def fetch(sql: str, *arguments: object) -> list[Row]:
    rows: list[Row] = await _inside().connection.fetch(sql, *arguments)
    return rows


async def fetch_page(sql: str, *arguments: object) -> list[Row]:
    """A page of a list by the index in the list's own order, planned once for every side.

    Planned for one side, the policy's OR over owner and firm looks like few rows, since the planner knows neither: it
    gathers all a large side has and sorts them. Without that way the lists' own indexes are walked, whoever asks.
    """
    await execute("SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_bitmapscan = off")
    rows = await fetch(sql, *arguments)
    await execute("SET LOCAL plan_cache_mode = auto; SET LOCAL enable_bitmapscan = on")
    return rows


async def fetch_one(sql: str, *arguments: object) -> Row | None:
    row: Row | None = await _inside().connection.fetchrow(sql, *arguments)
    return row


async def fetch_sure(sql: str, *arguments: object) -> Row:
    """The row of a statement that always gives one (RETURNING, an aggregate, a row held by a lock)."""
    row = await fetch_one(sql, *arguments)
    if row is None:
        raise RuntimeError("a statement that must give a row gave none")
    return row


async def fetch_value(sql: str, *arguments: object) -> Any:
    return await _inside().connection.fetchval(sql, *arguments)


async def execute(sql: str, *arguments: object) -> int:
    """Runs one statement and says how many rows it touched (0 where it does not count)."""
    tag: str = await _inside().connection.execute(sql, *arguments)
    last = tag.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0


async def count_anew(actor: Actor, *tables: str) -> None:
    """Tells the planner how large these tables are now, after a bulk command filled them and committed.

    Who finds a table being counted already leaves it to the other.
    """
    try:
        async with transaction(actor):
            await execute("SELECT count_anew($1)", list(tables))
    except asyncpg.LockNotAvailableError:
        return


async def copy_records(table: str, columns: Sequence[str], records: Iterable[tuple[object, ...]]) -> int:
    """COPY into a temporary table: a table under row-level security cannot be a COPY target."""
    tag: str = await _inside().connection.copy_records_to_table(table, records=records, columns=list(columns))
    return int(tag.rpartition(" ")[2])


async def copy_csv(table: str, columns: Sequence[str], csv: BinaryIO) -> int:
    """COPY into a temporary table from CSV without a header: an unquoted empty cell is NULL."""
    tag: str = await _inside().connection.copy_to_table(table, source=csv, columns=list(columns), format="csv")
    return int(tag.rpartition(" ")[2])


async def move[S: StrEnum](table: str, row_id: UUID, transition: Transition[S], **changes: object) -> Row:
    """Moves a row's status by compare-and-set and returns it whole.

    `changes` are further columns to set. StaleState names the state it was found in; NotFound if the row is not
    visible. Table and column names come from code only, never from a request.
    """
    names = list(changes)
    sets = "".join(f", {name} = ${i + 4}" for i, name in enumerate(names))
    row = await fetch_one(
        f"UPDATE {table} SET status = $2, version = version + 1{sets} WHERE id = $1 AND status = ANY($3) RETURNING *",
        row_id,
        transition.target.value,
        [state.value for state in transition.sources],
        *changes.values(),
    )
    if row is not None:
        return row
    found = await fetch_value(f"SELECT status FROM {table} WHERE id = $1", row_id)
    if found is None:
        raise NotFound("There is no such thing here.")
    raise StaleState(f"“{transition.name}” is not possible: it is {found} now. Reload the page to see what happened.")
