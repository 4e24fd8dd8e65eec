"""Files of stated chances: two columns, a reference and a chance in per cent."""

import csv
from decimal import Decimal, InvalidOperation
from io import StringIO

from cases.strategies.chances import Stated
from kernel.errors import Invalid, Place


def stated_in(content: bytes) -> list[Stated]:
    """Lines of a reference and a chance in per cent, with comma, semicolon or tab; a first line of words is passed
    over. Invalid with the first lines that cannot be read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place("file", None, "Save it as CSV in UTF-8.")
        raise Invalid("The file is no text.", places=[place]) from error
    mark = next((one for one in (";", "\t", ",") if one in text.partition("\n")[0]), ",")
    stated, wrong = [], []
    for number, row in enumerate(csv.reader(StringIO(text), delimiter=mark), start=1):
        if not row or not row[0].strip():
            continue
        try:
            percent = Decimal(row[1].strip().removesuffix("%").strip().replace(",", "."))
            stated.append(Stated(row[0].strip(), percent if percent.is_finite() else Decimal(-1)))
        except (InvalidOperation, IndexError):
            if number > 1:
                wrong.append(Place("file", None, f"Line {number} is no reference with a chance in per cent."))
    if wrong:
        raise Invalid("The chances cannot be read.", places=wrong[:5])
    return stated
