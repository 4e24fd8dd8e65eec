"""Amounts in texts of any language, as minor units: 7,300.00 and 7.300,00 and 7 300 and 7'300,- are one. Pure."""

import re
from collections.abc import Iterable

_GAP = "[ .,'’\u00a0\u2009\u202f]"
_AMOUNT = re.compile(rf"(?<![\w.,])(\d{{1,3}}(?:{_GAP}\d{{3}})+|\d+)(?:([.,:])(\d{{1,2}}|[-–]{{1,2}}))?(?!\d|[.,:]\d)")
_NUMBER = re.compile(r"\D")
LONGEST = 18
"""Digits of the largest amount the platform holds; what is longer is a bar code, a reference, a table of noughts."""


def amounts_in(texts: Iterable[str], *, digits: int = 2) -> set[int]:
    """Every number that may be an amount, in minor units of a currency with so many digits after the point."""
    found: set[int] = set()
    for text in texts:
        for whole, _, rest in _AMOUNT.findall(text):
            number = _NUMBER.sub("", whole)
            if len(number) > LONGEST:
                continue
            units = int(number)
            if not rest or not rest[0].isdigit():
                found.add(units * 10**digits)
            elif len(rest) <= digits:
                found.add(units * 10**digits + int(rest.ljust(digits, "0")))
    return found
