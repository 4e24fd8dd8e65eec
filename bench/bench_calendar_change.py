"""Open deadlines reckoned again after a change of the court calendar ÷ one bare UPDATE over the same rows.

`python bench/bench_calendar_change.py [DEADLINES]`: on one private cluster that is thrown away, all in one run, the
bare side measured before each change and its median taken. Events of 120 days before every seat of Spain's courts.
Three changes, one after the other: a holiday of one seat; one of the whole country; and the worst there can be, a day
off in every week, by which every deadline moves. What moves is superseded, written anew and linked.
"""

import asyncio
import os
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

import asyncpg
import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' builders lie beside `src`

from bench_limitation import FILL as CLAIMS

from cases.deadlines.calendar_change import reckon_deadlines_again
from cases.deadlines.set_based import Way
from cases.jurisdictions.registry import COUNTRIES
from cases.proceedings.law_changes import ask_law
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from tests.builders.accounts import an_organisation
from tests.builders.law import another_calendar
from web import house
from web.embedded.postgres import ensure_postgres
from web.embedded.seaweedfs import ensure_object_store
from web.migrate import migrate

A_CASE = 4
"""Open deadlines of one case, each of an event of its own."""
DAYS = 120
LAST = date(2026, 11, 13)
EVENTS = ("requerimiento_served", "opposition_served_verbal", "decision_notified", "enforcement_ordered")
CHANGES = {
    "a holiday of one seat": [{"holiday": ("es-md", date(2026, 11, 17))}],
    "a holiday of the country": [{"everywhere": date(2026, 11, 19)}],
    "a day off in every week": [{"everywhere": LAST - timedelta(days=2 + 7 * back)} for back in range(-6, 26)],
}
WAYS = (
    "CREATE TEMP TABLE ways (number integer, event text, on_date date, seat text, rule text, title text,"
    " statutory_on date, statutory_at timestamptz, safe_on date, authority text, verified boolean, provisional text,"
    " reckoning text, who text, opens_on date, opens text)"
)
ROWS = (
    "CREATE TEMP TABLE fresh AS SELECT uuidv7() AS event_id, k.id AS case_id, k.claim_id, k.tape_id, k.organisation_id,"
    " w.* FROM (SELECT k.*, row_number() OVER () AS n FROM cases k) k, generate_series(0, $1::int - 1) o, ways w"
    " WHERE w.number = (k.n * $1 + o) * 7919 % (SELECT count(*) FROM ways)",
    "INSERT INTO case_events (id, case_id, organisation_id, event, on_date, provenance, recorded_at) SELECT event_id,"
    " case_id, organisation_id, event, on_date, 'bench', now() FROM fresh",
    "INSERT INTO chain_links (event_id, case_id, procedure, step_before, step_after, status_before, status_after, seat,"
    " counts_from) SELECT event_id, case_id, 'monitorio', 'filed', 'filed', 'filed', 'filed', seat, on_date FROM fresh",
    "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, event_id, kind, rule, title, outcome,"
    " statutory_on, statutory_at, safe_on, authority, verified, provisional, reckoning, who, opens_on, opens, status,"
    " created_at) SELECT uuidv7(), tape_id, claim_id, case_id, organisation_id, event_id, 'procedure', rule, title,"
    " 'date', statutory_on, statutory_at, safe_on, authority, verified, provisional, reckoning::jsonb, who, opens_on,"
    " opens, 'open', now() FROM fresh",
    "DROP TABLE fresh",
    "DROP TABLE ways",
    "ANALYZE",
)


async def main(deadlines: int) -> None:
    var = Path(mkdtemp(prefix="recourse-bench-"))
    os.environ["RECOURSE_VAR"] = str(var)
    cluster, objects = ensure_postgres(var), ensure_object_store(var)
    try:
        here = house.furnish()
        await migrate(here.migrations_url)
        await db.open_pools(here.database_url, here.platform_url, size=2, limits=db.Limits(statement=0, idle=0))
        actor = Actor.system(await an_organisation(kinds=("purchaser",)))
        ways = await _fill(here.migrations_url, actor, deadlines)
        bare, taken = await _measured(here.migrations_url, actor)
        await db.close_pools()
    finally:
        objects.stop()
        cluster.stop()
        shutil.rmtree(var)
    usual = median(bare)
    print(f"{deadlines:,} open deadlines; {ways:,} distinct ways to them")
    print(f"bare UPDATE of all: {', '.join(f'{one:.2f} s' for one in bare)}")
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB")
    for name, (took, moved) in taken.items():
        print(f"{name:<26} {moved:9,} moved {took:8.2f} s   reckoned again ÷ bare UPDATE: {took / usual:.2f}")


async def _measured(url: str, actor: Actor) -> tuple[list[float], dict[str, tuple[float, int]]]:
    bare, taken = [], {}
    with ExitStack() as law:
        for name, changes in CHANGES.items():
            await _as_owner(url, "VACUUM ANALYZE deadlines")
            bare.append(await _bare(actor))
            await _as_owner(url, "VACUUM ANALYZE deadlines")
            for change in changes:
                law.enter_context(another_calendar("es", **change))
            began = time.perf_counter()
            moved = await reckon_deadlines_again(actor, new_id(), ["es"], ask_law)
            taken[name] = (time.perf_counter() - began, moved)
    return bare, taken


async def _bare(actor: Actor) -> float:
    """The open deadlines' version raised by one, as the application's role."""
    began = time.perf_counter()
    async with db.transaction(actor):
        await db.execute(
            "UPDATE deadlines SET version = version + 1 WHERE organisation_id = $1 AND status = 'open'",
            actor.organisation,
        )
    return time.perf_counter() - began


async def _fill(url: str, actor: Actor, deadlines: int) -> int:
    """Claims, cases, events and their deadlines as the law stands before any change; how many ways there are."""
    connection = await asyncpg.connect(url)
    key, cases = new_id(), -(-deadlines // A_CASE)
    one = (actor.organisation, key)
    try:
        for statement, arguments in zip(CLAIMS, (one, one, (*one, cases, DAYS), (), ()), strict=True):
            await connection.execute(statement, *arguments)
        await connection.execute(WAYS)
        await connection.copy_records_to_table("ways", records=_ways())
        ways: int = await connection.fetchval("SELECT count(*) FROM ways")
        for statement in ROWS:
            await connection.execute(statement, *((A_CASE,) if "$1" in statement else ()))
    finally:
        await connection.close()
    return ways


def _ways() -> Iterator[tuple[object, ...]]:
    number = 0
    for seat in COUNTRIES["es"].seats.names:
        for back in range(DAYS):
            for event in EVENTS:
                on = LAST - timedelta(days=back)
                for rule, one in ask_law(Way("es", "monitorio", event, on, seat, "")).items():
                    told = msgspec.json.encode(one.steps).decode()
                    dates = (one.statutory_on, one.statutory_at, one.safe_on)
                    law = (one.authority.citation[:300], one.authority.verified)
                    more = (one.provisional and one.provisional[:300], told, one.who, one.opens_on, one.opens)
                    yield (number, event, on, seat, rule, one.title, *dates, *law, *more)
                    number += 1


async def _as_owner(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
