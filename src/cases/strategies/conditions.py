"""What a rule asks of a case, each condition written once: as SQL for a million cases and in words for one. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cases.desk.exhibits import KINDS
from cases.jurisdictions.registry import by_code
from cases.strategies.rules import SINCE, STAGES, Rule
from kernel.money import Money

Op = Literal["=", ">=", "<=", "in", "differs", "meets", "empty", "filled", "lacks", "known"]
Facts = Mapping[str, Any]
"""What is known of a case: the columns of the ground, with `chance`, `cost`, `net` and `anchor` of the rule."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One question to a column. `says` names what is asked, for a sentence; `value` what it is compared with."""

    column: str
    op: Op
    value: Any
    says: str

    def holds(self, facts: Facts) -> bool | None:
        """True or False; None where what it turns on is not known of the case."""
        found = facts[self.column]
        match self.op:
            case "differs":
                return bool(found != self.value)
            case "empty":
                return not found
            case "filled":
                return bool(found)
            case "lacks":
                return self.value not in found
            case "meets":
                return bool(set(found) & set(self.value))
            case "known":
                return found is not None
        if found is None:
            return None
        return _COMPARED[self.op](found, self.value)

    def sql(self, expression: str, place: Callable[[object], str]) -> str:
        """The same as a boolean expression: NULL where it is not known."""
        match self.op:
            case "differs":
                return f"{expression} IS DISTINCT FROM {place(self.value)}"
            case "empty":
                return f"cardinality({expression}) = 0"
            case "filled":
                return f"cardinality({expression}) > 0"
            case "lacks":
                return f"NOT ({place(self.value)} = ANY({expression}))"
            case "meets":
                return f"{expression} && {place(list(self.value))}"
            case "known":
                return f"{expression} IS NOT NULL"
            case "in":
                return f"{expression} = ANY({place(list(self.value))})"
        return f"{expression} {self.op} {place(self.value)}"


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda found, value: bool(found == value),
    ">=": lambda found, value: bool(found >= value),
    "<=": lambda found, value: bool(found <= value),
    "in": lambda found, value: found in value,
}


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """All that must hold, what is cheapest to know first."""
    return (*_place(rule), *_debt(rule), *_days(rule), *_worth(rule))


def _place(rule: Rule) -> Iterator[Condition]:
    yield Condition("jurisdiction", "=", rule.jurisdiction, "the country")
    yield Condition("status", "in", STAGES[rule.stage], f"the stage “{rule.stage}”")
    if rule.what == "procedure":
        yield Condition("procedure", "differs", rule.target, "another procedure chosen so far")
    elif rule.what == "prepare":
        yield Condition("procedure", "=", rule.procedure, "the procedure chosen")
        yield Condition("papers", "lacks", rule.target, "no such paper yet")
        if rule.fee is None:
            yield Condition("represented", "=", False, "a debtor who is not represented")
    else:
        yield Condition("tasks", "lacks", rule.target, "no such task set by a proposal before")


def _debt(rule: Rule) -> Iterator[Condition]:
    if rule.least_minor is not None or rule.most_minor is not None:
        yield Condition("currency", "=", rule.currency, "the currency")
    yield from _between("balance", rule.least_minor, rule.most_minor, "a balance")
    if rule.debtor_kind:
        yield Condition("debtor_kind", "=", rule.debtor_kind, "the kind of debtor")
    if rule.products:
        yield Condition("product", "in", rule.products, "the kind of debt")
    if rule.evidence in {"any", "none"}:
        has: Op = "filled" if rule.evidence == "any" else "empty"
        yield Condition("evidence", has, None, "any evidence at hand" if rule.evidence == "any" else "no evidence")
    elif rule.evidence:
        yield Condition("evidence", "meets", (rule.evidence,), f"evidence: {KINDS[rule.evidence].lower()}")


def _days(rule: Rule) -> Iterator[Condition]:
    yield from _between("age", rule.age_from, rule.age_to, "an age of the debt in days")
    yield from _between("days_left", rule.left_from, rule.left_to, "days left until the safe date of limitation")
    since = SINCE.get(rule.since) or rule.since.replace("_", " ")
    yield Condition("anchor", "known", None, f"a day for {since}")


def _worth(rule: Rule) -> Iterator[Condition]:
    yield from _between("chance", rule.chance_from, None, "a chance of recovery in per cent")
    yield from _between("cost", None, rule.cost_to_minor, "an expected cost")
    yield from _between("net", rule.net_from_minor, None, "an expected net")


def _between(column: str, low: Any, high: Any, says: str) -> Iterator[Condition]:
    if low is not None:
        yield Condition(column, ">=", low, f"{says} of at least")
    if high is not None:
        yield Condition(column, "<=", high, f"{says} of at most")


MONEY = frozenset({"balance", "cost", "net"})
NAMED = frozenset({"jurisdiction", "procedure", "debtor_kind", "product", "currency"})
UNKNOWN = {
    "age": "since when the debt is overdue",
    "days_left": "a safe date of limitation",
    "chance": "a chance of recovery: none was stated, and none is invented",
    "cost": "the court fee",
    "net": "the expected net, which needs a chance of recovery and a court fee",
}


def said(condition: Condition, facts: Facts, currency: str) -> str:
    """What was asked and what was found, as half a sentence."""
    found = facts[condition.column]
    if condition.holds(facts) is None:
        return f"{asked(condition, currency)}, and not known is {_unknown(condition.column)}"
    if condition.op in {">=", "<="}:
        at_hand = Money(int(found), currency).formatted("en") if condition.column in MONEY else f"{found}"
        return f"{asked(condition, currency)} (it is {at_hand})"
    return asked(condition, currency)


def asked(condition: Condition, currency: str) -> str:
    """What is asked, as half a sentence."""
    return f"{condition.says} {_shown(condition, currency)}".strip()


def _unknown(column: str) -> str:
    return UNKNOWN.get(column, column.replace("_", " "))


def _shown(condition: Condition, currency: str) -> str:
    if condition.op in {">=", "<="}:
        return Money(condition.value, currency).formatted("en") if condition.column in MONEY else f"{condition.value}"
    if condition.op in {"=", "in"} and condition.column in NAMED:
        values: Sequence[str] = (condition.value,) if condition.op == "=" else condition.value
        return "(" + ", ".join(_named(condition.column, one) for one in values) + ")"
    return ""


def _named(column: str, value: str) -> str:
    here = by_code(value) if column == "jurisdiction" else None
    return here.name if here else value.replace("_", " ")
