"""Court fees of a file: shown, confirmed by whoever submits, and covered where a short fee takes every filing."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest

from cases.submissions.accounts import enter_account, enter_balance
from cases.submissions.approving import approve_submission, hand_over, split_submission
from cases.submissions.lodging import order_lodging
from cases.submissions.queries import SubmissionShown, submissions
from kernel.errors import Invalid, Refused
from kernel.money import Money
from tests.builders.cases import Desk
from tests.builders.lodging import EPU_ACCOUNT, SDT_ACCOUNT, a_filing_desk, sealed_claims

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
TODAY, MINUTE = date(2026, 11, 20), timedelta(minutes=1)


def zloty(text: str) -> Money:
    return Money.parse(text, "PLN")


async def a_polish_file(run: Run, *, count: int = 2) -> tuple[Desk, SubmissionShown]:
    desk = await a_filing_desk(country="PL")
    await enter_account(desk.lawyer, "epu", EPU_ACCOUNT)
    await order_lodging(desk.lawyer, await sealed_claims(desk, count=count), "epu")
    await run()
    (file,) = await submissions(desk.lawyer, "own")
    return desk, file


async def test_the_fee_of_a_file_is_the_sum_of_its_filings_and_is_confirmed_as_shown(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    await order_lodging(desk.lawyer, await sealed_claims(desk, count=2), "sdt")
    await run_jobs()
    (file,) = await submissions(desk.lawyer, "own")
    # £5,111.34 each: £455 by the table of the Civil Proceedings Fees Order for claims over £5,000 to £10,000.
    assert (file.fee, file.without_fee) == (Money(91_000, "GBP"), 0)

    with pytest.raises(Invalid, match=r"The page showed fees of .*909.* the file costs .*910"):
        await approve_submission(desk.lawyer, file.id, shown=Money(90_900, "GBP"))
    await approve_submission(desk.lawyer, file.id, shown=file.fee)
    with pytest.raises(Invalid, match="Without a receipt"):
        await hand_over(desk.lawyer, file.id, court_reference=" ")
    await hand_over(desk.lawyer, file.id, court_reference="4711")
    assert [(one.status, one.court_reference) for one in await submissions(desk.lawyer, "own")] == [("sent", "4711")]


async def test_a_short_account_stops_the_whole_file_and_a_split_lets_the_covered_go(run_jobs: Run) -> None:
    desk, file = await a_polish_file(run_jobs)
    with pytest.raises(Refused, match="Nobody entered what the account holds"):
        await approve_submission(desk.lawyer, file.id, shown=file.fee)
    await enter_balance(desk.lawyer, "epu", zloty(f"{file.fee.amount / 2:.2f}"), on=TODAY)
    with pytest.raises(Refused, match=r"none takes effect .* split the file"):
        await approve_submission(desk.lawyer, file.id, shown=file.fee)

    await split_submission(desk.lawyer, file.id)
    await run_jobs()

    living = [one for one in await submissions(desk.lawyer, "own") if one.status == "ready"]
    assert [one.parts for one in living] == [1, 1]
    await approve_submission(desk.lawyer, living[0].id, shown=living[0].fee)
    with pytest.raises(Refused, match="the account covers"):
        await approve_submission(desk.lawyer, living[1].id, shown=living[1].fee)
    desk.clock.advance(MINUTE)
    await enter_balance(desk.lawyer, "epu", living[1].fee, on=TODAY)
    await approve_submission(desk.lawyer, living[1].id, shown=living[1].fee)


async def test_two_files_approved_at_once_do_not_spend_the_same_balance(run_jobs: Run) -> None:
    desk, file = await a_polish_file(run_jobs)
    await enter_balance(desk.lawyer, "epu", zloty(f"{file.fee.amount / 2:.2f}"), on=TODAY)
    await split_submission(desk.lawyer, file.id)
    await run_jobs()
    living = [one for one in await submissions(desk.lawyer, "own") if one.status == "ready"]

    done = await asyncio.gather(
        *(approve_submission(desk.lawyer, one.id, shown=one.fee) for one in living), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in done) == ["NoneType", "Refused"]


async def test_a_balance_of_tomorrow_or_of_other_money_is_refused() -> None:
    desk = await a_filing_desk(country="PL")
    await enter_account(desk.lawyer, "epu", EPU_ACCOUNT)
    with pytest.raises(Invalid) as refused:
        await enter_balance(desk.lawyer, "epu", Money(-1, "EUR"), on=date(2026, 11, 21))
    assert [one.where for one in refused.value.places] == ["balance", "balance", "on"]
