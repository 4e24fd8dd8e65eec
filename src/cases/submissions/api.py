"""Files for courts for programs: what is lodged and how it stands, ordering, approving the fee that was shown."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from cases.desk.binding import Done, Key, Nothing, Sum, acted
from cases.desk.forms import optional_identifier
from cases.desk.queries import side_of
from cases.submissions import queries
from cases.submissions.approving import approve_submission, hand_over, withdraw_submission
from cases.submissions.lodging import order_lodging
from kernel.actor import Actor


class SubmissionRow(msgspec.Struct, frozen=True):
    """`reference` is what the court's answers repeat; `reason` what it or its service said last. `document_id` is null
    for a firm that took the cases over: the file names another's account.
    """

    id: UUID
    channel: str
    reference: str
    status: str
    filings: int
    fee: Sum
    court_reference: str | None
    reason: str | None
    document_id: UUID | None
    made_at: datetime
    sent_at: datetime | None


class SubmissionPage(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[SubmissionRow]
    next: UUID | None


class FiledPart(msgspec.Struct, frozen=True):
    filing_id: UUID
    case_id: UUID
    case_reference: str
    request_id: str
    outcome: str
    reason: str | None
    court_number: str | None
    answered_on: date | None


class SubmissionDetail(msgspec.Struct, frozen=True):
    """`controls` are the counts and sums that a clerk compares; `next` as in lists, for the filings."""

    submission: SubmissionRow
    controls: list[tuple[str, str]]
    filings: list[FiledPart]
    next: UUID | None


class Lodging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    channel: str
    filing_ids: list[UUID]


class Ordered(msgspec.Struct, frozen=True):
    """One batch for each owner whose papers they are."""

    batch_ids: list[UUID]


class FeeApproval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    shown: Sum


class HandedOver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the court's receipt says."""

    court_reference: str


@get("/api/submissions", operation_id="Submissions", tags=["cases"])
async def list_submissions(
    actor: NamedDependency[Actor],
    side: FromQuery[str] = "",
    status: FromQuery[str] = "",
    channel: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> SubmissionPage:
    """One page of files, the newest first."""
    cursor = optional_identifier(after, "after")
    rows = await queries.submissions(actor, await side_of(actor, side), status=status, channel=channel, after=cursor)
    page = rows[: queries.PAGE]
    return SubmissionPage([_row(one) for one in page], page[-1].id if len(rows) > queries.PAGE else None)


@get("/api/submissions/{submission_id:uuid}", operation_id="Submission", tags=["cases"])
async def show_submission(
    actor: NamedDependency[Actor], submission_id: FromPath[UUID], after: FromQuery[str] = ""
) -> SubmissionDetail:
    one = await queries.submission_shown(actor, submission_id)
    parts = await queries.parts_of(actor, submission_id=submission_id, after=optional_identifier(after, "after"))
    page = parts[: queries.PAGE]
    filings = [msgspec.convert(part, FiledPart, from_attributes=True) for part in page]
    more = page[-1].id if len(parts) > queries.PAGE else None
    return SubmissionDetail(_row(one), list(one.controls), filings, more)


@post("/api/submissions", operation_id="Lodge", tags=["cases"])
async def lodge(actor: NamedDependency[Actor], data: JSONBody[Lodging], key: Key) -> Response[bytes]:
    """Orders files of sealed papers; jobs make them."""

    async def act() -> Ordered:
        return Ordered(await order_lodging(actor, data.filing_ids, data.channel))

    return await acted(actor, key, "/api/submissions", data, act)


@post("/api/submissions/{submission_id:uuid}/approve", operation_id="ApproveSubmission", tags=["cases"])
async def approve(
    actor: NamedDependency[Actor], submission_id: FromPath[UUID], data: JSONBody[FeeApproval], key: Key
) -> Response[bytes]:
    """Confirms the court's fees and sends the file on its way. Refused if the fee moved."""

    async def act() -> Done:
        await approve_submission(actor, submission_id, shown=data.shown.money)
        return Done("The fee is approved. The file is on its way.")

    return await acted(actor, key, f"/api/submissions/{submission_id}/approve", data, act)


@post("/api/submissions/{submission_id:uuid}/hand-over", operation_id="HandOverSubmission", tags=["cases"])
async def handed_over(
    actor: NamedDependency[Actor], submission_id: FromPath[UUID], data: JSONBody[HandedOver], key: Key
) -> Response[bytes]:
    """A person carried the file and the court took it."""

    async def act() -> Done:
        await hand_over(actor, submission_id, court_reference=data.court_reference)
        return Done("The court has it: its filings are submitted.")

    return await acted(actor, key, f"/api/submissions/{submission_id}/hand-over", data, act)


@post("/api/submissions/{submission_id:uuid}/withdraw", operation_id="WithdrawSubmission", tags=["cases"])
async def withdraw(
    actor: NamedDependency[Actor], submission_id: FromPath[UUID], data: JSONBody[Nothing], key: Key
) -> Response[bytes]:
    """Takes back a file that has not left."""

    async def act() -> Done:
        await withdraw_submission(actor, submission_id)
        return Done("Withdrawn. Its papers can go in another file.")

    return await acted(actor, key, f"/api/submissions/{submission_id}/withdraw", data, act)


def _row(one: queries.SubmissionShown) -> SubmissionRow:
    return SubmissionRow(
        one.id,
        one.channel,
        one.reference,
        one.status,
        one.parts,
        Sum.of(one.fee),
        one.court_reference,
        one.reason,
        one.document_id if one.readable else None,
        one.made_at,
        one.sent_at,
    )


ROUTES = (list_submissions, show_submission, lodge, approve, handed_over, withdraw)
