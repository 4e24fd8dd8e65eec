"""Follow-ups as records, and back. Two independent programs agree on every position used here."""

from collections.abc import Iterator
from datetime import date

from cases.jurisdictions.de.eda.follow_up_layouts import MOST_NUMBERS, MOST_PAYMENTS
from cases.jurisdictions.de.eda.follow_ups import (
    Ending,
    EnforcementOrder,
    FollowUp,
    Payment,
    Queried,
    QueryAnswer,
    QueryLine,
    Withdrawal,
)
from cases.jurisdictions.de.eda.short_values import cents_of, cents_text, day_of, day_text
from cases.jurisdictions.de.eda.taking import Records
from cases.jurisdictions.de.eda.writing import Given, written
from kernel.errors import Invalid

NONE_PAID, PAID = "1", "2"
BY_COURT, BY_PARTY = "1", "2"
BY_NUMBER = "J"
ELECTRONIC, ON_FORM = "E", "B"
NO_NUMBER = "0" * 11


def follow_up_records(one: FollowUp, *, codec: str) -> bytes:
    return written(list(_given(one)), codec=codec)


def _given(one: FollowUp) -> Iterator[Given]:
    match one:
        case EnforcementOrder():
            yield from _order(one)
        case QueryAnswer():
            yield from _answer(one)
        case Withdrawal():
            yield (
                "25 KS 00",
                {
                    "reference": one.reference,
                    "what": one.ending.value,
                    "by": BY_NUMBER,
                    "number": one.number,
                    "arrived": ELECTRONIC if one.electronic else ON_FORM,
                },
            )


def _order(one: EnforcementOrder) -> Iterator[Given]:
    yield (
        "08 KS 00",
        {
            "number": one.number,
            "reference": one.reference,
            "applied_on": day_text(one.applied_on),
            "payments": PAID if one.payments else NONE_PAID,
            "service": BY_COURT if one.by_court else BY_PARTY,
            "other_costs": cents_text(one.other_costs),
            "other_ground": one.other_ground or "",
            "interest_on_costs": "X" if one.interest_on_costs else "",
        },
    )
    if one.payments:
        fields: dict[str, str] = {}
        for at, payment in enumerate(one.payments, start=1):
            fields |= {f"paid_on_{at}": day_text(payment.paid_on), f"paid_{at}": cents_text(payment.amount)}
        yield "08 ZAHL 00", fields


def _answer(one: QueryAnswer) -> Iterator[Given]:
    numbers = (*one.numbers, *[NO_NUMBER] * MOST_NUMBERS)[:MOST_NUMBERS]
    yield (
        "20 KS 00",
        {
            "reference": one.reference,
            **{f"number_{at}": number for at, number in enumerate(numbers, start=1)},
            "queried_on": day_text(one.queried_on),
            "applied_on": day_text(one.applied_on),
            "about": one.about.value,
        },
    )
    for line in one.lines:
        yield (
            "20 MO 00",
            {
                "fault": str(line.fault),
                "field": line.field,
                "first_index": str(line.first_index),
                "second_index": str(line.second_index),
                "page": str(line.page),
                "line": str(line.line),
                "half": str(line.half),
                "form": line.form,
                "content": line.content,
            },
        )


def order_of(content: bytes, *, codec: str) -> EnforcementOrder:
    records = Records(content, codec=codec)
    key = records.take("08 KS 00")
    paid = records.take_if("08 ZAHL 00")
    records.end()
    return EnforcementOrder(
        number=key["number"],
        reference=key["reference"],
        applied_on=_day(key["applied_on"]),
        by_court=key["service"] == BY_COURT,
        payments=tuple(_payments(paid)),
        other_costs=cents_of(key["other_costs"]),
        other_ground=key["other_ground"] or None,
        interest_on_costs=bool(key["interest_on_costs"]),
    )


def _payments(paid: dict[str, str]) -> Iterator[Payment]:
    for at in range(1, MOST_PAYMENTS + 1):
        amount = cents_of(paid.get(f"paid_{at}", ""))
        if amount is not None:
            yield Payment(paid_on=_day(paid[f"paid_on_{at}"]), amount=amount)


def answer_of(content: bytes, *, codec: str) -> QueryAnswer:
    """A Monierung has the records of its answer: this reads both."""
    records = Records(content, codec=codec)
    key = records.take("20 KS 00")
    numbers = (key[f"number_{at}"] for at in range(1, MOST_NUMBERS + 1))
    lines: list[QueryLine] = []
    while records.next_is("20 MO 00"):
        lines.append(_line(records.take("20 MO 00")))
    records.end()
    about = next((one for one in Queried if one.value == key["about"]), None)
    if about is None:
        raise Invalid(f"{key['about']!r} names no application that a Monierung is about.")
    return QueryAnswer(
        numbers=tuple(number for number in numbers if number.strip("0")),
        reference=key["reference"],
        queried_on=_day(key["queried_on"]),
        applied_on=_day(key["applied_on"]),
        about=about,
        lines=tuple(lines),
    )


def _line(fields: dict[str, str]) -> QueryLine:
    numbers = ("fault", "first_index", "second_index", "page", "line", "half")
    for name in numbers:
        if fields[name] and not (fields[name].isascii() and fields[name].isdigit()):
            raise Invalid(f"{name} of a Monierung is {fields[name]!r} and no number.")
    fault, first, second, page, line, half = (int(fields[name] or 0) for name in numbers)
    return QueryLine(
        fault=fault,
        field=fields["field"],
        first_index=first,
        second_index=second,
        page=page,
        line=line,
        half=half,
        form=fields["form"],
        content=fields["content"],
    )


def withdrawal_of(content: bytes, *, codec: str) -> Withdrawal:
    records = Records(content, codec=codec)
    key = records.take("25 KS 00")
    records.end()
    ending = next((one for one in Ending if one.value == key["what"]), None)
    if ending is None:
        raise Invalid(f"{key['what']!r} is neither a withdrawal nor a settlement.")
    return Withdrawal(
        number=key["number"],
        reference=key["reference"],
        ending=ending,
        electronic=key["arrived"] == ELECTRONIC,
    )


def _day(text: str) -> date:
    day = day_of(text)
    if day is None:
        raise Invalid("A day is blank where one must stand.")
    return day
