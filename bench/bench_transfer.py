"""A transfer (everything `transfer_sale` does, the law included) ÷ the bare statements that write the same rows.

`python bench/bench_transfer.py [ROWS] [COUNTRY]`: both sides in one run, on one private cluster that is thrown away.
The bare side (`transfer_bare.sql`) works on tables made LIKE … INCLUDING ALL, filled from files beforehand.
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

BARE = Path(__file__).with_name("transfer_bare.sql")
sys.path.insert(0, str(BARE.parents[1]))  # the migrations and the tests' builders lie beside `src`

from bench.bench_accept import BLOCK  # noqa: E402
from documents.vault.commands import store  # noqa: E402
from kernel.money import Money  # noqa: E402
from marketplace.settlement.transfer import transfer_sale  # noqa: E402
from marketplace.tapes.acceptance import accept_tape  # noqa: E402
from marketplace.tapes.commands import begin_accepting, map_tape, upload_tape  # noqa: E402
from marketplace.tapes.commands_check import check_tape  # noqa: E402
from marketplace.tapes.examine import settled  # noqa: E402
from marketplace.tapes.proposal import propose  # noqa: E402
from marketplace.tapes.sample import CUT_OFF, write_tape  # noqa: E402
from marketplace.tapes.stored import stored_tape  # noqa: E402
from tests.builders.accounts import a_member, an_organisation  # noqa: E402
from tests.builders.sales import SaleBuilt, a_sale_of, bring  # noqa: E402
from web import house  # noqa: E402
from web.embedded.postgres import ensure_postgres  # noqa: E402
from web.embedded.seaweedfs import ensure_object_store  # noqa: E402
from web.migrate import migrate  # noqa: E402

HELD = ("claims", "claim_items", "parties", "claim_titles", "proceedings")
MADE = ("claim_titles", "cases", "case_holds", "deadlines")
CURRENCY = {"es": "EUR", "gb": "GBP"}


async def main(rows: int, country: str) -> None:
    var = Path(mkdtemp(prefix="recourse-bench-"))
    os.environ["RECOURSE_VAR"] = str(var)
    cluster, objects = ensure_postgres(var), ensure_object_store(var)
    try:
        here = house.furnish()
        await migrate(here.migrations_url)
        await store().prepare()
        async with house.opened("worker"):
            sale = await _deeded(var, rows, country)
            _unload_before(here.migrations_url, sale, var)
            gc.collect()
            began = time.perf_counter()
            moved = await transfer_sale(sale.buyer.organisation, sale.id)
            whole = time.perf_counter() - began
        bare = _bare(here.migrations_url, sale.id, var)
    finally:
        objects.stop()
        cluster.stop()
        shutil.rmtree(var)
    print(f"{moved:,} claims transferred")
    print(f"transfer {whole:8.2f} s   bare statements {bare:8.2f} s")
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB")
    print(f"transfer ÷ bare: {whole / bare:.2f}")


async def _deeded(var: Path, rows: int, country: str) -> SaleBuilt:
    """A sample tape accepted, sold and paid, its deed executed."""
    seller = await a_member(organisation_id=await an_organisation(), roles=("seller",))
    file = var / f"tape-{country}.csv"
    write_tape(country=country, rows=rows, seed=1, out=file, dirt="0.02")
    tape_id = (await upload_tape(seller, file, name="bench", cut_off_on=CUT_OFF)).id
    await map_tape(seller, tape_id, settled(propose((await stored_tape(seller, tape_id)).layout)))
    await check_tape(seller, tape_id)
    await begin_accepting(seller, tape_id)
    await accept_tape(seller, tape_id)
    sale = await a_sale_of(seller, tape_id, country=country, price=Money(rows * 10_000, CURRENCY[country]))
    for step in ("signed", "closing", "agreed", "paid", "deed"):
        await bring(sale, step)
    return sale


def _unload_before(url: str, sale: SaleBuilt, folder: Path) -> None:
    """The rows as they stand before the transfer, into files, and statistics for everybody."""
    with psycopg.connect(url, autocommit=True) as connection:
        for table in HELD:
            _unload(connection, f"SELECT * FROM {table} WHERE tape_id = '{sale.tape_id}'", folder / f"held_{table}")
        _unload(connection, f"SELECT * FROM lot_claims WHERE lot_id = '{sale.lot_id}'", folder / "held_lot_claims")
        connection.execute("VACUUM ANALYZE")


def _bare(url: str, sale_id: UUID, folder: Path) -> float:
    """Seconds of the bare statements and their commit."""
    with psycopg.connect(url, autocommit=True) as connection:
        for table in MADE:
            which = "sale_id" if table in ("claim_titles", "cases") else "case_id"
            of = f"sale_id = '{sale_id}'" if which == "sale_id" else "true"
            _unload(connection, f"SELECT * FROM {table} WHERE {of}", folder / table)
        for table in dict.fromkeys((*HELD, *MADE, "lot_claims")):
            connection.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
        connection.execute(f"CREATE TABLE bare_sale AS SELECT * FROM sales WHERE id = '{sale_id}'")
        connection.execute("CREATE TABLE bare_sale_claims (LIKE sale_claims INCLUDING ALL)")
        connection.execute(f"INSERT INTO bare_sale_claims SELECT * FROM sale_claims WHERE sale_id = '{sale_id}'")
        for table in (*HELD, "lot_claims"):
            _load(connection, f"COPY bare_{table} FROM STDIN", folder / f"held_{table}")
        connection.execute("VACUUM ANALYZE")
        text = "\n".join(line for line in BARE.read_text().splitlines() if not line.startswith("--"))
        began = time.perf_counter()
        with connection.transaction():
            for statement in (one.strip() for one in text.split(";") if one.strip()):
                if statement.startswith("COPY"):
                    _load(connection, statement, folder / statement.split()[1].removeprefix("bare_"))
                else:
                    connection.execute(statement)
        return time.perf_counter() - began


def _unload(connection: psycopg.Connection, query: str, path: Path) -> None:
    with path.open("wb") as file, connection.cursor().copy(f"COPY ({query}) TO STDOUT") as copy:
        for block in copy:
            file.write(block)


def _load(connection: psycopg.Connection, statement: str, path: Path) -> None:
    with path.open("rb") as file, connection.cursor().copy(statement) as copy:
        while block := file.read(BLOCK):
            copy.write(block)


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    asyncio.run(main(size, sys.argv[2] if len(sys.argv) > 2 else "es"))
