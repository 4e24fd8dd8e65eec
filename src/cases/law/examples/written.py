"""What a file of examples writes for names, days, hours, amounts and yes or no, each country's own way included."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

MONTH_NAMES = "%d %B %Y", "%d %b %Y", "%B %d, %Y"
DAY_FIRST = "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d", *MONTH_NAMES
MONTH_FIRST = "%m/%d/%Y", "%Y/%m/%d", *MONTH_NAMES
"""Days as Europe and as the United States write them, beside 2026-03-31."""

SIGNS = {"£": "GBP", "€": "EUR", "zł": "PLN", "zl": "PLN", "kr": "SEK", "$": "USD"}
CODES = ("EUR", "GBP", "PLN", "SEK", "USD", "DKK", "CHF")
YES, NO = ("true", "yes", "ja", "sí", "si", "tak"), ("false", "no", "nein", "nej", "nie")
GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


def plain(text: str) -> str:
    """A name without case, accents, spaces or hyphens: `claimDue` and `Claim due` are both `claim_due`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text.strip())
    bare = unicodedata.normalize("NFKD", parted.replace("ß", "ss").replace("ł", "l").replace("Ł", "L"))
    return re.sub(r"[^a-z0-9.]+", "_", bare.encode("ascii", "ignore").decode().casefold()).strip("_")


def plainly(given: Any) -> Any:
    """An object's keys by their plain names, those within it too; texts without the spaces around them."""
    if isinstance(given, dict):
        return {plain(str(name)): plainly(value) for name, value in given.items()}
    if isinstance(given, list):
        return [plainly(one) for one in given]
    return " ".join(given.split()) if isinstance(given, str) else given


def moment_of(text: str, *, month_first: bool = False) -> date | datetime | None:
    """A date, or a date and hour; None where it is neither."""
    words = text.strip()
    try:
        if len(words) <= len("2026-03-31"):
            return date.fromisoformat(words)
        return datetime.fromisoformat(words)
    except ValueError:
        pass
    for pattern in MONTH_FIRST if month_first else DAY_FIRST:
        try:
            return datetime.strptime(words, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def hour_of(text: str) -> time | None:
    """`16:30`, `4.30pm`, `4 pm`, `16h30`; None where it is no hour."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(am|pm|h)?", text.strip().casefold())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half == "pm" and hour < time.max.hour // 2 + 1:
        hour += time.max.hour // 2 + 1
    try:
        return time(hour, minute)
    except ValueError:
        return None


def number_of(value: Any, *, decimal_comma: bool = False) -> Decimal | None:
    """A number with or without separators of thousands, a sign of percent or of a currency; None where it is none.

    A lone comma before three digits parts thousands, save with `decimal_comma` (rates).
    """
    if isinstance(value, bool):
        return None
    words = str(value).replace("\u2212", "-")
    for sign in (*SIGNS, *CODES, "%"):
        words = re.sub(rf"(?<![^\W\d]){re.escape(sign)}(?![^\W\d])", "", words, flags=re.IGNORECASE)
    words = re.sub(r"(?<=\d)['\u2019](?=\d{3}(?!\d))", "", "".join(words.split()))
    negative, digits = words.startswith("-"), words.removeprefix("-")
    try:
        found = Decimal(_with_point(digits, decimal_comma=decimal_comma))
    except InvalidOperation:
        return None
    if not found.is_finite():
        return None
    return -found if negative else found


def _with_point(digits: str, *, decimal_comma: bool) -> str:
    if "," in digits and "." in digits:
        mark = max(",", ".", key=digits.rfind)
        whole, _, cents = digits.rpartition(mark)
        if whole.isdigit() or GROUPED.fullmatch(whole):
            return "".join(one for one in whole if one.isdigit()) + "." + cents
        return "unreadable"
    commas, points = digits.count(","), digits.count(".")
    if GROUPED.fullmatch(digits) and (commas > 1 or points > 1 or (commas == 1 and not decimal_comma)):
        return "".join(one for one in digits if one.isdigit())
    return digits.replace(",", ".") if commas == 1 else digits


def currency_of(value: Any) -> str | None:
    """The currency an amount is written in; None where it names none."""
    words = str(value)
    named = next((code for code in CODES if re.search(rf"\b{code}\b", words, re.IGNORECASE)), None)
    return named or next((code for sign, code in SIGNS.items() if sign in words.casefold()), None)


def yes_of(value: Any) -> bool | None:
    """Yes or no, however it is written; None where it is neither."""
    if isinstance(value, bool):
        return value
    words = str(value).strip().casefold()
    return True if words in YES else False if words in NO else None
