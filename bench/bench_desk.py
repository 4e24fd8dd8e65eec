"""The desk's lists and searches with MANY cases of very unequal owners and firms ÷ the same with FEW.

`python bench/bench_desk.py [MANY] [FEW]`: two databases of one private cluster that is thrown away, asked in turns so
that whatever else the machine does hits both. One owner has seven cases of ten and a long tail of 300 owners shares
the rest unequally; one firm works a third of the largest owner's cases, a tail of 100 another tenth. A small owner and
a small firm have the same 400 cases on both sides. Names are as unequal as people's are. Each page is told by the
median and by the least of what it took, in milliseconds: on a machine that does much else only the least says much.
"""

import asyncio
import os
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from uuid import UUID

import asyncpg

sys.path.insert(0, str(Path(__file__).parents[1]))  # the migrations and the tests' builders lie beside `src`

from cases.deadlines.queries import LENSES, VIEWS, After, deadline_counts, deadlines_in, lens_counts, today_of
from cases.desk.queries import Filters, worklist
from cases.desk.reach import COLUMN, Side
from kernel import db
from kernel.actor import Actor
from kernel.db import PoolName
from tests.builders.accounts import a_member, an_organisation
from tests.builders.deadlines import a_tape_of
from web import house
from web.embedded.cluster import Cluster
from web.embedded.postgres import ensure_postgres
from web.embedded.seaweedfs import ensure_object_store
from web.migrate import migrate

TIMES = 31
AIM = 1.5
OWNERS, FIRMS = 300, 100
"""The long tail beside the largest and the small one of each."""
SMALL = 4_000
"""Of so many first cases each tenth is the small owner's, and each tenth the small firm's."""
COMMON, RARE = 0, 15_000
"""Numbers of surnames of 20,000: the first is borne by one in 27, the other by one in 50,000."""
WORD = "translate(substr(md5('{0}' || {1}), 1, 4 + {1} % 5), '0123456789', 'aeioualnrs')"
PLACE = "(power((hashint4extended(n, {0}) & 65535) / 65536.0, 3) * {1})::int"
"""One of so many, the first far more often than the last."""
SURNAME, FIRST_NAME = (WORD.format(kind, PLACE.format(*of)) for kind, of in (("s", (2, 20_000)), ("f", (1, 800))))
SEED = (
    "CREATE TEMP TABLE fresh AS SELECT n, uuidv7() AS claim_id, uuidv7() AS case_id, ($1::uuid[])[o] AS owner_id,"
    " ($2::uuid[])[o] AS tape_id, CASE WHEN n <= "
    f"{SMALL} AND n % 10 = 4 THEN ($3::uuid[])[2] WHEN o = 1 AND n % 3 = 0 THEN ($3::uuid[])[1]"
    f" WHEN o = 1 AND n % 10 = 2 THEN ($3::uuid[])[3 + {PLACE.format(3, FIRMS - 1)}] END AS firm_id"
    f" FROM generate_series(1, $4::int) n, LATERAL (SELECT CASE WHEN n <= {SMALL} AND n % 10 = 8 THEN 2"
    f" WHEN n % 10 < 7 THEN 1 ELSE 3 + {PLACE.format(4, OWNERS - 1)} END AS o) w",
    "INSERT INTO claims (id, tape_id, organisation_id, firm_organisation_id, reference, row_no, product,"
    " originator_kind, country, debtor_kind, currency, cut_off_on, principal_minor, interest_minor, costs_minor,"
    " payments_minor, balance_minor, status) SELECT claim_id, tape_id, owner_id, firm_id, 'A-' || n, n,"
    " 'consumer_loan', 'bank', 'ES', 'person', 'EUR', '2026-01-31', 100000, 0, 0, 0, 100000, 'live' FROM fresh",
    "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, person_hash) SELECT uuidv7(),"
    f" claim_id, tape_id, owner_id, 'debtor', 'person', initcap({FIRST_NAME} || ' ' || {SURNAME}),"
    " sha256(n::text::bytea) FROM fresh",
    "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court, court_number, stage) SELECT uuidv7(),"
    " claim_id, tape_id, owner_id, 'Juzgado', n || '/2026', 'filed' FROM fresh WHERE n % 4 = 0",
    "INSERT INTO cases (id, claim_id, tape_id, organisation_id, firm_organisation_id, person_id, reference,"
    " jurisdiction, procedure, status, opened_at) SELECT case_id, claim_id, tape_id, owner_id, firm_id,"
    " CASE WHEN n % 7 = 0 AND owner_id = ($2::uuid[])[1] THEN $1::uuid END,"
    " 'R-' || lpad(n::text, 8, '0'), (ARRAY['es', 'gb_ew'])[1 + (n % 11 = 0)::int], 'monitorio',"
    " (ARRAY['onboarding', 'amicable', 'pre-action', 'filed'])[1 + n % 4], now() FROM fresh",
    "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, firm_organisation_id, person_id, kind,"
    " rule, title, outcome, statutory_on, safe_on, opens_on, provisional, verified, reckoning, status, closed_at,"
    " created_at, who) SELECT uuidv7(), tape_id, claim_id, case_id, owner_id, firm_id,"
    " CASE WHEN n % 7 = 0 AND owner_id = ($2::uuid[])[1] THEN $1::uuid END,"
    " CASE WHEN n % 3 = 0 THEN 'procedure' ELSE 'limitation' END, 'limitation', 'Limitation', 'date',"
    " current_date + n % 1500 - 5, current_date + n % 1500 - 5,"
    " CASE WHEN n % 9 = 0 THEN current_date + n % 1500 - 4 END, CASE WHEN n % 6 = 0 THEN 'A calendar' END, n % 5 <> 0,"
    " '[]', CASE WHEN n % 8 = 1 THEN 'superseded' ELSE 'open' END, CASE WHEN n % 8 = 1 THEN now() END, now(),"
    " 'creditor' FROM fresh WHERE n % 50 <> 7",
    "DROP TABLE fresh",
    "VACUUM ANALYZE",
)

type Page = Callable[[], Awaitable[object]]


async def grow(
    owner: asyncpg.Connection, tapes: dict[UUID, UUID], firms: Sequence[UUID], person: UUID, cases: int
) -> None:
    first, *rest = SEED
    await owner.execute("SET statement_timeout = 0")
    await owner.execute(first, list(tapes), list(tapes.values()), list(firms), cases)
    for statement in rest:
        await owner.execute(statement, *((person, list(tapes)) if "$1" in statement else ()))


async def pages(reader: Actor, side: Side, number: int) -> dict[str, Page]:
    """Every list the desk offers; `number` is that of a case the reader reaches."""
    today = await today_of(reader)

    def listed(**narrowed: object) -> Page:
        return lambda: worklist(reader, Filters(side=side, **narrowed))  # type: ignore[arg-type]

    names = await _names()
    cases: dict[str, Page] = {
        "first page": listed(),
        "page in the middle": listed(after=await _middle(reader, side)),
        "one status": listed(status="filed"),
        "one status, in the middle": listed(status="filed", after=await _middle(reader, side)),
        "one jurisdiction": listed(jurisdiction="gb_ew"),
        "one person's": listed(person_id=reader.person_id),
        "without a deadline": listed(undated=True),
        "by case reference": listed(q=f"R-{number:08}"),
        "by claim reference": listed(q=f"A-{number}"),
        "by court's number": listed(q=f"{number}/2026"),
        "by a common name": listed(q=names[0]),
        "by a rare name": listed(q=names[1]),
        "by a name nobody has": listed(q="qwxyzw"),
    }
    deadlines: dict[str, Page] = {}
    for view in (*VIEWS, *LENSES):

        def shown(view: str = view, **more: object) -> Page:
            return lambda: deadlines_in(reader, view, today=today, **more)  # type: ignore[arg-type]

        deadlines[f"deadlines, {view}"] = shown()
        deadlines[f"deadlines, {view}, mine"] = shown(mine=True)
        if found := await deadlines_in(reader, view, today=today):
            last = found[-1]
            at = {"closed": last.closed_at, "dateless": last.entered_at}.get(view)
            on = at or (last.opens_on if view in ("ready", "waiting") else last.safe_on)
            if on is not None:
                deadlines[f"deadlines, {view}, next page"] = shown(after=After(on, last.id))
    figures: dict[str, Page] = {
        "figures on the tabs": lambda: deadline_counts(reader, today=today),
        "figures of the lenses": lambda: lens_counts(reader, today=today),
    }
    return cases | deadlines | figures


async def _names() -> tuple[str, str]:
    async with db.transaction(Actor.platform()):
        found = await db.fetch_sure(f"SELECT {WORD.format('s', COMMON)} AS common, {WORD.format('s', RARE)} AS rare")
    return found["common"], found["rare"]


async def _middle(reader: Actor, side: Side) -> object:
    column = "firm_organisation_id" if side == "instructed" else "organisation_id"
    async with db.transaction(reader):
        many = await db.fetch_value(f"SELECT count(*) FROM cases WHERE {column} = $1", reader.organisation)
        return await db.fetch_value(
            f"SELECT id FROM cases WHERE {column} = $1 ORDER BY id OFFSET $2 LIMIT 1", reader.organisation, many // 2
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """One database with so many cases, and the pages of each reader; `pools` are its connections."""

    pools: dict[PoolName, asyncpg.Pool]
    pages: dict[str, Page]

    async def takes(self, name: str) -> float:
        """Milliseconds of one page."""
        self.face()
        began = time.perf_counter()
        await self.pages[name]()
        return (time.perf_counter() - began) * 1000

    def face(self) -> None:
        """The house speaks to one database at a time; here it turns from one to the other."""
        db._pools.clear()
        db._pools.update(self.pools)


async def main(many: int, few: int) -> None:
    var = Path(mkdtemp(prefix="recourse-bench-"))
    os.environ["RECOURSE_VAR"] = str(var)
    cluster, objects = ensure_postgres(var), ensure_object_store(var)
    try:
        house.furnish()
        small, large = [await ground(cluster, cases) for cases in (few, many)]
        taken: dict[str, list[tuple[float, float]]] = {}
        for name in (one for one in large.pages if one in small.pages):
            taken[name] = [(await small.takes(name), await large.takes(name)) for _ in range(TIMES)]
        for one in (small, large):
            one.face()
            await db.close_pools()
    finally:
        objects.stop()
        cluster.stop()
        shutil.rmtree(var, ignore_errors=True)
    ratios: dict[str, list[float]] = {"medians": [], "least": []}
    for name, times in taken.items():
        said = f"{name:<46}"
        for how, of in (("medians", median), ("least", min)):
            was, took = (of([one[side] for one in times]) for side in (0, 1))
            ratios[how].append(took / was)
            said += f"  {how} {was:7.1f} ms {took:7.1f} ms {took / was:6.2f} x"
        print(said)
    for how, found in ratios.items():
        over = sum(one > AIM for one in found)
        middle, most = median(found), max(found)
        print(
            f"{how} at {few:,} and {many:,}: {middle:.2f} x, largest {most:.2f} x; {over} of {len(found)} over {AIM} x"
        )


async def ground(cluster: Cluster, cases: int) -> Ground:
    """A database of its own with so many cases, owned and worked as unequally as the other's."""
    name = f"bench_{cases}"
    cluster.create_database(name)
    await migrate(cluster.url("recourse_owner", name))
    app, platform = cluster.url("recourse_app", name), cluster.url("recourse_platform", name)
    await db.open_pools(app, platform, size=2, limits=db.Limits(statement=0, idle=0))
    largest, small = [await _lawyer(f"Owner {n}") for n in range(2)]
    firm, small_firm = [await _lawyer(f"Firm {n}") for n in range(2)]
    owners = [largest.organisation, small.organisation, *(await _tail(OWNERS))]
    firms = [firm.organisation, small_firm.organisation, *(await _tail(FIRMS))]
    tapes = {one: await a_tape_of(one) for one in owners}
    owner = await asyncpg.connect(cluster.url("recourse_owner", name))
    found: dict[str, Page] = {}
    try:
        assert largest.person_id is not None
        await grow(owner, tapes, firms, largest.person_id, cases)
        readers: tuple[tuple[str, Actor, Side], ...] = (
            ("largest owner", largest, "own"),
            ("largest firm", firm, "instructed"),
            ("a small owner", small, "own"),
            ("a small firm", small_firm, "instructed"),
        )
        for who, reader, side in readers:
            number = await _number(owner, COLUMN[side], reader)
            found |= {f"{who}: {what}": page for what, page in (await pages(reader, side, number)).items()}
    finally:
        await owner.close()
    pools = dict(db._pools)
    db._pools.clear()
    return Ground(pools, found)


async def _tail(size: int) -> list[UUID]:
    return [await an_organisation(kinds=("purchaser", "law_firm")) for _ in range(size)]


async def _number(owner: asyncpg.Connection, column: str, reader: Actor) -> int:
    """The number of a case in court that the reader reaches."""
    sql = f"SELECT reference FROM cases WHERE {column} = $1 AND status = 'onboarding' ORDER BY id LIMIT 1"
    return int(str(await owner.fetchval(sql, reader.organisation)).removeprefix("R-"))


async def _lawyer(name: str) -> Actor:
    return await a_member(
        organisation_id=await an_organisation(kinds=("purchaser", "law_firm"), name=name), roles=("lawyer",)
    )


if __name__ == "__main__":
    asyncio.run(main(*[int(one) for one in (sys.argv[1:] + ["1000000", "10000"][len(sys.argv) - 1 :])]))
