"""Approving, sealing and marking filings: for one or for a whole selection, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.commands import common_side
from cases.desk.exhibits import link_exhibit
from cases.desk.reach import CaseAtHand, cases_at_hand, digest_of
from cases.jurisdictions.contract import Procedure
from cases.proceedings.approvable import judged
from cases.proceedings.approval import Approval, approve_rows, must_be_as_shown, must_be_excused, must_sign
from cases.proceedings.commands import Happened, procedure_of, record_events
from cases.proceedings.drafting import BEFORE_REFERENCE, lock_later
from cases.proceedings.facts import FilingMoved, FilingsSealed
from cases.proceedings.filing_rows import FilingRow, all_filings_at_hand, move_rows
from cases.proceedings.samples import samples_opened
from cases.proceedings.states import FILINGS
from cases.proceedings.under_decision import not_under_decision
from documents.proofs.batches import record_sealed
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Refused, StaleState
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Went:
    """The day on which papers went out, arrived or were served, and by what proof that is known."""

    on: date
    provenance: str
    document_id: UUID | None = None


async def approve_filings(
    actor: Actor, filing_ids: Sequence[UUID], *, shown: Sequence[Money], acknowledged: str = ""
) -> None:
    """The named signatory approves drafts. `shown`: the totals by currency that his page showed.

    Refused if a total moved, anything stops a case, or facts changed since the paper was prepared. Where limitation is
    over and the debtor may plead it, `acknowledged` says why the paper goes out all the same: Invalid without it.
    Of several he has opened the samples that are drawn from them: Refused with what is still unopened.
    """
    actor.must("filings.approve")
    async with db.transaction(actor):
        filings = await all_filings_at_hand(actor, filing_ids, FILINGS["approve"])
        await not_under_decision(filing_ids)
        await must_sign(actor, filings)
        must_be_as_shown(filings, shown)
        samples = await samples_opened(actor, [one.id for one in filings])
        cases = {one.id: one for one in await cases_at_hand(actor, [f.case_id for f in filings])}
        found = await judged(actor, filings, cases, excused=True)
        for one in filings:
            if one.id in found.stops:
                raise Refused(f"{cases[one.case_id].reference}: {found.stops[one.id]}")
        approval = Approval.now(actor, samples, acknowledged.strip())
        await must_be_excused(actor, list(cases.values()), approval.acknowledged)
        await approve_rows(actor, filings, cases, found, approval)


async def seal_filings(actor: Actor, filing_ids: Sequence[UUID]) -> str:
    """Fixes approved papers for ever, with one fact over all their hashes; returns its digest."""
    actor.must("filings.approve")
    async with db.transaction(actor):
        filings = await all_filings_at_hand(actor, filing_ids, FILINGS["seal"])
        cases = await cases_at_hand(actor, [one.case_id for one in filings])
        rows = await db.fetch(
            "UPDATE documents d SET status = 'sealed', sealed_at = $2, version = d.version + 1 FROM document_versions v"
            " WHERE d.id = ANY($1) AND d.sealed_at IS NULL AND v.document_id = d.id"
            " AND v.number = (SELECT max(w.number) FROM document_versions w WHERE w.document_id = d.id)"
            " RETURNING d.id, v.sha256",
            [one.document_id for one in filings],
            actor.now(),
        )
        if len(rows) != len(filings):
            raise StaleState("One of the papers is sealed already. Reload the page to see what happened.")
        pairs = [(row["id"], row["sha256"]) for row in rows]
        await move_rows(filings, FILINGS["seal"])
        about = common_side(actor, cases)
        digest = await record_sealed(actor, pairs, subject_id=filings[0].id, about=about)
        sealed = FilingsSealed(subject_id=filings[0].id, count=len(rows), digest=digest_of([one.id for one in filings]))
        await facts.record(actor, sealed, about=about)
        for batch_id, chunk in sorted({(f.batch_id, f.chunk) for f in filings if f.batch_id and f.chunk is not None}):
            await lock_later(actor, batch_id, chunk)
    return digest


async def mark_filed(
    actor: Actor, filing_ids: Sequence[UUID], *, on: date, provenance: str, document_id: UUID | None = None
) -> None:
    """The sealed papers went to the court or the debtor that day: an event of each case, with its deadlines.

    Refused for one that lies in a file for the court.
    """
    await mark(actor, filing_ids, "file", Went(on, provenance, document_id))


async def mark_accepted(
    actor: Actor, filing_ids: Sequence[UUID], *, on: date, provenance: str, document_id: UUID | None = None
) -> None:
    """The court took papers that reached it in a file: filed on that day, as by hand."""
    await mark(actor, filing_ids, "accept", Went(on, provenance, document_id))


async def move_filings(actor: Actor, filing_ids: Sequence[UUID], verb: str, **changes: object) -> None:
    """Moves papers that a file carries to the court or back, with a fact each and no event of the case."""
    actor.must("cases.work")
    async with db.transaction(actor):
        filings = await all_filings_at_hand(actor, filing_ids, FILINGS[verb])
        cases = {one.id: one for one in await cases_at_hand(actor, [f.case_id for f in filings])}
        await move_rows(filings, FILINGS[verb], **changes)
        for one in filings:
            await _record_move(actor, one, verb, cases[one.case_id])


async def mark_served(
    actor: Actor, filing_ids: Sequence[UUID], *, on: date, provenance: str, document_id: UUID | None = None
) -> None:
    """The papers were served on the debtor that day."""
    await mark(actor, filing_ids, "serve", Went(on, provenance, document_id))


async def withdraw_filing(actor: Actor, filing_id: UUID) -> None:
    """Takes a paper back that was not sealed yet, so that another can be prepared."""
    actor.must("filings.prepare")
    async with db.transaction(actor):
        (filing,) = await all_filings_at_hand(actor, [filing_id], FILINGS["withdraw"])
        (case,) = await cases_at_hand(actor, [filing.case_id])
        await move_rows([filing], FILINGS["withdraw"])
        fact = FilingMoved(subject_id=filing_id, case_id=case.id, transition="withdraw", status="withdrawn")
        await facts.record(actor, fact, about=case.other_side(actor))


async def mark(actor: Actor, filing_ids: Sequence[UUID], verb: str, went: Went, *, decided: bool = False) -> None:
    """File, accept or serve: an event of each case, all or none. `decided`: with their batch, by a decision."""
    actor.must("cases.work")
    async with db.transaction(actor):
        filings = await all_filings_at_hand(actor, filing_ids, FILINGS[verb])
        cases = {one.id: one for one in await cases_at_hand(actor, [f.case_id for f in filings])}
        if verb == "file":
            if not decided:
                await not_under_decision(filing_ids)
            lying = await in_files(filing_ids)
            for one in filings:
                if one.id in lying:
                    raise Refused(f"{cases[one.case_id].reference}: {lying[one.id]}")
        groups: dict[tuple[str, str | None], list[FilingRow]] = {}
        for one in filings:
            procedure = procedure_of(cases[one.case_id])
            event = (procedure.served_as if verb == "serve" else procedure.leaves_as).get(one.kind)
            groups.setdefault((one.kind, event), []).append(one)
            if verb != "serve":
                await _as_exhibit(actor, procedure, one, went.on)
        for (_, event), group in groups.items():
            if event is not None:
                happened = Happened(event, went.on, went.provenance, went.document_id)
                await record_events(actor, [one.case_id for one in group], happened)
        await move_rows(filings, FILINGS[verb])
        await db.execute(
            "UPDATE documents SET status = $2, version = version + 1 WHERE id = ANY($1)",
            [one.document_id for one in filings],
            FILINGS[verb].target.value,
        )
        for one in filings:
            await _record_move(actor, one, verb, cases[one.case_id])


async def _record_move(actor: Actor, filing: FilingRow, verb: str, case: CaseAtHand) -> None:
    fact = FilingMoved(subject_id=filing.id, case_id=filing.case_id, transition=verb, status=FILINGS[verb].target.value)
    await facts.record(actor, fact, about=case.other_side(actor))


async def in_files(filing_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Those of the papers that lie in a file for a court, with the sentence that says in which."""
    rows = await db.fetch(
        "SELECT p.filing_id, s.reference FROM submission_parts p LEFT JOIN submissions s ON s.id = p.submission_id"
        " WHERE p.filing_id = ANY($1) AND p.outcome NOT IN ('left_out', 'released') ORDER BY p.filing_id",
        list(filing_ids),
    )
    return {
        row["filing_id"]: f"the paper lies in a file for the court ({row['reference'] or 'being made'})."
        " Withdraw that file first, or wait for the court's answer."
        for row in rows
    }


async def _as_exhibit(actor: Actor, procedure: Procedure, filing: FilingRow, on: date) -> None:
    """The paper under its own heading, which is in the court's language; the document's title ends with the case."""
    kind = procedure.exhibit_as.get(filing.kind)
    if kind is not None and filing.document_id is not None:
        stored = await db.fetch_value("SELECT title FROM documents WHERE id = $1", filing.document_id)
        title = str(stored).rpartition(BEFORE_REFERENCE)[0]
        await link_exhibit(actor, [filing.case_id], filing.document_id, kind=kind, title=title, dated_on=on)
