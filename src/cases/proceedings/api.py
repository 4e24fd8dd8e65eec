"""Filings for programs: what was prepared, approving for the amount that was shown, sealing, and what became of it."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from cases.desk.api import PaperRow
from cases.desk.binding import Done, Key, Nothing, Sum, acted
from cases.desk.forms import optional_identifier
from cases.desk.queries import side_of
from cases.proceedings.filing_commands import (
    approve_filings,
    mark_filed,
    mark_served,
    seal_filings,
    withdraw_filing,
)
from cases.proceedings.filing_queries import PAGE, FilingShown, filing_list
from kernel.actor import Actor


class FilingRow(msgspec.Struct, frozen=True):
    """`paper.missing` are the sentences that stopped it; only the person who signs may approve. `letterhead_version` of
    whoever prepared it; null where there was none, or where it was not noted yet.
    """

    case_id: UUID
    case_reference: str
    batch_id: UUID | None
    signatory: str | None
    letterhead_version: int | None
    paper: PaperRow


class FilingPage(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[FilingRow]
    next: UUID | None


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`shown` is the sum that was shown to the person who signs; `acknowledged` says why a paper goes out though
    limitation is over.
    """

    shown: Sum
    acknowledged: str = ""


class Sealed(msgspec.Struct, frozen=True):
    """SHA-256 over the pair of the document's id and the paper's hash: what the record proves."""

    digest: str


class Went(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`provenance` is the proof: a receipt, the court's notice."""

    on: date
    provenance: str
    document_id: UUID | None = None


@get("/api/filings", operation_id="Filings", tags=["cases"])
async def list_filings(
    actor: NamedDependency[Actor],
    side: FromQuery[str] = "",
    status: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    batch: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> FilingPage:
    """One page of papers, by age."""
    rows = await filing_list(
        actor,
        await side_of(actor, side),
        status=status,
        kind=kind,
        batch_id=optional_identifier(batch, "batch"),
        after=optional_identifier(after, "after"),
    )
    return FilingPage([_row(one) for one in rows[:PAGE]], rows[PAGE - 1].id if len(rows) > PAGE else None)


def _row(one: FilingShown) -> FilingRow:
    missing = [missing.sentence for missing in one.missing]
    total = Sum.of(one.total) if one.total else None
    paper = PaperRow(one.id, one.kind, one.status, one.prepared_on, total, one.document_id, missing)
    return FilingRow(one.case_id, one.case_reference, one.batch_id, one.signatory, one.letterhead_version, paper)


@post("/api/filings/{filing_id:uuid}/approve", status_code=200, operation_id="ApproveFiling", tags=["cases"])
async def approve(
    actor: NamedDependency[Actor], filing_id: FromPath[UUID], data: JSONBody[Approval], key: Key
) -> Response[bytes]:
    """The person named on the paper approves it for the sum shown."""

    async def act() -> Done:
        await approve_filings(actor, [filing_id], shown=[data.shown.money], acknowledged=data.acknowledged)
        return Done("Approved. Seal it to fix it for ever.")

    return await acted(actor, key, f"/api/filings/{filing_id}/approve", data, act)


@post("/api/filings/{filing_id:uuid}/seal", status_code=200, operation_id="SealFiling", tags=["cases"])
async def seal(
    actor: NamedDependency[Actor], filing_id: FromPath[UUID], data: JSONBody[Nothing], key: Key
) -> Response[bytes]:
    async def act() -> Sealed:
        return Sealed(await seal_filings(actor, [filing_id]))

    return await acted(actor, key, f"/api/filings/{filing_id}/seal", data, act)


@post("/api/filings/{filing_id:uuid}/filed", status_code=200, operation_id="MarkFiled", tags=["cases"])
async def filed(
    actor: NamedDependency[Actor], filing_id: FromPath[UUID], data: JSONBody[Went], key: Key
) -> Response[bytes]:
    """The sealed paper went to the court or the debtor that day: an event of the case, with its deadlines."""

    async def act() -> Done:
        await mark_filed(actor, [filing_id], on=data.on, provenance=data.provenance, document_id=data.document_id)
        return Done("It went out on that day; its deadlines are set.")

    return await acted(actor, key, f"/api/filings/{filing_id}/filed", data, act)


@post("/api/filings/{filing_id:uuid}/served", status_code=200, operation_id="MarkServed", tags=["cases"])
async def served(
    actor: NamedDependency[Actor], filing_id: FromPath[UUID], data: JSONBody[Went], key: Key
) -> Response[bytes]:
    async def act() -> Done:
        await mark_served(actor, [filing_id], on=data.on, provenance=data.provenance, document_id=data.document_id)
        return Done("It was served on that day; its deadlines are set.")

    return await acted(actor, key, f"/api/filings/{filing_id}/served", data, act)


@post("/api/filings/{filing_id:uuid}/withdraw", status_code=200, operation_id="WithdrawFiling", tags=["cases"])
async def withdraw(
    actor: NamedDependency[Actor], filing_id: FromPath[UUID], data: JSONBody[Nothing], key: Key
) -> Response[bytes]:
    """Takes a paper back that was not sealed yet."""

    async def act() -> Done:
        await withdraw_filing(actor, filing_id)
        return Done("Withdrawn. It can be prepared again.")

    return await acted(actor, key, f"/api/filings/{filing_id}/withdraw", data, act)


ROUTES = (list_filings, approve, seal, filed, served, withdraw)
