"""`recourse demo --once --json`: every figure it prints is counted again by other means, every PDF hashed again."""

import asyncio
import csv
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest

from documents.vault.commands import store
from kernel.keys import platform_key
from kernel.settings import Settings, settings
from marketplace.tapes.sample import Truth, read_truth, write_tape
from tests.web.demo.figures import Books
from web.demo.report import Demonstrated
from web.embedded.object_store import ObjectStore as Server

pytestmark = pytest.mark.scenario
ROWS, SEED, DIRT, FILINGS = 120, 7, "0.2", 3
STEPS = {"cast", "tape", "listing", "diligence", "bids", "closing", "transfer", "onboarding", "filings", "proof"}
PAPER = {"es": "monitorio_petition", "gb": "claim"}
BEFORE_COURT = {
    "es": ("assignment_notice", "masc_request", "masc_proof"),
    "gb": ("assignment_notice", "letter_of_claim"),
}


@pytest.fixture
async def empty_house(
    settled: Settings, store_beside: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Settings]:
    """A database, a vault and keys that no other test uses; child processes find them by the environment."""
    for variable, value in (
        ("S3_ENDPOINT", store_beside.endpoint),
        ("S3_ACCESS_KEY", store_beside.access_key),
        ("S3_SECRET_KEY", store_beside.secret_key),
        ("S3_BUCKET", f"demo-{os.urandom(4).hex()}"),
        ("RECOURSE_VAR", str(tmp_path / "var")),
    ):
        monkeypatch.setenv(variable, value)
    for cached in (settings, store, platform_key):
        cached.cache_clear()
    yield settings()
    for cached in (settings, store, platform_key):
        cached.cache_clear()


async def demonstrated(*arguments: str) -> Demonstrated:
    """What the command printed: one JSON object and nothing else on its standard output."""
    command = [sys.executable, "-m", "web.cli", "demo", "--once", "--json", *arguments]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return msgspec.json.decode(done.stdout, type=Demonstrated)


async def books_of(told: Demonstrated, house: Settings) -> Books:
    ids = {name: UUID(value) for name, value in told.ids.items()}
    return Books(await asyncpg.connect(house.migrations_url), **ids)


@pytest.mark.parametrize("country", ["es", "gb"])
async def test_every_figure_is_what_the_owner_of_the_database_counts(
    empty_house: Settings, tmp_path: Path, country: str
) -> None:
    told = await demonstrated(
        *("--country", country, "--rows", str(ROWS), "--seed", str(SEED), "--dirt", DIRT, "--filings", str(FILINGS))
    )
    books = await books_of(told, empty_house)
    truth = await the_same_tape(books, country, tmp_path)

    await tape_is(told, books, truth)
    await market_is(told, books, balance=truth.totals[0].accepted)
    await transfer_is(told, books)
    await court_is(told, books, country)
    await record_is(told, books)
    await papers_are(told, books, kind=PAPER[country])
    assert set(told.seconds) == STEPS
    await books.owner.close()


async def the_same_tape(books: Books, country: str, folder: Path) -> Truth:
    """The tape written again from its seed: the stored one has the same bytes, and the truth beside it is its own."""
    tape = await books.owner.fetchrow("SELECT cut_off_on, sha256 FROM tapes WHERE id = $1", books.tape)
    path = folder / f"{country}-{ROWS}.csv"
    write_tape(country=country, rows=ROWS, seed=SEED, out=path, dirt=DIRT, cut_off=tape["cut_off_on"])
    assert sha256(path.read_bytes()).digest() == tape["sha256"]
    return read_truth(path)


async def tape_is(told: Demonstrated, books: Books, truth: Truth) -> None:
    assert (told.rows_read, told.rows_rejected, told.rows_left_out) == (ROWS, truth.buckets.rejected, 0)
    assert told.rows_accepted == ROWS - truth.buckets.rejected
    assert told.rows_rejected == await books.value(
        "SELECT count(DISTINCT row_no) FROM tape_rejects WHERE tape_id = $1", books.tape
    )
    assert told.claims == await books.value("SELECT count(*) FROM claims WHERE tape_id = $1", books.tape)
    assert told.claims == told.rows_accepted
    found = await books.counted(
        "SELECT rule, count(DISTINCT row_no) FROM tape_findings WHERE tape_id = $1 GROUP BY rule", books.tape
    )
    planted = {count.kind: count.rows for count in truth.counts}
    assert told.findings == found
    assert {rule: many for rule, many in found.items() if rule in planted} == planted


async def market_is(told: Demonstrated, books: Books, *, balance: str) -> None:
    """The bids follow from the tape's balance alone: nine and eight per cent, in ticks of 1,000 over four per cent."""
    owed = Decimal(balance)
    least, tick = owed * 4 // 100, Decimal(1000)
    offered = [least + (owed * share // 100 - least) // tick * tick for share in (9, 8)]
    bids = await books.owner.fetch(
        "SELECT amount_minor, status FROM bids WHERE listing_id = $1 AND rank IS NOT NULL ORDER BY rank", books.listing
    )
    assert told.bids == len(bids) == 2
    assert [Decimal(bid["amount_minor"]) / 100 for bid in bids] == offered
    assert bids[0]["status"] == "accepted"
    assert told.k_reached == await books.k()
    assert told.k_reached >= 10

    sale = await books.owner.fetchrow("SELECT * FROM sales WHERE id = $1", books.sale)
    schedule = await books.owner.fetch("SELECT * FROM sale_claims WHERE sale_id = $1", books.sale)
    gone = sum(row["price_minor"] for row in schedule if row["dropped_reason"])
    received = sum(row["receipts_minor"] for row in schedule if not row["dropped_reason"])
    assert sum(row["price_minor"] for row in schedule) == sale["price_minor"] == bids[0]["amount_minor"]
    assert told.price == f"{Decimal(sale['price_minor'] - gone - received) / 100:.2f} {sale['currency']}"
    paid = "SELECT sum(amount_minor)::bigint FROM charges WHERE sale_id = $1 AND kind = 'price' AND status = 'paid'"
    assert told.price == f"{Decimal(await books.value(paid, books.sale)) / 100:.2f} {sale['currency']}"


async def transfer_is(told: Demonstrated, books: Books) -> None:
    kept = "SELECT count(*) FROM sale_claims WHERE sale_id = $1 AND dropped_reason IS NULL"
    with_the_buyer = (
        "SELECT count(*) FROM claims c JOIN sales s ON s.buyer_organisation_id = c.organisation_id"
        " WHERE s.id = $1 AND c.tape_id = $2"
    )
    assert told.claims_transferred == await books.value(kept, books.sale) == told.claims - 1
    assert told.claims_transferred == await books.value(with_the_buyer, books.sale, books.tape)
    assert told.claims_transferred == await books.value(
        "SELECT count(DISTINCT claim_id) FROM claim_titles WHERE sale_id = $1 AND current", books.sale
    )
    cases = await books.owner.fetchrow(
        "SELECT count(*) AS many, count(DISTINCT claim_id) AS claims FROM cases WHERE sale_id = $1", books.sale
    )
    assert told.cases_opened == cases["many"] == cases["claims"] == told.claims_transferred
    assert told.deadlines_registered == await books.counted(
        "SELECT d.kind || ': ' || d.outcome, count(*) FROM deadlines d JOIN cases k ON k.id = d.case_id"
        " WHERE k.sale_id = $1 GROUP BY 1",
        books.sale,
    )
    limitation = sum(many for name, many in told.deadlines_registered.items() if name.startswith("limitation: "))
    assert limitation == told.cases_opened


async def court_is(told: Demonstrated, books: Books, country: str) -> None:
    assert told.cases_stopped == await books.stops()
    assert told.filings_stopped == await books.missing()
    sealed = await books.counted(
        "SELECT f.kind, count(DISTINCT d.id) FROM filings f JOIN cases k ON k.id = f.case_id"
        " JOIN documents d ON d.id = f.document_id AND d.kind = f.kind AND d.subject_id = k.id"
        " WHERE k.sale_id = $1 AND d.sealed_at IS NOT NULL GROUP BY f.kind",
        books.sale,
    )
    assert told.filings_sealed == sum(sealed.values())
    assert set(sealed) == {PAPER[country], *BEFORE_COURT[country]}
    stopped = "SELECT count(*) FROM filings f JOIN cases k ON k.id = f.case_id WHERE k.sale_id = $1 AND f.status = $2"
    assert sealed[PAPER[country]] + await books.value(stopped, books.sale, "stopped") == FILINGS


async def record_is(told: Demonstrated, books: Books) -> None:
    assert told.facts_written == await books.value("SELECT count(*) FROM facts")
    unsealed = await books.value(
        "SELECT count(*) FROM facts f WHERE NOT EXISTS (SELECT 1 FROM fact_leaves l WHERE l.fact_id = f.id)"
    )
    assert unsealed == 0
    assert told.facts_verified == await books.value("SELECT sum(facts_count)::bigint FROM fact_seals")
    assert told.facts_verified == told.facts_written


async def papers_are(told: Demonstrated, books: Books, *, kind: str) -> None:
    """The copies, and every PDF in the vault, have the hash that the database holds."""
    known = {
        row["sha256"]
        for row in await books.owner.fetch(
            "SELECT v.sha256 FROM document_versions v JOIN documents d ON d.id = v.document_id"
            " WHERE d.kind = $1 AND d.sealed_at IS NOT NULL",
            kind,
        )
    }
    copies = [sha256(Path(path).read_bytes()).digest() for path in told.papers]
    assert copies
    assert set(copies) <= known
    assert len(set(copies)) == len(copies)
    stored = await books.owner.fetch("SELECT * FROM document_versions WHERE media_type = 'application/pdf'")
    assert len(stored) >= told.filings_sealed
    for version in stored:
        content = await books.opened(version)
        assert content.startswith(b"%PDF-")
        assert len(content) == version["size_bytes"]


async def test_an_american_portfolio_gets_no_rule_no_filing_and_the_reason_of_each(
    empty_house: Settings, shared: Path
) -> None:
    tape = shared / "data" / "lending_club_sample_151cols.csv"
    with tape.open(newline="", encoding="utf-8") as file:
        loans = [row["loan_status"] for row in csv.DictReader(file)]
    charged_off = sum(status.endswith("Charged Off") for status in loans)

    told = await demonstrated("--tape", str(tape))

    books = await books_of(told, empty_house)
    assert (told.rows_read, told.rows_accepted, told.rows_rejected) == (len(loans), charged_off, 0) == (2000, 243, 0)
    assert told.rows_left_out == len(loans) - charged_off
    assert told.claims == await books.value("SELECT count(*) FROM claims WHERE tape_id = $1", books.tape)
    assert told.k_reached == await books.k()
    await transfer_is(told, books)
    assert told.deadlines_registered == {"limitation: no rule": charged_off - 1}
    reasons = await books.value(
        "SELECT count(*) FROM deadlines d JOIN cases k ON k.id = d.case_id WHERE k.sale_id = $1"
        " AND d.statutory_on IS NULL AND d.safe_on IS NULL AND d.missing <> '' AND k.jurisdiction IS NULL",
        books.sale,
    )
    assert reasons == told.cases_opened
    assert told.cases_stopped == await books.stops()
    assert await books.value("SELECT count(*) FROM filings") == told.filings_sealed == 0
    ((reason, many),) = told.filings_stopped.items()
    assert "US" in reason
    assert many == told.cases_opened
    assert told.papers == []
    await record_is(told, books)
    await books.owner.close()
