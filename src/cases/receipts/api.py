"""Payments in for programs: files brought and mapped, their counts, the tray, and a decision about one payment."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody

from cases.desk.binding import Done, Key, Sum, acted
from cases.desk.forms import optional_identifier
from cases.receipts.commands import LARGEST, map_file, store_file
from cases.receipts.mapping import Mapping
from cases.receipts.pages import VERBS, decided
from cases.receipts.queries import PAGE, FileLine, file_shown, files_of, tray
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


class UploadForm(msgspec.Struct, frozen=True):
    """`source` is bank, seller_receipt, bailiff or servicer, as on the page."""

    file: UploadFile
    source: str


class FaultRow(msgspec.Struct, frozen=True):
    """A row that was not understood. The value itself is on the page alone."""

    row_no: int
    column: str
    reason: str


class FileAnswer(msgspec.Struct, frozen=True):
    """`proposal` is how the columns would be read; send it, or better, as the mapping. A bank's statement has none."""

    file: FileRow
    sha256: str
    headers: list[str]
    mapping: Mapping | None
    proposal: Mapping | None
    faults: list[FaultRow]


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


async def _answer(actor: Actor, file_id: UUID) -> FileAnswer:
    shown = await file_shown(actor, file_id)
    return FileAnswer(
        _file(shown.line),
        shown.sha256,
        list(shown.headers),
        shown.mapping,
        shown.proposal if shown.headers else None,
        [FaultRow(one.row_no, one.column, one.reason) for one in shown.faults],
    )


@post(
    "/api/receipts/files",
    request_max_body_size=LARGEST + 64 * 1024,
    operation_id="BringReceiptFile",
    tags=["payments in"],
)
async def bring_file(
    actor: NamedDependency[Actor],
    data: Annotated[UploadForm, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> FileAnswer:
    """A file of payments, as a form of parts. The same file again is refused, so it may be sent again safely."""
    file_id = await store_file(actor, await data.file.read(), data.file.filename or "", source=data.source)
    return await _answer(actor, file_id)


@get("/api/receipts/files/{file_id:uuid}", operation_id="ReceiptFile", tags=["payments in"])
async def show_file(actor: NamedDependency[Actor], file_id: FromPath[UUID]) -> FileAnswer:
    return await _answer(actor, file_id)


@put(
    "/api/receipts/files/{file_id:uuid}/mapping",
    status_code=202,
    operation_id="MapReceiptFile",
    tags=["payments in"],
)
async def map_columns(actor: NamedDependency[Actor], file_id: FromPath[UUID], data: JSONBody[Mapping]) -> FileAnswer:
    """Says which column is what; the file is then read by a job."""
    await map_file(actor, file_id, data)
    return await _answer(actor, file_id)


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


ROUTES = (list_files, bring_file, show_file, map_columns, list_waiting, decide_receipt)
