"""One portfolio from its file to filed petitions and the two years after, through commands, by a clock that is moved.

The house begins on 2 March 2026. What the law says of each day is held by the examples of `cases/jurisdictions/es`.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

from cases.desk.commands import confirm_documents, finish_onboarding, reconcile_files
from cases.desk.exhibits import attach_exhibit
from cases.desk.particulars import enter_particulars
from cases.jurisdictions.contract import Step
from cases.proceedings.commands import Happened, record_event, record_events
from cases.proceedings.filing_commands import approve_filings, mark_filed, mark_served, seal_filings
from cases.proceedings.preparing import prepare_filings, send_notices
from cases.proceedings.samples import samples_of
from cases.proceedings.signatories import appoint_signatory
from documents.text.jobs import read_waiting
from documents.vault.queries import open_document
from documents.vault.viewing import look_at
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Refused
from kernel.money import Money
from kernel.settings import Settings
from marketplace.bids.closing import close_listing
from marketplace.bids.commands import award_bid, place_bid
from marketplace.diligence.commands import accept_nda
from marketplace.diligence.downloads import download_tape
from marketplace.listings.agreement import agreement
from marketplace.listings.commands import create_listing, open_listing
from marketplace.listings.wanted import ListingWanted
from marketplace.settlement.commands import FinalRow, agree_price, apply_final_file, execute_deed, sign_contract
from marketplace.settlement.extracts import make_extracts
from marketplace.settlement.payment import confirm_payment
from marketplace.tapes.commands import begin_accepting, map_tape, upload_tape
from marketplace.tapes.proposal import propose
from marketplace.tapes.sample import write_tape
from marketplace.tapes.stored import stored_tape
from tests.builders.instructions import instruct_firm
from web.clock_shift import advance_house, shift_house
from web.demo.cast import Cast, assemble
from web.demo.exhibits import invented
from web.demo.recovery import SPAIN
from web.worker import work

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("object_store"), pytest.mark.timeout(1800)]
BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CUT_OFF = date(2026, 2, 28)
ROWS = 60
SERVED, OPPOSED = date(2026, 7, 20), date(2026, 9, 10)


@pytest.fixture
async def house(database: Settings) -> AsyncIterator[Settings]:
    """The house in March 2026; back in the present afterwards, whatever happens."""
    await shift_house(BEGINS - datetime.now(UTC))
    yield database
    await shift_house(timedelta(0))


async def the_house_reaches(day: date, actor: Actor) -> None:
    await advance_house(timedelta(days=(day - actor.today("UTC")).days))


async def test_a_sold_portfolio_becomes_filed_petitions(house: Settings, tmp_path: Path) -> None:
    cast = await assemble("es")
    tape_id = await the_seller_makes_claims_of_a_file(house, cast, tmp_path)
    sale_id = await two_buyers_bid_and_one_is_awarded(house, cast, tape_id)
    await the_sale_closes_and_everything_moves(house, cast, sale_id)
    chosen = await the_firm_brings_cases_through_the_gate(house, cast, sale_id)
    petitions = await the_firm_files_petitions(house, cast, chosen)
    await one_debtor_opposes_and_the_other_is_silent(cast, petitions)
    await two_years_later_the_silent_one_is_enforced(cast, petitions)


async def the_seller_makes_claims_of_a_file(house: Settings, cast: Cast, folder: Path) -> UUID:
    seller, file = cast.seller.actor, folder / "portfolio.csv"
    write_tape(country="es", rows=ROWS, seed=11, out=file, dirt="0", cut_off=CUT_OFF)
    tape_id = (await upload_tape(seller, file, name="Portfolio of March", cut_off_on=CUT_OFF)).id
    proposed = propose((await stored_tape(seller, tape_id)).layout).mapping
    # The bank lent the money itself: the column of brand names is no chain of title.
    kept = {header: field for header, field in proposed.columns.items() if field != "original_creditor"}
    await map_tape(seller, tape_id, replace(proposed, columns=kept))
    await work(house, forever=False)
    await begin_accepting(seller, tape_id)
    await work(house, forever=False)
    assert await count(seller, "claims") == ROWS
    return tape_id


async def two_buyers_bid_and_one_is_awarded(house: Settings, cast: Cast, tape_id: UUID) -> UUID:
    seller, opens = cast.seller.actor, cast.seller.actor.now() + timedelta(hours=1)
    wanted = ListingWanted(
        title="Unsecured consumer claims",
        summary="Sold without recourse.",
        tape_ids=(tape_id,),
        bids_open_at=opens,
        bids_close_at=opens + timedelta(days=2),
        minimum="5000.00",
        tick="100.00",
        reserve="6000.00",
        putback_days=90,
    )
    listing_id = await create_listing(seller, wanted)
    await work(house, forever=False)
    await open_listing(seller, listing_id)
    async with db.transaction(seller):
        lot_id = await db.fetch_value("SELECT id FROM lots WHERE listing_id = $1", listing_id)
    offers = ((cast.rival.actor, "6500.00"), (cast.buyer.actor, "7300.00"))
    for bidder, _ in offers:
        await accept_nda(bidder, listing_id, shown_sha256=agreement().sha256.hex())
        await download_tape(bidder, listing_id)
    with pytest.raises(Refused):
        await an_offer(cast.buyer.actor, lot_id, "7300.00")
    await advance_house(timedelta(hours=2))
    for bidder, amount in offers:
        await an_offer(bidder, lot_id, amount)
    assert await close_listing(listing_id) is None
    async with db.transaction(seller):
        assert await db.fetch_value("SELECT count(*) FROM bids") == 0
    await advance_house(timedelta(days=2))
    with pytest.raises(Refused):
        await an_offer(cast.rival.actor, lot_id, "9900.00")
    assert await close_listing(listing_id) == len(offers)
    async with db.transaction(seller):
        best = await db.fetch_sure("SELECT id, organisation_id, amount_minor FROM bids WHERE rank = 1")
    assert (best["organisation_id"], best["amount_minor"]) == (cast.buyer.actor.organisation, 730_000)
    sale_id = await award_bid(seller, best["id"], shown=Money(730_000, "EUR"))
    await work(house, forever=False)
    return sale_id


async def an_offer(bidder: Actor, lot_id: UUID, amount: str) -> None:
    await place_bid(
        bidder,
        lot_id,
        amount=amount,
        purchaser_id=bidder.organisation,
        servicer_id=None,
        valid_until=(bidder.now() + timedelta(days=30)).date(),
        funding="Own funds",
    )


async def the_sale_closes_and_everything_moves(house: Settings, cast: Cast, sale_id: UUID) -> None:
    seller, buyer = cast.seller.actor, cast.buyer.actor
    sides = (seller, buyer)
    for side in sides:
        await sign_contract(side, sale_id, shown_sha256=(await sale_row(seller, sale_id))["contract_sha256"].hex())
    async with db.transaction(seller):
        dropped = await db.fetch_value("SELECT max(reference) FROM sale_claims WHERE sale_id = $1", sale_id)
    await apply_final_file(seller, sale_id, [FinalRow(dropped, dropped_reason="Settled in full before closing")])
    price = Money((await sale_row(buyer, sale_id))["adjusted_price_minor"], "EUR")
    assert price < Money(730_000, "EUR")
    for side in sides:
        await agree_price(side, sale_id, shown=price)
    for side in sides:
        await confirm_payment(side, sale_id, shown=price)
    await work(house, forever=False)
    assert await count(buyer, "claims") == 0
    for side in sides:
        await execute_deed(side, sale_id, shown_sha256=(await sale_row(seller, sale_id))["deed_sha256"].hex())
    await work(house, forever=False)
    assert (await count(seller, "claims"), await count(buyer, "claims")) == (1, ROWS - 1)
    assert await count(buyer, "cases") == ROWS - 1
    async with db.transaction(buyer):
        judged = await db.fetch_value("SELECT count(DISTINCT case_id) FROM deadlines WHERE kind = 'limitation'")
    assert judged == ROWS - 1


async def the_firm_brings_cases_through_the_gate(house: Settings, cast: Cast, sale_id: UUID) -> list[UUID]:
    firm, buyer = cast.lawyer.actor, cast.buyer.actor
    async with db.transaction(buyer):
        rows = await db.fetch(
            "SELECT k.id, k.claim_id FROM cases k JOIN claims c ON c.id = k.claim_id WHERE k.sale_id = $1"
            " AND k.organisation_id = $2 AND k.status = 'onboarding' AND c.flags = '{}' AND c.debtor_kind = 'person'"
            " AND c.product IN ('consumer_loan', 'credit_card', 'overdraft') AND NOT EXISTS (SELECT 1 FROM parties p"
            " WHERE p.claim_id = c.id AND p.role <> 'debtor') ORDER BY c.balance_minor LIMIT 5",
            sale_id,
            buyer.organisation,
        )
    chosen = [row["id"] for row in rows]
    with pytest.raises(NotFound):
        await reconcile_files(firm, chosen)
    await instruct_firm(buyer, firm.organisation, chosen)
    await reconcile_files(firm, chosen)
    assert (await finish_onboarding(firm, chosen)).done == 0
    assert firm.person_id is not None
    await appoint_signatory(
        firm, person_id=firm.person_id, position="Abogada", authority="poder general", from_on=firm.today("UTC")
    )
    for kind, title, sentence in SPAIN.exhibits:
        scan = await invented(title, sentence, "STORY", on=firm.today("UTC"), name=f"{kind}.pdf")
        await attach_exhibit(firm, chosen, scan, kind=kind, title=title, dated_on=firm.today("UTC"))
    await make_extracts(buyer.organisation, sale_id, of=[row["claim_id"] for row in rows])
    assert await read_waiting()
    await enter_particulars(firm, chosen, agreement_form="written", seat="Gijón", details=dict(SPAIN.details))
    await confirm_documents(firm, chosen)
    assert (await send_notices(firm, chosen)).outcome.left == ()
    await work(house, forever=False)
    assert await standing_of(firm, "assignment_notice") == {("filed", ""): len(chosen)}
    assert (await finish_onboarding(firm, chosen)).done == len(chosen)
    return chosen


async def the_firm_files_petitions(house: Settings, cast: Cast, chosen: Sequence[UUID]) -> dict[UUID, UUID]:
    """Case to petition of those that lack nothing. The request to negotiate comes first and is left thirty days."""
    firm = cast.lawyer.actor
    await a_paper(house, firm, "masc_request", chosen)
    await advance_house(timedelta(days=4))
    await record_events(firm, chosen, Happened("masc_request_received", firm.today("UTC"), "burofax, receipt"))
    early = await prepared(house, firm, "monitorio_petition", chosen)
    assert early == {}
    await advance_house(timedelta(days=40))
    await a_paper(house, firm, "masc_proof", chosen)
    petitions = await a_paper(house, firm, "monitorio_petition", chosen)
    assert len(petitions) >= 2
    for filing_id in petitions.values():
        async with db.transaction(cast.buyer.actor):
            row = await db.fetch_sure(
                "SELECT f.status, f.document_id, v.sha256 FROM filings f JOIN document_versions v"
                " ON v.document_id = f.document_id WHERE f.id = $1",
                filing_id,
            )
        opened = await open_document(cast.buyer.actor, row["document_id"])
        assert (row["status"], opened.shown.status) == ("filed", "filed")
        assert (await opened.content()).startswith(b"%PDF-")
    with pytest.raises((Forbidden, NotFound)):
        await mark_served(cast.rival.actor, list(petitions.values()), on=SERVED, provenance="no business of theirs")
    return petitions


async def a_paper(house: Settings, firm: Actor, kind: str, chosen: Sequence[UUID]) -> dict[UUID, UUID]:
    """Case to filing: prepared by the job, approved with the sum that is shown, sealed and sent."""
    filings = await prepared(house, firm, kind, chosen)
    async with db.transaction(firm):
        total = await db.fetch_value(
            "SELECT sum(total_minor)::bigint FROM filings WHERE id = ANY($1)", list(filings.values())
        )
    for sample in (await samples_of(firm, list(filings.values()))).rows:
        await look_at(firm, sample.document_id)
    await approve_filings(firm, list(filings.values()), shown=[Money(total, "EUR")])
    await seal_filings(firm, list(filings.values()))
    await mark_filed(firm, list(filings.values()), on=firm.today("UTC"), provenance="receipt (invented)")
    await work(house, forever=False)
    return filings


async def prepared(house: Settings, firm: Actor, kind: str, chosen: Sequence[UUID]) -> dict[UUID, UUID]:
    await prepare_filings(firm, chosen, kind)
    await work(house, forever=False)
    async with db.transaction(firm):
        rows = await db.fetch(
            "SELECT case_id, id FROM filings WHERE kind = $1 AND case_id = ANY($2) AND status = 'drafted'"
            " AND firm_organisation_id = $3",
            kind,
            list(chosen),
            firm.organisation,
        )
    return {row["case_id"]: row["id"] for row in rows}


async def one_debtor_opposes_and_the_other_is_silent(cast: Cast, petitions: dict[UUID, UUID]) -> None:
    """Served on 20 July, the twenty working days skip all of August and the holiday of the court's seat, Gijón; an
    opposition opens its own ten."""
    firm = cast.lawyer.actor
    opposing, silent = list(petitions)[:2]
    await the_house_reaches(SERVED, firm)
    both = [petitions[opposing], petitions[silent]]
    await mark_served(firm, both, on=SERVED, provenance="diligencia of the court")
    for case_id in (opposing, silent):
        to_pay = await the_deadline(firm, case_id, "ES-MON-20")
        assert (to_pay["safe_on"], to_pay["statutory_on"]) == (date(2026, 9, 16), date(2026, 9, 17))
        assert "LEC 815.1" in to_pay["authority"]
        skipped = " ".join(map(str, msgspec.json.decode(to_pay["reckoning"], type=list[Step])))
        assert "August" in skipped
        assert "Asturias Day" in skipped
    await the_house_reaches(OPPOSED, firm)
    await record_event(firm, opposing, Happened("opposition_served_verbal", OPPOSED, "traslado of the opposition"))
    assert await what_closed(firm, opposing, "ES-MON-20") == "opposition_served_verbal"
    answer = await the_deadline(firm, opposing, "ES-MON-VERBAL")
    assert answer["safe_on"] == date(2026, 9, 24)
    assert await status_of(firm, opposing) == "contested"
    with pytest.raises(Refused, match="what can happen there"):
        await record_event(firm, opposing, Happened("decreto_issued", OPPOSED, "too early"))
    await the_house_reaches(date(2026, 9, 18), firm)
    assert (await the_deadline(firm, silent, "ES-MON-20"))["opens_on"] == date(2026, 9, 18)
    await record_event(firm, silent, Happened("decreto_issued", date(2026, 9, 18), "decreto of the court"))
    assert await what_closed(firm, silent, "ES-MON-20") == "decreto_issued"
    assert await status_of(firm, silent) == "enforceable"


async def two_years_later_the_silent_one_is_enforced(cast: Cast, petitions: dict[UUID, UUID]) -> None:
    """Five years to ask for enforcement; asked after two, while the owner reads along and the seller sees nothing."""
    firm, silent = cast.lawyer.actor, list(petitions)[1]
    lapses = await the_deadline(firm, silent, "ES-EXE-5Y")
    assert lapses["statutory_on"].year == 2031
    await the_house_reaches(date(2028, 9, 18), firm)
    await record_event(firm, silent, Happened("enforcement_ordered", date(2028, 9, 18), "auto despachando ejecución"))
    assert await status_of(cast.buyer.actor, silent) == "enforcement"
    async with db.transaction(cast.seller.actor):
        assert await db.fetch_value("SELECT count(*) FROM case_events") == 0
    async with db.transaction(cast.buyer.actor):
        told = await db.fetch(
            "SELECT event, on_date FROM case_events WHERE case_id = $1 ORDER BY on_date, event", silent
        )
    assert [row["event"] for row in told] == [
        "assignment_notice_sent",
        "masc_request_sent",
        "masc_request_received",
        "petition_filed",
        "requerimiento_served",
        "decreto_issued",
        "enforcement_ordered",
    ]


async def standing_of(firm: Actor, kind: str) -> dict[tuple[str, str], int]:
    """Papers of the kind by status and by what they lack."""
    async with db.transaction(firm):
        rows = await db.fetch(
            "SELECT status, coalesce(missing::text, '') AS lacks, count(*) AS many FROM filings WHERE kind = $1"
            " AND firm_organisation_id = $2 GROUP BY 1, 2",
            kind,
            firm.organisation,
        )
    return {(row["status"], row["lacks"]): row["many"] for row in rows}


async def the_deadline(actor: Actor, case_id: UUID, rule: str) -> db.Row:
    """The one open deadline of the rule."""
    async with db.transaction(actor):
        (row,) = await db.fetch(
            "SELECT * FROM deadlines WHERE case_id = $1 AND rule = $2 AND status = 'open'", case_id, rule
        )
    return row


async def what_closed(actor: Actor, case_id: UUID, rule: str) -> str:
    """The event that closed the one deadline of the rule; nobody had to close it by hand."""
    async with db.transaction(actor):
        (row,) = await db.fetch(
            "SELECT d.status, e.event FROM deadlines d LEFT JOIN case_events e ON e.id = d.closing_event_id"
            " WHERE d.case_id = $1 AND d.rule = $2",
            case_id,
            rule,
        )
    assert row["status"] != "open"
    return str(row["event"])


async def status_of(actor: Actor, case_id: UUID) -> str:
    async with db.transaction(actor):
        return str(await db.fetch_value("SELECT status FROM cases WHERE id = $1", case_id))


async def sale_row(actor: Actor, sale_id: UUID) -> db.Row:
    async with db.transaction(actor):
        return await db.fetch_sure("SELECT * FROM sales WHERE id = $1", sale_id)


async def count(actor: Actor, table: str) -> int:
    async with db.transaction(actor):
        return int(await db.fetch_value(f"SELECT count(*) FROM {table} WHERE organisation_id = $1", actor.organisation))
