"""What stops a paper that is complete in itself: the price in the pack, the ledger, the debtor, the place."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from cases.desk.exhibits import Upload, attach_exhibit
from cases.preflight.answers import answer_finding
from cases.preflight.report import preflight_of_case
from cases.proceedings.filing_commands import approve_filings
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.preview import Expected, preview_filings
from cases.proceedings.signatories import appoint_signatory
from cases.studio.house import ANY, Clause
from cases.studio.letterheads import save_letterhead
from documents.bundles.commands import Entry, Wanted, order_bundle
from documents.bundles.queries import bundles
from documents.bundles.states import BUNDLES
from documents.text.jobs import read_waiting
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.money import Money
from kernel.settings import Settings
from marketplace.settlement.commands import FinalRow
from marketplace.settlement.transfer import transfer_sale
from tests.builders.accounts import a_licence, a_member
from tests.builders.cases import Desk, a_desk, a_signatory, put_through_the_gate
from tests.builders.files import a_pdf
from tests.builders.papers import a_paper
from tests.builders.sales import a_sale
from tests.cases.proceedings.test_filings import filings, ready_for_court
from tests.scenarios.portfolio import in_helvetica
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
PETITION = "monitorio_petition"


async def shown(lawyer: Actor, case_id: UUID, kind: str = PETITION) -> Expected:
    return (await preview_filings(lawyer, [case_id], kind)).rows[0]


def facts_of(row: Expected) -> list[str]:
    return [lack.fact for lack in row.missing]


async def bought(price: str = "712.37", final: Sequence[FinalRow] = ()) -> tuple[Actor, UUID, int]:
    """A lawyer of the buyer, a case of the sale, and its claim's share of the price in cents."""
    sale = await a_sale(claims=3, price=price, until="deed", final=final)
    await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock)
    owner_id = sale.buyer.organisation
    await a_licence(organisation_id=owner_id, role="purchaser", country="ES")
    lawyer = await a_member(organisation_id=owner_id, roles=("lawyer", "administrator", "buyer"), clock=sale.clock)
    await a_signatory(lawyer, lawyer)
    async with db.transaction(lawyer):
        row = await db.fetch_sure(
            "SELECT k.id, x.price_minor FROM cases k JOIN sale_claims x ON x.claim_id = k.claim_id"
            " WHERE k.organisation_id = $1 ORDER BY k.id LIMIT 1",
            owner_id,
        )
        await db.execute("UPDATE cases SET procedure = 'monitorio' WHERE organisation_id = $1", owner_id)
    await put_through_the_gate(Desk(owner_id, lawyer, lawyer, sale.clock, "ES"), [row["id"]])  # type: ignore[arg-type]
    return lawyer, row["id"], row["price_minor"]


async def hang_up(lawyer: Actor, case_id: UUID, words: str) -> UUID:
    upload = Upload("schedule.pdf", a_pdf(words, change=in_helvetica))
    document_id = await attach_exhibit(
        lawyer, [case_id], upload, kind="other", title="Schedule", dated_on=date(2026, 3, 1)
    )
    assert await read_waiting()
    return document_id


@pytest.mark.parametrize("whole", [True, False])
async def test_neither_the_price_nor_the_claims_share_of_it_leaves_in_a_document(whole: bool) -> None:
    lawyer, case_id, share = await bought()
    assert share > 1000
    before = facts_of(await shown(lawyer, case_id))
    amount = "712,37" if whole else f"{share // 100},{share % 100:02}"
    document_id = await hang_up(lawyer, case_id, f"Anexo: precio {amount} euros")

    found = await shown(lawyer, case_id)
    (sentence,) = [lack.sentence for lack in found.missing if lack.fact == "price in the papers"]

    assert "price in the papers" not in before
    assert "“Schedule”" in sentence
    assert amount not in sentence
    await answer_finding(lawyer, case_id, document_id, reason="It is the fee of the notary.")
    assert "price in the papers" not in facts_of(await shown(lawyer, case_id))


async def test_no_bundle_takes_the_price_in_a_document_of_no_case_nor_when_it_is_made_again() -> None:
    lawyer, _, _ = await bought()
    words = a_pdf("Acta: precio 712,37 euros", change=in_helvetica)
    document_id = await a_paper(lawyer, title="Minutes", content=words)
    assert await read_waiting()
    here = lawyer.organisation
    entries = [Entry(document_id, "Otros documentos", "Minutes")]
    bundle_id = await order_bundle(lawyer, Wanted("organisation", here, here, None, "ES", "Pack", "R", entries))
    async with db.transaction(lawyer):
        await db.move("bundles", bundle_id, BUNDLES["refuse"], reason="The store did not answer.")
    form = {"document": str(document_id), "title": "Pack", "reference": "R", "form": "one", "country": "ES"}
    async with browser(lawyer) as page:
        for path, data in (("/bundles", form), (f"/bundles/{bundle_id}/again", {})):
            refused = await page.submit(path, data)
            said = (await page.get(refused.headers["location"])).text
            assert "“Minutes”: an amount paid for the claim" in said
    assert [one.status for one in await bundles(lawyer)] == ["refused"]


async def test_the_price_does_not_leave_in_a_clause_of_the_house_either() -> None:
    lawyer, case_id, _ = await bought()
    clause = Clause(ANY, ANY, "Adquirido por 712,37 euros.")
    await save_letterhead(lawyer, was=0, sender="Tel. 984 555 900", footer="", clauses=[clause])
    assert "price in the papers" in facts_of(await shown(lawyer, case_id))
    await save_letterhead(lawyer, was=1, sender="Tel. 984 555 900", footer="", clauses=[])
    assert "price in the papers" not in facts_of(await shown(lawyer, case_id))


async def test_the_price_leaves_neither_under_a_signature_nor_in_a_bundle_for_the_court() -> None:
    lawyer, case_id, _ = await bought()
    document_id = await hang_up(lawyer, case_id, "Anexo: precio 712,37 euros")
    form = {"case": str(case_id), "document": str(document_id), "title": "Title pack", "reference": "R", "form": "one"}
    unnamed = {name: value for name, value in form.items() if name != "case"} | {"country": "ES"}
    async with browser(lawyer) as page:
        for one in (form, unnamed):
            refused = await page.submit("/bundles", one)
            said = (await page.get(refused.headers["location"])).text
            assert "an amount paid for the claim" in said
            assert "712" not in said
        assert await bundles(lawyer) == []
        await answer_finding(lawyer, case_id, document_id, reason="It is the fee of the notary.")
        await page.submit("/bundles", form)
        await page.submit("/bundles", unnamed)
    assert len(await bundles(lawyer)) == 2
    assert "price in the papers" not in facts_of(await shown(lawyer, case_id))
    other = await a_member(organisation_id=lawyer.organisation, roles=("lawyer",), clock=lawyer.clock)
    assert other.person_id is not None
    await appoint_signatory(
        lawyer,
        person_id=other.person_id,
        position="Apoderado",
        authority="poder para la cartera comprada por 712,37 €",
        from_on=date(2026, 1, 12),
    )
    assert "price in the papers" in facts_of(await shown(other, case_id))


async def test_only_who_signs_answers_for_a_document_of_the_case_and_with_a_reason() -> None:
    lawyer, case_id, _ = await bought()
    document_id = await hang_up(lawyer, case_id, "Anexo: 712,37")
    reader = await a_member(organisation_id=lawyer.organisation, roles=("clerk",), clock=lawyer.clock)
    with pytest.raises(Forbidden):
        await answer_finding(reader, case_id, document_id, reason="no")
    with pytest.raises(Invalid, match="for a reason"):
        await answer_finding(lawyer, case_id, document_id, reason=" ")
    with pytest.raises(NotFound):
        await answer_finding(lawyer, case_id, case_id, reason="not a document")


async def test_a_receipt_of_the_seller_that_nobody_credited_stops_the_demand() -> None:
    """The job that writes it ran not yet."""
    rows = [FinalRow(f"A-{number:07}", receipts=Money(2500, "EUR")) for number in (1, 2, 3)]
    lawyer, case_id, _ = await bought(final=rows)
    found = await shown(lawyer, case_id)
    assert [one.sentence for one in found.missing if one.fact == "payment not credited"] == [
        "The seller received 25.00 EUR before the transfer, of which 0.00 EUR is credited: book the payment."
    ]


async def by_owner(database: Settings, sql: str) -> None:
    """What no command of the house does."""
    schema = await asyncpg.connect(database.migrations_url)
    await schema.execute(sql)
    await schema.close()


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ("UPDATE claim_items SET amount_minor = amount_minor + 100", "items that add up"),
        ("UPDATE parties SET postcode = '00-950'", "debtor postcode"),
        ("UPDATE parties SET country = 'SE'", "territory"),
    ],
)
async def test_what_does_not_agree_stops_the_petition(database: Settings, change: str, fact: str) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    assert (await shown(desk.lawyer, case_id)).will == "prepared"
    await by_owner(database, change)
    assert fact in facts_of(await shown(desk.lawyer, case_id))


async def test_what_is_found_after_the_paper_was_drafted_stops_its_approval(run_jobs: Run, database: Settings) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    await prepare_filings(desk.lawyer, [case_id], PETITION)
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    await by_owner(database, "UPDATE claims SET balance_minor = balance_minor + 100")
    with pytest.raises(Refused, match="its items less its payments come to"):
        await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])


async def test_the_report_names_every_check_with_its_answer_and_where_it_is_put_right(database: Settings) -> None:
    desk, other = await a_desk(), await a_desk(name="Other Purchaser DAC")
    (case_id,) = await ready_for_court(desk)
    report = await preflight_of_case(desk.lawyer, case_id)
    assert report.may_go
    assert (report.kind, {line.tone for line in report.lines} & {"bad"}) == (PETITION, set())
    await by_owner(database, "UPDATE parties SET postcode = 'XX', country = 'SE'")
    stopped = await preflight_of_case(desk.lawyer, case_id)
    bad = {line.title: line.where for line in stopped.lines if line.tone == "bad"}
    assert not stopped.may_go
    assert bad["Territory"] == f"/cases/{case_id}#parties"
    assert bad["Addresses and numbers"] == f"/cases/{case_id}#parties"
    with pytest.raises(NotFound):
        await preflight_of_case(desk.lawyer, case_id, "no_such_paper")
    with pytest.raises(NotFound):
        await preflight_of_case(other.lawyer, case_id)
