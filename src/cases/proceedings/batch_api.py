"""Batches of papers for programs: preparing one, how far it is, its samples, what stands aside, and approving it."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from cases.desk.binding import Done, Key, Nothing, Sum, acted
from cases.desk.forms import optional_identifier
from cases.proceedings.again import prepare_anew, try_again
from cases.proceedings.batch_queries import PAGE, Aside, cases_aside, reasons_aside
from cases.proceedings.decision_queries import DecisionShown, decision_shown
from cases.proceedings.decisions import approve_batch, file_batch, stop_decision
from cases.proceedings.filing_commands import seal_filings
from cases.proceedings.filing_queries import batch_shown, filing_ids
from cases.proceedings.letterheads_used import older_letterheads
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.samples import samples_of
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused

TAGS = ["cases"]
MOST_CASES = 20_000
"""Of one request; a larger book is several batches."""
ALL = "/api/filings/batches"
HERE = ALL + "/{batch_id:uuid}"


class BatchDecision(msgspec.Struct, frozen=True):
    """What was decided last of all its papers. `verb`: approve or file; `status`: ordered while it is being carried
    out, done, or stopped. `left_out` papers are as they were, with their reasons among what stands aside; `spared` ones
    were not reached when it was stopped.
    """

    verb: str
    status: str
    decided_at: datetime
    papers: int
    done: int
    left_out: int
    spared: int


class BatchWhole(msgspec.Struct, frozen=True):
    """`by_status` counts its papers; `demanded` are the sums by currency of those not stopped or withdrawn, `to_sign`
    those of the drafts alone: what approving is shown. `older_letterhead`: drafts that would look different today.
    `decision`: by the reader's own organisation.
    """

    id: UUID
    kind: str
    finished: bool
    by_status: dict[str, int]
    left_out: int
    demanded: list[Sum]
    to_sign: list[Sum]
    older_letterhead: int
    decision: BatchDecision | None


class SampleRow(msgspec.Struct, frozen=True):
    """`opened_at`: when the person this token is of first opened the paper's file; a program's look is nobody's."""

    filing_id: UUID
    case_id: UUID
    case_reference: str
    document_id: UUID
    opened_at: datetime | None


class SampleDraw(msgspec.Struct, frozen=True):
    """Drawn from the drafts, `out_of` so many; `digest` is the SHA-256 of the selection, from which they follow."""

    out_of: int
    digest: str
    unopened: int
    items: list[SampleRow]


class Why(msgspec.Struct, frozen=True):
    """`enter_at` is the part of the case where it is entered; empty for what was left out."""

    fact: str
    sentence: str
    enter_at: str


class AsideRow(msgspec.Struct, frozen=True):
    """`what`: stopped or left out, without a paper; not approved or not gone out, whose paper is as it was."""

    case_id: UUID
    case_reference: str
    what: str
    reasons: list[Why]


class AsidePage(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[AsideRow]
    next: UUID | None


class ReasonRow(msgspec.Struct, frozen=True):
    """`fact` narrows the list of cases and what is tried again."""

    fact: str
    what: str
    cases: int


class NewBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One paper of the kind for each case. `signatory_id`: who signs them, where it is not the usual person."""

    kind: str
    case_ids: list[UUID]
    signatory_id: UUID | None = None


class BatchAsked(msgspec.Struct, frozen=True):
    """`left_out` cases stay in the batch with their reasons; the others are prepared by jobs."""

    batch_id: UUID
    queued: int
    left_out: int


class BatchApproval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`shown` are the sums by currency that were shown to the person who signs; `acknowledged` says why papers go out
    though limitation is over. `papers`, where given, is the number shown; with `seal` they are fixed for ever too.
    """

    shown: list[Sum]
    acknowledged: str = ""
    papers: int | None = None
    seal: bool = False


class Again(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Empty: all that stands aside; else what misses this fact."""

    fact: str = ""


class Anew(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`older_letterhead`: only what was made with another letterhead than the one in force."""

    older_letterhead: bool = False


class WentTogether(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`provenance` is the proof for all of them."""

    on: date
    provenance: str


class Queued(msgspec.Struct, frozen=True):
    """`left_out` cases stay in the batch with their reasons."""

    queued: int
    left_out: int


class SealedBatch(msgspec.Struct, frozen=True):
    """SHA-256 over the pairs of each document's id and the paper's hash: what the record proves."""

    sealed: int
    digest: str


@post(ALL, status_code=200, operation_id="PrepareFilingBatch", tags=TAGS)
async def prepare(actor: NamedDependency[Actor], data: JSONBody[NewBatch], key: Key) -> Response[bytes]:
    """Queues one paper for each case that may have it. A single case that may not is refused with the reason."""

    async def act() -> BatchAsked:
        if not 0 < len(data.case_ids) <= MOST_CASES:
            place = Place("case_ids", str(len(data.case_ids)), f"Name between 1 and {MOST_CASES:,}.")
            raise Invalid("A batch is made of cases.", places=[place])
        asked = await prepare_filings(actor, data.case_ids, data.kind, signatory_id=data.signatory_id)
        return BatchAsked(asked.batch_id, asked.outcome.done, asked.outcome.left_out)

    return await acted(actor, key, ALL, data, act)


@get(HERE, operation_id="FilingBatch", tags=TAGS)
async def show_batch(actor: NamedDependency[Actor], batch_id: FromPath[UUID]) -> BatchWhole:
    shown = await batch_shown(actor, batch_id)
    older = await older_letterheads(actor, batch_id)
    return BatchWhole(
        shown.id,
        shown.kind,
        shown.finished,
        dict(shown.by_status),
        shown.left_out,
        [Sum.of(one) for one in shown.totals],
        [Sum.of(one) for one in shown.to_sign],
        older.many if older else 0,
        _decision(await decision_shown(actor, batch_id)),
    )


def _decision(one: DecisionShown | None) -> BatchDecision | None:
    return msgspec.convert(one, BatchDecision, from_attributes=True) if one else None


@get(HERE + "/samples", operation_id="FilingBatchSamples", tags=TAGS)
async def show_samples(actor: NamedDependency[Actor], batch_id: FromPath[UUID]) -> SampleDraw:
    """The papers that whoever signs opens before approving all drafts of the batch."""
    await batch_shown(actor, batch_id)
    draw = await samples_of(actor, await filing_ids(actor, batch_id, status="drafted"))
    rows = [msgspec.convert(one, SampleRow, from_attributes=True) for one in draw.rows]
    return SampleDraw(draw.out_of, draw.digest, len(draw.unopened), rows)


@get(HERE + "/aside", operation_id="FilingBatchAside", tags=TAGS)
async def list_aside(
    actor: NamedDependency[Actor], batch_id: FromPath[UUID], fact: FromQuery[str] = "", after: FromQuery[str] = ""
) -> AsidePage:
    """Every case of the batch without a paper, or whose paper a decision about all left out, with its reasons."""
    await batch_shown(actor, batch_id)
    rows = await cases_aside(actor, batch_id, fact=fact, after=optional_identifier(after, "after"))
    return AsidePage([_row(one) for one in rows[:PAGE]], rows[PAGE - 1].case_id if len(rows) > PAGE else None)


def _row(one: Aside) -> AsideRow:
    reasons = [Why(why.fact if one.what == "stopped" else "", why.sentence, why.enter_at) for why in one.reasons]
    return AsideRow(one.case_id, one.case_reference, one.what, reasons)


@get(HERE + "/reasons", operation_id="FilingBatchReasons", tags=TAGS)
async def list_reasons(actor: NamedDependency[Actor], batch_id: FromPath[UUID]) -> list[ReasonRow]:
    """Why cases stand aside, the commonest first."""
    await batch_shown(actor, batch_id)
    return [ReasonRow(one.fact, one.what, one.many) for one in await reasons_aside(actor, batch_id)]


@post(HERE + "/approve", status_code=200, operation_id="ApproveFilingBatch", tags=TAGS)
async def approve(
    actor: NamedDependency[Actor], batch_id: FromPath[UUID], data: JSONBody[BatchApproval], key: Key
) -> Response[bytes]:
    """The person named on them approves all drafts for the sums shown, once the samples are open.

    Of more than a hundred a job carries it out: the batch's `decision` says how far it is. What may not be approved any
    more is left out with its reason, and the rest goes.
    """

    async def act() -> Done:
        decided = await approve_batch(
            actor,
            batch_id,
            shown=[one.money for one in data.shown],
            papers=data.papers,
            acknowledged=data.acknowledged,
            seal=data.seal,
        )
        return Done(decided.said())

    return await acted(actor, key, f"/api/filings/batches/{batch_id}/approve", data, act)


@post(HERE + "/seal", status_code=200, operation_id="SealFilingBatch", tags=TAGS)
async def seal(
    actor: NamedDependency[Actor], batch_id: FromPath[UUID], data: JSONBody[Nothing], key: Key
) -> Response[bytes]:
    async def act() -> SealedBatch:
        ids = await _papers(actor, batch_id, "approved")
        return SealedBatch(len(ids), await seal_filings(actor, ids))

    return await acted(actor, key, f"/api/filings/batches/{batch_id}/seal", data, act)


@post(HERE + "/filed", status_code=200, operation_id="FilingBatchWent", tags=TAGS)
async def filed(
    actor: NamedDependency[Actor], batch_id: FromPath[UUID], data: JSONBody[WentTogether], key: Key
) -> Response[bytes]:
    """Every sealed paper of the batch went out that day: an event of each case, with its deadlines. Carried out, and
    left out, as an approval is.
    """

    async def act() -> Done:
        return Done((await file_batch(actor, batch_id, on=data.on, provenance=data.provenance)).said())

    return await acted(actor, key, f"/api/filings/batches/{batch_id}/filed", data, act)


@post(HERE + "/stop", status_code=200, operation_id="StopFilingBatch", tags=TAGS)
async def stop(
    actor: NamedDependency[Actor], batch_id: FromPath[UUID], data: JSONBody[Nothing], key: Key
) -> Response[bytes]:
    """What is decided of the batch and not carried out yet stays undone; what was done stays done."""

    async def act() -> Done:
        stopped = await stop_decision(actor, batch_id)
        return Done(f"Stopped. Done before: {stopped.done}; not reached, and as they were: {stopped.spared}.")

    return await acted(actor, key, f"/api/filings/batches/{batch_id}/stop", data, act)


@post(HERE + "/again", status_code=200, operation_id="TryFilingBatchAgain", tags=TAGS)
async def again(
    actor: NamedDependency[Actor], batch_id: FromPath[UUID], data: JSONBody[Again], key: Key
) -> Response[bytes]:
    """Queues what was stopped or left out once more; what still lacks something keeps its new reason."""

    async def act() -> Queued:
        outcome = (await try_again(actor, batch_id, fact=data.fact)).outcome
        return Queued(outcome.done, outcome.left_out)

    return await acted(actor, key, f"/api/filings/batches/{batch_id}/again", data, act)


@post(HERE + "/anew", status_code=200, operation_id="PrepareFilingBatchAnew", tags=TAGS)
async def anew(
    actor: NamedDependency[Actor], batch_id: FromPath[UUID], data: JSONBody[Anew], key: Key
) -> Response[bytes]:
    """Takes the papers back that are not sealed and prepares them with the facts and the letterhead of today."""

    async def act() -> Queued:
        outcome = (await prepare_anew(actor, batch_id, older_only=data.older_letterhead)).outcome
        return Queued(outcome.done, outcome.left_out)

    return await acted(actor, key, f"/api/filings/batches/{batch_id}/anew", data, act)


async def _papers(actor: Actor, batch_id: UUID, status: str) -> list[UUID]:
    """Strangers find no batch; Refused while a decision is under way, and by the command where none is there."""
    await batch_shown(actor, batch_id)
    decision = await decision_shown(actor, batch_id)
    if decision is not None and decision.under_way:
        raise Refused(f"They are still being approved: {decision.looked_at} of {decision.papers}. Ask again later.")
    return await filing_ids(actor, batch_id, status=status)


ROUTES = (prepare, show_batch, show_samples, list_aside, list_reasons, approve, seal, filed, again, anew, stop)
