"""What cells look like when the header is silent, and whether a column can hold a field at all."""

import re
from collections.abc import Sequence

from marketplace.tapes.catalogue import Field, Kind
from marketplace.tapes.reading.layout import Column

_SHAPES = (
    ("iban", re.compile(r"^[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?$")),
    ("email", re.compile(r"^[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}$")),
    ("national_id", re.compile(r"^(?:\d{8}[A-Z]|[XYZ]\d{7}[A-Z]|\d{6}[-+]\d{4}|(?:19|20)\d{6}-\d{4})$")),
    ("phone", re.compile(r"^\+\d[\d ()-]{7,16}$")),
    ("postcode", re.compile(r"^(?:\d{2}-\d{3}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})$")),
)
_DIGITS = re.compile(r"\d")
_DAY = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|^[A-Za-z]{3}-\d{4}$|^\d{8}$")


def shaped_like(samples: Sequence[str]) -> str | None:
    """The field whose shape every sample has, if there are any samples."""
    if not samples:
        return None
    return next((name for name, shape in _SHAPES if all(shape.match(cell) for cell in samples)), None)


def fits(field: Field, column: Column) -> bool:
    """False where most samples cannot be of the field's kind: a `Last payment` of dates is no amount."""
    cells = column.samples
    if not cells:
        return True
    days = sum(bool(_DAY.match(cell)) for cell in cells)
    match field.kind:
        case Kind.DATE:
            return days * 2 >= len(cells) or column.open_question == "serial"
        case Kind.MONEY:
            return days * 2 < len(cells) and sum(bool(_DIGITS.search(cell)) for cell in cells) * 2 >= len(cells)
        case Kind.PERCENT:
            return sum(bool(_DIGITS.search(cell)) for cell in cells) * 2 >= len(cells)
        case Kind.FLAG:
            return days * 2 < len(cells)
    return True
