"""Topics of court fees, compensation and costs, by the value of the claim."""

from datetime import date

from cases.deadlines.calendars import ONE_DAY
from cases.jurisdictions.dated import in_force
from cases.law.examples.answered import Answered, Reading, amount
from cases.law.examples.asked import Asked, Unsupported
from cases.law.examples.interest import PARTIES, party
from cases.law.examples.written import plain
from kernel.money import Money

VALUES = (
    "value", "value_pln", "value_eur", "value_gbp", "value_sek", "value_up_to_incl_eur", "claim_incl_interest", "debt",
    "claim", "claim_pln", "claim_sek", "claim_eur", "claim_gbp", "amount", "claim_value", "value_of_claim", "wps",
    "debt_gbp", "debt_pln", "debt_sek", "debt_eur", "principal", "invoice", "fee_paid",
)  # fmt: skip
DAYS = ("as_of", "on", "date", "action_on", "filed", "day")


def fee(asked: Asked, code: str, *names: str) -> Answered:
    """A fee by its value; the amount due first, the tariff before its last rounding where that differs."""
    on = _fee_day(asked, code)
    base = asked.number("half_price_base", "base_amount") if asked.has("half_price_base", "base_amount") else None
    own = asked.fees.file.currency
    value = asked.money(own, *VALUES) if asked.has(*VALUES) else Money.zero(own)
    who = party(asked, "claimant", "defendant", "debtor", "debtor_kind", otherwise="company")
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
    told |= {"fee": amount(due), "exempt": due is None}
    return told | {"assignable_since_2020": assignable, "assignable": assignable}


def _fee_day(asked: Asked, code: str) -> date:
    """The day asked for; else the day on which the newest table was checked."""
    if asked.has("year") and not asked.has(*DAYS):
        return date(asked.year() + 1, 1, 1) - ONE_DAY
    if asked.has(*DAYS):
        return asked.day(*DAYS)
    if code not in asked.fees.rules:
        raise Unsupported(f"no fee {code} is in this law")
    return asked.fees.rules[code].tables[-1].checked_on


def suit(asked: Asked) -> Answered:
    """Poland's fee for a suit, by its procedure."""
    procedure = (asked.maybe("procedure") or "").casefold()
    return fee(asked, next((code for code in ("nakazowe", "epu") if code in procedure), "suit"))


def swedish_court(asked: Asked) -> Answered:
    """Sweden's fee of a court: handed over from the Kronofogden, or sued directly."""
    words = plain(asked.maybe("route") or asked.topic)
    return fee(asked, "handed_over" if any(one in words for one in ("hand", "krono", "tillagg")) else "suit")


def collection_caps(asked: Asked) -> Answered:
    """What may be asked for a reminder, a demand and an instalment plan on a day."""
    told = {"reminder": "reminder", "demand_letter": "inkassokrav", "instalment_plan": "instalment_plan"}
    if asked.has("b2b", "b2_b", *PARTIES):
        told["late_payment_compensation"] = "compensation"
    return Answered.plain(**{f"{name}_sek": _cap(asked, code) for code, name in told.items()})


def issue(asked: Asked) -> Answered:
    """England's fee on issue: online where the question says so and it cost less then."""
    online = "online" in plain(" ".join(str(value) for value in asked.given.values()))
    rule = asked.fees.rules.get("issue_online")
    there = online and rule is not None and in_force(rule.tables, _fee_day(asked, "issue")) is not None
    return fee(asked, "issue_online" if there else "issue")


def any_fee(asked: Asked) -> Answered:
    """A fee under a name that is not in the table: by the names it has in the law."""
    named = asked.topic.partition(".")[2]
    code = asked.fees.named(named)
    if code is None:
        raise Unsupported(f"no fee {named!r} is in this law")
    return fee(asked, code)


def _cap(asked: Asked, code: str) -> str:
    return str(fee(asked, code).readings[0].values["fee_sek"])
