"""Papers of five countries: prepared by the job, approved by the named signatory, sealed, filed."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import msgspec
import pypdf
import pytest

from cases.desk.particulars import enter_particulars
from cases.jurisdictions.contract import Missing
from cases.proceedings.commands import Happened, record_events
from cases.proceedings.drafting import draft_chunk
from cases.proceedings.filing_commands import approve_filings, mark_filed, mark_served, seal_filings, withdraw_filing
from cases.proceedings.jobs import prepare
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.preview import preview_filings
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.money import Money
from tests.builders.cases import Desk, ItemSpec, a_desk, a_firm, an_open_case, open_cases, put_through_the_gate

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
PAPER = {"ES": "monitorio_petition", "GB": "claim", "PL": "demand", "SE": "application", "DE": "demand"}
SEATS = {"ES": "Gijón", "GB": "Leeds", "PL": "Sąd Rejonowy w Gdyni", "SE": "Umeå tingsrätt", "DE": "AG Hagen"}


async def ready_for_court(desk: Desk, *, count: int = 1, **claim: Any) -> list[UUID]:
    """Through the gate, with seat and the steps before court long past."""
    case_ids = await open_cases(desk=desk, count=count, **claim)
    await put_through_the_gate(desk, case_ids)
    await the_seat(desk, case_ids)
    await steps_before_court(desk, case_ids)
    return case_ids


async def the_seat(desk: Desk, case_ids: list[UUID]) -> None:
    await enter_particulars(
        desk.lawyer,
        case_ids,
        agreement_form="written",
        seat=SEATS[desk.country],
        details={"demand_days": "14"} if PAPER[desk.country] == "demand" else None,
    )


async def steps_before_court(desk: Desk, case_ids: list[UUID]) -> None:
    steps = {
        "ES": [("masc_request_sent", date(2026, 9, 10)), ("masc_request_received", date(2026, 9, 15))],
        "GB": [("default_notice_served", date(2024, 4, 2)), ("letter_sent", date(2026, 9, 14))],
    }
    for event, on in steps.get(desk.country, []):
        await record_events(desk.lawyer, case_ids, Happened(event, on, "burofax NB00457, certified"))


async def filings(actor: Actor) -> list[db.Row]:
    async with db.transaction(actor):
        return await db.fetch("SELECT * FROM filings WHERE status <> 'withdrawn' ORDER BY case_id")


def missing(row: db.Row) -> dict[str, str]:
    return {one.fact: one.enter_at for one in msgspec.json.decode(row["missing"], type=list[Missing])}


async def words_of(actor: Actor, document_id: UUID) -> str:
    opened = await open_document(actor, document_id)
    pages = pypdf.PdfReader(BytesIO(await opened.content())).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize(("country", "amount"), [("ES", "€"), ("GB", "£"), ("PL", "zł"), ("SE", "kr"), ("DE", "€")])
async def test_from_data_alone_to_a_sealed_paper_with_the_same_sum(run_jobs: Run, country: str, amount: str) -> None:
    desk = await a_desk(country=country)
    (case_id,) = await ready_for_court(desk)

    await prepare_filings(desk.lawyer, [case_id], PAPER[country])
    await run_jobs()
    (drafted,) = await filings(desk.lawyer)
    assert (drafted["status"], drafted["missing"]) == ("drafted", None)
    total = Money(drafted["total_minor"], drafted["currency"])
    await approve_filings(desk.lawyer, [drafted["id"]], shown=[total])
    await seal_filings(desk.lawyer, [drafted["id"]])

    (sealed,) = await filings(desk.lawyer)
    opened = await open_document(desk.lawyer, sealed["document_id"])
    words = await words_of(desk.lawyer, sealed["document_id"])
    locale = {"ES": "es_ES", "GB": "en_GB", "PL": "pl_PL", "SE": "sv_SE", "DE": "de_DE"}[country]
    assert (sealed["status"], opened.shown.status) == ("sealed", "sealed")
    assert total.formatted(locale).replace("\N{NO-BREAK SPACE}", " ") in words.replace("\N{NO-BREAK SPACE}", " ")
    assert amount in words
    assert "Marta Ibarra Cueto" in words
    assert total > Money(420_000, total.currency)


async def test_filed_and_served_set_deadlines_and_move_the_case(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])
    await seal_filings(desk.lawyer, [row["id"]])

    await mark_filed(desk.lawyer, [row["id"]], on=date(2026, 11, 20), provenance="LexNET receipt 4711")
    await mark_served(desk.lawyer, [row["id"]], on=date(2026, 11, 20), provenance="court's notice")

    async with db.transaction(desk.lawyer):
        case = await db.fetch_sure("SELECT status, procedure_step FROM cases WHERE id = $1", case_id)
        open_rules = await db.fetch("SELECT rule FROM deadlines WHERE case_id = $1 AND status = 'open'", case_id)
    assert (case["status"], case["procedure_step"]) == ("served", "served")
    assert {"ES-MON-20"} <= {one["rule"] for one in open_rules}
    assert [one["status"] for one in await filings(desk.lawyer)] == ["served"]


async def test_what_is_missing_is_named_with_the_place_to_enter_it_and_then_it_works(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])

    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    (stopped,) = await filings(desk.lawyer)

    assert stopped["status"] == "stopped"
    assert missing(stopped) == {"court": "court", "negotiation attempt": "pre-action"}

    await the_seat(desk, [case_id])
    await steps_before_court(desk, [case_id])
    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    assert [row["status"] for row in await filings(desk.lawyer)] == ["drafted"]


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"interest_kind": "contractual"}, "interest rate"),
        ({"debtor": {"national_id": None}}, "debtor national_id"),
        ({"debtor": {"postcode": None}}, "debtor postcode"),
        ({"assigned_on": None}, "date of assignment"),
        ({"debtor": {"country": "FR"}}, "debtor in Spain"),
        ({"items": [ItemSpec(due_on=date(2027, 1, 1))]}, "due debt"),
    ],
)
async def test_each_missing_fact_of_the_claim_stops_the_petition(
    run_jobs: Run, change: dict[str, Any], fact: str
) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk, **change)

    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()

    (stopped,) = await filings(desk.lawyer)
    assert fact in missing(stopped)


async def test_sixty_are_written_once_however_often_the_jobs_run(run_jobs: Run) -> None:
    desk = await a_desk()
    case_ids = await ready_for_court(desk, count=60)

    requested = await prepare_filings(desk.lawyer, case_ids, "monitorio_petition")
    async with db.transaction(desk.system):
        chunks = await db.fetch_value("SELECT count(DISTINCT chunk) FROM filings")
    async with db.transaction(Actor.platform()):
        again = await db.fetch("SELECT args FROM procrastinate_jobs WHERE task_name = 'cases.prepare_filings'")
    await run_jobs()
    for row in again:
        await prepare(**msgspec.json.decode(row["args"]))

    async with db.transaction(desk.system):
        counts = await db.fetch_sure(
            "SELECT count(*) AS filings, count(DISTINCT f.document_id) AS papers, count(DISTINCT v.sha256) AS hashes,"
            " (SELECT count(*) FROM documents WHERE kind = 'monitorio_petition') AS documents"
            " FROM filings f JOIN document_versions v ON v.document_id = f.document_id WHERE f.status = 'drafted'"
        )
    assert (requested.outcome.done, chunks) == (60, 2)
    assert dict(counts) == {"filings": 60, "papers": 60, "hashes": 60, "documents": 60}


async def test_two_runs_at_the_same_time_write_one_paper(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    requested = await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")

    written = await asyncio.gather(*(draft_chunk(desk.system, requested.batch_id, 0) for _ in range(2)))

    async with db.transaction(desk.system):
        documents = await db.fetch_value("SELECT count(*) FROM documents WHERE kind = 'monitorio_petition'")
    assert (sum(written), documents) == (1, 1)


async def test_a_total_that_moved_a_stranger_and_another_signatory_are_refused(run_jobs: Run) -> None:
    desk, other = await a_desk(), await a_desk(name="Otra DAC")
    (case_id,) = await ready_for_court(desk)
    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    total = Money(row["total_minor"], row["currency"])
    colleague = (await a_firm(desk=desk)).lawyer

    with pytest.raises(Invalid, match="the papers demand"):
        await approve_filings(desk.lawyer, [row["id"]], shown=[Money(total.minor - 1, "EUR")])
    with pytest.raises(NotFound):
        await approve_filings(other.lawyer, [row["id"]], shown=[total])
    with pytest.raises(NotFound):
        await approve_filings(colleague, [row["id"]], shown=[total])
    with pytest.raises(Forbidden):
        await approve_filings(desk.buyer, [row["id"]], shown=[total])


async def test_facts_that_changed_since_send_the_paper_back(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    await enter_particulars(desk.lawyer, [case_id], seat="Avilés")

    with pytest.raises(Refused, match="facts changed"):
        await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])

    await withdraw_filing(desk.lawyer, row["id"])
    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    assert [one["status"] for one in await filings(desk.lawyer)] == ["drafted"]


async def test_the_preview_says_of_each_case_what_will_happen_and_why() -> None:
    desk = await a_desk()
    (ready,) = await ready_for_court(desk)
    (lacking,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [lacking])
    (stopped,) = await open_cases(desk=desk, count=1)

    preview = await preview_filings(desk.lawyer, [ready, lacking, stopped], "monitorio_petition")

    will = {row.case_id: row.will for row in preview.rows}
    assert will == {ready: "prepared", lacking: "stopped", stopped: "left out"}
    assert preview.totals[0] > Money(420_000, "EUR")
    assert "reconciled" in str(next(row.reason for row in preview.rows if row.case_id == stopped))


async def test_no_paper_is_invented_for_a_country_without_a_jurisdiction() -> None:
    desk = await a_desk(country="US")
    case_id = await an_open_case(desk=desk)

    with pytest.raises(Refused, match="Nothing is invented"):
        await prepare_filings(desk.lawyer, [case_id], "claim")
