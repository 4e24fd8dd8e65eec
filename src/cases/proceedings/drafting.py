"""What a job does with a chunk of queued filings: assemble, stop or print, store, and write each down exactly once.

Killed anywhere, the next run finds what is still queued. The worst that remains is an object in the store that no
row names, encrypted with a key that nobody has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import msgspec

from cases.claims.titles import where_to_enter
from cases.correspondence.sending import note_sent
from cases.desk.commands import common_side
from cases.desk.policies import who_can_leave
from cases.desk.reach import CaseAtHand, cases_at_hand, digest_of, for_owner
from cases.instructions.authority import FeeDue, commit_fees
from cases.instructions.court_fees import court_fee
from cases.jurisdictions.contract import Missing
from cases.jurisdictions.registry import procedure_named
from cases.preflight.findings import Findings, findings_of
from cases.proceedings.case_file import Assembled, assemble
from cases.proceedings.facts import FilingMoved, FilingsStopped
from cases.proceedings.preparing import paper_of
from cases.proceedings.printing import Draft, demanded, printed, source_digest
from cases.proceedings.signatories import COLUMNS, SignatoryShown
from cases.proceedings.states import FILINGS
from cases.proceedings.unread import wait_for_reading, with_course
from cases.studio.house import NOT_OURS
from documents.render.engine import Rendered
from documents.render.pool import Printed
from documents.vault.commands import Put, add_document, put, seal_document
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Problem, Refused, StaleState

PDF = "application/pdf"
BEFORE_REFERENCE = " · "
"""Between a paper's own title and its case's reference, in the title of the document."""


class _Erased(Refused):
    """What the paper says of somebody is no longer kept: neither is the paper."""


async def draft_chunk(actor: Actor, batch_id: UUID, chunk: int) -> int:
    """Prepares what is still queued of the chunk; returns how many filings it wrote. Safe to repeat."""
    async with db.transaction(actor):
        drafts = await _decide(actor, batch_id, chunk)
    written = 0
    async for draft, outcome in printed(drafts):
        if not isinstance(outcome, Printed):
            unprinted = Missing("paper", f"The paper could not be printed. {outcome.sentence}", "filings")
            async with db.transaction(actor):
                await _stop(actor, draft.paper.kind, {draft.filing_id: (draft.case, (unprinted,))})
            continue
        stored = await put(outcome.paper.pdf, media_type=PDF)
        try:
            await _keep(actor, draft, outcome.paper, stored, batch_id, chunk)
        except StaleState:
            continue  # another run of the same chunk was faster; its row stands
        except _Erased as erased:
            async with db.transaction(actor):
                gone = Missing("debtor", erased.sentence, "papers")
                await _stop(actor, draft.paper.kind, {draft.filing_id: (draft.case, (gone,))})
            continue
        written += 1
    return written


async def _decide(actor: Actor, batch_id: UUID, chunk: int) -> list[Draft]:
    """The filings that can be printed; the others are stopped here, each with all that is missing."""
    rows = await db.fetch(
        "SELECT id, case_id, kind, prepared_on, signatory_id FROM filings WHERE batch_id = $2 AND chunk = $3"
        " AND status = 'queued' AND (organisation_id = $1 OR firm_organisation_id = $1) ORDER BY id",
        actor.organisation,
        batch_id,
        chunk,
    )
    if not rows:
        return []
    first = rows[0]
    cases = await cases_at_hand(actor, [row["case_id"] for row in rows])
    leaving = await who_can_leave(actor, cases, first["kind"], on=first["prepared_on"])
    signatory = await signatory_by_id(first["signatory_id"])
    assembled = await assemble(
        actor, cases, on=first["prepared_on"], signatory=signatory, purpose=f"preparing {first['kind']}"
    )
    by_case = {one.case.id: one for one in assembled}
    findings = await findings_of(
        actor, assembled, first["kind"], on=first["prepared_on"], alone=await _is_alone(actor, batch_id)
    )
    drafts: list[Draft] = []
    stopped: dict[UUID, tuple[CaseAtHand, tuple[Missing, ...]]] = {}
    for row in rows:
        one, answer = by_case[row["case_id"]], leaving[row["case_id"]]
        held = (Missing("stop", answer, "onboarding"),) if isinstance(answer, str) else ()
        found = held or with_findings(drafted(row["id"], one, row["kind"]), findings[one.case.id])
        if isinstance(found, Draft):
            drafts.append(found)
        else:
            stopped[row["id"]] = (one.case, with_course([_located(one.case, missing) for missing in found]))
    await _stop(actor, first["kind"], stopped)
    await wait_for_reading(actor, batch_id, [missing for _, missing in stopped.values()])
    fees = await commit_fees(actor, [due for one in drafts if (due := fee_due(one)) is not None])
    over = [one for one in drafts if one.filing_id in fees]
    missing = {one.filing_id: (one.case, (Missing("authority", fees[one.filing_id], "papers"),)) for one in over}
    await _stop(actor, first["kind"], missing)
    return [one for one in drafts if one.filing_id not in fees]


async def _is_alone(actor: Actor, batch_id: UUID) -> bool:
    many = await db.fetch_value(
        "SELECT count(*) FROM filings WHERE batch_id = $2 AND (organisation_id = $1 OR firm_organisation_id = $1)",
        actor.organisation,
        batch_id,
    )
    return bool(many == 1)


def with_findings(found: Draft | tuple[Missing, ...], findings: Findings) -> Draft | tuple[Missing, ...]:
    """The paper only where the preflight finds nothing; else all that is missing of both."""
    if isinstance(found, Draft):
        return findings.stops or replace(found, remarks=findings.remarks)
    return (*found, *findings.stops)


def fee_due(draft: Draft) -> FeeDue | None:
    """The court fee that the paper will cost: what begins a procedure pays its fee, no letter and no later writ."""
    case = draft.case
    procedure = procedure_named(case.jurisdiction, case.procedure)
    if procedure is None or not procedure.begins(draft.paper.kind):
        return None
    fee = court_fee(case.jurisdiction, case.procedure, draft.total, draft.on)
    return FeeDue(draft.filing_id, case.id, fee) if fee is not None and fee.minor else None


def _located(case: CaseAtHand, missing: Missing) -> Missing:
    """What is entered on another page than the case's says which."""
    if missing.enter_at != "title":
        return missing
    return replace(missing, sentence=f"{missing.sentence} Enter it at {where_to_enter(case.tape_id, case.claim_id)}")


def drafted(filing_id: UUID, one: Assembled, kind: str) -> Draft | tuple[Missing, ...]:
    """The paper ready to print, or everything that is missing."""
    paper_kind = paper_of(one.case, kind)
    if isinstance(paper_kind, str):
        return (Missing("paper", paper_kind, "procedure"),)
    try:
        paper = paper_kind.prepare(one.file)
    except Problem as problem:
        return (*one.gaps, Missing("law", problem.sentence, "procedure"))
    if isinstance(paper, tuple):
        return (*one.gaps, *paper)
    if one.gaps:
        return one.gaps
    house = one.house if kind not in NOT_OURS else None
    shown = house.digest(kind, paper.language) if house else b""
    digest = source_digest(one.case.jurisdiction or "", kind, one.file, shown)
    if house is not None:
        paper = replace(paper, context={**paper.context, "house": house.on(kind, paper.language)})
    letterhead = house.version if house else None
    return Draft(filing_id, one.case, paper, demanded(paper, one.file), digest, one.file.on, letterhead)


async def signatory_by_id(signatory_id: UUID | None) -> SignatoryShown | None:
    row = await db.fetch_one(f"SELECT {COLUMNS} FROM signatories WHERE id = $1", signatory_id)
    return SignatoryShown(**dict(row)) if row else None


async def _stop(actor: Actor, kind: str, stopped: Mapping[UUID, tuple[CaseAtHand, Sequence[Missing]]]) -> None:
    if not stopped:
        return
    await db.execute(
        "UPDATE filings f SET status = 'stopped', missing = n.missing, approved_by = NULL, approved_at = NULL,"
        " version = f.version + 1 FROM unnest($1::uuid[], $2::jsonb[]) AS n(id, missing)"
        " WHERE f.id = n.id AND f.status = 'queued'",
        list(stopped),
        [msgspec.json.encode(list(missing)).decode() for _, missing in stopped.values()],
    )
    fact = FilingsStopped(
        subject_id=next(iter(stopped)), paper=kind, count=len(stopped), digest=digest_of(list(stopped))
    )
    await facts.record(actor, fact, about=common_side(actor, [case for case, _ in stopped.values()]))


async def _keep(actor: Actor, draft: Draft, paper: Rendered, stored: Put, batch_id: UUID, chunk: int) -> None:
    """Document, filing and fact in one transaction; a filing that is no longer queued takes them all back."""
    case = draft.case
    owner = for_owner(actor, case.organisation_id)
    async with db.transaction(actor):
        at_once = await db.fetch_value("SELECT approved_by IS NOT NULL FROM filings WHERE id = $1", draft.filing_id)
        async with db.transaction(owner, as_system=True):
            await _none_erased(case)
            document_id = await add_document(
                owner,
                stored,
                subject_kind="case",
                subject_id=case.id,
                kind=draft.paper.kind,
                title=f"{draft.paper.title}{BEFORE_REFERENCE}{case.reference}",
                language=draft.paper.language,
                file_name=draft.file_name,
                pages=paper.pages,
                source_digest=draft.digest,
                firm_organisation_id=case.firm_organisation_id,
            )
            if at_once:
                await seal_document(owner, document_id, about=case.firm_organisation_id)
        verb = FILINGS["send_at_once" if at_once else "draft"]
        await db.move(
            "filings",
            draft.filing_id,
            verb,
            document_id=document_id,
            source_digest=draft.digest,
            total_minor=draft.total.minor,
            currency=draft.total.currency,
            letterhead_of=actor.organisation,
            letterhead_version=draft.letterhead,
            remarks=msgspec.json.encode(draft.remarks).decode(),
        )
        if at_once:
            await note_sent(actor, case, draft.paper, document_id, on=draft.on)
            await lock_later(actor, batch_id, chunk)
        fact = FilingMoved(subject_id=draft.filing_id, case_id=case.id, transition=verb.name, status=verb.target.value)
        await facts.record(actor, fact, about=case.other_side(actor))


async def _none_erased(case: CaseAtHand) -> None:
    """In the open transaction of the owner, before whose end nobody of the claim can be erased."""
    rows = await db.fetch("SELECT erased_at FROM parties WHERE claim_id = $1 ORDER BY id FOR SHARE", case.claim_id)
    if any(row["erased_at"] is not None for row in rows):
        raise _Erased("Somebody of the claim was erased while the paper was made. It was not kept.")


async def lock_later(actor: Actor, batch_id: UUID, chunk: int) -> None:
    """The store's own lock follows the commit; one job waits for a chunk at a time."""
    await jobs.defer(
        "cases.lock_filings",
        queue="bulk",
        once=f"cases.lock_filings:{batch_id}:{chunk}",
        organisation_id=actor.organisation,
        batch_id=batch_id,
        chunk=chunk,
    )
