"""A report counts what was done under the instruction in its days, alike for both sides, and stays as delivered."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID
from zipfile import ZipFile

import pytest

from cases.agenda.commands import enter_effort
from cases.instructions.commands import end_instruction
from cases.instructions.delivered import delivered_report, delivered_reports
from cases.instructions.delivering import deliver_report
from cases.instructions.queries import instruction, reports_due
from cases.instructions.report_sheet import as_csv, as_sheet, rows_of
from cases.instructions.reports import report_of
from cases.instructions.terms import Terms
from kernel import db
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.money import Money
from tests.builders.cases import Desk, a_desk, a_firm, open_cases
from tests.builders.deadlines import a_deadline
from tests.builders.instructions import an_accepted_instruction

pytestmark = pytest.mark.usefixtures("database")
FROM, UNTIL = date(2026, 11, 1), date(2026, 11, 30)
TERMS = Terms(
    "EUR",
    whole_limit=Money(50_000, "EUR"),
    fee_case=Money(2_500, "EUR"),
    fee_hour=Money(12_000, "EUR"),
    fee_percent=Decimal("12.5"),
    report_every_days=30,
)


async def a_payment(desk: Desk, case_id: UUID, on: date, amount: Money) -> None:
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO claim_payments (id, claim_id, tape_id, organisation_id, received_on, amount_minor, currency,"
            " source, recorded_at) SELECT uuidv7(), k.claim_id, k.tape_id, k.organisation_id, $2, $3, $4, 'bank', now()"
            " FROM cases k WHERE k.id = $1",
            case_id,
            on,
            amount.minor,
            amount.currency,
        )


async def test_the_figures_of_a_period_for_both_sides_and_what_was_delivered_stays() -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    one, two = await open_cases(desk=desk, count=2)
    await a_deadline(case_id=two, owner=desk.owner_id, safe_on=date(2026, 12, 9))
    instruction_id = await an_accepted_instruction(desk.buyer, firm.organisation_id, [one, two], terms=TERMS)
    await enter_effort(firm.lawyer, one, "Reading", on=date(2026, 11, 20), minutes=50)
    await enter_effort(firm.lawyer, one, "Burofax", on=date(2026, 11, 20), amount=Money(3_150, "EUR"))
    await enter_effort(desk.lawyer, one, "The owner's own hour", on=date(2026, 11, 20), minutes=60)
    desk.clock.advance(timedelta(days=5))
    await a_payment(desk, one, date(2026, 11, 22), Money(10_004, "EUR"))
    await a_payment(desk, two, date(2026, 11, 19), Money(50_000, "EUR"))

    ours = await report_of(firm.clerk, instruction_id, FROM, UNTIL)
    theirs = await report_of(desk.buyer, instruction_id, FROM, UNTIL)
    assert ours == theirs
    assert (ours.cases, ours.minutes, ours.laid_out.amount) == (2, 50, "31.50")
    assert [(each.name, each.many) for each in ours.stages] == [("onboarding", 2)]
    assert [each.amount for each in ours.received] == ["100.04"]
    assert [each.safe_on for each in ours.ahead] == [date(2026, 12, 9)]
    fees = {line.what: line.amount.amount for line in ours.fees}
    # 2 × 25.00; 50/60 × 120.00; 12.5 % of 100.04 = 12.505, half a cent up.
    assert fees == {"cases taken": "50.00", "minutes worked": "100.00", "of the money received": "12.51"}
    assert ours.fees_total.amount == "162.51"
    october = await report_of(firm.clerk, instruction_id, date(2026, 10, 1), date(2026, 10, 31))
    assert october.fees_total.amount == "0.00"

    due = (await instruction(desk.buyer, instruction_id)).report_due_on
    assert due == date(2026, 12, 20)
    assert await reports_due(firm.clerk, on=date(2026, 12, 19)) == []
    assert [each.id for each in await reports_due(firm.clerk, on=date(2026, 12, 20))] == [instruction_id]
    with pytest.raises(Invalid, match="not over"):
        await deliver_report(firm.clerk, instruction_id, FROM, UNTIL)
    desk.clock.advance(timedelta(days=10))
    with pytest.raises(Forbidden):
        await deliver_report(desk.lawyer, instruction_id, FROM, UNTIL)
    report_id = await deliver_report(firm.clerk, instruction_id, FROM, UNTIL, "One debtor paid in part.")
    await enter_effort(firm.lawyer, one, "Forgotten", on=date(2026, 11, 21), minutes=10)
    kept = await delivered_report(desk.buyer, instruction_id, report_id)
    assert kept == (ours, "One debtor paid in part.")
    assert (await instruction(firm.clerk, instruction_id)).report_due_on == date(2026, 12, 30)

    await end_instruction(desk.buyer, instruction_id)
    with pytest.raises(Refused, match="is over"):
        await report_of(firm.clerk, instruction_id, FROM, UNTIL)
    assert (await report_of(desk.buyer, instruction_id, FROM, UNTIL)).minutes == 60
    assert [each.id for each in await delivered_reports(firm.clerk, instruction_id)] == [report_id]


async def test_a_second_firm_and_a_stranger_get_no_figure() -> None:
    desk = await a_desk()
    firm, other = await a_firm(desk=desk), await a_firm(desk=desk, name="Ríos Procesal SLP")
    case_ids = await open_cases(desk=desk, count=2)
    instruction_id = await an_accepted_instruction(desk.buyer, firm.organisation_id, case_ids[:1], terms=TERMS)
    second = await an_accepted_instruction(desk.buyer, other.organisation_id, case_ids[1:], terms=TERMS)
    report_id = await deliver_report(firm.clerk, instruction_id, date(2026, 11, 1), date(2026, 11, 20))
    for who, wanted in ((other.clerk, instruction_id), (firm.clerk, second)):
        with pytest.raises(NotFound):
            await report_of(who, wanted, FROM, UNTIL)
        with pytest.raises(NotFound):
            await deliver_report(who, wanted, FROM, date(2026, 11, 20))
        assert await delivered_reports(who, wanted) == []
    assert await delivered_report(other.clerk, instruction_id, report_id) is None
    with pytest.raises(Invalid):
        await report_of(firm.clerk, instruction_id, UNTIL, FROM)


async def test_the_sheet_runs_no_formula() -> None:
    desk = await a_desk(name="=cmd|'/c calc'!A1 DAC")
    firm = await a_firm(desk=desk)
    case_ids = await open_cases(desk=desk, count=1)
    instruction_id = await an_accepted_instruction(desk.buyer, firm.organisation_id, case_ids, terms=TERMS)
    rows = rows_of(await report_of(firm.clerk, instruction_id, FROM, UNTIL))
    told = list(csv.reader(io.StringIO(as_csv(rows).decode("utf-8-sig"))))
    assert ["instruction", "owner", "'=cmd|'/c calc'!A1 DAC", ""] in told
    book = ZipFile(io.BytesIO(as_sheet(rows)))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert b"25.00" in book.read("xl/sharedStrings.xml")
