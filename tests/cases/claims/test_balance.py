"""The balance of a claim over its life: day after day, payment after payment, by the law's order where it has one."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.claims.balance import Balance, balance_of
from cases.claims.queries import ClaimShown, HeldShown, ItemShown, PaymentShown
from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.de import DE
from cases.jurisdictions.es import ES
from cases.jurisdictions.gb_ew import GB_EW
from cases.jurisdictions.pl import PL
from kernel.ids import new_id
from kernel.money import Money

CUT_OFF = date(2024, 1, 31)
LAWS = {"es": ES, "de": DE, "gb": GB_EW, "pl": PL}
ONE_DAY = timedelta(days=1)


def euros(text: str, currency: str = "EUR") -> Money:
    return Money.parse(text, currency)


def an_item(
    *, kind: str = "principal", amount: str = "1000.00", reference: str = "A", currency: str = "EUR"
) -> ItemShown:
    return ItemShown(kind, reference, euros(amount, currency), date(2024, 1, 15), date(2024, 1, 16))


def a_claim(
    *, items: tuple[ItemShown, ...] = (an_item(),), paid: tuple[PaymentShown, ...] = (), **changes: Any
) -> ClaimShown:
    zero = Money.zero(items[0].amount.currency)
    claim = ClaimShown(
        id=new_id(),
        organisation_id=new_id(),
        reference="A-1",
        product="consumer_loan",
        country="de",
        region=None,
        debtor_kind="person",
        originator_kind="bank",
        currency=zero.currency,
        cut_off_on=CUT_OFF,
        balance=sum((one.amount for one in items), zero),
        paid_before=zero,
        interest_rate=None,
        interest_kind="statutory",
        interest_from=None,
        contract_on=None,
        due_on=None,
        default_on=None,
        original_creditor=None,
        flags=(),
        items=items,
        payments=paid,
    )
    return replace(claim, **changes)


def paid(on: date, amount: str, currency: str = "EUR") -> PaymentShown:
    return PaymentShown(on, euros(amount, currency), "bank")


amounts = st.integers(min_value=1, max_value=3_000_000)
days = st.dates(CUT_OFF + ONE_DAY, date(2026, 6, 30))


@given(
    law=st.sampled_from(sorted(LAWS)),
    principals=st.lists(amounts, min_size=1, max_size=3),
    costs=st.lists(amounts, max_size=2),
    payments=st.lists(st.tuples(days, amounts), max_size=4),
    on=days,
)
def test_a_days_balance_is_the_day_befores_plus_that_days_interest_less_its_payments(
    law: str, principals: list[int], costs: list[int], payments: list[tuple[date, int]], on: date
) -> None:
    jurisdiction: Jurisdiction = LAWS[law]
    currency = jurisdiction.currency
    items = [
        an_item(amount=Money(each, currency).text(), reference=f"P{n}", currency=currency)
        for n, each in enumerate(principals)
    ]
    items += [
        an_item(kind="cost", amount=Money(each, currency).text(), reference=f"C{n}", currency=currency)
        for n, each in enumerate(costs)
    ]
    claim = a_claim(
        items=tuple(items), paid=tuple(PaymentShown(day, Money(each, currency), "bank") for day, each in payments)
    )
    before, now = balance_of(claim, on - ONE_DAY, jurisdiction), balance_of(claim, on, jurisdiction)
    received = sum((one.amount.amount for one in claim.payments if one.received_on == on), Decimal(0))
    # A rate is a quotient by 365: sums of such quotients agree to far more digits than any currency has.
    assert abs(now.exact - (before.exact + now.daily - received)) < Decimal("1e-15")
    assert abs(now.exact - now.total.amount) <= Decimal("0.005") * len(items)
    for one in now.posted:
        if one.order is not None:
            assert sum((part.amount for part in one.parts), one.beyond) == one.amount


@given(extra=amounts, on=days, order=st.permutations(["costs", "principal"]))
def test_a_payment_more_never_leaves_more_owed(extra: int, on: date, order: list[str]) -> None:
    items = tuple(an_item(kind=kind if kind == "principal" else "cost", reference=kind) for kind in order)
    less = balance_of(a_claim(items=items), on, DE)
    more = balance_of(a_claim(items=items, paid=(PaymentShown(on, Money(extra, "EUR"), "bank"),)), on, DE)
    assert more.total < less.total


def parts(balance: Balance) -> list[tuple[str, str, str]]:
    return [(part.onto, part.item, part.amount.text()) for one in balance.posted for part in one.parts]


def test_german_consumer_credit_pays_costs_then_principal_then_interest() -> None:
    items = (an_item(amount="1000.00"), an_item(kind="cost", amount="40.00", reference="C"))
    first = date(2025, 1, 16)
    claim = a_claim(items=items, paid=(paid(first, "540.00"), paid(date(2025, 7, 1), "600.00")))
    balance = balance_of(claim, date(2025, 12, 31), DE)
    assert parts(balance) == [
        ("costs", "C", "40.00"),
        ("principal", "A", "500.00"),
        ("principal", "A", "500.00"),
        ("interest", "A", "100.00"),
    ]
    sheet = balance.items[0].interest
    assert sheet is not None
    last = sheet.periods[-1]
    assert (last.base.text(), last.first_on, last.last_on) == ("500.00", first, date(2025, 6, 30))
    assert balance.posted[0].order is not None
    assert balance.posted[0].order.citation == "BGB 497 III 1"
    assert not any("Unknown" in note for note in balance.notes)


@pytest.mark.parametrize(("law", "changes"), [("es", {}), ("pl", {}), ("gb", {}), ("de", {"product": "telecom"})])
def test_where_the_law_data_has_no_order_a_payment_is_one_deduction_and_that_is_said(
    law: str, changes: dict[str, str]
) -> None:
    jurisdiction = LAWS[law]
    currency = jurisdiction.currency
    claim = a_claim(items=(an_item(currency=currency),), paid=(paid(date(2025, 3, 1), "100.00", currency),), **changes)
    balance = balance_of(claim, date(2025, 6, 30), jurisdiction)
    assert (balance.posted[0].order, parts(balance)) == (None, [])
    assert balance.payments == euros("100.00", currency)
    assert any(note.startswith("Unknown: in which order") and "unverified" in note for note in balance.notes)


def test_interest_is_rounded_once_however_many_payments_cut_it() -> None:
    many = tuple(paid(date(2024, 2, 1) + ONE_DAY * n, "0.01") for n in range(0, 300, 7))
    balance = balance_of(a_claim(paid=many), date(2024, 12, 31), ES)
    sheet = balance.items[0].interest
    assert sheet is not None
    assert abs(sheet.total.amount - sum((one.amount for one in sheet.periods), Decimal(0))) <= Decimal("0.005")


def test_breathing_space_stops_interest_for_sixty_days_and_says_it_is_unverified() -> None:
    claim = a_claim(items=(an_item(currency="GBP"),))
    held = replace(
        claim, holds=(HeldShown("moratorium", date(2025, 3, 1), None), HeldShown("dispute", date(2024, 2, 1), None))
    )
    on = date(2025, 12, 31)
    full, less = balance_of(claim, on, GB_EW), balance_of(held, on, GB_EW)
    sheets = [each.items[0].interest for each in (full, less)]
    whole = [sum(one.days for one in sheet.periods) for sheet in sheets if sheet is not None]
    assert whole[0] - whole[1] == 60
    assert any("Breathing Space" in note and "unverified" in note and "2025-04-29" in note for note in less.notes)
    assert balance_of(held, on, ES).interest == balance_of(claim, on, ES).interest


def test_who_paid_more_than_he_owed_is_told_so() -> None:
    balance = balance_of(a_claim(interest_kind="none", paid=(paid(date(2025, 1, 1), "1000.01"),)), date(2025, 1, 2), ES)
    assert balance.total == euros("-0.01")
    assert any("to be returned" in note for note in balance.notes)


@given(
    starts=st.lists(st.integers(min_value=0, max_value=600), min_size=1, max_size=3),
    length=st.integers(min_value=1, max_value=90),
    reach=st.integers(min_value=1, max_value=700),
)
def test_interest_is_the_sum_over_the_days_that_no_hold_stops_by_law(
    starts: list[int], length: int, reach: int
) -> None:
    """Each day's interest is asked for by itself; a held day adds none, and a hold never stops more than sixty days."""
    claim = a_claim(items=(an_item(currency="GBP", amount="91250.00"),))
    first = date(2024, 2, 1)
    holds = tuple(
        HeldShown("moratorium", first + ONE_DAY * start, first + ONE_DAY * (start + length - 1)) for start in starts
    )
    held_days = {start + day for start in starts for day in range(min(length, 60))}
    on = first + ONE_DAY * reach
    free, held = (replace(claim, holds=one) for one in ((), holds))
    before = balance_of(free, first - ONE_DAY, GB_EW).exact
    daily = [
        balance_of(free, first + ONE_DAY * day, GB_EW).exact
        - balance_of(free, first + ONE_DAY * (day - 1), GB_EW).exact
        for day in (0, reach)
    ]
    assert daily[0] == daily[1] != 0

    unheld = sum(1 for day in range(reach + 1) if day not in held_days)
    assert balance_of(held, on, GB_EW).exact == before + daily[0] * unheld


def test_a_fee_that_falls_due_in_breathing_space_is_not_counted_and_says_so() -> None:
    fee = replace(an_item(currency="GBP", kind="fee", amount="25.00", reference="F"), due_on=date(2025, 3, 10))
    claim = a_claim(items=(an_item(currency="GBP"), fee), interest_kind="none")
    held = replace(claim, holds=(HeldShown("moratorium", date(2025, 3, 1), None),))
    later = replace(claim, holds=(HeldShown("moratorium", date(2025, 3, 11), None),))
    on = date(2025, 12, 31)
    assert balance_of(claim, on, GB_EW).total == euros("1025.00", "GBP")
    assert balance_of(later, on, GB_EW).total == euros("1025.00", "GBP")
    assert balance_of(held, on, GB_EW).total == euros("1000.00", "GBP")
    assert any("fee F" in note and "is not counted" in note for note in balance_of(held, on, GB_EW).notes)
