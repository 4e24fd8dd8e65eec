"""The desk's lists and searches with MANY cases of very unequal owners ÷ the same with FEW.

`python bench/bench_desk.py [MANY] [FEW]`: both in one run, on one private cluster that is thrown away. One owner has
nine cases of ten, and one firm works a third of them; each figure is the median of what one page takes, in
milliseconds, for the largest owner, for its firm and for a small owner.
"""

import asyncio
import os
import shutil
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from uuid import UUID

import asyncpg

sys.path.insert(0, str(Path(__file__).parents[1]))  # the migrations and the tests' builders lie beside `src`

from cases.deadlines.queries import deadline_counts, deadlines_in, lens_counts, today_of
from cases.desk.queries import Filters, worklist
from cases.desk.reach import Side
from kernel import db
from kernel.actor import Actor
from tests.builders.accounts import a_member, an_organisation
from tests.builders.deadlines import a_tape_of
from web import house
from web.embedded.postgres import ensure_postgres
from web.embedded.seaweedfs import ensure_object_store
from web.migrate import migrate

TIMES = 9
SMALL_OWNERS = 20
SEED = (
    "CREATE TEMP TABLE fresh AS SELECT n, uuidv7() AS claim_id, uuidv7() AS case_id,"
    " ($1::uuid[])[place] AS owner_id, ($2::uuid[])[place] AS tape_id,"
    " CASE WHEN n % 3 = 0 AND n % 10 <> 0 THEN $3::uuid END AS firm_id FROM generate_series($4::int, $5::int) n,"
    " LATERAL (SELECT CASE WHEN n % 10 = 0 THEN 2 + (n / 10) % (cardinality($1::uuid[]) - 1) ELSE 1 END AS place) w",
    "INSERT INTO claims (id, tape_id, organisation_id, firm_organisation_id, reference, row_no, product,"
    " originator_kind, country, debtor_kind, currency, cut_off_on, principal_minor, interest_minor, costs_minor,"
    " payments_minor, balance_minor, status) SELECT claim_id, tape_id, owner_id, firm_id, 'A-' || n, n,"
    " 'consumer_loan', 'bank', 'ES', 'person', 'EUR', '2026-01-31', 100000, 0, 0, 0, 100000, 'live' FROM fresh",
    "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, person_hash) SELECT uuidv7(),"
    " claim_id, tape_id, owner_id, 'debtor', 'person', initcap(translate(md5(n::text), '0123456789', 'ghijklmnop')),"
    " sha256(n::text::bytea) FROM fresh",
    "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court, court_number, stage) SELECT uuidv7(),"
    " claim_id, tape_id, owner_id, 'Juzgado', n || '/2026', 'filed' FROM fresh WHERE n % 4 = 0",
    "INSERT INTO cases (id, claim_id, tape_id, organisation_id, firm_organisation_id, reference, jurisdiction,"
    " procedure, status, opened_at) SELECT case_id, claim_id, tape_id, owner_id, firm_id,"
    " 'R-' || lpad(n::text, 8, '0'), 'es', 'monitorio',"
    " (ARRAY['onboarding', 'amicable', 'pre-action', 'filed'])[1 + n % 4], now() FROM fresh",
    "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, firm_organisation_id, kind, rule, title,"
    " outcome, statutory_on, safe_on, verified, reckoning, status, created_at, who) SELECT uuidv7(), tape_id, claim_id,"
    " case_id, owner_id, firm_id, 'limitation', 'limitation', 'Limitation', 'date', current_date + n % 1500 - 5,"
    " current_date + n % 1500 - 5, true, '[]', 'open', now(), 'creditor' FROM fresh WHERE n % 50 <> 7",
    "DROP TABLE fresh",
    "ANALYZE",
)

type Page = Callable[[], Awaitable[object]]


async def grow(owner: asyncpg.Connection, tapes: dict[UUID, UUID], firm: Actor, start: int, end: int) -> None:
    first, *rest = SEED
    await owner.execute("SET statement_timeout = 0")
    await owner.execute(first, list(tapes), list(tapes.values()), firm.organisation, start, end)
    for statement in rest:
        await owner.execute(statement)


async def pages(reader: Actor, side: Side, number: int) -> dict[str, Page]:
    """What is asked; `number` is that of a case the reader reaches."""
    today = await today_of(reader)
    name = await _debtor(reader, number)

    def listed(**narrowed: object) -> Page:
        return lambda: worklist(reader, Filters(side=side, **narrowed))  # type: ignore[arg-type]

    middle = await _middle(reader, side)
    return {
        "first page": listed(),
        "page in the middle": listed(after=middle),
        "one status": listed(status="filed"),
        "without a deadline": listed(undated=True),
        "by case reference": listed(q=f"R-{number:08}"),
        "by claim reference": listed(q=f"A-{number}"),
        "by court's number": listed(q=f"{number}/2026"),
        "by debtor's name": listed(q=name),
        "deadlines, later": lambda: deadlines_in(reader, "later", today=today),
        "limitation near": lambda: deadlines_in(reader, "limitation", today=today),
        "figures on the tabs": lambda: deadline_counts(reader, today=today),
        "figures of the lenses": lambda: lens_counts(reader, today=today),
    }


async def _debtor(reader: Actor, number: int) -> str:
    async with db.transaction(reader):
        sql = "SELECT p.name FROM parties p JOIN claims c ON c.id = p.claim_id WHERE c.reference = $1"
        return str(await db.fetch_value(sql, f"A-{number}"))


async def _middle(reader: Actor, side: Side) -> object:
    column = "firm_organisation_id" if side == "instructed" else "organisation_id"
    async with db.transaction(reader):
        many = await db.fetch_value(f"SELECT count(*) FROM cases WHERE {column} = $1", reader.organisation)
        return await db.fetch_value(
            f"SELECT id FROM cases WHERE {column} = $1 ORDER BY id OFFSET $2 LIMIT 1", reader.organisation, many // 2
        )


async def measured(readers: dict[str, tuple[Actor, Side, int]]) -> dict[str, float]:
    taken: dict[str, float] = {}
    for who, (reader, side, number) in readers.items():
        for what, page in (await pages(reader, side, number)).items():
            times = []
            for _ in range(TIMES):
                began = time.perf_counter()
                await page()
                times.append((time.perf_counter() - began) * 1000)
            taken[f"{who}: {what}"] = median(times)
    return taken


async def main(many: int, few: int) -> None:
    var = Path(mkdtemp(prefix="recourse-bench-"))
    os.environ["RECOURSE_VAR"] = str(var)
    cluster, objects = ensure_postgres(var), ensure_object_store(var)
    try:
        here = house.furnish()
        await migrate(here.migrations_url)
        async with house.opened("worker"):
            people = [await _lawyer(f"Owner {n}") for n in range(1 + SMALL_OWNERS)]
            firm = await _lawyer("Firm")
            readers: dict[str, tuple[Actor, Side, int]] = {
                "largest owner": (people[0], "own", 4),
                "its firm": (firm, "instructed", 12),
                "a small owner": (people[1 + 2], "own", 20),
            }
            tapes = {one.organisation: await a_tape_of(one.organisation) for one in people}
            owner = await asyncpg.connect(here.migrations_url)
            await grow(owner, tapes, firm, 1, few)
            before = await measured(readers)
            await grow(owner, tapes, firm, few + 1, many)
            after = await measured(readers)
            await owner.close()
    finally:
        objects.stop()
        cluster.stop()
        shutil.rmtree(var, ignore_errors=True)
    for name, took in after.items():
        print(f"{name:<38} {before[name]:9.1f} ms at {few:,} {took:9.1f} ms at {many:,} {took / before[name]:6.2f} x")


async def _lawyer(name: str) -> Actor:
    return await a_member(
        organisation_id=await an_organisation(kinds=("purchaser", "law_firm"), name=name), roles=("lawyer",)
    )


if __name__ == "__main__":
    asyncio.run(main(*[int(one) for one in (sys.argv[1:] + ["1000000", "10000"][len(sys.argv) - 1 :])]))
