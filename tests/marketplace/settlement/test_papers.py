"""Contract, deed, its copy without debtors and the extracts: who is named where, and that each is written once."""

import re
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from documents.render.inspection import inspect_pdf
from documents.vault.queries import documents_of, open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.settings import Settings
from marketplace.settlement import drafting, extracts, papers
from marketplace.settlement.commands import FinalRow, execute_deed, sign_contract
from marketplace.settlement.transfer import transfer_sale
from tests.builders.sales import SaleBuilt, a_sale, powers_recorded

pytestmark = pytest.mark.usefixtures("database")


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def schedule_in(pdf: bytes) -> str:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return bytes(opened.attachments["schedule.csv"].get_file().read_bytes()).decode()


async def draft_deed(sale: SaleBuilt) -> None:
    await drafting.draft_deed(sale.seller.organisation, sale.id, clock=sale.clock)


async def content(actor: Actor, sale: SaleBuilt, kind: str) -> bytes:
    [shown] = [one for one in await documents_of(actor, sale.id) if one.kind == kind]
    return await (await open_document(actor, shown.id)).content()


async def test_the_contract_names_the_terms_and_no_debtor_and_is_written_once(vault: Settings) -> None:
    sale = await a_sale(claims=3)
    for _ in range(2):
        await drafting.draft_contract(sale.seller.organisation, sale.id, clock=sale.clock)
    pdf = await content(sale.buyer, sale, "contract_of_sale")
    inspect_pdf(pdf).require_sound()
    text = text_of(pdf)
    for wanted in ("Banco del Norte", "Cantábrica Activos DAC", "€600.00", "Contrato de compraventa de créditos"):
        assert wanted in text
    assert "Lucía" not in text
    assert "A-0000001" not in text
    assert schedule_in(pdf).splitlines() == [
        "position,reference,balance,currency",
        *(f"{n},X100{n},1050.00,EUR" for n in (1, 2, 3)),
    ]
    assert sha256(schedule_in(pdf).encode()).hexdigest() in text
    row = await sale.row()
    assert sha256(pdf).digest() == row["contract_sha256"]
    for side in (sale.seller, sale.buyer):
        await sign_contract(side, sale.id, shown_sha256=row["contract_sha256"].hex())
    assert (await sale.row())["status"] == "signed"


async def test_the_buyer_sees_debtors_only_once_the_deed_is_executed(vault: Settings) -> None:
    dropped = FinalRow("A-0000002", dropped_reason="Paid")
    sale = await a_sale(claims=3, until="paid", final=(dropped,))
    await draft_deed(sale)
    row = await sale.row()
    with pytest.raises(NotFound):
        await open_document(sale.buyer, row["deed_document_id"])
    copy = text_of(await content(sale.buyer, sale, drafting.READING_COPY))
    assert row["deed_sha256"].hex() in copy
    assert "Lucía" not in copy
    assert "A-0000001" not in copy
    await powers_recorded(sale)
    for side in (sale.seller, sale.buyer):
        await execute_deed(side, sale.id, shown_sha256=row["deed_sha256"].hex())
    deed = await content(sale.buyer, sale, "deed_of_assignment")
    inspect_pdf(deed).require_sound()
    assert sha256(deed).digest() == row["deed_sha256"]
    text = text_of(deed)
    assert "Lucía Núñez 1" in text
    assert "Lucía Núñez 2" not in text
    assert "Créditos excluidos 1" in text
    assert schedule_in(deed).splitlines()[1:] == [
        "1,A-0000001,Lucía Núñez 1,1050.00,0.00,200.00,EUR",
        "3,A-0000003,Lucía Núñez 3,1050.00,0.00,200.00,EUR",
    ]


async def test_an_extract_shows_its_own_row_and_masks_the_rest(vault: Settings) -> None:
    sale = await a_sale(claims=3, until="paid")
    await draft_deed(sale)
    await bring_deed(sale)
    await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock)
    assert await extracts.make_extracts(sale.buyer.organisation, sale.id, clock=sale.clock) == 3
    assert await extracts.make_extracts(sale.buyer.organisation, sale.id, clock=sale.clock) == 0
    async with db.transaction(sale.buyer):
        ids = [row["claim_id"] for row in await db.fetch("SELECT claim_id FROM sale_claims ORDER BY position")]
    [shown] = await documents_of(sale.buyer, ids[1])
    assert (shown.kind, shown.status) == ("assignment", "sealed")
    text = text_of(await (await open_document(sale.buyer, shown.id)).content())
    assert "Lucía Núñez 2" in text
    assert "Lucía Núñez 1" not in text
    assert re.search(r"\b[26]00[.,]00", text) is None
    assert (await sale.row())["deed_sha256"].hex() in "".join(text.split())
    assert await documents_of(sale.seller, ids[1]) == []


async def bring_deed(sale: SaleBuilt) -> None:
    digest = (await sale.row())["deed_sha256"].hex()
    await powers_recorded(sale)
    for side in (sale.seller, sale.buyer):
        await execute_deed(side, sale.id, shown_sha256=digest)


async def test_a_long_schedule_prints_its_beginning_and_carries_all(
    vault: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "PRINTED_ROWS", 5)
    sale = await a_sale(claims=12)
    await drafting.draft_contract(sale.seller.organisation, sale.id, clock=sale.clock)
    pdf = await content(sale.seller, sale, "contract_of_sale")
    assert "Only its first 5 rows are printed below" in text_of(pdf)
    assert len(schedule_in(pdf).splitlines()) == 13


async def test_a_reference_that_a_spreadsheet_would_run_is_made_harmless(vault: Settings) -> None:
    sale = await a_sale(claims=1)
    async with db.transaction(sale.seller):
        # As accepted from a tape whose reference begins with an equals sign.
        await db.execute("UPDATE lot_claims SET released_reference = '=1+1'")
    await drafting.draft_contract(sale.seller.organisation, sale.id, clock=sale.clock)
    assert ",'=1+1," not in schedule_in(await content(sale.seller, sale, "contract_of_sale")).splitlines()[0]
    assert "1,'=1+1,1050.00,EUR" in schedule_in(await content(sale.seller, sale, "contract_of_sale"))
