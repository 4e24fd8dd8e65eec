"""Why a case has its proposal, or has none: in sentences, from what the rule was judged by. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cases.jurisdictions.registry import by_code
from cases.strategies.conditions import conditions_of, said
from cases.strategies.costs import court_fee, fee_of
from cases.strategies.dry_run import assumed_when
from cases.strategies.ground import STOPPED
from cases.strategies.rules import SINCE, Policy, Rule
from kernel.money import Money

WHY: dict[str, str] = {
    "none": "No rule fits.",
    "unknown": "A rule would fit, but turns on something that is not known of the case.",
    "waits": "A rule fits; its moment is not there yet.",
    "declined": "Somebody declined this rule’s proposal for the case.",
    "closed way": "The procedure the rule leads to is not open to the case.",
} | STOPPED


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with all its rules are judged by: the ground's columns, and of each rule chance, cost, net and anchor."""

    ground: Mapping[str, Any]
    on: date

    def of(self, policy: Policy, rule: Rule) -> dict[str, Any]:
        """The facts as the conditions of this rule name them."""
        found = dict(self.ground)
        found["chance"] = chance_of(policy, found)
        found["cost"] = cost_of(rule, found, self.on)[0]
        chance, cost = found["chance"], found["cost"]
        found["net"] = None if chance is None or cost is None else _expected(found["balance"], chance) - cost
        found["anchor"] = anchor_of(rule, found)
        return found


def chance_of(policy: Policy, ground: Mapping[str, Any]) -> Decimal | None:
    """What was stated for the case, else the first assumption that holds for it."""
    if ground["given"] is not None:
        return Decimal(str(ground["given"]))
    for one in policy.assumed:
        if all(each.holds(ground) for each in assumed_when(one)):
            return one.percent
    return None


def cost_of(rule: Rule, ground: Mapping[str, Any], on: date) -> tuple[int | None, str]:
    """Court fee and own cost, with the sentence of the fee."""
    if rule.fee is None:
        return rule.own_cost_minor, "The step costs no court fee."
    fee = fee_of(rule)
    if fee is None:
        return None, "The court fee of this procedure is not in the law data."
    minor, sentence = court_fee(rule.jurisdiction, rule.fee, ground[fee[2]], on)
    return None if minor is None else minor + rule.own_cost_minor, sentence


def anchor_of(rule: Rule, ground: Mapping[str, Any]) -> date | None:
    column = {"last": "last_on", "opened": "opened_on", "notice": "notice_on"}.get(rule.since)
    found = ground[column] if column else (ground["events"] or {}).get(rule.since)
    return date.fromisoformat(found) if isinstance(found, str) else found


def _expected(balance: int, chance: Decimal) -> int:
    return int((balance * chance / 100).quantize(Decimal(1), ROUND_HALF_UP))


def proposed(policy: Policy, number: int, judged: Judged) -> list[str]:
    """Why this step for this case: which rule, what it asked and found, the moment, the cost, what is expected."""
    rule = policy.rules[number - 1]
    facts = judged.of(policy, rule)
    held = "; ".join(said(one, facts, rule.currency) for one in conditions_of(rule) if one.op not in {"lacks", "known"})
    return [
        f"Rule {number} is the first that fits: {held}.",
        _moment(policy, rule, facts),
        *_cost(policy, rule, facts, judged.on),
    ]


def _moment(policy: Policy, rule: Rule, facts: Mapping[str, Any]) -> str:
    since = SINCE.get(rule.since) or f"“{rule.since.replace('_', ' ')}”"
    anchor: date = facts["anchor"]
    told = f"{rule.wait_days} days after {since} of {anchor.isoformat()}, as the policy says"
    safe_on = facts["safe_on"]
    if safe_on is None:
        return f"{told}. No safe date of limitation is known to be kept."
    last = _day(safe_on) - timedelta(policy.margin_days)
    kept = f"and never later than {last.isoformat()}, {policy.margin_days} days before the safe date of limitation"
    return f"{told}, {kept}."


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _cost(policy: Policy, rule: Rule, facts: Mapping[str, Any], on: date) -> list[str]:
    cost, sentence = cost_of(rule, facts, on)
    own = Money(rule.own_cost_minor, rule.currency).formatted("en")
    costs = f"{sentence} Own cost by the policy: {own}."
    balance = Money(facts["balance"], rule.currency).formatted("en")
    if facts["chance"] is None:
        return [costs, "What can be expected is not known: nobody stated a chance of recovery, and none is invented."]
    chance = f"{facts['chance'].normalize():f}"
    source = "stated for the case" if facts["given"] is not None else f"assumed: {policy.basis}"
    if cost is None:
        return [
            costs,
            f"What can be expected is not known without the cost. The chance is {chance} % ({source}).",
        ]
    net = Money(facts["net"], rule.currency).formatted("en")
    whole = Money(cost, rule.currency).formatted("en")
    return [
        costs,
        f"Expected: {chance} % ({source}) of {balance}, the balance at cut-off less what was paid since,"
        f" less {whole} of cost = {net}.",
    ]


def left_out(policy: Policy, why: str, judged: Judged, *, rule: int | None, sentence: str | None) -> list[str]:
    """Why no rule acts; where none fits, what each of them missed first."""
    if why in {"waits", "closed way", "declined"} and rule is not None:
        chosen = policy.rules[rule - 1]
        told = sentence or _moment(policy, chosen, judged.of(policy, chosen))
        return [f"{WHY[why]} Rule {rule}: {told}"]
    if why not in {"none", "unknown"}:
        return [WHY.get(why, why)]
    return [WHY[why], *(_missed(policy, number, one, judged) for number, one in enumerate(policy.rules, start=1))]


def _missed(policy: Policy, number: int, rule: Rule, judged: Judged) -> str:
    facts = judged.of(policy, rule)
    missed = next((one for one in conditions_of(rule) if not one.holds(facts)), None)
    return f"Rule {number} asks for {said(missed, facts, rule.currency)}." if missed else f"Rule {number} fits."


def step_words(rule: Rule) -> str:
    """What a rule proposes, in words."""
    here = by_code(rule.jurisdiction)
    if here is None or rule.what == "task":
        return rule.target
    if rule.what == "procedure":
        return f"Choose the {here.procedures[rule.target].local_name}"
    paper = next(one for one in here.procedures[rule.procedure].papers if one.code == rule.target)
    return f"Prepare: {paper.title}"
