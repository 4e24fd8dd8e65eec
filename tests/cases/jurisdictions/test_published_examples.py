"""The published worked examples of ../shared/law/examples.csv for Spain and for England and Wales."""

import csv
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from cases.deadlines.arithmetic import Counts, Direction, Period, Rolls, count, end_of
from cases.deadlines.calendars import Calendar, HolidayChange, corrected
from cases.jurisdictions import es, gb_ew
from cases.jurisdictions.contract import LimitationFacts
from cases.jurisdictions.es import ES
from cases.jurisdictions.gb_ew import GB_EW
from cases.jurisdictions.interest import InterestRules, interest_of
from cases.jurisdictions.reckoning import Deadlines
from cases.jurisdictions.seats import Seats
from kernel.money import Money

type Given = dict[str, Any]

EXCLUDED = {
    "EW-S05": "contested reading of 6.14 for a Friday",
    "EW-I13": "a published rounding: the daily amount cut to pennies",
    "EW-I14": "a published rounding",
    "EW-I16": "a published rounding: 45/365 cut to 0.1233",
    "ES-T17": "one author's opinion on the first Christmas closure",
    "ES-T18": "one author's opinion on the first Christmas closure",
}
NOT_CIVIL = {
    "time.months_august_excluded": "LJCA 128.2, the administrative courts' rule: not civil procedure",
    "procedure.hearing_fee_due": "hearing fees are not in this folder yet",
}
SPAIN, ENGLAND = Seats(es.FOLDER), Seats(gb_ew.FOLDER)
COURT = ENGLAND.full(None)
LONDON = ZoneInfo("Europe/London")
ENGLISH_RATES = InterestRules(gb_ew.FOLDER)
BASIS = ENGLISH_RATES.table.basis[0]
RATES = InterestRules(es.FOLDER)
ONLINE = Deadlines(gb_ew.FOLDER, ENGLAND, "Europe/London").rule("EW-OCMC")


def test_every_published_example_holds(shared: Path, record_property: Callable[[str, object], None]) -> None:
    rows = [row for row in _rows(shared) if row["jurisdiction"] in {"ES", "GB-EW"}]
    wrong, uncovered, proven = [], [], 0
    for row in rows:
        topic = TOPICS.get(row["topic"])
        if row["id"] in EXCLUDED or topic is None:
            why = EXCLUDED.get(row["id"]) or NOT_CIVIL.get(row["topic"])
            uncovered.append(f"{row['id']} {row['topic']}: {why}")
            continue
        given, expected = json.loads(row["inputs_json"]), json.loads(row["expected_json"])
        answer = topic(given)
        proven += 1
        if any(answer[name] != expected[name] for name in expected if name in answer) or not answer.keys() & expected:
            wrong.append(f"{row['id']}: {answer} but the source says {expected}")
    print(*uncovered, sep="\n")
    record_property("not covered", uncovered)
    assert not wrong
    assert not [line for line in uncovered if line.endswith(": None")], "a topic without a runner needs a reason"
    assert proven >= len(rows) * 9 // 10


def _rows(shared: Path) -> list[dict[str, str]]:
    with (shared / "law" / "examples.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def _on(text: str) -> date:
    return date.fromisoformat(text)


def _with_days(base: Calendar, days: list[str], *, closed: bool) -> Calendar:
    extra = [HolidayChange(_on(day), "local holiday") for day in days]
    return Calendar(
        "seat",
        lambda year: corrected(base.holidays_of(year), [day for day in extra if day.on.year == year]),
        lambda _year: None,
        closed=base.closed if closed else (),
    )


def _working_days_es(given: Given) -> Given:
    closed = "LEC" in given["rule"]
    calendar = _with_days(SPAIN.full(_region(given)), given.get("local_holidays", []), closed=closed)
    return {"last_day": _end(_on(given["served"]), Period(given["days"], Counts.WORKING_DAYS), calendar)}


def _region(given: Given) -> str | None:
    return {"bilbao": "es-pv", "getxo": "es-pv", "arrecife": "es-cn", "vielha-e-mijaran": "es-ct"}.get(
        given.get("place", "").casefold()
    )


def _end(event: date | datetime, period: Period, calendar: Calendar) -> str:
    return count(event, period, calendar).last_on.isoformat()


def _months_es(given: Given) -> Given:
    period = Period(given["months"], Counts.MONTHS, rolls=Rolls.FORWARD)
    return {"last_day": _end(_on(given["served"]), period, SPAIN.full(None))}


def _limitation_es(given: Given) -> Given:
    due_on = _on(given["claim_due"])
    facts = LimitationFacts("consumer_loan", "principal", "person", due_on, region="common")
    found = ES.limitation(facts, due_on + timedelta(days=1))
    return {"result": found.ends_on.isoformat() if found.ends_on else found.outcome}


def _legal_rate(given: Given) -> Given:
    return {"rate_pct": _percent(RATES.rate_on("legal", date(given["year"], 1, 1)))}


def _late_rate_es(given: Given) -> Given:
    year, half = given["period"].split("-")
    on = date(int(year), 1 if half == "H1" else 7, 1)
    return {"rate_pct": _percent(RATES.rate_on("late_payment", on))}


def _percent(rate: Decimal | None) -> str | None:
    return None if rate is None else f"{rate:.2f}"


def _fee_es(given: Given) -> Given:
    party = "person" if given["claimant"].startswith("natural") else "company"
    value = Money.parse(given["value_eur"], "EUR")
    amount = ES.fee("monitorio", value, date(2026, 11, 22), party).amount  # type: ignore[arg-type]
    return {"fee_eur": "0" if amount is None else str(amount.amount.quantize(Decimal(1)))}


def _fee_ew(given: Given) -> Given:
    fee = GB_EW.fee("issue", Money.parse(given["claim_incl_interest"], "GBP"), _on(given["as_of"]), "company")
    return {"fee_gbp": fee.amount.text() if fee.amount else None}


def _fixed_sum(given: Given) -> Given:
    value = Money.parse(given["debt"], "GBP")
    amount = GB_EW.fee("late_payment_compensation", value, date(2026, 11, 22), "company").amount
    return {"fixed_sum_gbp": str(amount.amount.quantize(Decimal(1))) if amount else None}


def _late_rate_ew(given: Given) -> Given:
    start = _on(given["interest_starts_to_run"])
    sheet = GB_EW.interest(Money(100_00, "GBP"), "late_payment", start, start + timedelta(days=800), "company", None)
    return {"rate_pct": _percent(sheet.periods[0].rate_percent), "fixed_for_whole_period": len(sheet.periods) == 1}


def _simple(given: Given) -> Given:
    amount = interest_of(_base(given), Decimal(given["rate_pct"]), given["days"], BASIS)
    return {"interest": Money.of(amount, "GBP").text()}


def _daily(given: Given) -> Given:
    return {"daily": Money.of(interest_of(_base(given), Decimal(given["rate_pct"]), 1, BASIS), "GBP").text()}


def _daily_rounded(given: Given) -> Given:
    by_day = msgspec.structs.replace(BASIS, rounds="daily amount")
    amount = interest_of(_base(given), Decimal(given["rate_pct"]), given["days"], by_day)
    return {"interest": Money.of(amount, "GBP").text()}


def _base(given: Given) -> Money:
    return Money.parse(given["principal"], "GBP")


def _late_payment(given: Given) -> Given:
    margin = ENGLISH_RATES.table.tables["late_payment"].margin[-1].percent
    rate = Decimal(given["base_rate"]) + margin
    amount = Money.of(interest_of(_base(given), rate, given["days"], BASIS), "GBP")
    return {"rate_pct": _percent(rate), "interest": amount.text()}


def _online_response(given: Given) -> Given:
    rule = "EW-OCMC-MORE" if given["extra_days"] else "EW-OCMC"
    return {"deadline": GB_EW.reckon(rule, _on(given["issued"])).statutory_on.isoformat()}


def _offer_response(given: Given) -> Given:
    cut_off = time.fromisoformat(given["cutoff"])
    period = Period(given["days"], Counts.CALENDAR_DAYS, rolls=Rolls.FORWARD, cut_off=cut_off)
    return {"deadline": _end(datetime.fromisoformat(given["submitted"]), period, COURT)}


def _clock(given: Given) -> Given:
    now = datetime.fromisoformat(given["now"]).replace(tzinfo=LONDON)
    return {"past_deadline": now >= end_of(_on(given["deadline_day"]), ONLINE.ends_at, LONDON)}


def _months_ew(given: Given) -> Given:
    return {"deadline": _end(_on(given["from"]), Period(given["months"], Counts.MONTHS, rolls=Rolls.FORWARD), COURT)}


def _days_to_four(given: Given) -> Given:
    event = datetime.fromisoformat(given["event"]).date()
    if given.get("roll_event_first"):
        event = COURT.next_working(event)
    period = Period(given["days"], Counts.CALENDAR_DAYS, rolls=Rolls.FORWARD)
    return {"deadline": f"{_end(event, period, COURT)}T{ONLINE.ends_at:%H:%M}"}


def _working_days_ew(given: Given) -> Given:
    return {"date": _end(_on(given["from"]), Period(given["working_days"], Counts.WORKING_DAYS), COURT)}


def _back(given: Given) -> Given:
    period = Period(given["days_before_event"], Counts.CLEAR_DAYS, direction=Direction.BACK, short_up_to=5)
    return {"last_date": _end(_on(given["event"]), period, COURT)}


def _forward(given: Given) -> Given:
    last = count(_on(given["from"]), Period(given["within_days"], Counts.CLEAR_DAYS, rolls=Rolls.FORWARD), COURT)
    return {"in_time": _on(given["done_on"]) <= last.last_on}


def _deemed(given: Given, rule: str, hour: time) -> Given:
    if "date" in given:
        event_on = _on(given["date"])
    else:
        day = given.get("posted_weekday") or given["sent_weekday"]
        event_on = next(d for d in _week_without_holidays() if f"{d:%A}" == day)
    found = GB_EW.reckon(rule, datetime.combine(event_on, hour)).statutory_on
    return {"deemed_weekday": f"{found:%A}", "deemed_date": found.isoformat()}


def _week_without_holidays() -> list[date]:
    return [date(2026, 6, 8) + timedelta(days=n) for n in range(7)]


def _deemed_claim_form(given: Given) -> Given:
    return _deemed(given, "EW-SERVE-CF", time(12))


def _deemed_other(given: Given) -> Given:
    posted = "post" in given["method"] or "DX" in given["method"]
    hour = time(17) if "after" in given else time(12)
    return _deemed(given, "EW-SERVE-POST" if posted else "EW-SERVE-DELIVERED", hour)


def _holiday_es(given: Given) -> Given:
    seat, day = f"es-{given['region'].lower()}", _on(given["date"])
    return {"holiday": day in SPAIN.full(seat).holidays_of(day.year)}


def _holiday_ew(given: Given) -> Given:
    return {"holiday": _on(given["date"]) in COURT.holidays_of(_on(given["date"]).year)}


TOPICS: dict[str, Callable[[Given], Given]] = {
    "calendar.holiday_regional": _holiday_es,
    "fee.tasa_monitorio": _fee_es,
    "interest.ley3_2004_rate": _late_rate_es,
    "interest.legal_rate": _legal_rate,
    "limitation.personal_action": _limitation_es,
    "time.working_days_local_holidays": _working_days_es,
    "time.months_date_to_date": _months_es,
    "calendar.bank_holiday": _holiday_ew,
    "fee.issue_money_claim": _fee_ew,
    "fee.late_payment_fixed_sum": _fixed_sum,
    "interest.late_payment_rate_lookup": _late_rate_ew,
    "interest.simple": _simple,
    "interest.late_payment_act": _late_payment,
    "interest.daily": _daily,
    "interest.daily_rounded": _daily_rounded,
    "procedure.response_deadline_hmcts_online": _online_response,
    "procedure.offer_response_4pm_cutoff": _offer_response,
    "procedure.deadline_clock": _clock,
    "service.deemed_claim_form": _deemed_claim_form,
    "service.deemed_other_document": _deemed_other,
    "time.months_roll_next_working_day": _months_ew,
    "time.days_4pm_cutoff_roll": _days_to_four,
    "time.roll_then_add": _days_to_four,
    "time.working_days": lambda given: _working_days_es(given) if "served" in given else _working_days_ew(given),
    "time.backward_clear_days": _back,
    "time.backward_clear_days_short": _back,
    "time.forward_clear_days": _forward,
}


@pytest.mark.parametrize("code", ["ES-T02", "EW-H02", "ES-L03"])
def test_the_published_examples_are_the_ones_we_think(code: str, shared: Path) -> None:
    assert code in {row["id"] for row in _rows(shared)}
