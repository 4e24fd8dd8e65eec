"""Payments in for programs: the files with their counts, the tray, and a person's decision about one payment."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from cases.desk.binding import Done, Key, Sum, acted
from cases.desk.forms import optional_identifier
from cases.receipts.pages import VERBS, decided
from cases.receipts.queries import PAGE, FileLine, files_of, tray
from kernel.actor import Actor
from kernel.errors import NotFound


class FileRow(msgspec.Struct, frozen=True):
    """`known` lines were brought by an earlier file; counts are null until the file is read."""

    id: UUID
    source: str
    status: str
    refused: str | None
    lines: int | None
    known: int | None
    booked: int | None
    waiting: int | None
    faults: int | None


class FilePage(msgspec.Struct, frozen=True):
    items: list[FileRow]
    next: UUID | None


class CandidateRow(msgspec.Struct, frozen=True):
    case_id: UUID
    reference: str
    matched_by: str


class WaitingRow(msgspec.Struct, frozen=True):
    """A payment in the tray. Who paid, and in which words, is on the page alone."""

    id: UUID
    file_id: UUID
    row_no: int
    source: str
    received_on: date
    amount: Sum
    confidence: str
    why: str
    candidates: list[CandidateRow]


class WaitingPage(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[WaitingRow]
    next: UUID | None


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`case` is the case's id or reference, for `assign`; `reason` for `return` and `set-aside`."""

    case: str = ""
    reason: str = ""


def _file(one: FileLine) -> FileRow:
    return FileRow(**{name: getattr(one, name) for name in FileRow.__struct_fields__})


@get("/api/receipts/files", operation_id="ReceiptFiles", tags=["payments in"])
async def list_files(actor: NamedDependency[Actor], after: FromQuery[str] = "") -> FilePage:
    files = await files_of(actor, after=optional_identifier(after, "after"))
    return FilePage([_file(one) for one in files], files[-1].id if len(files) == PAGE else None)


@get("/api/receipts/waiting", operation_id="WaitingReceipts", tags=["payments in"])
async def list_waiting(actor: NamedDependency[Actor], after: FromQuery[str] = "") -> WaitingPage:
    found = await tray(actor, after=optional_identifier(after, "after"))
    items = [
        WaitingRow(
            one.id,
            one.file_id,
            one.row_no,
            one.source,
            one.received_on,
            Sum.of(one.amount),
            one.confidence,
            one.why,
            [CandidateRow(each.case_id, each.reference, each.matched_by) for each in one.candidates],
        )
        for one in found
    ]
    return WaitingPage(items, found[-1].id if len(found) == PAGE else None)


@post("/api/receipts/{receipt_id:uuid}/{what:str}", status_code=200, operation_id="DecideReceipt", tags=["payments in"])
async def decide_receipt(
    actor: NamedDependency[Actor],
    receipt_id: FromPath[UUID],
    what: FromPath[str],
    data: JSONBody[Decision],
    key: Key,
) -> Response[bytes]:
    """`what` is assign, return, set-aside or take-back."""
    if what not in VERBS:
        raise NotFound("There is no such address.")

    async def act() -> Done:
        return Done(await decided(actor, receipt_id, what, case=data.case, reason=data.reason))

    return await acted(actor, key, f"/api/receipts/{receipt_id}/{what}", data, act)


ROUTES = (list_files, list_waiting, decide_receipt)
