"""Which question of the engine each topic of a file of worked examples is."""

from collections.abc import Callable, Mapping
from functools import partial

from cases.law.examples import by_law, counting, days_off, fees, hours, interest, limitation, rates, service
from cases.law.examples.answered import Answered
from cases.law.examples.asked import Asked, Unsupported
from cases.law.examples.written import plain

type Adapter = Callable[[Asked], Answered]

TOPICS: Mapping[str, Adapter] = {
    "calendar.holiday": days_off.holiday,
    "calendar.holiday_regional": days_off.holiday,
    "calendar.bank_holiday": days_off.holiday,
    "calendar.non_weekday_for_lag_1930_173": days_off.holiday,
    "time.bgb_187_193": counting.period,
    "time.working_days": counting.working_days,
    "time.working_days_local_holidays": counting.working_days,
    "time.months_date_to_date": counting.period,
    "time.months_august_excluded": counting.period,
    "time.months_roll_next_working_day": counting.period,
    "time.closed_period_transition": counting.transition,
    "time.reg_1182_71": counting.period,
    "time.weeks": counting.period,
    "time.natural_days": counting.natural_days,
    "time.calendar_days": counting.natural_days,
    "time.day_of_grace": counting.day_of_grace,
    "time.roll": days_off.rolls,
    "time.forward_roll": counting.forward_roll,
    "time.forward_clear_days": counting.in_time,
    "time.backward_clear_days": counting.backward,
    "time.backward_clear_days_short": counting.backward,
    "time.days_4pm_cutoff_roll": hours.end_of_business,
    "time.roll_then_add": hours.end_of_business,
    "reminder.before_deadline": counting.reminder,
    "procedure.response_deadline_hmcts_online": hours.online_response,
    "procedure.offer_response_4pm_cutoff": hours.offer_response,
    "procedure.deadline_clock": hours.clock,
    "procedure.hearing_fee_due": hours.hearing_fee,
    "procedure.atervinning": counting.period,
    "service.deemed_claim_form": service.deemed_claim_form,
    "service.deemed_other_document": service.deemed_other,
    "interest.simple": interest.simple,
    "interest.daily": interest.daily,
    "interest.daily_rounded": interest.daily_rounded,
    "interest.commercial": partial(by_law.at_given_or_own, kind="commercial"),
    "interest.late_payment_act": by_law.late_payment_act,
    "interest.bgb288": by_law.statutory,
    "interest.bgb288_rate": rates.by_debtor,
    "interest.basiszins_lookup": partial(rates.rate, table="base"),
    "interest.ley3_2004_rate": partial(rates.rate, table="late_payment"),
    "interest.legal_rate": partial(rates.rate, table="legal"),
    "interest.statutory_default_rate": partial(rates.rate, table="statutory_default"),
    "interest.commercial_rate": partial(rates.rate, table="commercial"),
    "interest.commercial_rate_crosscheck": rates.by_formula,
    "interest.late_payment_rate_lookup": rates.fixed_rate,
    "interest.referensranta": rates.reference,
    "fee.suit": fees.suit,
    "fee.epu": partial(fees.fee, code="epu"),
    "fee.recovery_compensation": partial(fees.fee, code="recovery_compensation"),
    "fee.mahnverfahren": partial(fees.fee, code="mahnverfahren"),
    "fee.tasa_monitorio": partial(fees.fee, code="monitorio"),
    "fee.issue_money_claim": fees.issue,
    "fee.late_payment_fixed_sum": partial(fees.fee, code="late_payment_compensation"),
    "fee.tillaggsavgift": fees.swedish_court,
    "fee.stamning": fees.swedish_court,
    "fee.collection_caps": fees.collection_caps,
    "fee.betalningsforelaggande": partial(fees.fee, code="order_for_payment"),
    "fee.enforcement": partial(fees.fee, code="enforcement"),
    "limitation.regular": limitation.limitation,
    "limitation.personal_action": limitation.limitation,
}
"""Topic, by its plain name → the one function that asks it."""

FAMILIES: Mapping[str, Adapter] = {
    "calendar.": days_off.holiday,
    "time.": counting.on_or_back,
    "procedure.": counting.on_or_back,
    "interest.": rates.any_interest,
    "fee.": fees.any_fee,
    "limitation.": limitation.limitation,
    "service.": service.deemed_other,
    "reminder.": counting.reminder,
}
"""For a topic that is not listed: what its family is asked when its inputs say enough."""


def ask(asked: Asked) -> Answered:
    """The engine's answer. Unsupported where the topic cannot be asked; other problems as the engine raises them."""
    topic = plain(asked.topic)
    adapter = TOPICS.get(topic)
    if adapter is None:
        family = next((one for opening, one in FAMILIES.items() if topic.startswith(opening)), None)
        if family is None:
            raise Unsupported("no question of the engine is of this kind")
        adapter = family
    return adapter(asked)


def is_listed(topic: str) -> bool:
    return plain(topic) in TOPICS
