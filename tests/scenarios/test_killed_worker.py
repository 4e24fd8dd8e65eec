"""SIGKILL at twenty random points of acceptance, transfer and filing: nothing is lost, nothing is doubled.

One portfolio suffers every kill; its twin, made of the same file, is never disturbed. At the end both are the same,
and every paper is byte for byte what a second rendering of the same data gives.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from msgspec.structs import replace

from cases.desk.particulars import enter_particulars
from cases.desk.reach import cases_at_hand
from cases.proceedings.case_file import assemble
from cases.proceedings.commands import Happened, record_events
from cases.proceedings.drafting import drafted, signatory_by_id
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.preview import preview_filings
from cases.proceedings.printing import Draft, printed
from documents.render.pool import Printed
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.money import Money
from kernel.settings import Settings
from marketplace.settlement.extracts import MOST_UNASKED
from marketplace.tapes.commands import begin_accepting, map_tape, undo_acceptance, upload_tape
from marketplace.tapes.examine import settled
from marketplace.tapes.proposal import propose
from marketplace.tapes.sample import CUT_OFF
from marketplace.tapes.stored import stored_tape
from tests.builders.accounts import a_licence, a_member, an_organisation
from tests.builders.cases import NOW, Desk, a_signatory, put_through_the_gate
from tests.builders.sales import STAGES, SaleBuilt, a_sale, a_sale_of, bring
from tests.builders.tapes import a_tape_file
from tests.scenarios.hunting import Aim, Nursery, Struck, strike, work_until_done
from tests.scenarios.standing import one_case_and_one_limitation_each, standing, told
from web.demo.recovery import SPAIN
from web.worker import work

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("object_store"), pytest.mark.timeout(1800)]
SEED = 20261122
ROWS = 5_200
"""More claims than a sale gets extracts for unasked: this story is not about those."""
KILLS = {"acceptance": 7, "transfer": 6, "filing": 7}
PETITION = "monitorio_petition"
CASES = 30

ACCEPTANCE = (
    "staged_rows",
    "INSERT INTO claims",
    "INSERT INTO claim_items",
    "INSERT INTO parties",
    "INSERT INTO claim_titles",
    "INSERT INTO proceedings",
    "sum(balance_minor)",
    "string_agg(reference",
    "UPDATE tapes",
)
TRANSFER = (
    "claims_assign",
    "INSERT INTO cases",
    "INSERT INTO case_holds",
    "limitation_answers",
    "INSERT INTO deadlines",
    "UPDATE sales",
    "FROM listings",
    "procrastinate_defer_jobs",
)
FILING = (
    "FROM filings WHERE id",
    "INSERT INTO documents",
    "INSERT INTO data_keys",
    "INSERT INTO document_versions",
    "UPDATE filings",
    "INSERT INTO facts",
)
"""Statements of each job in their order. A kill aims at one of them and strikes there or, if it was too quick to be
seen, at the next one that is seen."""
JOBS_LEFT = "SELECT 1 FROM procrastinate_jobs WHERE task_name = '{}' AND status IN ('todo', 'doing') LIMIT 1"


@pytest.fixture
async def watcher(database: Settings) -> AsyncIterator[asyncpg.Connection]:
    """A login of the application's role, which sees what its other sessions run, and which jobs there are."""
    connection = await asyncpg.connect(database.database_url)
    yield connection
    await connection.close()


@pytest.fixture
async def owner(database: Settings) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.migrations_url)
    yield connection
    await connection.close()


@pytest.fixture
async def nursery(object_store: None, tmp_path: Path) -> AsyncIterator[Nursery]:
    nursery = Nursery(tmp_path / "workers.log")
    yield nursery
    nursery.close()


class Range:
    """Where the kills are made: it starts a worker for each, strikes, and keeps count of what was hit."""

    def __init__(self, watcher: asyncpg.Connection, nursery: Nursery) -> None:
        self.watcher, self.nursery = watcher, nursery
        self.draw = random.Random(SEED)
        self.hits: list[tuple[str, Aim, Struck]] = []

    async def kill(
        self,
        what: str,
        marks: tuple[str, ...],
        task: str,
        *,
        looks: int,
        again: Callable[[], Awaitable[None]],
        whole: Callable[[], Awaitable[None]],
    ) -> None:
        """Kills workers at `task` until there are enough; `whole` must hold after each. Whenever one was quicker and
        finished the work, `again` makes new work."""
        left, missed = JOBS_LEFT.format(task), 0
        struck_here = 0
        while struck_here < KILLS[what]:
            aim = Aim(self.draw.randrange(len(marks) - 3), self.draw.randrange(looks))
            worker = await self.nursery.start_worker()
            struck = await strike(self.watcher, worker, marks, aim, left)
            if struck is None:
                worker.kill()
            await whole()
            if struck is None:
                missed += 1
                assert missed <= 10, self.nursery.log.read_text()[-4000:]
                await again()
                continue
            struck_here += 1
            self.hits.append((what, aim, struck))
            print(
                f"{what} {struck_here}: aimed at {marks[aim.place]!r}; killed {struck.state} in {struck.query[:90]!r}"
            )
        await work_until_done(self.watcher, await self.nursery.start_worker(), left)


async def test_nothing_is_lost_and_nothing_is_doubled(
    database: Settings, watcher: asyncpg.Connection, owner: asyncpg.Connection, nursery: Nursery, tmp_path: Path
) -> None:
    ground = Range(watcher, nursery)
    print(f"seed {SEED}")
    file, truth = a_tape_file(tmp_path, rows=ROWS, dirt="0.01")
    claims = ROWS - truth.buckets.rejected
    assert claims > MOST_UNASKED
    twin, attacked = [await a_checked_tape_of(database, file, name) for name in ("Banco Gemelo", "Banco Sitiado")]

    await begin_accepting(*twin)
    await work(database, forever=False)
    await begin_accepting(*attacked)
    await under_fire_accepted(ground, owner, attacked, claims)
    assert await standing(owner, attacked[1]) == await standing(owner, twin[1])

    sales = [await a_sale_with_deed(*twin)]
    await work(database, forever=False)
    sales.append(await a_sale_with_deed(*attacked))
    await under_fire_transferred(ground, owner, sales[1], claims)
    await work(database, forever=False)
    assert await standing(owner, attacked[1]) == await standing(owner, twin[1])
    await one_case_and_one_limitation_each(owner, sales[1], claims)
    assert await told(owner, sales[1]) == await told(owner, sales[0])

    desk = await a_desk_of(sales[1])
    chosen = await under_fire_filed(ground, owner, desk, await cases_ready_for_court(owner, desk, sales[1]))
    await one_paper_each(owner, desk, chosen)
    await each_paper_is_what_the_data_give(owner, desk, chosen)
    assert Counter(what for what, _, _ in ground.hits) == Counter(KILLS)
    # The contract and deed of the builders have no bytes in the store to lock.
    stuck = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('failed', 'doing') AND task_name <> 'vault.lock'"
    assert await owner.fetchval(stuck) == 0


async def a_checked_tape_of(database: Settings, file: Path, name: str) -> tuple[Actor, UUID]:
    seller = await a_member(organisation_id=await an_organisation(name=name), roles=("seller",), clock=MovingClock(NOW))
    tape_id = (await upload_tape(seller, file, name=file.stem, cut_off_on=CUT_OFF)).id
    mapping = settled(propose((await stored_tape(seller, tape_id)).layout))
    # The bank lent the money itself: the column of brand names is no chain of title.
    kept = {header: field for header, field in mapping.columns.items() if field != "original_creditor"}
    await map_tape(seller, tape_id, replace(mapping, columns=kept))
    await work(database, forever=False)
    return seller, tape_id


async def under_fire_accepted(ground: Range, owner: asyncpg.Connection, tape: tuple[Actor, UUID], claims: int) -> None:
    seller, tape_id = tape

    async def all_or_nothing() -> None:
        found = {
            await owner.fetchval(f"SELECT count(DISTINCT {column}) FROM {table} WHERE tape_id = $1", tape_id)
            for table, column in (("claims", "id"), ("parties", "claim_id"), ("claim_titles", "claim_id"))
        }
        assert found in ({0}, {claims})

    async def taken_back_and_begun_again() -> None:
        await undo_acceptance(seller, tape_id)
        await work_until_done(ground.watcher, await ground.nursery.start_worker(), JOBS_LEFT.format("tapes.check"))
        await begin_accepting(seller, tape_id)

    await ground.kill(
        "acceptance", ACCEPTANCE, "tapes.accept", looks=25, again=taken_back_and_begun_again, whole=all_or_nothing
    )


async def a_sale_with_deed(seller: Actor, tape_id: UUID) -> SaleBuilt:
    """Everything done but the transfer, whose job waits."""
    sale = await a_sale_of(seller, tape_id, country="es", price=Money.parse("900000.00", "EUR"))
    for step in STAGES[1:]:
        await bring(sale, step)
    return sale


async def under_fire_transferred(ground: Range, owner: asyncpg.Connection, sale: SaleBuilt, claims: int) -> None:
    sales = {sale.id: claims}

    async def all_or_nothing() -> None:
        for sale_id, many in sales.items():
            row = await owner.fetchrow(
                "SELECT (SELECT count(*) FROM claims c JOIN sale_claims x ON x.claim_id = c.id"
                " AND x.buyer_organisation_id = c.organisation_id WHERE x.sale_id = $1) AS claims,"
                " (SELECT count(*) FROM claim_titles WHERE sale_id = $1) AS titles,"
                " (SELECT count(*) FROM cases WHERE sale_id = $1) AS cases,"
                " (SELECT count(*) FROM deadlines d JOIN cases k ON k.id = d.case_id WHERE k.sale_id = $1) AS dates",
                sale_id,
            )
            assert set(row.values()) in ({0}, {many})

    async def another_sale() -> None:
        """A transfer cannot be taken back: the next one is made."""
        further = await a_sale(claims=MOST_UNASKED + 1, until="deed", clock=sale.clock)
        sales[further.id] = MOST_UNASKED + 1

    await ground.kill("transfer", TRANSFER, "settlement.transfer", looks=25, again=another_sale, whole=all_or_nothing)


async def a_desk_of(sale: SaleBuilt) -> Desk:
    """The buyer's own lawyer, licensed and with authority to sign."""
    buyer_id, clock = sale.buyer.organisation, MovingClock(NOW)
    await a_licence(organisation_id=buyer_id)
    administrator = await a_member(organisation_id=buyer_id, name="Iván Soto", clock=clock)
    lawyer = await a_member(organisation_id=buyer_id, roles=("lawyer",), name="Marta Ibarra Cueto", clock=clock)
    await a_signatory(administrator, lawyer)
    return Desk(buyer_id, administrator, lawyer, clock, "ES")


async def cases_ready_for_court(owner: asyncpg.Connection, desk: Desk, sale: SaleBuilt) -> list[UUID]:
    """Of the sold cases, those whose petition can be printed."""
    async with db.transaction(desk.lawyer):
        rows = await db.fetch(
            "SELECT k.id FROM cases k JOIN claims c ON c.id = k.claim_id WHERE k.organisation_id = $1"
            " AND k.sale_id = $2 AND k.status = 'onboarding' AND c.flags = '{}' AND c.debtor_kind = 'person'"
            " AND c.product IN ('consumer_loan', 'credit_card', 'overdraft') ORDER BY c.row_no LIMIT $3",
            desk.owner_id,
            sale.id,
            4 * CASES,
        )
    ids = [row["id"] for row in rows]
    await put_through_the_gate(desk, ids)
    # Exhibits here are rows without bytes: as if somebody had looked, and found a picture without words.
    await owner.execute("UPDATE document_texts SET state = 'unreadable', reason = 'no words' WHERE state = 'waiting'")
    await enter_particulars(desk.lawyer, ids, agreement_form="written", seat="Gijón", details=dict(SPAIN.details))
    for event, on in (("masc_request_sent", date(2026, 9, 10)), ("masc_request_received", date(2026, 9, 15))):
        await record_events(desk.lawyer, ids, Happened(event, on, "burofax NB00457, certified"))
    seen = await preview_filings(desk.lawyer, ids, PETITION)
    able = [row.case_id for row in seen.rows if row.will == "prepared"]
    assert len(able) >= CASES, Counter(row.reason or str(row.missing) for row in seen.rows)
    return able


async def under_fire_filed(ground: Range, owner: asyncpg.Connection, desk: Desk, able: list[UUID]) -> list[UUID]:
    """Prepares petitions of the first cases, and of more if that was too quick; returns those it prepared."""
    chosen: list[UUID] = []

    async def all_or_nothing() -> None:
        """A filing has its document, a document its version and its filing."""
        row = await owner.fetchrow(
            "SELECT (SELECT count(*) FROM filings WHERE kind = $1 AND status = 'drafted') AS drafted,"
            " (SELECT count(*) FROM filings WHERE kind = $1 AND document_id IS NOT NULL) AS with_document,"
            " (SELECT count(*) FROM documents WHERE kind = $1) AS documents,"
            " (SELECT count(*) FROM document_versions v JOIN documents d ON d.id = v.document_id WHERE d.kind = $1)"
            " AS versions",
            PETITION,
        )
        assert len(set(row.values())) == 1, dict(row)

    async def more(many: int = CASES // 2) -> None:
        fresh = able[len(chosen) : len(chosen) + many]
        assert fresh, "all papers were written before the job could be killed often enough"
        chosen.extend(fresh)
        await prepare_filings(desk.lawyer, fresh, PETITION)

    await more(CASES)
    await ground.kill("filing", FILING, "cases.prepare_filings", looks=6, again=more, whole=all_or_nothing)
    return chosen


async def one_paper_each(owner: asyncpg.Connection, desk: Desk, chosen: list[UUID]) -> None:
    row = await owner.fetchrow(
        "SELECT count(*) AS many, count(DISTINCT f.case_id) AS cases, count(DISTINCT d.id) AS documents,"
        " count(DISTINCT v.id) AS versions, count(DISTINCT v.sha256) AS papers FROM filings f"
        " JOIN documents d ON d.subject_id = f.case_id AND d.kind = f.kind JOIN document_versions v"
        " ON v.document_id = d.id WHERE f.kind = $1 AND f.status = 'drafted' AND f.case_id = ANY($2)",
        PETITION,
        chosen,
    )
    assert set(row.values()) == {len(chosen)}
    for kind in ("proceedings:filing:moved", "vault:document:added"):
        told_of = await owner.fetch(
            "SELECT count(*) AS many FROM facts WHERE kind = $1 AND organisation_id = $2 AND subject_id IN"
            " (SELECT id FROM filings WHERE kind = $3 UNION ALL SELECT id FROM documents WHERE kind = $3)"
            " GROUP BY subject_id",
            kind,
            desk.owner_id,
            PETITION,
        )
        assert [one["many"] for one in told_of] == [1] * len(chosen), kind


async def each_paper_is_what_the_data_give(owner: asyncpg.Connection, desk: Desk, chosen: list[UUID]) -> None:
    """Printed again from the rows, each petition has the hash the database holds: PDF/A, byte for byte."""
    kept = {
        row["id"]: row["sha256"]
        for row in await owner.fetch(
            "SELECT f.id, v.sha256 FROM filings f JOIN document_versions v ON v.document_id = f.document_id"
            " WHERE f.kind = $1",
            PETITION,
        )
    }
    rows = await owner.fetch("SELECT id, case_id, prepared_on, signatory_id FROM filings WHERE kind = $1", PETITION)
    async with db.transaction(desk.lawyer):
        cases = await cases_at_hand(desk.lawyer, chosen)
        signatory = await signatory_by_id(rows[0]["signatory_id"])
        files = await assemble(
            desk.lawyer, cases, on=rows[0]["prepared_on"], signatory=signatory, purpose="printing again"
        )
    by_case = {one.case.id: one for one in files}
    drafts = [drafted(row["id"], by_case[row["case_id"]], PETITION) for row in rows]
    again: dict[UUID, bytes] = {}
    async for draft, outcome in printed([one for one in drafts if isinstance(one, Draft)]):
        assert isinstance(outcome, Printed)
        again[draft.filing_id] = sha256(outcome.paper.pdf).digest()
    assert again == kept
