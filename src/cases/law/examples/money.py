"""Topics of interest, rates, fees and limitation. Each reads its inputs and asks the engine; no law stands here."""

import re
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from cases.deadlines.calendars import ONE_DAY
from cases.jurisdictions.contract import LimitationFacts
from cases.jurisdictions.dated import in_force
from cases.jurisdictions.interest import Basis, RateRun, interest_of
from cases.law.examples.answered import Answered, Reading, amount, last_day, percent
from cases.law.examples.asked import Asked, Unreadable, Unsupported
from kernel.errors import Refused
from kernel.money import Money

type Party = Literal["person", "company"]

FIRST_DAY_OF_HALF = {"H1": "01-01", "H2": "07-01"}
VALUES = (
    "value", "value_pln", "value_eur", "value_gbp", "value_sek", "value_up_to_incl_eur", "claim_incl_interest", "debt",
    "claim", "claim_pln", "claim_sek", "claim_eur", "claim_gbp", "amount",
)  # fmt: skip
RATE_NAMES = ("rate_pct", "rate", "basiszinssatz_pct")
STARTS = ("claim_due", "claim_arose", "due", "due_on", "arose", "accrued", "accrual", "from", "event")
RESTARTS = ("acknowledged", "acknowledged_on", "interrupted_on", "part_payment", "last_payment")


def money(asked: Asked, *names: str) -> Money:
    """An amount in the law's own currency."""
    return Money.of(asked.number(*names), asked.rates.table.currency)


def party(asked: Asked, *names: str, otherwise: Party) -> Party:
    words = (asked.maybe(*names) or "").casefold()
    if any(word in words for word in ("consumer", "natural", "person", "individual")) and "legal" not in words:
        return "person"
    return "company" if words else otherwise


def basis(asked: Asked) -> Basis:
    """The law's own way of counting, with what the question says of days and rounding."""
    own = asked.rates.table.basis[-1]
    words = (asked.maybe("rounding") or "").casefold()
    return msgspec.structs.replace(
        own,
        day_basis=asked.whole("day_basis") if asked.has("day_basis") else own.day_basis,
        rounds="daily amount" if words.startswith("daily") else own.rounds,
        rounding="down" if "trunc" in words or "down" in words else own.rounding,
    )


def days(asked: Asked) -> int:
    """The days given, else those from the first day to the last, which does not count."""
    if asked.has("days"):
        return asked.whole("days")
    first, last = asked.day("from", "due", "start"), asked.day("to", "paid", "until", "end")
    return (last - first).days


def simple(asked: Asked) -> Answered:
    """Simple interest at the rate the question gives."""
    return _by_steps(asked, asked.number("rate_pct", "rate"))


def _by_steps(asked: Asked, rate: Decimal) -> Answered:
    """The law's own rounding; and each day's amount rounded first, where courts differ and the question is silent."""
    own = basis(asked)
    readings = [_simple(asked, rate, own)]
    if own.or_rounds is not None and not asked.has("rounding"):
        other = msgspec.structs.replace(own, rounds=own.or_rounds)
        told = _simple(asked, rate, other)
        readings.append(Reading(told.values, f"{own.or_rounds} rounded first"))
    return Answered(tuple(readings))


def daily_rounded(asked: Asked) -> Answered:
    """Each day's amount rounded first; where the question names the sum, the sum."""
    rounds = msgspec.structs.replace(basis(asked), rounds="daily amount")
    return Answered((_simple(asked, asked.number("rate_pct", "rate"), rounds),))


def _simple(asked: Asked, rate: Decimal, rounds: Basis) -> Reading:
    base = money(asked, "principal", "base", "amount")
    total = Money.of(interest_of(base, rate, days(asked), rounds), base.currency)
    return Reading({"interest": total.text(), "rate_pct": percent(rate), "total": (base + total).text()})


def daily(asked: Asked) -> Answered:
    base = money(asked, "principal", "base", "amount")
    one = interest_of(base, asked.number("rate_pct", "rate"), 1, basis(asked))
    return Answered.plain(daily=Money.of(one, base.currency).text())


def late_payment_act(asked: Asked) -> Answered:
    """The reference rate the question gives, and the law's points above it."""
    margin = in_force(asked.rates.table.tables["late_payment"].margin, asked.rates.table.basis[-1].checked_on)
    if margin is None:
        raise Unsupported("no margin is known")
    return _by_steps(asked, asked.number("base_rate") + margin.percent)


def statutory(asked: Asked, kind: str | None = None) -> Answered:
    """Interest over days at the law's own rates; the last day does not count. The rate is that of the first day."""
    base = money(asked, "principal", "base", "amount")
    first = asked.day("from", "start")
    last = asked.day("to", "until") - ONE_DAY if asked.has("to", "until") else first + ONE_DAY * (days(asked) - 1)
    debtor = party(asked, "debtor", otherwise="company")
    code = kind or asked.rates.code("statutory", debtor, first)
    readings = [_at_rates(asked, base, code, debtor, first, last)]
    if asked.rates.table.basis[-1].or_both_days and not asked.has("days"):
        other = _at_rates(asked, base, code, debtor, first, last + ONE_DAY)
        readings.append(Reading(other.values, "both days counted"))
    return Answered(tuple(readings))


def _at_rates(asked: Asked, base: Money, code: str, debtor: Party, first: date, last: date) -> Reading:
    runs = list(asked.rates.runs(code, debtor, first, last, first))
    rounds = basis(asked)
    parts = [interest_of(base, run.percent, (run.last_on - run.first_on).days + 1, rounds) for run in runs]
    total = Money.of(sum(parts, Decimal(0)), base.currency)
    rate = percent(runs[0].percent)
    return Reading({"interest": total.text(), "rate_pct": rate, "total": (base + total).text()})


def any_interest(asked: Asked) -> Answered:
    """A question of interest under a name that is not in the table: by what it gives."""
    if asked.has("rate_pct", "rate"):
        return simple(asked)
    return statutory(asked) if asked.has("principal", "base") else rate(asked, None)


def rate(asked: Asked, table: str | None, *names: str) -> Answered:
    """A rate on a day, in a half-year, or each of a year's; `names` is what the rate is called in the answer."""
    first, last = _asked_days(asked)
    code = table or asked.rates.code("statutory", party(asked, "debtor", otherwise="person"), first)
    readings, seen = [], set()
    day = first
    while day <= last:
        found = asked.rates.rate(code, day)
        if found is None:
            raise Refused(f"No rate is known for {day}.")
        if found.percent not in seen:
            seen.add(found.percent)
            why = "" if day == first else f"from {day} on"
            readings.append(Reading(_named(found, names), why))
        day += ONE_DAY
    return Answered(tuple(readings))


def _named(found: RateRun, names: tuple[str, ...]) -> dict[str, str]:
    return dict.fromkeys((*names, *RATE_NAMES), percent(found.percent))


def _asked_days(asked: Asked) -> tuple[date, date]:
    if asked.has("year") and not asked.has("date", "on"):
        year = asked.whole("year")
        return date(year, 1, 1), date(year + 1, 1, 1) - ONE_DAY
    words = asked.text("period", "date", "on", "from", "interest_starts_to_run")
    year_of_half, _, half = words.partition("-")
    if half.upper() in FIRST_DAY_OF_HALF:
        first = date.fromisoformat(f"{year_of_half}-{FIRST_DAY_OF_HALF[half.upper()]}")
        later = date.fromisoformat(f"{year_of_half}-{FIRST_DAY_OF_HALF['H2']}")
        return first, (later if first < later else date(first.year + 1, 1, 1)) - ONE_DAY
    try:
        day = date.fromisoformat(words)
    except ValueError as error:
        raise Unreadable(f"{words!r} is neither a day nor a half-year such as 2024-H1") from error
    return day, day


def reference(asked: Asked) -> Answered:
    """Sweden's reference rate and the default rate above it."""
    first, _ = _asked_days(asked)
    found = {
        name: asked.rates.rate(code, first)
        for code, name in (("reference", "referensranta"), ("default", "default_rate"))
    }
    if any(one is None for one in found.values()):
        raise Refused(f"No rate is known for {first}.")
    return Answered.plain(**{f"{name}_pct": percent(one.percent) for name, one in found.items() if one is not None})


def by_debtor(asked: Asked) -> Answered:
    """The default rate against such a debtor."""
    kind = party(asked, "debtor", otherwise="person")
    first, _ = _asked_days(asked)
    return rate(asked, asked.rates.code("statutory", kind, first))


def fixed_rate(asked: Asked) -> Answered:
    """The rate of the day interest starts, for good; an agreed rate stands in its place."""
    if asked.has("contract_rate"):
        return Answered.plain(rate_pct=percent(asked.number("contract_rate")), fixed_for_whole_period=True)
    table = asked.rates.table.tables["late_payment"]
    found = rate(asked, "late_payment").readings[0].values
    return Answered.plain(**found, fixed_for_whole_period=table.mode == "fixed at start")


def by_formula(asked: Asked) -> Answered:
    """Belgium's rate: the European rate and the points of the formula, up to the next half point."""
    first, _ = _asked_days(asked)
    stated = re.search(r"\+\s*(\d+(?:\.\d+)?)", asked.maybe("formula") or "")
    if stated is None:
        return rate(asked, "belgian_commercial")
    found = asked.rates.stepped("belgian_commercial", Decimal(stated.group(1)), first)
    if found is None:
        raise Refused(f"No rate is known for {first}.")
    return Answered.plain(rate_pct=percent(found))


def fee(asked: Asked, code: str, *names: str) -> Answered:
    """A fee by its value; the amount due first, the tariff before its last rounding where that differs."""
    on = _fee_day(asked, code)
    base = asked.number("half_price_base", "base_amount") if asked.has("half_price_base", "base_amount") else None
    value = Money.of(asked.number(*VALUES) if asked.has(*VALUES) else Decimal(0), asked.fees.file.currency)
    who = party(asked, "claimant", "debtor", otherwise="company")
    found = asked.fees(code, value, on, who, base=base)
    readings = [Reading(_paid(asked, found.amount, names, assignable=found.assignable))]
    if found.tariff is not None and found.tariff != found.amount:
        why = "the tariff, before the fee is rounded up"
        readings.append(Reading(_paid(asked, found.tariff, names, assignable=found.assignable), why))
    return Answered(tuple(readings))


def _paid(asked: Asked, due: Money | None, names: tuple[str, ...], *, assignable: bool | None) -> dict[str, object]:
    currency = (due.currency if due else asked.fees.file.currency).lower()
    told: dict[str, object] = {
        f"{name}_{currency}": amount(due) for name in (*names, "fee", "fixed_sum", "compensation")
    }
    return told | {"assignable_since_2020": assignable, "assignable": assignable}


def _fee_day(asked: Asked, code: str) -> date:
    """The day asked for; else the day on which the newest table was checked."""
    if asked.has("year") and not asked.has("as_of", "on", "date"):
        return date(asked.whole("year") + 1, 1, 1) - ONE_DAY
    if asked.has("as_of", "on", "date", "action_on"):
        return asked.day("as_of", "on", "date", "action_on")
    if code not in asked.fees.rules:
        raise Unsupported(f"no fee {code} is in this law")
    return asked.fees.rules[code].tables[-1].checked_on


def suit(asked: Asked) -> Answered:
    """Poland's fee for a suit, by its procedure."""
    procedure = (asked.maybe("procedure") or "").casefold()
    return fee(asked, next((code for code in ("nakazowe", "epu") if code in procedure), "suit"))


def swedish_court(asked: Asked) -> Answered:
    """Sweden's fee of a court: handed over from the Kronofogden, or sued directly."""
    words = (asked.maybe("route") or asked.topic).casefold()
    return fee(asked, "handed_over" if any(one in words for one in ("hand", "krono", "tillägg", "tillagg")) else "suit")


def collection_caps(asked: Asked) -> Answered:
    """What may be asked for a reminder, a demand and an instalment plan on a day."""
    told = {"reminder": "reminder", "demand_letter": "inkassokrav", "instalment_plan": "instalment_plan"}
    if asked.has("b2b", "debtor"):
        told["late_payment_compensation"] = "compensation"
    return Answered.plain(**{f"{name}_sek": _cap(asked, code) for code, name in told.items()})


def any_fee(asked: Asked) -> Answered:
    """A fee under a name that is not in the table: by the code it holds."""
    named = asked.topic.partition(".")[2]
    code = next((one for one in sorted(asked.fees.rules, key=len, reverse=True) if one in named), None)
    if code is None:
        raise Unsupported(f"no fee {named!r} is in this law")
    return fee(asked, code)


def _cap(asked: Asked, code: str) -> str:
    return str(fee(asked, code).readings[0].values["fee_sek"])


def limitation(asked: Asked) -> Answered:
    """The end of limitation of a claim that arose or fell due on a day, by the article the question rests on."""
    rules = asked.limitation
    named = asked.maybe("act", "rule", "article")
    kind = rules.cited(named) if named else rules.table.kinds[next(iter(rules.table.kinds))]
    if kind is None:
        raise Unsupported(f"no limitation under {named} is in this law")
    start = asked.day(*STARTS)
    facts = LimitationFacts(
        product="other",
        item_kind="principal",
        debtor_kind=party(asked, "debtor", otherwise="person"),
        due_on=start,
        arose_on=start,
        contract_on=start,
        titled_on=start if "titled_on" in kind.starts else None,
        default_notice_expired_on=start,
        acknowledged_on=asked.day(*RESTARTS) if asked.has(*RESTARTS) else None,
    )
    if asked.given.get("interrupted") is True and facts.acknowledged_on is None:
        raise Unreadable("interrupted, but not when: needs interrupted_on")
    found = rules.of_kind(kind, facts, start)
    if found.ends_on is None:
        raise Unsupported(found.missing or "no date")
    readings = [Reading(last_day(found.ends_on, outcome=found.outcome))]
    newest = kind.terms[-1].from_on
    if start < newest and rules.of_kind(kind, facts, newest).outcome == "barred":
        told = {"result": "barred", "outcome": "barred", "barred_on": newest.isoformat()}
        readings.append(Reading(told, f"barred already when the new law came into force on {newest}"))
    return Answered(tuple(readings))
