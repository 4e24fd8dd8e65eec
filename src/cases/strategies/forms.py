"""A policy as a form brings it, and as a form shows it: one block of fields for each rule, in their order."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

import msgspec

from accounts.forms import identifier
from cases.jurisdictions.registry import by_code
from cases.strategies.form_options import TASK
from cases.strategies.rules import (
    MOST_RULES,
    Assumed,
    Policy,
    Rule,
)
from kernel.errors import Invalid, Place
from kernel.money import Money

AMOUNTS = {"least": "least_minor", "most": "most_minor", "own_cost": "own_cost_minor", "cost_to": "cost_to_minor"}
AMOUNTS |= {"net_from": "net_from_minor"}
DAYS = ("age_from", "age_to", "left_from", "left_to", "wait_days")
ASSUMED_ROWS = 3
"""Rows for assumed chances that a form offers beside those there are."""


def policy_of(data: Mapping[str, str], sales: Sequence[str]) -> Policy:
    """The policy of the form's fields. Invalid with the place of each that cannot be read; blocks without a step, and
    those ticked to be dropped, are passed over."""
    wrong: list[Place] = []
    rules = []
    for number in range(1, MOST_RULES + 2):
        given = {name: data.get(f"r{number}_{name}", "").strip() for name in (*FIELDS, *AMOUNTS, *DAYS)}
        if given["step"] and not data.get(f"r{number}_drop"):
            rules.append((_number(given["order"], f"r{number}_order", wrong) or number, number, given))
    made = [_rule(given, number, wrong) for _, number, given in sorted(rules, key=lambda one: one[:2])]
    assumed = [one for number in range(1, MOST_RULES) if (one := _assumed(data, number, wrong)) is not None]
    margin = _number(data.get("margin_days", ""), "margin_days", wrong)
    if margin is None:
        wrong.append(Place("margin_days", None, "Say how many days before the safe date of limitation at the latest."))
    if wrong:
        raise Invalid("The strategy cannot be read like this.", places=wrong)
    return Policy(
        rules=tuple(made),
        sales=tuple(identifier(one, "sales") for one in sales),
        margin_days=margin or 0,
        assumed=tuple(assumed),
        basis=data.get("basis", "").strip(),
    )


FIELDS = ("step", "order", "stage", "task", "debtor_kind", "product", "evidence", "chance_from", "since")


def _rule(given: Mapping[str, str], number: int, wrong: list[Place]) -> Rule:
    code, _, rest = given["step"].partition("|")
    what, _, target = rest.partition("|")
    target, _, procedure = target.partition("|")
    here = by_code(code)
    amounts = {
        column: _minor(given[name], here.currency if here else "EUR", f"r{number}_{name}", wrong)
        for name, column in AMOUNTS.items()
    }
    days = {name: _number(given[name], f"r{number}_{name}", wrong) for name in DAYS}
    fields = {
        "stage": given["stage"] or "amicable",
        "jurisdiction": code,
        "what": what,
        "target": given["task"] if what == TASK else target,
        "procedure": procedure,
        "debtor_kind": given["debtor_kind"],
        "products": (given["product"],) if given["product"] else (),
        "evidence": given["evidence"],
        "chance_from": _percent(given["chance_from"], f"r{number}_chance_from", wrong),
        "since": given["since"] or "last",
        **amounts,
        **days,
    }
    known = {name: value for name, value in fields.items() if value is not None}
    try:
        return msgspec.convert(known, Rule)
    except msgspec.ValidationError as error:
        raise Invalid(
            "A rule cannot be read.", places=[Place(f"r{number}_step", None, "Choose from lists.")]
        ) from error


def _assumed(data: Mapping[str, str], number: int, wrong: list[Place]) -> Assumed | None:
    percent = _percent(data.get(f"a{number}_percent", ""), f"a{number}_percent", wrong)
    if percent is None:
        return None
    kind = data.get(f"a{number}_debtor_kind", "")
    return Assumed(
        debtor_kind="person" if kind == "person" else "company" if kind == "company" else "",
        evidence=data.get(f"a{number}_evidence", ""),
        age_to=_number(data.get(f"a{number}_age_to", ""), f"a{number}_age_to", wrong),
        percent=percent,
    )


def _number(text: str, where: str, wrong: list[Place]) -> int | None:
    if not text.strip():
        return None
    if text.strip().isdecimal() and len(text.strip()) < 8:
        return int(text)
    wrong.append(Place(where, text[:20], "Write a whole number, like 30."))
    return None


def _percent(text: str, where: str, wrong: list[Place]) -> Decimal | None:
    if not text.strip():
        return None
    try:
        found = Decimal(text.strip())
        return found.quantize(Decimal("0.01")) if found.is_finite() else None
    except InvalidOperation:
        wrong.append(Place(where, text[:20], "Write a chance in per cent, like 35 or 12.5."))
        return None


def _minor(text: str, currency: str, where: str, wrong: list[Place]) -> int | None:
    if not text.strip():
        return None
    try:
        return Money.parse(text.strip(), currency).minor
    except Invalid:
        wrong.append(Place(where, text[:20], f"Write an amount in {currency}, like 1500.00."))
        return None


def fields_of(policy: Policy) -> dict[str, str]:
    """The fields of a form that shows the policy."""
    found = {"margin_days": str(policy.margin_days), "basis": policy.basis}
    for number, one in enumerate(policy.assumed, start=1):
        found |= {
            f"a{number}_percent": _text(one.percent),
            f"a{number}_debtor_kind": one.debtor_kind,
            f"a{number}_evidence": one.evidence,
            f"a{number}_age_to": _text(one.age_to),
        }
    for number, rule in enumerate(policy.rules, start=1):
        found |= {f"r{number}_{name}": value for name, value in _fields(rule, number).items()}
    return found


def _fields(rule: Rule, number: int) -> dict[str, str]:
    step = [rule.jurisdiction, rule.what] + ([] if rule.what == TASK else [rule.target])
    step += [rule.procedure] if rule.what == "prepare" else []
    amounts = {
        name: Money(minor, rule.currency).text()
        for name, column in AMOUNTS.items()
        if (minor := getattr(rule, column)) is not None
    }
    return {
        "step": "|".join(step),
        "order": str(number),
        "stage": rule.stage,
        "task": rule.target if rule.what == TASK else "",
        "debtor_kind": rule.debtor_kind,
        "product": rule.products[0] if rule.products else "",
        "evidence": rule.evidence,
        "chance_from": _text(rule.chance_from),
        "since": rule.since,
        **amounts,
        **{name: _text(getattr(rule, name)) for name in DAYS},
    }


def _text(value: Decimal | int | None) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
