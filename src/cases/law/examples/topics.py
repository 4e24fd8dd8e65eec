"""Which question of the engine each topic of a file of worked examples is."""

from collections.abc import Callable, Mapping
from functools import partial

from cases.law.examples import counting, money
from cases.law.examples.answered import Answered
from cases.law.examples.asked import Asked, Unsupported

type Adapter = Callable[[Asked], Answered]

TOPICS: Mapping[str, Adapter] = {
    "calendar.holiday": counting.holiday,
    "calendar.holiday_regional": counting.holiday,
    "calendar.bank_holiday": counting.holiday,
    "calendar.non_weekday_for_lag_1930_173": counting.holiday,
    "time.bgb_187_193": counting.period,
    "time.working_days": counting.working_days,
    "time.working_days_local_holidays": counting.working_days,
    "time.months_date_to_date": counting.period,
    "time.months_august_excluded": counting.period,
    "time.months_roll_next_working_day": counting.period,
    "time.closed_period_transition": counting.transition,
    "time.reg_1182_71": counting.period,
    "time.weeks": counting.period,
    "time.roll": counting.rolls,
    "time.forward_roll": counting.forward_roll,
    "time.forward_clear_days": counting.in_time,
    "time.backward_clear_days": counting.backward,
    "time.backward_clear_days_short": counting.backward,
    "time.days_4pm_cutoff_roll": counting.end_of_business,
    "time.roll_then_add": counting.end_of_business,
    "reminder.before_deadline": counting.reminder,
    "procedure.response_deadline_hmcts_online": counting.online_response,
    "procedure.offer_response_4pm_cutoff": counting.offer_response,
    "procedure.deadline_clock": counting.clock,
    "procedure.hearing_fee_due": counting.hearing_fee,
    "procedure.atervinning": counting.period,
    "service.deemed_claim_form": counting.deemed_claim_form,
    "service.deemed_other_document": counting.deemed_other,
    "interest.simple": money.simple,
    "interest.daily": money.daily,
    "interest.daily_rounded": money.daily_rounded,
    "interest.commercial": money.simple,
    "interest.late_payment_act": money.late_payment_act,
    "interest.bgb288": money.statutory,
    "interest.bgb288_rate": money.by_debtor,
    "interest.basiszins_lookup": partial(money.rate, table="base"),
    "interest.ley3_2004_rate": partial(money.rate, table="late_payment"),
    "interest.legal_rate": partial(money.rate, table="legal"),
    "interest.statutory_default_rate": partial(money.rate, table="statutory_default"),
    "interest.commercial_rate": partial(money.rate, table="commercial"),
    "interest.commercial_rate_crosscheck": money.by_formula,
    "interest.late_payment_rate_lookup": money.fixed_rate,
    "interest.referensranta": money.reference,
    "fee.suit": money.suit,
    "fee.epu": partial(money.fee, code="epu"),
    "fee.recovery_compensation": partial(money.fee, code="recovery_compensation"),
    "fee.mahnverfahren": partial(money.fee, code="mahnverfahren"),
    "fee.tasa_monitorio": partial(money.fee, code="monitorio"),
    "fee.issue_money_claim": partial(money.fee, code="issue"),
    "fee.late_payment_fixed_sum": partial(money.fee, code="late_payment_compensation"),
    "fee.tilläggsavgift": money.swedish_court,
    "fee.stamning": money.swedish_court,
    "fee.collection_caps": money.collection_caps,
    "fee.betalningsforelaggande": partial(money.fee, code="order_for_payment"),
    "fee.betalningsföreläggande": partial(money.fee, code="order_for_payment"),
    "fee.enforcement": partial(money.fee, code="enforcement"),
    "limitation.regular": money.limitation,
    "limitation.personal_action": money.limitation,
}
"""Topic → the one function that asks it."""

FAMILIES: Mapping[str, Adapter] = {
    "calendar.": counting.holiday,
    "time.": counting.period,
    "procedure.": counting.period,
    "interest.": money.any_interest,
    "fee.": money.any_fee,
    "limitation.": money.limitation,
}
"""For a topic that is not listed: what its family is asked when its inputs say enough."""


def ask(asked: Asked) -> Answered:
    """The engine's answer. Unsupported where the topic cannot be asked; other problems as the engine raises them."""
    adapter = TOPICS.get(asked.topic)
    if adapter is None:
        family = next((one for opening, one in FAMILIES.items() if asked.topic.startswith(opening)), None)
        if family is None:
            raise Unsupported("no question of the engine is of this kind")
        adapter = family
    return adapter(asked)


def is_listed(topic: str) -> bool:
    return topic in TOPICS
