"""Topics of limitation: the day a claim arose or fell due and the article are read, the engine judges."""

from datetime import date

from cases.jurisdictions.contract import LimitationFacts
from cases.jurisdictions.limitation_table import Kind
from cases.law.examples.answered import Answered, Reading, last_day
from cases.law.examples.asked import RULES, Asked, Unreadable, Unsupported
from cases.law.examples.interest import CONSUMERS, PARTIES, party

STARTS = (
    "claim_due", "claim_arose", "due", "due_on", "due_date", "arose", "arose_on", "accrued", "accrual", "from", "event",
    "titled_on", "judgment", "final", "start", "default_notice_expired",
)  # fmt: skip
RESTARTS = (
    "acknowledged", "acknowledged_on", "interrupted_on", "interruption", "part_payment", "last_payment", "demand",
    "acknowledgement",
)  # fmt: skip


def limitation(asked: Asked) -> Answered:
    """The end of limitation of a claim that arose or fell due on a day, by the article the question rests on."""
    rules = asked.limitation
    kind = _kind(asked)
    start = _start(asked)
    facts = LimitationFacts(
        product="other",
        item_kind="principal",
        debtor_kind=party(asked, otherwise="person"),
        due_on=start,
        arose_on=start,
        contract_on=start,
        titled_on=start if "titled_on" in kind.starts else None,
        default_notice_expired_on=start,
        acknowledged_on=asked.day(*RESTARTS) if asked.has(*RESTARTS) else None,
    )
    if asked.yes("interrupted") and facts.acknowledged_on is None:
        raise Unreadable("interrupted, but not when: needs interrupted_on")
    found = rules.of_kind(kind, facts, start)
    if found.ends_on is None:
        raise Unsupported(found.missing or "no date")
    more = {"outcome": found.outcome, "safe_date": found.safe_on.isoformat() if found.safe_on else None}
    readings = [Reading(last_day(found.ends_on, **more))]
    newest = kind.terms[-1].from_on
    if start < newest and rules.of_kind(kind, facts, newest).outcome == "barred":
        told = {"result": "barred", "outcome": "barred", "barred_on": newest.isoformat()}
        readings.append(Reading(told, f"barred already when the new law came into force on {newest}"))
    if found.safe_on is not None and any(term.safe_years is not None for term in kind.terms):
        readings.append(Reading(last_day(found.safe_on), "the shorter period, which is arguable"))
    return Answered(tuple(readings))


def _kind(asked: Asked) -> Kind:
    """The kind of claim, by the article, the years and the debtor the question names."""
    named = asked.maybe(*RULES)
    years = asked.whole("years", "period_years") if asked.has("years", "period_years") else None
    debtor = party(asked, otherwise="person") if asked.has(*PARTIES, *CONSUMERS) else None
    if any(word in asked.topic for word in ("judgment", "title")) and named is None:
        return asked.limitation.table.kinds[asked.limitation.table.titled]
    kind = asked.limitation.cited(named, years, debtor)
    if kind is None:
        told = f" of {years} years" if years is not None else ""
        raise Unsupported(f"no limitation{told} under {named or 'any article'} is in this law")
    return kind


def _start(asked: Asked) -> date:
    """The day the claim arose or fell due: under a usual name, else the only date there is."""
    if not asked.has(*STARTS) and not asked.has(*RESTARTS):
        return asked.event_day()
    return asked.day(*STARTS)
