"""Accepting a tape (file to claims and parties, all checks on) ÷ COPY of the same rows into tables of the same shape.

`python bench/bench_accept.py [ROWS] [COUNTRY]`: both sides in one run, on one private cluster that is thrown away.
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

import psycopg

from documents.vault.commands import store
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from marketplace.tapes.acceptance import AcceptedTape, accept_tape
from marketplace.tapes.commands import begin_accepting, map_tape, upload_tape
from marketplace.tapes.commands_check import check_tape
from marketplace.tapes.examine import settled
from marketplace.tapes.proposal import propose
from marketplace.tapes.sample import CUT_OFF, write_tape
from marketplace.tapes.stored import stored_tape
from web import house
from web.embedded.postgres import ensure_postgres
from web.embedded.seaweedfs import ensure_object_store
from web.migrate import migrate

BARE = Path(__file__).with_name("accept_bare.sql")
sys.path.insert(0, str(BARE.parents[1]))  # the migrations lie beside `src`
BLOCK = 1 << 20


async def main(rows: int, country: str) -> None:
    var = Path(mkdtemp(prefix="recourse-bench-"))
    os.environ["RECOURSE_VAR"] = str(var)
    cluster, objects = ensure_postgres(var), ensure_object_store(var)
    try:
        here = house.furnish()
        await migrate(here.migrations_url)
        await store().prepare()
        file = var / f"tape-{country}.csv"
        write_tape(country=country, rows=rows, seed=1, out=file, dirt="0.02")
        async with house.opened("worker"):
            accepted, checking, accepting = await _accept(file)
        bare = _bare(here.migrations_url, accepted.tape_id, var)
    finally:
        objects.stop()
        cluster.stop()
        shutil.rmtree(var)
    written = accepted.written
    print(f"{accepted.read:,} rows read, {accepted.rejected:,} rejected, {written}")
    print(f"check  {checking:8.2f} s   accept {accepting:8.2f} s   bare COPY {bare:8.2f} s")
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB")
    print(f"accept ÷ COPY: {accepting / bare:.2f}")


async def _accept(file: Path) -> tuple[AcceptedTape, float, float]:
    seller = await _seller()
    tape_id = (await upload_tape(seller, file, name="bench", cut_off_on=CUT_OFF)).id
    await map_tape(seller, tape_id, settled(propose((await stored_tape(seller, tape_id)).layout)))
    began = time.perf_counter()
    await check_tape(seller, tape_id)
    checked = time.perf_counter()
    await begin_accepting(seller, tape_id)
    gc.collect()
    accepting = time.perf_counter()
    accepted = await accept_tape(seller, tape_id)
    ended = time.perf_counter()
    if accepted is None:
        raise RuntimeError("the tape was accepted before")
    return accepted, checked - began, ended - accepting


async def _seller() -> Actor:
    organisation_id = new_id()
    async with db.transaction(Actor.platform()):
        await db.execute(
            "INSERT INTO organisations (id, name, kinds, country, originator_kind, status, created_at)"
            " VALUES ($1, 'Bench', '{seller}', 'ES', 'bank', 'vetted', now())",
            organisation_id,
        )
    return Actor.system(organisation_id)


def _bare(url: str, tape_id: UUID, folder: Path) -> float:
    """Seconds of the COPYs, made from files written beforehand from what the acceptance wrote."""
    with psycopg.connect(url, autocommit=True) as connection:
        statements = [one.strip() for one in BARE.read_text().split(";") if one.strip()]
        seconds = 0.0
        for table in ("claims", "claim_items", "parties", "claim_titles", "proceedings"):
            query = f"COPY (SELECT * FROM {table} WHERE tape_id = '{tape_id}') TO STDOUT"
            with (folder / f"bare_{table}").open("wb") as file, connection.cursor().copy(query) as copy:
                for block in copy:
                    file.write(block)
        for statement in statements:
            lines = [line for line in statement.splitlines() if not line.startswith("--")]
            began = time.perf_counter()
            _run(connection, "\n".join(lines), folder)
            if "CREATE" not in statement:
                seconds += time.perf_counter() - began
    return seconds


def _run(connection: psycopg.Connection, statement: str, folder: Path) -> None:
    if not statement.startswith("COPY"):
        connection.execute(statement)
        return
    with (folder / statement.split()[1]).open("rb") as file, connection.cursor().copy(statement) as copy:
        while block := file.read(BLOCK):
            copy.write(block)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2] if len(sys.argv) > 2 else "es"))
