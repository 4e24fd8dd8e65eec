"""A claim that its seller pursued is sold: his case ends, the buyer's begins, and neither sees what is the other's."""

from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest

from cases.submissions.accounts import enter_account
from cases.submissions.approving import approve_submission, make_anew
from cases.submissions.lodging import order_lodging
from cases.submissions.making import make_files
from cases.submissions.queries import batch_shown, parts_of
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.ids import new_id
from kernel.money import Money
from marketplace.settlement.transfer import transfer_sale
from tests.builders.accounts import a_member
from tests.builders.cases import Desk
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.builders.papers import a_paper
from tests.builders.sales import STAGES, SaleBuilt, a_sale, a_sale_of, bring
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
EVERY_ROLE = ("administrator", "seller", "buyer", "lawyer")


async def pursued(sale: SaleBuilt) -> tuple[UUID, UUID]:
    """The seller's own case of the first claim, with a deadline, a queued paper and an original; case and paper."""
    case_id, seller = new_id(), sale.seller
    paper = await a_paper(seller, subject_kind="case", subject_id=case_id, kind="demand", title="Demand of the seller")
    async with db.transaction(seller):
        await db.execute(
            "INSERT INTO cases (id, claim_id, tape_id, organisation_id, reference, jurisdiction, procedure, status,"
            " opened_at) SELECT $1, id, tape_id, organisation_id, 'R-00009999', 'es', 'monitorio', 'amicable', $3"
            " FROM claims WHERE organisation_id = $2 ORDER BY row_no LIMIT 1",
            case_id,
            seller.organisation,
            seller.now(),
        )
        await db.execute(
            "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, kind, rule, title, outcome,"
            " verified, reckoning, status, created_at) SELECT uuidv7(), tape_id, claim_id, id, organisation_id,"
            " 'limitation', 'x', 'Limitation', 'unknown', true, '[]', 'open', $2 FROM cases WHERE id = $1",
            case_id,
            seller.now(),
        )
        await db.execute(
            "INSERT INTO filings (id, case_id, organisation_id, procedure, kind, status, prepared_on, created_at)"
            " SELECT uuidv7(), id, organisation_id, 'monitorio', 'monitorio_petition', 'queued', $2, $3 FROM cases"
            " WHERE id = $1",
            case_id,
            seller.today("UTC"),
            seller.now(),
        )
    return case_id, paper


async def everything(actor: Actor) -> Actor:
    """A member of the same house with every role, so that only whose rows they are decides."""
    colleague = await a_member(organisation_id=actor.organisation, roles=EVERY_ROLE, clock=actor.clock)
    return replace(colleague, permissions=frozenset({"*"}))


async def test_the_sellers_open_case_is_closed_and_the_buyers_opened_in_one_transfer() -> None:
    sale = await a_sale(until="deed", claims=2)
    case_id, paper = await pursued(sale)
    async with db.transaction(sale.seller):
        claim = await db.fetch_sure("SELECT claim_id FROM cases WHERE id = $1", case_id)
        debtor = await db.fetch_value("SELECT name FROM parties WHERE claim_id = $1", claim["claim_id"])

    assert await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock) == 2
    assert await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock) == 0

    async with db.transaction(sale.seller):
        row = await db.fetch_sure(
            "SELECT k.status, k.closed_reason, f.status AS paper, d.status AS deadline FROM cases k"
            " JOIN filings f ON f.case_id = k.id JOIN deadlines d ON d.case_id = k.id WHERE k.id = $1",
            case_id,
        )
    assert tuple(row.values()) == ("closed", "The claim was sold.", "stopped", "cancelled")
    async with db.transaction(sale.buyer):
        assert await db.fetch_value("SELECT count(*) FROM cases WHERE status = 'onboarding'") == 2

    async with browser(await everything(sale.seller)) as page:
        for path in ("/cases/{}", "/cases/{}/papers", "/bundles/new?case={}&of=title", "/api/cases/{}"):
            answer = await page.get(path.format(case_id))
            assert answer.status_code == 404, path
            assert debtor not in answer.text
        for path in (
            "/cases/{}/events",
            "/cases/{}/filings",
            "/cases/{}/papers",
            "/cases/{}/exhibits",
            "/cases/{}/close",
        ):
            refused = await page.submit(path.format(case_id), {"kind": "monitorio_petition", "reason": "x"})
            assert refused.status_code in {303, 404, 422}, path
        assert (await page.get(f"/documents/{paper}")).status_code == 200, "its own original"
    async with browser(await everything(sale.buyer)) as page:
        assert (await page.get(f"/documents/{paper}")).status_code == 404
        assert (await page.get(f"/cases/{case_id}")).status_code == 404


async def test_before_the_transfer_the_buyer_sees_no_case_no_debtor_and_no_extract() -> None:
    sale = await a_sale(until="paid", claims=2)
    case_id, paper = await pursued(sale)
    await bring(sale, "deed")
    async with db.transaction(sale.seller):
        debtors = [row["name"] for row in await db.fetch("SELECT name FROM parties")]
    async with browser(await everything(sale.buyer)) as page:
        for path in (f"/cases/{case_id}", f"/bundles/new?case={case_id}&of=title", f"/documents/{paper}", "/cases"):
            answer = await page.get(path)
            assert answer.status_code in {200, 404}, path
            assert not any(one in answer.text for one in debtors), path
        refused = await page.submit(f"/sales/{sale.id}/extracts")
        assert refused.status_code in {404, 409}
    async with db.transaction(sale.buyer):
        assert await db.fetch_value("SELECT count(*) FROM parties") == 0


async def test_a_deed_stays_what_both_executed() -> None:
    sale = await a_sale(until="deed", claims=1)
    deed = (await sale.row())["deed_document_id"]
    tries = (
        "INSERT INTO document_versions (id, document_id, number, file_name, media_type, object_key, data_key_id,"
        " sha256, size_bytes, created_at) SELECT uuidv7(), document_id, 2, file_name, media_type, object_key || 'x',"
        " data_key_id, sha256, size_bytes, created_at FROM document_versions WHERE document_id = $1",
        "UPDATE documents SET status = 'drafted' WHERE id = $1",
        "UPDATE documents SET title = 'Another deed' WHERE id = $1",
        "UPDATE sales SET deed_sha256 = sha256('another') WHERE deed_document_id = $1",
        "UPDATE sales SET deed_document_id = NULL WHERE deed_document_id = $1",
        "UPDATE acceptances SET document_sha256 = sha256('another') WHERE sale_id = (SELECT id FROM sales"
        " WHERE deed_document_id = $1)",
    )
    for side in (sale.seller, sale.buyer):
        for sql in tries:
            assert await refused(side, sql, deed), sql


async def refused(side: Actor, sql: str, wanted: UUID) -> bool:
    """By the database itself, or since it finds no row of that side to change."""
    try:
        async with db.transaction(side):
            return not await db.execute(sql, wanted)
    except (asyncpg.CheckViolationError, asyncpg.InsufficientPrivilegeError):
        return True


async def test_the_paper_of_a_sold_claim_holds_up_no_other_of_its_file() -> None:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    papers = await sealed_claims(desk, count=2)
    (batch_id,) = await order_lodging(desk.lawyer, papers, "sdt")
    assert await make_files(desk.system, batch_id, 0) == 2
    (file,) = (await batch_shown(desk.lawyer, batch_id)).files
    await sold(desk, papers[0])

    with pytest.raises(Refused, match="1 of its cases are in other hands"):
        await approve_submission(desk.lawyer, file.id, shown=file.fee)
    (batch_id,) = await make_anew(desk.lawyer, file.id)
    assert await make_files(desk.system, batch_id, 0) == 1
    (anew,) = (await batch_shown(desk.lawyer, batch_id)).files
    assert [part.filing_id for part in await parts_of(desk.lawyer, submission_id=anew.id)] == [papers[1]]
    await approve_submission(desk.lawyer, anew.id, shown=anew.fee)


async def test_papers_ordered_and_sold_before_a_file_was_made_of_any_end_their_batch() -> None:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    alone, beside = await sealed_claims(desk, count=1), await sealed_claims(desk, count=2)
    (all_sold,) = await order_lodging(desk.lawyer, alone, "sdt")
    (half_sold,) = await order_lodging(desk.lawyer, beside, "sdt")
    await sold(desk, alone[0])
    await sold(desk, beside[0])

    over = await batch_shown(desk.lawyer, all_sold)
    assert (over.status, over.waiting, over.files) == ("refused", 0, ())
    assert "were sold or are in other hands" in (over.reason or "")
    async with browser(desk.lawyer) as page:
        assert "were sold" in (await page.get(f"/submissions/batches/{all_sold}")).text
    assert (await batch_shown(desk.lawyer, half_sold)).status == "ordered"
    assert await make_files(desk.system, all_sold, 0) == 0
    assert await make_files(desk.system, half_sold, 0) == 1
    assert (await batch_shown(desk.lawyer, half_sold)).status == "made"


async def sold(desk: Desk, paper: UUID) -> None:
    """The claim of the paper, with the tape it came on, is transferred to a buyer."""
    async with db.transaction(desk.system):
        tape_id = await db.fetch_value(
            "SELECT k.tape_id FROM cases k JOIN filings f ON f.case_id = k.id WHERE f.id = $1", paper
        )
    seller = await a_member(organisation_id=desk.owner_id, roles=("seller",), clock=desk.clock)
    sale = await a_sale_of(seller, tape_id, country="GB", price=Money.parse("100.00", "GBP"))
    for step in STAGES[1:]:
        await bring(sale, step)
    assert await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock) == 1
