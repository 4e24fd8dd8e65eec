"""The scrub is a schedule of the contract: counts and amounts there, the claims themselves with the executed deed."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from documents.render.inspection import inspect_pdf
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.money import Money
from kernel.settings import Settings
from marketplace.settlement import drafting
from marketplace.settlement.commands import FinalRow, execute_deed
from marketplace.tapes.commands_scrub import save_scrub_policy
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.scrub import ScrubPolicy, Treatment
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sales import LATER, STAGES, SaleBuilt, a_sale, a_sale_of, bring, powers_recorded
from tests.builders.tapes import an_accepted_tape
from tests.marketplace.settlement.test_papers import content, draft_deed, text_of
from tests.marketplace.tapes.tape_files import plain_mapping, tape

pytestmark = pytest.mark.usefixtures("database")

ON = date(2026, 1, 31)
LINES = (
    "Account;Invoice;Amount;Due;Debtor;Bankrupt;Deceased;Disputed;Sold",
    "A-1;F-1;100.00;2025-01-31;Ana Gil;no;no;no;no",
    "A-2;F-2;150.00;2025-01-31;Eva Paz;yes;no;no;no",
    "A-2;F-3;50.00;2025-02-28;Eva Paz;no;no;yes;no",
    "A-3;F-4;300.00;2025-01-31;Leo Rey;no;yes;no;no",
    "A-4;F-5;400.00;2025-01-31;Iris Sol;yes;no;no;no",
    "A-5;F-6;500.00;2025-01-31;Hugo Mar;no;no;no;yes",
)
COLUMNS = {
    "Account": "reference",
    "Invoice": "item_reference",
    "Amount": "item_amount",
    "Due": "item_due_date",
    "Debtor": "debtor_name",
    "Bankrupt": "insolvent",
    "Deceased": "deceased",
    "Disputed": "disputed",
    "Sold": "already_sold",
}
MAPPING: Mapping = plain_mapping(columns=COLUMNS, product="invoice")


async def a_scrubbed_sale(
    folder: Path, policy: ScrubPolicy, *, until: str = "awarded", final: tuple[FinalRow, ...] = ()
) -> SaleBuilt:
    seller: Actor = await a_member(
        organisation_id=await an_organisation(kinds=("seller",)), roles=("seller",), clock=MovingClock(LATER)
    )
    await save_scrub_policy(seller, policy)
    accepted = await an_accepted_tape(seller, tape(folder, lines=LINES), mapping=MAPPING, cut_off_on=ON)
    sale = await a_sale_of(seller, accepted.tape_id, country="es", price=Money.parse("90.00", "EUR"))
    for step in STAGES[1 : STAGES.index(until) + 1]:
        await bring(sale, step, final)
    return sale


def disclosed_in(pdf: bytes) -> list[str] | None:
    with pikepdf.open(BytesIO(pdf)) as opened:
        if "disclosed.csv" not in opened.attachments:
            return None
        return bytes(opened.attachments["disclosed.csv"].get_file().read_bytes()).decode().splitlines()


async def contract_of(sale: SaleBuilt) -> bytes:
    await drafting.draft_contract(sale.seller.organisation, sale.id, clock=sale.clock)
    return await content(sale.buyer, sale, "contract_of_sale")


async def test_the_contract_counts_what_was_taken_out_and_what_is_disclosed(vault: Settings, tmp_path: Path) -> None:
    sale = await a_scrubbed_sale(tmp_path, ScrubPolicy({"deceased": Treatment.WARRANT}))
    pdf = await contract_of(sale)
    inspect_pdf(pdf).require_sound()
    text = text_of(pdf)
    assert "6 rows of the tape were looked through" in text
    assert "2 of them were taken out" in text
    assert "2 of the claims sold have a ground" in text
    assert "Debtor deceased 1 €300.00" in text
    assert "Already sold 1 €500.00" in text
    # A-2 has two items: it is one claim under each of its grounds, with its whole balance.
    assert "Debtor insolvent or bankrupt 2 €600.00" in text
    assert "Debt disputed 1 €200.00" in text
    assert "The seller warrants: As of 2026-01-31, to the seller's records, no debt" in text
    assert disclosed_in(pdf) is None
    for hidden in ("A-4", "Eva Paz", "Iris Sol"):
        assert hidden not in text


async def test_which_claims_they_are_is_read_with_the_executed_deed(vault: Settings, tmp_path: Path) -> None:
    dropped = FinalRow("A-4", dropped_reason="Paid")
    sale = await a_scrubbed_sale(tmp_path, ScrubPolicy(), until="paid", final=(dropped,))
    await draft_deed(sale)
    assert disclosed_in(await content(sale.buyer, sale, drafting.READING_COPY)) is None
    digest = (await sale.row())["deed_sha256"].hex()
    await powers_recorded(sale)
    for side in (sale.seller, sale.buyer):
        await execute_deed(side, sale.id, shown_sha256=digest)
    deed = await content(sale.buyer, sale, "deed_of_assignment")
    inspect_pdf(deed).require_sound()
    assert disclosed_in(deed) == [
        "position,reference,ground",
        "2,A-2,Debt disputed",
        "2,A-2,Debtor insolvent or bankrupt",
        "3,A-3,Debtor deceased",
    ]


async def test_a_sale_whose_tapes_were_never_scrubbed_has_no_such_schedule(vault: Settings) -> None:
    sale = await a_sale(claims=1)
    assert "looked through" not in text_of(await contract_of(sale))
