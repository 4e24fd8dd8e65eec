"""The seller's final file, a CSV: reference, receipts since the cut-off, reason of a drop-out."""

import asyncio
import csv
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import StringIO
from uuid import UUID

from accounts.forms import led_once
from documents.neutral import restored_text
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.money import Money
from marketplace.settlement import queries
from marketplace.settlement.commands import FIRST_ROW, LONGEST_REASON, FinalRow, apply_final_file

COLUMNS = ("reference", "receipts", "dropped_reason")
MOST_PLACES = 100
_COMMA_DECIMALS = re.compile(r"^-?\d+,\d{1,2}$")


async def bring_once(actor: Actor, key: str, sale_id: UUID, content: bytes | None) -> None:
    """Reads the file beside the event loop and applies it once for the key; None brings nothing that changed."""
    view = await queries.sale(actor, sale_id)
    rows = [] if content is None else await asyncio.to_thread(read_final_file, content, view.price.currency)

    async def act() -> str:
        await apply_final_file(actor, sale_id, rows)
        return f"/sales/{sale_id}"

    asked = ("nothing" if content is None else sha256(content).hexdigest(),)
    await led_once(actor, key, route=f"sales.final_file:{sale_id}", asked=asked, act=act)


def read_final_file(content: bytes, currency: str) -> list[FinalRow]:
    """The rows that say something. Invalid names each row and column that cannot be read; other columns are ignored.

    The delimiter may be a comma, a semicolon or a tab; cells that were made harmless for spreadsheets are restored.
    """
    lines = list(_lines(content))
    header = [name.strip().lower() for name in lines[0]] if lines else []
    _refuse_header(header)
    rows: list[FinalRow] = []
    places: list[Place] = []
    for number, line in enumerate(lines[1:], FIRST_ROW):
        if not any(cell.strip() for cell in line):
            continue
        row = _row(dict(zip(header, line, strict=False)), number, currency, places)
        if row is not None:
            rows.append(row)
    if places:
        raise Invalid("The final file cannot be read as it is; nothing changed.", places=places[:MOST_PLACES])
    return rows


def _lines(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable("It is not text in UTF-8. Save it as “CSV UTF-8”.") from error
    if not text.strip():
        raise _unreadable("It is empty. Bring a row for each claim that drops out or was paid on.")
    if "\0" in text:
        raise _unreadable("It is not a CSV file.")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise _unreadable(f"It is not a CSV file: {error}.") from error


def _refuse_header(header: list[str]) -> None:
    places = [
        Place("file", name, f"The column “{name}” stands in the header twice.")
        for name in COLUMNS
        if header.count(name) > 1
    ]
    if "reference" not in header:
        places.append(Place("file", ", ".join(header)[:80], "Its first row must name a column “reference”."))
    if not {"receipts", "dropped_reason"} & set(header):
        places.append(Place("file", ", ".join(header)[:80], "Name a column “receipts” or “dropped_reason”."))
    if places:
        raise Invalid("The final file cannot be read; nothing changed.", places=places)


def _row(cells: Mapping[str, str], number: int, currency: str, places: list[Place]) -> FinalRow | None:
    reference = restored_text(cells.get("reference", "").strip())
    reason = restored_text(cells.get("dropped_reason", "").strip()) or None
    if not reference:
        places.append(Place(f"row {number}, reference", None, "The reference is missing."))
    if reason is not None and len(reason) > LONGEST_REASON:
        said = f"Give the reason in at most {LONGEST_REASON} characters."
        places.append(Place(f"row {number}, dropped_reason", reason[:60], said))
    receipts = _receipts(restored_text(cells.get("receipts", "").strip()), number, currency, places)
    if receipts is None and reason is None:
        return None
    return FinalRow(reference, receipts, reason, number)


def _receipts(text: str, number: int, currency: str, places: list[Place]) -> Money | None:
    if not text:
        return None
    try:
        amount = Money.parse(text, currency, decimal="," if _COMMA_DECIMALS.match(text) else ".")
    except Invalid:
        said = f"Write the amount in {currency} like 1234.56, without thousands marks."
        places.append(Place(f"row {number}, receipts", text[:60], said))
        return None
    if amount.minor < 0:
        places.append(Place(f"row {number}, receipts", text[:60], "Receipts are not negative."))
    return amount if amount.minor else None


def _unreadable(sentence: str) -> Invalid:
    return Invalid("The final file cannot be read; nothing changed.", places=[Place("file", None, sentence)])
