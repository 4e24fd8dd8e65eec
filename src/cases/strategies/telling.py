"""A rule in words, for whoever reads the strategy before it acts. Pure."""

from collections.abc import Iterator

from cases.strategies.conditions import asked as asked_words
from cases.strategies.conditions import conditions_of
from cases.strategies.rules import SINCE, Rule
from kernel.money import Money


def rule_words(rule: Rule) -> list[str]:
    """When the rule fits, when it acts, and what its step is said to cost."""
    return list(_lines(rule))


def _lines(rule: Rule) -> Iterator[str]:
    asks = [one for one in conditions_of(rule) if one.op != "known"]
    yield "For cases with " + "; ".join(asked_words(one, rule.currency) for one in asks) + "."
    since = SINCE.get(rule.since) or f"“{rule.since.replace('_', ' ')}”"
    yield f"{rule.wait_days} days after {since}." if rule.wait_days else f"At once after {since}."
    if rule.fee is None:
        fee = "No court fee"
    elif rule.fee:
        fee = "The court fee of the law data"
    else:
        fee = "A court fee that is not in the law data, so that the cost is unknown"
    yield f"{fee}, and {Money(rule.own_cost_minor, rule.currency).formatted('en')} of our own."
