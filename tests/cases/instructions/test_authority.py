"""Cost authority: what passes it is refused with what is left, papers stop on their court fee, more can be granted."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.agenda.commands import enter_effort
from cases.instructions.asking import ask_for_more
from cases.instructions.authority import room, spent, standing
from cases.instructions.commands import withdraw_instruction
from cases.instructions.court_fees import court_fee
from cases.instructions.fees import statement
from cases.instructions.granting import decide_request, requests_of
from cases.instructions.terms import Terms, read_terms
from cases.proceedings.filing_commands import withdraw_filing
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.preview import preview_filings
from kernel import db
from kernel.errors import Forbidden, Invalid, NotFound, Refused, StaleState
from kernel.money import Money
from tests.builders.cases import Desk, Firm, ItemSpec, a_desk, a_firm, open_cases, put_through_the_gate
from tests.builders.instructions import an_accepted_instruction
from tests.cases.proceedings.test_filings import steps_before_court, the_seat

pytestmark = pytest.mark.usefixtures("database")
ON = date(2026, 11, 20)
type Run = Callable[[], Awaitable[None]]


def euros(text: str) -> Money:
    return Money.parse(text, "EUR")


async def at_work(terms: Terms, count: int = 2) -> tuple[Desk, Firm, list[UUID], UUID]:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    case_ids = await open_cases(desk=desk, count=count)
    return desk, firm, case_ids, await an_accepted_instruction(desk.buyer, firm.organisation_id, case_ids, terms=terms)


async def lay_out(firm: Firm, case_id: UUID, amount: str) -> None:
    await enter_effort(firm.clerk, case_id, "Burofax", on=ON, amount=euros(amount))


async def test_a_cost_over_what_is_left_of_the_case_or_of_the_whole_is_refused() -> None:
    desk, firm, (one, two), _ = await at_work(Terms("EUR", case_limit=euros("100"), whole_limit=euros("150")))
    await lay_out(firm, one, "80")
    with pytest.raises(Refused, match=r"20\.00 EUR is left"):
        await lay_out(firm, one, "20.01")
    await lay_out(firm, one, "20.00")
    with pytest.raises(Refused, match=r"50\.00 EUR is left"):
        await lay_out(firm, two, "50.01")
    await lay_out(firm, one, "-30.00")
    await lay_out(firm, two, "80.00")
    with pytest.raises(Refused, match=r"in EUR\. Ask the owner"):
        await enter_effort(firm.clerk, two, "Fee", on=ON, amount=Money(1, "PLN"))
    await enter_effort(firm.clerk, two, "Time is no cost", on=ON, minutes=600)
    await enter_effort(desk.lawyer, two, "The owner's own cost", on=ON, amount=euros("5000"))


async def test_two_costs_at_once_do_not_pass_together() -> None:
    _, firm, (one, two), instruction_id = await at_work(Terms("EUR", whole_limit=euros("100")))
    answers = await asyncio.gather(
        *(lay_out(firm, case_id, "60") for case_id in (one, two, one)), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "Refused", "Refused"]
    async with db.transaction(firm.lawyer):
        assert await spent(instruction_id, "EUR") == euros("60")


async def test_the_owner_grants_more_or_declines_and_the_shown_amount_binds() -> None:
    desk, firm, (one, two), instruction_id = await at_work(Terms("EUR", case_limit=euros("0"), whole_limit=euros("0")))
    with pytest.raises(Refused, match=r"0\.00 EUR is left"):
        await lay_out(firm, one, "30")
    request_id = await ask_for_more(firm.clerk, instruction_id, euros("50"), "Burofax", case_id=one)
    with pytest.raises(Refused, match="has not answered"):
        await ask_for_more(firm.clerk, instruction_id, euros("10"), "More")
    for who, refusal in ((firm.lawyer, Forbidden), (desk.lawyer, Forbidden)):
        with pytest.raises(refusal):
            await decide_request(who, request_id, euros("50"), shown=euros("50"))
    with pytest.raises(Refused, match="as was shown"):
        await decide_request(desk.buyer, request_id, euros("40"), shown=euros("40"))
    with pytest.raises(Invalid):
        await decide_request(desk.buyer, request_id, euros("60"), shown=euros("50"))
    await decide_request(desk.buyer, request_id, euros("40"), shown=euros("50"))
    await lay_out(firm, one, "30")
    with pytest.raises(Refused, match=r"10\.00 EUR is left"):
        await lay_out(firm, one, "11")
    with pytest.raises(Refused, match=r"0\.00 EUR is left"):
        await lay_out(firm, two, "1")
    with pytest.raises(StaleState):
        await decide_request(desk.buyer, request_id, None, shown=euros("50"), answer="No.")

    second = await ask_for_more(firm.clerk, instruction_id, euros("10"), "Post")
    with pytest.raises(Invalid):
        await decide_request(desk.buyer, second, None, shown=euros("10"))
    await decide_request(desk.buyer, second, None, shown=euros("10"), answer="Use the portal.")
    third = await ask_for_more(firm.clerk, instruction_id, euros("10"), "Post")
    await withdraw_instruction(desk.buyer, instruction_id)
    statuses = {each.id: each.status for each in await requests_of(desk.buyer, instruction_id)}
    assert statuses == {request_id: "granted", second: "declined", third: "declined"}
    with pytest.raises((NotFound, StaleState)):
        await ask_for_more(firm.clerk, instruction_id, euros("10"), "Post")


async def test_a_stranger_and_a_second_firm_ask_and_see_nothing() -> None:
    desk, _, _, instruction_id = await at_work(Terms("EUR", whole_limit=euros("0")))
    other = await a_firm(desk=desk, name="Ríos Procesal SLP")
    with pytest.raises(NotFound):
        await ask_for_more(other.clerk, instruction_id, euros("1"), "x")
    assert await requests_of(other.clerk, instruction_id) == []
    async with db.transaction(other.clerk):
        assert await db.fetch("SELECT * FROM instruction_spent($1, NULL, NULL, NULL)", instruction_id) == []


@pytest.mark.usefixtures("object_store")
async def test_a_paper_whose_court_fee_passes_the_authority_stops_and_goes_on_once_more_is_granted(
    run_jobs: Run,
) -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    case_ids = await open_cases(desk=desk, count=2, items=(ItemSpec(amount_minor=900_000),))
    await put_through_the_gate(desk, case_ids)
    await the_seat(desk, case_ids)
    await steps_before_court(desk, case_ids)
    fee = court_fee("es", "monitorio", euros("9000"), ON)
    assert fee is not None
    terms = Terms("EUR", whole_limit=fee + euros("20"))
    instruction_id = await an_accepted_instruction(desk.buyer, firm.organisation_id, case_ids, terms=terms)
    foreseen = await preview_filings(firm.clerk, case_ids, "monitorio_petition")
    assert sorted(one.will for one in foreseen.rows) == ["prepared", "stopped"]
    await prepare_filings(firm.clerk, case_ids, "monitorio_petition")
    await run_jobs()
    async with db.transaction(firm.lawyer):
        rows = await db.fetch("SELECT id, status, missing::text AS missing FROM filings ORDER BY status")
        used = await spent(instruction_id, "EUR")
        under = (await standing(firm.lawyer, case_ids))[case_ids[0]]
        left = await room(under, None)
    assert [row["status"] for row in rows] == ["drafted", "stopped"]
    assert "passes the cost authority" in rows[1]["missing"]
    assert fee <= used <= fee + euros("20")
    assert left.in_all == terms.whole_limit - used if terms.whole_limit else False

    request_id = await ask_for_more(firm.clerk, instruction_id, fee, "The second petition")
    await decide_request(desk.buyer, request_id, fee, shown=fee)
    stopped = await _case_of(firm, rows[1]["id"])
    await prepare_filings(firm.clerk, [stopped], "monitorio_petition")
    await run_jobs()
    async with db.transaction(firm.lawyer):
        assert [row["status"] for row in await db.fetch("SELECT status FROM filings")] == ["drafted", "drafted"]
        assert await spent(instruction_id, "EUR") == used + used
    await withdraw_filing(firm.clerk, rows[0]["id"])
    async with db.transaction(firm.lawyer):
        assert await spent(instruction_id, "EUR") == used


async def _case_of(firm: Firm, filing_id: UUID) -> UUID:
    async with db.transaction(firm.lawyer):
        found: UUID = await db.fetch_value("SELECT case_id FROM filings WHERE id = $1", filing_id)
    return found


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"case_limit": "1,50"}, "case_limit"),
        ({"whole_limit": "-1"}, "whole_limit"),
        ({"whole_limit": "9" * 19}, "whole_limit"),
        ({"case_limit": "", "whole_limit": ""}, "case_limit"),
        ({"fee_percent": "101"}, "fee_percent"),
        ({"fee_percent": "NaN"}, "fee_percent"),
        ({"fee_percent": "1.0001"}, "fee_percent"),
        ({"report_every_days": "0"}, "report_every_days"),
        ({"report_every_days": "2.5"}, "report_every_days"),
        ({"report_every_days": "1" * 5000}, "report_every_days"),
        ({"note": "x" * 2001}, "note"),
        ({"currency": "EUROS"}, "currency"),
    ],
)
def test_terms_that_cannot_be(change: dict[str, str], where: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_terms({"currency": "EUR", "case_limit": "100"} | change)
    assert where in {place.where for place in refused.value.places}


@given(
    minutes=st.integers(0, 10**6),
    hour=st.integers(0, 10**6),
    percent=st.decimals(0, 100, places=3),
    received=st.integers(0, 10**12),
    papers=st.integers(0, 10**4),
)
def test_a_fee_statement_adds_up_and_is_never_more_than_half_a_cent_off(
    minutes: int, hour: int, percent: object, received: int, papers: int
) -> None:
    terms = read_terms({"currency": "EUR", "whole_limit": "0", "fee_percent": str(percent), "fee_court": "90.00"}
                       | {"fee_hour": Money(hour, "EUR").text()})  # fmt: skip
    money = [Money(received, "EUR"), Money(5, "PLN")]
    lines, total, notes = statement(terms, cases=3, letters=1, court_papers=papers, minutes=minutes, received=money)
    by_name = {line.what: line.amount.money.minor for line in lines}
    assert set(by_name) == {"papers filed with a court", "minutes worked", "of the money received"}
    assert total.minor == sum(by_name.values())
    assert by_name["papers filed with a court"] == papers * 9_000
    assert abs(by_name["minutes worked"] * 60 - minutes * hour) <= 30
    assert terms.fee_percent is not None
    assert abs(by_name["of the money received"] * 100_000 - received * int(terms.fee_percent * 1000)) <= 50_000
    assert any("0.05 PLN" in note for note in notes)
