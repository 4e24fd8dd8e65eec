"""A policy as typed data: its rules in order, and the chances of recovery it assumes. Pure.

Every number here is the user's own: policy, not law. Days are calendar days; amounts are minor units of the rule's
currency; chances are per cent. A condition that is not given holds for every case; one that turns on what is not
known of a case does not hold, and the case says so.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, get_args
from uuid import UUID

import msgspec

from cases.desk.exhibits import KINDS
from cases.jurisdictions.registry import by_code
from kernel.errors import Invalid, Place

Stage = Literal["amicable", "pre-action", "filing", "enforcement"]
What = Literal["procedure", "prepare", "task"]
STAGES: dict[Stage, tuple[str, ...]] = {
    "amicable": ("amicable",),
    "pre-action": ("amicable", "pre-action"),
    "filing": ("amicable", "pre-action"),
    "enforcement": ("uncontested", "enforceable", "enforcement"),
}
"""The statuses of cases that a stage's rules are for: an earlier stage may be passed over, a later one never undone."""
BEFORE_COURT: tuple[Stage, ...] = ("amicable", "pre-action", "filing")
SINCE: dict[str, str] = {
    "last": "the last event of the case",
    "opened": "the opening of the case",
    "notice": "the notice of assignment",
}
"""What the days of a rule are counted from, beside the events of its procedure."""
EVIDENCE = ("any", "none", *KINDS)
PRODUCTS = ("consumer_loan", "credit_card", "overdraft", "telecom", "utility", "rent", "invoice", "other")
MOST_RULES, MOST_DAYS, LONGEST_TASK = 40, 20_000, 200


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a case is like this, this step is proposed. `target` is a procedure, a kind of paper, or a task in words."""

    stage: Stage
    jurisdiction: str
    what: What
    target: str
    procedure: str = ""
    least_minor: int | None = None
    most_minor: int | None = None
    debtor_kind: Literal["", "person", "company"] = ""
    products: tuple[str, ...] = ()
    evidence: str = ""
    age_from: int | None = None
    age_to: int | None = None
    left_from: int | None = None
    left_to: int | None = None
    chance_from: Decimal | None = None
    own_cost_minor: int = 0
    cost_to_minor: int | None = None
    net_from_minor: int | None = None
    since: str = "last"
    wait_days: int = 0

    @property
    def currency(self) -> str:
        here = by_code(self.jurisdiction)
        return here.currency if here else ""

    @property
    def fee(self) -> str | None:
        """The court fee that the step costs or leads to; None where it costs none, "" where it is not in the data."""
        here = by_code(self.jurisdiction)
        if here is None or self.what == "task":
            return None
        chosen = here.procedures[self.target if self.what == "procedure" else self.procedure]
        if self.what == "prepare" and chosen.is_letter(self.target):
            return None
        return chosen.court_fee or ""

    @property
    def court(self) -> str | None:
        """The procedure whose way to court the step opens or takes; None for a letter and a task."""
        if self.what == "procedure":
            return self.target
        return self.procedure if self.fee is not None else None


class Assumed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A chance of recovery the policy assumes for such cases, where none was stated for the case itself."""

    debtor_kind: Literal["", "person", "company"] = ""
    evidence: str = ""
    age_to: int | None = None
    percent: Decimal


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version: `sales` it is for (none: all cases no other strategy is in force for), how many days before the
    safe date of limitation a step is proposed at the latest, what chances rest on, and the rules: the first that
    fits a case decides."""

    rules: tuple[Rule, ...]
    sales: tuple[UUID, ...] = ()
    margin_days: int
    assumed: tuple[Assumed, ...] = ()
    basis: str = ""


def written(policy: Policy) -> str:
    return msgspec.json.encode(policy).decode()


def read(text: str | bytes) -> Policy:
    return msgspec.json.decode(text, type=Policy)


def check(policy: Policy) -> None:
    """Invalid with every place that is wrong; rules are counted from 1."""
    places = list(_wrong(policy))
    if places:
        raise Invalid("The strategy cannot be like this.", places=places)


def _wrong(policy: Policy) -> Iterator[Place]:
    if not 0 < len(policy.rules) <= MOST_RULES:
        yield Place("rules", str(len(policy.rules)), f"Give one rule at least, and {MOST_RULES} at most.")
    if not 0 <= policy.margin_days <= MOST_DAYS:
        yield Place("margin_days", str(policy.margin_days), "Days before the safe date, not below nought.")
    if policy.assumed and not policy.basis.strip():
        yield Place("basis", None, "Say what the assumed chances rest on: nobody may take them for computed ones.")
    for number, one in enumerate(policy.assumed, start=1):
        if not 0 <= one.percent <= 100 or one.evidence not in ("", *EVIDENCE):
            yield Place(f"a{number}_percent", str(one.percent), "A chance lies between 0 and 100 per cent.")
    for number, rule in enumerate(policy.rules, start=1):
        for field, value, sentence in _wrong_rule(rule):
            yield Place(f"r{number}_{field}", value, f"Rule {number}: {sentence}")


def _wrong_rule(rule: Rule) -> Iterator[tuple[str, str | None, str]]:
    if sentence := _wrong_step(rule):
        yield "step", rule.target[:40] or None, sentence
        return
    if rule.what == "procedure" and rule.stage not in BEFORE_COURT:
        yield "stage", rule.stage, "a procedure is chosen before court."
    for field, low, high in (
        ("most", rule.least_minor, rule.most_minor),
        ("age_to", rule.age_from, rule.age_to),
        ("left_to", rule.left_from, rule.left_to),
    ):
        if low is not None and high is not None and high < low:
            yield field, str(high), "the upper bound is below the lower."
    if rule.evidence not in ("", *EVIDENCE) or set(rule.products) - set(PRODUCTS):
        yield "evidence", rule.evidence[:40], "choose evidence and products from the lists."
    if rule.chance_from is not None and not 0 <= rule.chance_from <= 100:
        yield "chance_from", str(rule.chance_from), "a chance lies between 0 and 100 per cent."
    days = (rule.age_from, rule.age_to, rule.left_from, rule.left_to, rule.wait_days)
    if any(one is not None and not 0 <= one <= MOST_DAYS for one in days):
        yield "wait_days", None, f"days lie between 0 and {MOST_DAYS}."
    amounts = (rule.least_minor, rule.most_minor, rule.cost_to_minor, rule.own_cost_minor)
    if any(one is not None and one < 0 for one in amounts):
        yield "own_cost", None, "amounts are not below nought."
    if rule.since not in SINCE and rule.since not in events_of(rule.jurisdiction):
        yield "since", rule.since[:40], "choose from the list what the days are counted from."


def _wrong_step(rule: Rule) -> str | None:
    here = by_code(rule.jurisdiction)
    if here is None or rule.stage not in get_args(Stage):
        return "choose the step from the list."
    if rule.what == "task":
        named = 0 < len(rule.target.strip()) <= LONGEST_TASK
        return None if named else f"say what is to be done, in at most {LONGEST_TASK} characters."
    if rule.what == "procedure":
        return None if rule.target in here.procedures else f"{here.name} has no procedure {rule.target}."
    procedure = here.procedures.get(rule.procedure)
    papers = {one.code for one in procedure.papers} if procedure else set()
    return None if rule.target in papers else f"{here.name} has no paper {rule.target} in {rule.procedure or 'none'}."


def events_of(jurisdiction: str) -> tuple[str, ...]:
    """The events that may be recorded in any procedure there, in their order."""
    here = by_code(jurisdiction)
    if here is None:
        return ()
    machines = (
        event
        for one in here.procedures.values()
        for event in (*(one.steps.transitions if one.steps else ()), *one.acts, *one.events)
    )
    return tuple(dict.fromkeys(machines))
