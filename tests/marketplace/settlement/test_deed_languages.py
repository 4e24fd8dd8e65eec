"""Deed and extract in the language of the courts the claims come before, and by whose recorded authority."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from documents.render.engine import Renderer
from documents.render.pool import PaperJob
from documents.render.words import money
from documents.vault.queries import documents_of, open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.money import Money
from kernel.settings import Settings
from marketplace.settlement import drafting, extracts, papers
from marketplace.settlement.commands import execute_deed
from marketplace.settlement.papers import Named, SaleTerms, ScheduleRow, Signed, Signers, deed_paper, extract_paper
from marketplace.settlement.transfer import transfer_sale
from tests.builders.sales import SaleBuilt, a_sale, powers_recorded
from tests.marketplace.settlement.test_papers import text_of
from tests.web.client import browser

COUNTRIES = {
    "ES": ("Cesión de créditos", "Cedente"),
    "PL": ("Umowa przelewu wierzytelności", "Zbywca"),
    "SE": ("Överlåtelseavtal", "Överlåtare"),
    "DE": ("Abtretungsvertrag", "Zedent"),
    "GB": ("Deed of assignment", "Assignor"),
    "IE": ("Deed of assignment", "Assignor"),
}
SCRIPT = "<script>alert(1)</script>"
SHARE = "123.45"


def terms(country: str, *, seller: str = "Bank Pomorski S.A.") -> SaleTerms:
    return SaleTerms(
        sale_id=uuid4(),
        reference="RF18539007547034",
        portfolio="Loans 2026, lot A",
        country=country,
        seller=Named(seller, "0000098765", ("ul. Prosta 51", "00-838 Warszawa")),
        buyer=Named("Åkerlund & Söhne GmbH", "HRB 12345", ("Kaiserstraße 1", "44135 Dortmund")),
        servicer=None,
        price=Money.parse("999.99", "EUR"),
        cut_off_on=date(2026, 1, 31),
        putback_days=90,
    )


def row(name: str = "Żaneta Śliwińska-Łęcka") -> ScheduleRow:
    euros = [Money.parse(text, "EUR") for text in ("1050.00", "20.00", SHARE)]
    return ScheduleRow(1, "A-0000001", "X1001", name, *euros)


def extract(country: str, *, seller: Signed | None = None, name: str = "Żaneta Śliwińska-Łęcka") -> PaperJob:
    return extract_paper(
        uuid4(),
        terms(country, seller=f"Bank {SCRIPT}" if SCRIPT in name else "Bank Pomorski S.A."),
        row(name),
        count=3,
        deed_sha256="ab" * 32,
        executed_on=date(2026, 5, 29),
        transferred_on=date(2026, 5, 30),
        signers=Signers(seller, None),
    )


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(papers.PACKAGES)


def html_of(renderer: Renderer, job: PaperJob) -> str:
    return renderer.html(job.template, job.context, language=job.language, as_of=job.as_of)


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(html, "lxml").get_text(" "))


@pytest.mark.parametrize("country", COUNTRIES)
def test_an_extract_speaks_the_courts_language_and_tells_no_price(country: str, renderer: Renderer) -> None:
    job = extract(country, seller=Signed("Joanna Wójcik", "prokurent", "KRS 0000098765"))
    heading, assignor = COUNTRIES[country]
    text = words_of(html_of(renderer, job))
    for said in (heading, assignor, "Żaneta Śliwińska-Łęcka", "Joanna Wójcik", "KRS 0000098765", "ab" * 32):
        assert said in text
    for amount in (SHARE, "999.99"):
        assert money(Money.parse(amount, "EUR"), job.language) not in text
        assert amount not in text
        assert amount.replace(".", ",") not in text
    assert renderer.render_paper(job.template, job.context, language=job.language, as_of=job.as_of).pages == 1


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_deed_names_its_parties_with_their_registers_and_empowers_the_buyer_to_say_goodbye(
    country: str, renderer: Renderer
) -> None:
    known: dict[str, Any] = {"contract_sha256": "cd" * 32, "adjusted": Money.parse("879.00", "EUR"), "dropped": 0}
    job = deed_paper(terms(country), [row()], **known, as_of=date(2026, 5, 29))
    heading, assignor = COUNTRIES[country]
    text = words_of(html_of(renderer, job))
    for said in (heading, assignor, "0000098765", "HRB 12345", "Żaneta Śliwińska-Łęcka", "cd" * 32, "schedule.csv"):
        assert said in text
    copy = deed_paper(terms(country), [row()], **known, as_of=date(2026, 5, 29), copy_of="ef" * 32)
    copied = words_of(html_of(renderer, copy))
    assert "Żaneta" not in copied
    assert "ef" * 32 in copied
    assert text.count("SHA-256") >= 3


@pytest.mark.parametrize(
    ("country", "one", "many"),
    [
        ("ES", "Total de 1 fila", "Total de 12.004 filas"),
        ("DE", "Summe aus 1 Zeile", "Summe aus 12.004 Zeilen"),
        ("SE", "Summa av 1 rad", "Summa av 12 004 rader"),
        ("GB", "Total of 1 row", "Total of 12,004 rows"),
        ("PL", "Razem (liczba wierszy: 1)", "Razem (liczba wierszy: 12 004)"),
    ],
)
def test_a_deed_counts_its_rows_as_its_language_does(country: str, one: str, many: str, renderer: Renderer) -> None:
    known: dict[str, Any] = {"contract_sha256": "cd" * 32, "adjusted": Money.parse("879.00", "EUR"), "dropped": 0}
    for rows, said in ((1, one), (12_004, many)):
        job = deed_paper(terms(country), [row()] * rows, **known, as_of=date(2026, 5, 29))
        text = words_of(html_of(renderer, job))
        assert f"{said} " in text
        assert ("12,004" in text) == (country == "GB" and rows > 1)


def test_hostile_names_stay_names_in_every_language(renderer: Renderer) -> None:
    for country in COUNTRIES:
        html = html_of(renderer, extract(country, name=f"{'Łódź & Åre ' * 18}{SCRIPT}"))
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


async def test_the_extract_says_by_whose_recorded_authority_each_side_executed_the_deed(vault: Settings) -> None:
    sale = await a_sale(claims=1, until="paid")
    await drafting.draft_deed(sale.seller.organisation, sale.id, clock=sale.clock)
    await powers_recorded(sale)
    digest = (await sale.row())["deed_sha256"].hex()
    for side in (sale.seller, sale.buyer):
        await execute_deed(side, sale.id, shown_sha256=digest)
    await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock)
    await extracts.make_extracts(sale.buyer.organisation, sale.id, clock=sale.clock)
    async with db.transaction(sale.buyer):
        claim_id = await db.fetch_value("SELECT claim_id FROM sale_claims")
    [shown] = await documents_of(sale.buyer, claim_id)
    text = text_of(await (await open_document(sale.buyer, shown.id)).content())
    assert text.count("Chief counsel, según power of attorney no. 88") == 2
    assert "cuya facultad no consta registrada" not in text


async def test_nobody_executes_a_deed_without_a_recorded_power(vault: Settings) -> None:
    sale = await a_sale(claims=1, until="paid")
    await drafting.draft_deed(sale.seller.organisation, sale.id, clock=sale.clock)
    digest = (await sale.row())["deed_sha256"].hex()
    async with browser(sale.buyer) as client:
        page = (await client.get(f"/sales/{sale.id}")).text
    with pytest.raises(Refused, match=r"By what power you sign .* is not recorded.*/signatories"):
        await execute_deed(sale.buyer, sale.id, shown_sha256=digest)
    assert "What the deed still lacks" in page
    assert "Execute for my organisation" not in page
    await powers_recorded(sale)
    assert await execute_deed(sale.buyer, sale.id, shown_sha256=digest) is False


async def test_a_deed_waits_for_the_register_numbers_it_names_and_is_written_once_they_are_there(
    vault: Settings,
) -> None:
    sale = await a_sale(claims=1, until="paid")
    await powers_recorded(sale)
    await numbered(sale, None)
    await drafting.draft_deed(sale.seller.organisation, sale.id, clock=sale.clock)
    assert (await sale.row())["deed_document_id"] is None
    async with db.transaction(sale.seller):
        waits = await db.fetch_value(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'settlement.draft_deed'"
            " AND queueing_lock IS NOT NULL"
        )
    with pytest.raises(Refused, match=r"Cantábrica Activos DAC stands in its register is missing.*/organisation"):
        await execute_deed(sale.seller, sale.id, shown_sha256="00")
    assert waits == 1
    for side, said in ((sale.seller, "has yet to enter it"), (sale.buyer, "your number in the register")):
        async with browser(side) as client:
            assert said in (await client.get(f"/sales/{sale.id}")).text
            assert said in (await client.get(f"/api/sales/{sale.id}")).json()["next"]
    await numbered(sale, "A28000000")
    await drafting.draft_deed(sale.seller.organisation, sale.id, clock=sale.clock)
    digest = (await sale.row())["deed_sha256"].hex()
    assert [await execute_deed(side, sale.id, shown_sha256=digest) for side in (sale.seller, sale.buyer)] == [
        False,
        True,
    ]


async def numbered(sale: SaleBuilt, number: str | None) -> None:
    async with db.transaction(Actor.platform()):
        await db.execute(
            "UPDATE organisations SET registration_number = $2 WHERE id = $1", sale.buyer.organisation, number
        )
