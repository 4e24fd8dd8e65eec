"""Payments on their way to the cases they belong to: what is certain is booked, the rest waits and stops its debtor."""

from datetime import date
from uuid import UUID

import pytest

from cases.claims.queries import claims_shown
from cases.desk.reach import case_at_hand
from cases.desk.stops import stops_of
from cases.parties.commands import Ground, erase_party
from cases.receipts.booking import assign_receipt, case_named, dispose_of_receipt, take_receipt_back
from cases.receipts.commands import store_file
from cases.receipts.queries import receipts_of_file, tray
from cases.receipts.states import ReceiptStatus
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.keys import platform_key
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_claim, a_desk, a_firm, an_open_case, put_through_the_gate
from tests.builders.instructions import instruct_firm
from tests.builders.receipts import Paid, bring_rows, camt_of, case_reference, csv_of, details, entry
from tests.builders.receipts import bring as bring_file

pytestmark = pytest.mark.usefixtures("database", "object_store")
TODAY = date(2026, 11, 20)


async def paid_on(desk: Desk, case_id: UUID) -> list[tuple[date, str, str]]:
    async with db.transaction(desk.system):
        claim_id = (await case_at_hand(desk.system, case_id)).claim_id
        claim = (await claims_shown(desk.system, [claim_id]))[claim_id]
    return [(one.received_on, one.amount.text(), one.source) for one in claim.payments]


async def stops(actor: Actor, case_id: UUID) -> set[str]:
    async with db.transaction(actor):
        return {one.code for one in (await stops_of(actor, [case_id], on=TODAY)).get(case_id, [])}


async def a_guarantor(desk: Desk, claim_id: UUID, iban: str) -> None:
    """Whose account is known, as a tape brings it."""
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, person_hash, iban_hash)"
            " SELECT uuidv7(), id, tape_id, organisation_id, 'guarantor', 'person', 'Pau Riera', $2, $2 FROM claims"
            " WHERE id = $1",
            claim_id,
            platform_key().search_hash("iban", iban),
        )


async def test_a_line_that_names_the_case_or_its_claim_is_booked() -> None:
    desk = await a_desk()
    one, two = await an_open_case(desk=desk), await an_open_case(desk=desk, reference="ACC-4711-22")
    number = await case_reference(desk, one)
    brought = await bring_rows(
        desk.lawyer,
        Paid(words=f"Pago a cuenta {number.replace('-', ' ')}, gracias"),
        Paid(reference="acc 4711 22", amount="20.00", on="2026-10-06"),
    )
    assert (brought.line.lines, brought.line.booked, brought.line.waiting) == (2, 2, 0)
    assert await paid_on(desk, one) == [(date(2026, 10, 5), "150.00", "bank")]
    assert await paid_on(desk, two) == [(date(2026, 10, 6), "20.00", "bank")]
    assert not await tray(desk.lawyer)


async def test_a_bailiffs_file_is_matched_by_the_court_number() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court_number, stage) SELECT uuidv7(),"
            " c.id, c.tape_id, c.organisation_id, 'Km 812/24', 'enforcement' FROM claims c"
            " JOIN cases k ON k.claim_id = c.id"
            " WHERE k.id = $1",
            case_id,
        )
    await bring_rows(desk.lawyer, Paid(court_number="KM 812 / 24"), source="bailiff")
    assert await paid_on(desk, case_id) == [(date(2026, 10, 5), "150.00", "bailiff")]


async def test_the_same_file_and_the_same_line_are_booked_once() -> None:
    desk = await a_desk()
    number = await case_reference(desk, case_id := await an_open_case(desk=desk))
    first = camt_of(entry(number="B-1", details=details(words=number)))
    longer = camt_of(
        entry(number="B-1", details=details(words=number)), entry("7.00", number="B-2", details=details(words=number))
    )
    await bring_file(desk.lawyer, first)
    with pytest.raises(Refused, match="This very file came on 20 November 2026"):
        await store_file(desk.lawyer, first, "again.xml", source="bank")
    again = await bring_file(desk.lawyer, longer)
    assert (again.line.lines, again.line.known, again.line.booked) == (2, 1, 1)
    assert [amount for _, amount, _ in await paid_on(desk, case_id)] == ["150.00", "7.00"]


async def test_a_payment_that_only_names_the_debtor_waits_and_stops_his_filing() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    other = await an_open_case(desk=desk, debtor={"name": "Anna Kowalska"})
    await put_through_the_gate(desk, [case_id, other])
    brought = await bring_rows(desk.lawyer, Paid(payer="NUNEZ PENA LUCIA"), Paid(payer="Nobody Known", amount="3.00"))
    assert (brought.line.booked, brought.line.waiting) == (0, 2)
    waiting = await tray(desk.lawyer)
    assert [(one.confidence, len(one.candidates)) for one in waiting] == [("possible", 1), ("none", 0)]
    assert (await stops(desk.lawyer, case_id), await stops(desk.lawyer, other)) == ({"unassigned"}, set())
    await assign_receipt(desk.lawyer, waiting[0].id, case_id)
    assert await stops(desk.lawyer, case_id) == set()
    assert await paid_on(desk, case_id) == [(date(2026, 10, 5), "150.00", "bank")]


async def test_a_comma_before_the_form_of_a_company_hides_nobody() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk, debtor={"name": "Galán e Hijos, S.L.", "kind": "company"})
    brought = await bring_rows(desk.lawyer, Paid(payer="GALAN E HIJOS S.L."), Paid(payer="Galán e Hijos, S.L."))
    assert [[one.case_id for one in line.candidates] for line in brought.receipts] == [[case_id], [case_id]]


@pytest.mark.parametrize("written", ["GROSS JÜRGEN", "Jürgen Groß", "Jurgen Gross"])
async def test_a_sharp_s_is_two_letters_in_capitals(written: str) -> None:
    """A bank writes GROSS for Groß; the case of such a debtor stands still like any other's."""
    desk = await a_desk(country="DE")
    case_id = await an_open_case(desk=desk)
    brought = await bring_rows(desk.lawyer, Paid(payer=written))
    assert [[one.case_id for one in line.candidates] for line in brought.receipts] == [[case_id]]


async def test_an_account_that_is_known_makes_a_line_likely_never_certain() -> None:
    desk = await a_desk()
    claim_id = await a_claim(owner_id=desk.owner_id)
    case_id = await an_open_case(desk=desk, claim_id=claim_id)
    await a_guarantor(desk, claim_id, "ES7921000813610123456789")
    await bring_rows(desk.lawyer, Paid(iban="ES79 2100 0813 6101 2345 6789"))
    [one] = await tray(desk.lawyer)
    assert (one.confidence, one.candidates[0].case_id, one.candidates[0].matched_by) == ("likely", case_id, "iban")


async def test_a_reference_two_open_cases_have_and_one_in_another_currency_wait() -> None:
    desk = await a_desk()
    for _ in range(2):
        await an_open_case(desk=desk, reference="TWICE-0001")
    number = await case_reference(desk, case_id := await an_open_case(desk=desk))
    await bring_rows(desk.lawyer, Paid(reference="TWICE-0001"), Paid(reference=number, currency="PLN"))
    ambiguous, foreign = await tray(desk.lawyer)
    assert (ambiguous.confidence, len(ambiguous.candidates)) == ("possible", 2)
    assert (foreign.confidence, foreign.why) == ("likely", "The case is in another currency.")
    with pytest.raises(Refused, match="in PLN and the case in EUR"):
        await assign_receipt(desk.lawyer, foreign.id, case_id)


async def test_a_sellers_line_waits_where_the_closing_deducted_receipts_already() -> None:
    desk = await a_desk()
    number = await case_reference(desk, case_id := await an_open_case(desk=desk))
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO claim_payments (id, claim_id, tape_id, organisation_id, received_on, amount_minor, currency,"
            " source, recorded_at) SELECT uuidv7(), k.claim_id, k.tape_id, k.organisation_id, '2026-05-01', 100, 'EUR',"
            " 'seller_receipt', now() FROM cases k WHERE k.id = $1",
            case_id,
        )
    await bring_rows(desk.lawyer, Paid(reference=number), source="seller_receipt")
    [one] = await tray(desk.lawyer)
    assert "The closing deducted receipts" in one.why


async def test_what_is_no_debtors_payment_is_set_aside_for_a_reason_and_can_be_taken_back() -> None:
    desk = await a_desk()
    await bring_rows(desk.lawyer, Paid(payer="Deposit interest"))
    [one] = await tray(desk.lawyer)
    with pytest.raises(Invalid, match="for a reason"):
        await dispose_of_receipt(desk.lawyer, one.id, ReceiptStatus.SET_ASIDE, reason=" ")
    await dispose_of_receipt(desk.lawyer, one.id, ReceiptStatus.SET_ASIDE, reason="interest of our own account")
    assert not await tray(desk.lawyer)
    await take_receipt_back(desk.lawyer, one.id)
    assert [each.id for each in await tray(desk.lawyer)] == [one.id]


async def test_a_wrong_booking_is_taken_back_and_no_longer_counts() -> None:
    desk = await a_desk()
    number = await case_reference(desk, wrong := await an_open_case(desk=desk))
    right = await an_open_case(desk=desk)
    brought = await bring_rows(desk.lawyer, Paid(reference=number))
    await take_receipt_back(desk.lawyer, brought.receipts[0].id)
    assert await paid_on(desk, wrong) == []
    found = await case_named(desk.lawyer, (await case_reference(desk, right)).lower())
    await assign_receipt(desk.lawyer, brought.receipts[0].id, found)
    assert await paid_on(desk, right) == [(date(2026, 10, 5), "150.00", "bank")]


async def test_a_firm_brings_payments_of_its_cases_and_sees_no_other() -> None:
    desk = await a_desk()
    firm, others = await a_firm(desk=desk), await a_firm(desk=desk, name="Otra Firma SLP")
    number = await case_reference(desk, case_id := await an_open_case(desk=desk))
    await put_through_the_gate(desk, [case_id])
    await instruct_firm(desk.buyer, firm.organisation_id, [case_id])
    brought = await bring_rows(firm.clerk, Paid(reference=number), Paid(payer="Lucía Núñez Peña", amount="5.00"))
    assert (brought.line.booked, brought.line.waiting) == (1, 1)
    assert await paid_on(desk, case_id) == [(date(2026, 10, 5), "150.00", "bank")]
    assert "unassigned" in await stops(desk.lawyer, case_id)
    assert not await tray(desk.lawyer)
    stranger = await bring_rows(others.lawyer, Paid(reference=number))
    assert (stranger.line.booked, stranger.receipts[0].candidates) == (0, ())
    with pytest.raises(NotFound):
        await assign_receipt(others.lawyer, brought.receipts[1].id, case_id)


async def test_nobody_without_the_right_brings_or_decides() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    await bring_rows(desk.lawyer, Paid())
    [one] = await tray(desk.lawyer)
    administrator = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    stranger = await a_member(organisation_id=await an_organisation(), roles=("lawyer",), clock=desk.clock)
    with pytest.raises(Forbidden):
        await store_file(administrator, csv_of([Paid()]), "x.csv", source="bank")
    for other, wanted in ((administrator, Forbidden), (stranger, NotFound)):
        with pytest.raises(wanted):
            await assign_receipt(other, one.id, case_id)
        with pytest.raises(wanted):
            await take_receipt_back(other, one.id)


async def test_what_a_payer_wrote_lies_sealed() -> None:
    desk = await a_desk()
    await bring_rows(desk.lawyer, Paid(payer="Lucía Núñez Peña", iban="ES7921000813610123456789", words="lo siento"))
    async with db.transaction(desk.system):
        row = await db.fetch_sure("SELECT r.*, r::text AS whole FROM receipts r")
    assert bytes(row["sealed"])
    assert "siento" not in row["whole"]
    assert b"ES79".hex() not in row["whole"]
    [one] = await tray(desk.lawyer)
    assert (one.payer.name, one.payer.remittance) == ("Lucía Núñez Peña", "lo siento")


async def test_an_erased_debtors_payments_no_longer_say_who_paid() -> None:
    desk = await a_desk()
    number = await case_reference(desk, case_id := await an_open_case(desk=desk))
    brought = await bring_rows(desk.lawyer, Paid(reference=number, payer="Lucía Núñez Peña"))
    async with db.transaction(desk.system):
        await db.execute("UPDATE cases SET status = 'closed', closed_reason = 'paid' WHERE id = $1", case_id)
        party_id = await db.fetch_value("SELECT id FROM parties")
    privacy = await a_member(organisation_id=desk.owner_id, roles=("administrator", "lawyer"), clock=desk.clock)
    await erase_party(privacy, party_id, Ground.NOT_NEEDED)
    [left] = await receipts_of_file(desk.lawyer, brought.id)
    assert (left.payer.name, left.amount.text(), left.status) == ("", "150.00", "booked")
