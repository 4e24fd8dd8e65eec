"""The law for programs, open to everybody: the same questions as `recourse law`. Nothing asked here is kept."""

from litestar import get
from litestar.params import FromPath, FromQuery

from cases.law import questions
from cases.law.answers import (
    Contents,
    CountAnswer,
    DeadlineAnswer,
    FeeAnswer,
    InterestAnswer,
    LimitationAnswer,
    RateAnswer,
    ServiceAnswer,
)

LAW = "/api/law/{jurisdiction:str}"


@get(LAW)
async def show_law(jurisdiction: FromPath[str]) -> Contents:
    """What can be asked of a law (`es`, `gb_ew`, `pl`, `se`, `de`, `eu`), by code."""
    return questions.contents(jurisdiction)


@get(f"{LAW}/deadline")
async def reckon_deadline(
    jurisdiction: FromPath[str],
    rule: FromQuery[str],
    event: FromQuery[str],
    seat: FromQuery[str | None] = None,
    cause: FromQuery[str | None] = None,
) -> DeadlineAnswer:
    """The deadline a rule sets from an event: a day, or a day and the court's hour."""
    return questions.deadline(jurisdiction, rule, event, seat=seat, cause=cause)


@get(f"{LAW}/count")
async def count_period(
    jurisdiction: FromPath[str],
    event: FromQuery[str],
    length: FromQuery[int],
    unit: FromQuery[str] = "days",
    seat: FromQuery[str | None] = None,
    holiday: FromQuery[list[str] | None] = None,
    under: FromQuery[str | None] = None,
    back: FromQuery[bool] = False,
    rolls: FromQuery[bool] = True,
    from_event: FromQuery[bool] = False,
    cut_off: FromQuery[str | None] = None,
) -> CountAnswer:
    """A period counted by the law's conventions; `holiday` may be given often, for local days.

    `from_event` counts the day of the event too; an event at or after `cut_off` counts on the next working day.
    """
    return questions.count(
        jurisdiction,
        event,
        length,
        unit,
        seat=seat,
        local_holidays=tuple(holiday or ()),
        under=under,
        back=back,
        rolls=rolls,
        from_event=from_event,
        cut_off=cut_off,
    )


@get(f"{LAW}/service")
async def deem_service(
    jurisdiction: FromPath[str], method: FromQuery[str], sent: FromQuery[str], document: FromQuery[str] = "other"
) -> ServiceAnswer:
    """When a document sent by a method takes effect; `document` is `claim form` or `other`."""
    return questions.service(jurisdiction, method, sent, document=document)


@get(f"{LAW}/rate")
async def show_rate(jurisdiction: FromPath[str], table: FromQuery[str], on: FromQuery[str]) -> RateAnswer:
    """The rate of a table on a day, in per cent a year."""
    return questions.rate(jurisdiction, table, on)


@get(f"{LAW}/interest")
async def reckon_interest(
    jurisdiction: FromPath[str],
    principal: FromQuery[str],
    first: FromQuery[str],
    last: FromQuery[str],
    currency: FromQuery[str | None] = None,
    kind: FromQuery[str] = "statutory",
    debtor: FromQuery[str] = "person",
    percent: FromQuery[str | None] = None,
) -> InterestAnswer:
    """Interest on a sum from the first day to the last, both counted."""
    return questions.interest(
        jurisdiction, principal, first, last, currency=currency, kind=kind, debtor=debtor, percent=percent
    )


@get(f"{LAW}/fee")
async def show_fee(
    jurisdiction: FromPath[str],
    code: FromQuery[str],
    value: FromQuery[str],
    on: FromQuery[str],
    currency: FromQuery[str | None] = None,
    party: FromQuery[str] = "company",
) -> FeeAnswer:
    """A court fee or compensation by the value of the claim."""
    return questions.fee(jurisdiction, code, value, on, currency=currency, party=party)


@get(f"{LAW}/limitation")
async def judge_claim(
    jurisdiction: FromPath[str],
    on: FromQuery[str],
    product: FromQuery[str] = "other",
    item: FromQuery[str] = "principal",
    debtor: FromQuery[str] = "person",
    region: FromQuery[str | None] = None,
    due: FromQuery[str | None] = None,
    default: FromQuery[str | None] = None,
    contract: FromQuery[str | None] = None,
    termination: FromQuery[str | None] = None,
    last_payment: FromQuery[str | None] = None,
    acknowledged: FromQuery[str | None] = None,
    titled: FromQuery[str | None] = None,
    arose: FromQuery[str | None] = None,
    default_notice_expired: FromQuery[str | None] = None,
    happened: FromQuery[list[str] | None] = None,
) -> LimitationAnswer:
    """How a claim stands on a day, by the days that are known of it.

    `happened` may be given often: `demanded 2024-05-01 writing`, `mediated 2023-01-10 2023-03-01`.
    """
    return questions.limitation(
        jurisdiction,
        on,
        product=product,
        item=item,
        debtor=debtor,
        region=region,
        happened=tuple(happened or ()),
        due_on=due,
        default_on=default,
        contract_on=contract,
        termination_on=termination,
        last_payment_on=last_payment,
        acknowledged_on=acknowledged,
        titled_on=titled,
        arose_on=arose,
        default_notice_expired_on=default_notice_expired,
    )


ROUTES = (
    show_law,
    reckon_deadline,
    count_period,
    deem_service,
    show_rate,
    reckon_interest,
    show_fee,
    judge_claim,
)
