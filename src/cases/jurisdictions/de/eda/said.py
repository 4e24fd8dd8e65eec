"""What a person enters of a case, taken apart: a place, a court, officers, payments, lines of a Monierung."""

import re
from collections.abc import Iterator
from datetime import date

from cases.jurisdictions.de.eda.applications import DisputeCourt, Officer
from cases.jurisdictions.de.eda.codes import CourtKind
from cases.jurisdictions.de.eda.follow_ups import Payment, QueryLine
from kernel.errors import Invalid
from kernel.money import Money

COURTS = {
    "Amtsgericht": CourtKind.AMTSGERICHT,
    "Landgericht": CourtKind.LANDGERICHT,
    "Kammer für Handelssachen": CourtKind.LANDGERICHT_HANDELSSACHEN,
    "Familiengericht": CourtKind.FAMILIENGERICHT,
    "Sozialgericht": CourtKind.SOZIALGERICHT,
}
LEGAL_FORMS = (
    "GmbH & Co. KG",
    "UG (haftungsbeschränkt)",
    "GmbH",
    "KGaA",
    "AG",
    "SE",
    "KG",
    "OHG",
    "eG",
    "e.K.",
    "e.V.",
    "GbR",
    "mbB",
)
"""Those that a company's name ends with and that say what it is; any other is entered."""


def place_of(text: str) -> tuple[str, str] | None:
    """`58097 Hagen` as postcode and place."""
    found = re.fullmatch(r"([0-9]{5}) (\S.*)", text.strip())
    return (found[1], found[2]) if found else None


def court_of(text: str) -> DisputeCourt | None:
    """`Amtsgericht 58097 Hagen`."""
    for word, kind in COURTS.items():
        if text.strip().startswith(f"{word} ") and (place := place_of(text.strip().removeprefix(f"{word} "))):
            return DisputeCourt(kind=kind, postcode=place[0], city=place[1])
    return None


def officers_of(text: str) -> tuple[Officer, ...]:
    """`Geschäftsführerin: Ada Weiß; Geschäftsführer: Jan Groß`. Empty where any part is not of that form."""
    parts = [one.strip() for one in text.split(";") if one.strip()]
    split = [one.split(":", 1) for one in parts]
    if not parts or any(len(one) != 2 or not all(each.strip() for each in one) for one in split):
        return ()
    return tuple(Officer(position=position.strip(), name=name.strip()) for position, name in split)


def legal_form_of(name: str, entered: str) -> str | None:
    if entered:
        return entered
    return next((form for form in LEGAL_FORMS if name.endswith(f" {form}")), None)


def payments_of(text: str) -> tuple[Payment, ...] | None:
    """`none`, or `2026-11-02 50.00; 2026-11-09 50.00`. None where it is neither."""
    if text.strip() == "none":
        return ()
    try:
        return tuple(_payments(text)) or None
    except (ValueError, Invalid):
        return None


def _payments(text: str) -> Iterator[Payment]:
    for one in text.split(";"):
        day, amount = one.split()
        yield Payment(paid_on=date.fromisoformat(day), amount=Money.parse(amount, "EUR"))


def lines_of(text: str) -> tuple[QueryLine, ...]:
    """Lines of a Monierung as its notice shows them, one a line. Empty where any is not of that form."""
    try:
        return tuple(_line(one) for one in text.splitlines() if one.strip())
    except ValueError:
        return ()


def _line(text: str) -> QueryLine:
    fault, name, first, second, page, line, half, form, content = text.strip().split(";", 8)
    numbers = [int(one or 0) for one in (fault, first, second, page, line, half)]
    return QueryLine(
        fault=numbers[0],
        field=name,
        first_index=numbers[1],
        second_index=numbers[2],
        page=numbers[3],
        line=numbers[4],
        half=numbers[5],
        form=form,
        content=content,
    )
