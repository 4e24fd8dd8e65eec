"""Limitation of every open case reckoned again ÷ one bare UPDATE over the same rows of the same table.

`python bench/bench_limitation.py [CASES]`: both in one run, on one private cluster that is thrown away. Before it is
measured every claim's due date is moved, so that every deadline changes: superseded, written anew and linked.
The bare side sets one column of the same number of deadlines, with their indexes and policies, in one statement.
"""

import asyncio
import gc
import os
import resource
import shutil
import sys
import time
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import asyncpg

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' builders lie beside `src`

from cases.deadlines.again import reckon_limitation_again
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from tests.builders.accounts import an_organisation
from web import house
from web.embedded.postgres import ensure_postgres
from web.embedded.seaweedfs import ensure_object_store
from web.migrate import migrate

DAYS = 3650
"""So many distinct due dates lie among the claims, as in a portfolio of ten years."""
FILL = (
    "INSERT INTO data_keys (id, organisation_id, purpose, wrapped, created_at) VALUES ($2, $1, 'tape', '\\x00', now())",
    "INSERT INTO tapes (id, organisation_id, name, originator_kind, cut_off_on, file_name, media_type, size_bytes,"
    " sha256, object_key, data_key_id, status, uploaded_at) VALUES ($2, $1, 'bench', 'bank', '2026-06-30', 'b.csv',"
    " 'text/csv', 1, sha256('x'), 'x', $2, 'accepted', now())",
    "INSERT INTO claims (id, tape_id, organisation_id, reference, row_no, product, originator_kind, country, territory,"
    " debtor_kind, currency, cut_off_on, principal_minor, interest_minor, costs_minor, payments_minor, balance_minor,"
    " interest_kind, due_on, flags, status) SELECT uuidv7(), $2, $1, 'B-' || n, n, 'telecom', 'bank', 'ES', 'common',"
    " 'person', 'EUR', '2026-06-30', 100000, 0, 0, 0, 100000, 'statutory', date '2016-01-01' + (n % $4), '{}', 'live'"
    " FROM generate_series(1, $3) n",
    "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, reference, amount_minor, currency)"
    " SELECT uuidv7(), id, tape_id, organisation_id, 'principal', reference, 100000, 'EUR' FROM claims",
    "INSERT INTO cases (id, claim_id, tape_id, organisation_id, reference, jurisdiction, status, opened_at)"
    " SELECT uuidv7(), id, tape_id, organisation_id, 'R-' || lpad(nextval('case_numbers')::text, 8, '0'), 'es',"
    " 'amicable', now() FROM claims",
)


async def main(cases: int) -> None:
    var = Path(mkdtemp(prefix="recourse-bench-"))
    os.environ["RECOURSE_VAR"] = str(var)
    cluster, objects = ensure_postgres(var), ensure_object_store(var)
    try:
        here = house.furnish()
        await migrate(here.migrations_url)
        await db.open_pools(here.database_url, here.platform_url, size=2, limits=db.Limits(statement=0, idle=0))
        owner = await an_organisation(kinds=("purchaser",))
        await _fill(here.migrations_url, owner, cases)
        actor = Actor.system(owner)
        await reckon_limitation_again(actor, new_id())
        await _as_owner(here.migrations_url, "UPDATE claims SET due_on = due_on + 400", "VACUUM ANALYZE")
        gc.collect()
        began = time.perf_counter()
        changed = await reckon_limitation_again(actor, new_id())
        whole = time.perf_counter() - began
        await _as_owner(here.migrations_url, "VACUUM ANALYZE deadlines")
        bare = await _bare(actor)
        await db.close_pools()
    finally:
        objects.stop()
        cluster.stop()
        shutil.rmtree(var)
    print(f"{changed:,} of {cases:,} limitation deadlines changed; {DAYS:,} distinct sets of facts")
    print(f"reckoned again {whole:8.2f} s   bare UPDATE {bare:8.2f} s")
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB")
    print(f"limitation ÷ bare UPDATE: {whole / bare:.2f}")


async def _fill(url: str, owner: UUID, cases: int) -> None:
    connection = await asyncpg.connect(url)
    key = new_id()
    try:
        for number, statement in enumerate(FILL):
            await connection.execute(
                statement, *((owner, key), (owner, key), (owner, key, cases, DAYS), (), ())[number]
            )
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


async def _as_owner(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _bare(actor: Actor) -> float:
    """The open deadlines' version raised by one, as the application's role."""
    began = time.perf_counter()
    async with db.transaction(actor):
        await db.execute(
            "UPDATE deadlines SET version = version + 1 WHERE organisation_id = $1 AND status = 'open'",
            actor.organisation,
        )
    return time.perf_counter() - began


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
