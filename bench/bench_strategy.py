"""A strategy of four rules run over every open case ÷ one bare UPDATE of the same cases; and its proposals made.

`python bench/bench_strategy.py [CASES]`: both in one run, on one private cluster that is thrown away. The cases are of
very unequal balances and ages, each with its deadline of limitation; two thirds have a stated chance of recovery.
"""

import asyncio
import gc
import os
import resource
import shutil
import sys
import time
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import asyncpg

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' builders lie beside `src`

from cases.strategies.commands import put_in_force, write_strategy
from cases.strategies.proposing import make_proposals
from cases.strategies.queries import strategy
from cases.strategies.rules import Policy, Rule
from cases.strategies.running import Wanted, preview
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from tests.builders.accounts import a_licence, a_member, an_organisation
from tests.builders.cases import a_signatory
from web import house
from web.embedded.postgres import ensure_postgres
from web.embedded.seaweedfs import ensure_object_store
from web.migrate import migrate

POLICY = Policy(
    margin_days=30,
    rules=(
        Rule(
            stage="amicable", jurisdiction="es", what="task", target="Call the debtor", most_minor=50_000, wait_days=5
        ),
        Rule(
            stage="filing",
            jurisdiction="es",
            what="prepare",
            target="monitorio_petition",
            procedure="monitorio",
            least_minor=200_000,
            chance_from=Decimal(40),
            net_from_minor=30_000,
            own_cost_minor=9_000,
            since="notice",
            wait_days=60,
        ),
        Rule(
            stage="pre-action",
            jurisdiction="es",
            what="prepare",
            target="masc_request",
            procedure="monitorio",
            evidence="contract",
            since="notice",
            wait_days=10,
        ),
        Rule(stage="amicable", jurisdiction="es", what="task", target="Ask for the contract", evidence="none"),
    ),
)
FILL = (
    "INSERT INTO data_keys (id, organisation_id, purpose, wrapped, created_at) VALUES ($2, $1, 'tape', '\\x00', now())",
    "INSERT INTO tapes (id, organisation_id, name, originator_kind, cut_off_on, file_name, media_type, size_bytes,"
    " sha256, object_key, data_key_id, status, uploaded_at) VALUES ($2, $1, 'bench', 'bank', '2026-06-30', 'b.csv',"
    " 'text/csv', 1, sha256('x'), 'x', $2, 'accepted', now())",
    "INSERT INTO claims (id, tape_id, organisation_id, reference, row_no, product, originator_kind, country, territory,"
    " debtor_kind, currency, cut_off_on, principal_minor, interest_minor, costs_minor, payments_minor, balance_minor,"
    " interest_kind, due_on, flags, status) SELECT uuidv7(), $2, $1, 'B-' || n, n, 'consumer_loan', 'bank', 'ES',"
    " 'common', 'person', 'EUR', '2026-06-30', 1000 + (n * 7919) % 900000, 0, 0, 0, 1000 + (n * 7919) % 900000,"
    " 'statutory', date '2020-01-01' + (n % 2000), '{}', 'live' FROM generate_series(1, $3::int) n",
    "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, reference, amount_minor, currency, due_on)"
    " SELECT uuidv7(), id, tape_id, organisation_id, 'principal', reference, balance_minor, 'EUR', due_on FROM claims",
    "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, country, sealed, data_key_id,"
    " person_hash) SELECT uuidv7(), id, tape_id, organisation_id, 'debtor', 'person', 'Nobody', 'ES', '\\x00', tape_id,"
    " uuid_send(id) FROM claims",
    "INSERT INTO cases (id, claim_id, tape_id, organisation_id, reference, jurisdiction, procedure, status, opened_at,"
    " reconciled_at, documents_checked_at, notice_sent_on) SELECT uuidv7(), id, tape_id, organisation_id, 'R-' ||"
    " lpad(nextval('case_numbers')::text, 8, '0'), 'es', 'monitorio', 'amicable', now(), now(), now(),"
    " current_date - (row_no % 100)::int FROM claims",
    "INSERT INTO documents (id, organisation_id, subject_kind, subject_id, kind, title, language, status, created_at)"
    " SELECT uuidv7(), organisation_id, 'claim', id, 'contract', 'contract', 'es', 'drafted', now() FROM claims",
    "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, kind, rule, title, outcome, statutory_on,"
    " safe_on, verified, reckoning, status, created_at) SELECT uuidv7(), tape_id, claim_id, id, organisation_id,"
    " 'limitation', 'limitation', 'Limitation', 'date', current_date + 100, current_date + 99, true, '[]', 'open',"
    " now() FROM cases",
    "INSERT INTO case_chances (case_id, organisation_id, percent, source, given_at) SELECT k.id, k.organisation_id,"
    " (c.row_no % 100)::int, 'bench', now() FROM cases k JOIN claims c ON c.id = k.claim_id WHERE c.row_no % 3 > 0",
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
        await a_licence(organisation_id=owner, role="purchaser", country="ES")
        head = await a_member(organisation_id=owner, roles=("administrator", "lawyer"))
        await a_signatory(head, head)
        await _fill(here.migrations_url, owner, cases)
        actor = Actor.system(owner)
        strategy_id = await write_strategy(actor, "Bench", POLICY)
        await put_in_force(actor, strategy_id, (await strategy(actor, strategy_id)).newest.id)
        gc.collect()
        began = time.perf_counter()
        found = await preview(actor, strategy_id, None, Wanted())
        dry = time.perf_counter() - began
        began = time.perf_counter()
        made = await make_proposals(actor, strategy_id)
        proposed = time.perf_counter() - began
        began = time.perf_counter()
        again = await make_proposals(actor, strategy_id)
        twice = time.perf_counter() - began
        bare = await _bare(actor)
        await db.close_pools()
    finally:
        objects.stop()
        cluster.stop()
        shutil.rmtree(var)
    for one in found.groups:
        print(f"{one.cases:>9,}  {one.says}")
    print(
        f"dry run {dry:.2f} s   proposals made ({made.made:,}) {proposed:.2f} s   again ({again.made:,}) {twice:.2f} s"
    )
    print(f"bare UPDATE of {found.cases:,} cases {bare:6.2f} s")
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB")
    print(f"dry run ÷ bare UPDATE: {dry / bare:.2f}   proposals ÷ bare UPDATE: {proposed / bare:.2f}")


async def _fill(url: str, owner: UUID, cases: int) -> None:
    connection = await asyncpg.connect(url)
    key = new_id()
    known = (owner, key, cases)
    try:
        for statement in FILL:
            used = [value for place, value in enumerate(known, start=1) if f"${place}" in statement]
            await connection.execute(statement, *used)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _bare(actor: Actor) -> float:
    """The open cases' version raised by one, as the application's role."""
    began = time.perf_counter()
    async with db.transaction(actor):
        await db.execute(
            "UPDATE cases SET version = version + 1 WHERE organisation_id = $1 AND status <> 'closed'",
            actor.organisation,
        )
    return time.perf_counter() - began


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
