"""Topics of limitation: the day a claim arose or fell due and the article are read, the engine judges."""

from cases.jurisdictions.contract import LimitationFacts
from cases.law.examples.answered import Answered, Reading, last_day
from cases.law.examples.asked import Asked, Unreadable, Unsupported
from cases.law.examples.interest import party

STARTS = ("claim_due", "claim_arose", "due", "due_on", "arose", "accrued", "accrual", "from", "event")
RESTARTS = ("acknowledged", "acknowledged_on", "interrupted_on", "part_payment", "last_payment")


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
