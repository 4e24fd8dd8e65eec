"""Answers of courts for programs: files taken in, the tray, and what a person or program says about one answer."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody

from cases.answers.again import AGAIN, NOT_ASIDE, read_again
from cases.answers.confirming import (
    Confirmed,
    confirm_answer,
    foresee_answer,
    ready_answer,
    set_aside,
    take_up,
    with_papers,
)
from cases.answers.queries import PAGE, AnswerShown, answer, files_of, tray
from cases.answers.recording import Timed
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import LARGEST, bring
from cases.desk.binding import Done, Key, Nothing, Sum, acted
from cases.desk.forms import optional_identifier
from kernel.actor import Actor
from kernel.errors import Invalid, Place

TAGS = ["court answers"]


class AnswerFileRow(msgspec.Struct, frozen=True):
    """A file of answers; `reason` is why it was set aside, `again` whether it may be read again. Counts are by what
    became of its answers.
    """

    id: UUID
    channel: str
    status: str
    reason: str | None
    again: bool
    answers: int
    matched: int
    waiting: int
    known: int
    brought_at: datetime


class AnswerFilePage(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[AnswerFileRow]
    next: UUID | None


class AnswerUpload(msgspec.Struct, frozen=True):
    """`channel` is the court system's code, such as sdt, epu or eda."""

    file: UploadFile
    channel: str


class FileTaken(msgspec.Struct, frozen=True):
    """`known_since`: these very bytes came before, and nothing is done twice."""

    id: UUID
    known_since: datetime | None


class SumSaid(msgspec.Struct, frozen=True):
    label: str
    amount: Sum


class AnswerRow(msgspec.Struct, frozen=True):
    """What a court says, and what became of it; `reason` is why it waits or says nothing new."""

    id: UUID
    file_id: UUID
    number: int
    channel: str
    outcome: str
    sentence: str
    code: str | None
    file_reference: str | None
    request_id: str | None
    case_reference: str | None
    court_number: str | None
    event: str | None
    on: date | None
    amounts: list[SumSaid]
    status: str
    reason: str | None
    aside_reason: str | None
    case_id: UUID | None


class AnswerPage(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[AnswerRow]
    next: UUID | None


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which case an answer belongs to and which event it is (null: nothing happens in the case), on which day.

    `debtor` is the number of the one it is about, where the case has several. `shown` is the digest of what it sets in
    motion, as asking for it gave it.
    """

    case_id: UUID
    event: str | None = None
    on: date | None = None
    seat: str | None = None
    method: str | None = None
    outcome: str | None = None
    debtor: int | None = None
    shown: str = ""


class SetInMotion(msgspec.Struct, frozen=True):
    """Rules of the deadlines that open, with their safe and statutory days, how many close, and the status after it."""

    shown: str
    opens: list[tuple[str, date | None, date | None]]
    closes: int
    status: str
    status_after: str


class AsideReason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str


def _row(one: AnswerShown) -> AnswerRow:
    words = one.words
    return AnswerRow(
        one.id,
        one.file_id,
        one.number,
        one.channel,
        one.outcome,
        words.sentence,
        words.code,
        one.file_reference,
        one.request_id,
        one.case_reference,
        one.court_number,
        one.event,
        one.on_date,
        [SumSaid(each.label, Sum.of(each.money)) for each in words.amounts],
        one.status,
        one.reason,
        one.aside_reason,
        one.case_id,
    )


def _confirmed(data: Meaning) -> Confirmed:
    return Confirmed(
        data.case_id, data.event, data.on, data.shown, Timed(data.seat, data.method, data.outcome, data.debtor)
    )


@get("/api/court-answers/files", operation_id="CourtAnswerFiles", tags=TAGS)
async def list_files(actor: NamedDependency[Actor], after: FromQuery[str] = "") -> AnswerFilePage:
    files = await files_of(actor, after=optional_identifier(after, "after"))
    rows = [AnswerFileRow(**{name: getattr(one, name) for name in AnswerFileRow.__struct_fields__}) for one in files]
    return AnswerFilePage(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


@post(
    "/api/court-answers/files",
    request_max_body_size=LARGEST + 64 * 1024,
    operation_id="TakeInCourtAnswers",
    tags=TAGS,
)
async def take_in_file(
    actor: NamedDependency[Actor],
    data: Annotated[AnswerUpload, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> FileTaken:
    """A file as the court gave it, as a form of parts. It is kept whatever it says and read by a job."""
    taken = await bring(actor, data.channel, await data.file.read(), sent_name=data.file.filename or "")
    return FileTaken(taken.file_id, taken.since)


@post(
    "/api/court-answers/files/{answer_file_id:uuid}/again",
    status_code=200,
    operation_id="ReadCourtAnswersAgain",
    tags=TAGS,
)
async def read_file_again(
    actor: NamedDependency[Actor], answer_file_id: FromPath[UUID], data: JSONBody[Nothing], key: Key
) -> Response[bytes]:
    """A file that could not be read, read once more as it came. Nothing happens to one that is not set aside."""

    async def act() -> Done:
        return Done(AGAIN if await read_again(actor, answer_file_id) else NOT_ASIDE)

    return await acted(actor, key, f"/api/court-answers/files/{answer_file_id}/again", data, act)


@get("/api/court-answers", operation_id="CourtAnswers", tags=TAGS)
async def list_answers(
    actor: NamedDependency[Actor], status: FromQuery[str] = "waiting", after: FromQuery[str] = ""
) -> AnswerPage:
    """Those waiting as they came, the others latest first."""
    if status not in AnswerStatus:
        there = ", ".join(AnswerStatus)
        raise Invalid("There is no such status.", places=[Place("status", status, f"Use one of: {there}.")])
    rows = await tray(actor, AnswerStatus(status), after=optional_identifier(after, "after"))
    return AnswerPage([_row(one) for one in rows[:PAGE]], rows[PAGE - 1].id if len(rows) > PAGE else None)


@get("/api/court-answers/{answer_id:uuid}", operation_id="CourtAnswer", tags=TAGS)
async def show_answer(actor: NamedDependency[Actor], answer_id: FromPath[UUID]) -> AnswerRow:
    return _row(await answer(actor, answer_id))


@post("/api/court-answers/{answer_id:uuid}/foresee", status_code=200, operation_id="ForeseeCourtAnswer", tags=TAGS)
async def foresee(actor: NamedDependency[Actor], answer_id: FromPath[UUID], data: JSONBody[Meaning]) -> SetInMotion:
    """What confirming it would set in motion; nothing of it stays."""
    seen = await foresee_answer(actor, await ready_answer(actor, answer_id), _confirmed(data))
    opens = [(one.shown.rule, one.shown.safe_on, one.shown.statutory_on) for one in seen.opens]
    return SetInMotion(seen.digest, opens, len(seen.closes), seen.status, seen.status_after)


@post("/api/court-answers/{answer_id:uuid}/record", status_code=200, operation_id="RecordCourtAnswer", tags=TAGS)
async def record(
    actor: NamedDependency[Actor], answer_id: FromPath[UUID], data: JSONBody[Meaning], key: Key
) -> Response[bytes]:
    """Refused if what it sets in motion is not what was shown."""

    async def act() -> Done:
        await confirm_answer(actor, ready, _confirmed(data))
        return Done("The answer is recorded.")

    ready = await with_papers(actor, await ready_answer(actor, answer_id))
    return await acted(actor, key, f"/api/court-answers/{answer_id}/record", data, act)


@post("/api/court-answers/{answer_id:uuid}/aside", status_code=200, operation_id="SetCourtAnswerAside", tags=TAGS)
async def aside(
    actor: NamedDependency[Actor], answer_id: FromPath[UUID], data: JSONBody[AsideReason], key: Key
) -> Response[bytes]:
    async def act() -> Done:
        await set_aside(actor, answer_id, reason=data.reason)
        return Done("The answer is set aside.")

    return await acted(actor, key, f"/api/court-answers/{answer_id}/aside", data, act)


@post("/api/court-answers/{answer_id:uuid}/again", status_code=200, operation_id="TakeCourtAnswerUp", tags=TAGS)
async def again(
    actor: NamedDependency[Actor], answer_id: FromPath[UUID], data: JSONBody[Nothing], key: Key
) -> Response[bytes]:
    async def act() -> Done:
        await take_up(actor, answer_id)
        return Done("The answer waits again.")

    return await acted(actor, key, f"/api/court-answers/{answer_id}/again", data, act)


ROUTES = (list_files, take_in_file, read_file_again, list_answers, show_answer, foresee, record, aside, again)
