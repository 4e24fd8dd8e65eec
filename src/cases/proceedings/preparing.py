"""Preparing filings: asked for one case or many, done by jobs of a chunk each, once only however often they run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.commands import Outcome, common_side
from cases.desk.policies import NOTICE, Answer, can_file_at_all, who_can_leave
from cases.desk.reach import CaseAtHand, cases_at_hand, digest_of
from cases.jurisdictions.contract import PaperKind
from cases.jurisdictions.paperwork.everyday import OF_ITS_DAY, POWER
from cases.jurisdictions.registry import by_code
from cases.proceedings.facts import FilingsRequested
from cases.proceedings.left_out import note_left_out
from cases.proceedings.signatories import SignatoryShown, signatory_for
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Forbidden, Refused
from kernel.ids import new_id

CHUNK = 50
"""Cases a job takes."""


@dataclass(frozen=True, slots=True)
class Requested:
    """A batch on its way, and the cases left out with the reason of each."""

    batch_id: UUID
    outcome: Outcome


async def prepare_filings(
    actor: Actor,
    case_ids: Sequence[UUID],
    kind: str,
    *,
    signatory_id: UUID | None = None,
    batch_id: UUID | None = None,
) -> Requested:
    """Queues one filing of the kind for each case that may have it. A stopped one is tried again.

    What stands in the way of a case is kept with the batch; a single case of a new batch is refused with it.
    """
    actor.must("filings.prepare")
    return await _request(actor, case_ids, kind, signatory_id=signatory_id, approved=False, batch_id=batch_id)


async def send_notices(actor: Actor, case_ids: Sequence[UUID], *, signatory_id: UUID | None = None) -> Requested:
    """Queues the notice of assignment of each case; the job prints, seals and sends it. Ordering it approves it.

    A case whose notice came back gets a new one.
    """
    actor.must("cases.onboard")
    return await _request(actor, case_ids, NOTICE, signatory_id=signatory_id, approved=True)


def paper_of(case: CaseAtHand, kind: str) -> PaperKind | str:
    """The paper of the case's procedure, or the sentence why there is none."""
    answer = can_file_at_all(case)
    if isinstance(answer, str):
        return answer
    jurisdiction = by_code(case.jurisdiction or "")
    if jurisdiction is None or case.procedure is None:
        return "No procedure is chosen for the case yet."
    procedure = jurisdiction.procedures[case.procedure]
    found = next((one for one in procedure.papers if one.code == kind), None)
    return found or f"{procedure.local_name} has no paper {kind}."


async def _request(
    actor: Actor,
    case_ids: Sequence[UUID],
    kind: str,
    *,
    signatory_id: UUID | None,
    approved: bool,
    batch_id: UUID | None = None,
) -> Requested:
    on = actor.today("UTC")
    signatory = await signatory_for(actor, signatory_id, on)
    again, batch_id = batch_id is not None, batch_id or new_id()
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids, lock=True)
        if again and kind != POWER:
            # What another works now keeps the reason that was noted for it.
            cases = [case for case in cases if case.working_id == actor.organisation]
            if not cases:
                raise Forbidden("The law firm that works these cases tries their papers again.")
        answers = await why_not_prepared(actor, cases, kind, on=on)
        ready = [case for case in cases if answers[case.id] is True]
        reasons = {case.id: str(answers[case.id]) for case in cases if answers[case.id] is not True}
        left = list(reasons.values())
        if len(cases) == 1 and left and not again:
            raise Refused(left[0])
        await note_left_out(actor, batch_id, kind, cases, reasons)
        await _queue(actor, ready, kind, batch_id, signatory, on, approved=approved)
        if ready:
            await _defer(actor, batch_id, len(ready))
            fact = FilingsRequested(
                subject_id=batch_id,
                paper=kind,
                count=len(ready),
                left_out=len(left),
                digest=digest_of([case.id for case in ready]),
            )
            await facts.record(actor, fact, about=common_side(actor, cases))
    return Requested(batch_id, Outcome.of(len(ready), left))


def standing(table: str = "") -> str:
    """What stands in the way of another of its kind, in SQL: the index filings_one_live says the same."""
    again = ", ".join(f"'{kind}'" for kind in OF_ITS_DAY)
    gone = f"{table}kind IN ({again}) AND {table}status IN ('filed', 'served')"
    return f"{table}status NOT IN ('withdrawn', 'rejected') AND NOT ({gone})"


async def why_not_prepared(actor: Actor, cases: Sequence[CaseAtHand], kind: str, *, on: date) -> dict[UUID, Answer]:
    """For each case True, or why no filing of the kind can be queued now. In the open transaction."""
    leaving = await who_can_leave(actor, list(cases), kind, on=on)
    rows = await db.fetch(
        "SELECT f.case_id, f.status, k.notice_returned_on FROM filings f JOIN cases k ON k.id = f.case_id"
        f" WHERE f.case_id = ANY($1) AND f.kind = $2 AND {standing('f.')}",
        [case.id for case in cases],
        kind,
    )
    live = {
        row["case_id"]: row["status"]
        for row in rows
        if row["status"] != "stopped" and not (kind == NOTICE and row["notice_returned_on"])
    }
    answers: dict[UUID, Answer] = {}
    for case in cases:
        paper = paper_of(case, kind)
        if isinstance(paper, str):
            answers[case.id] = paper
        elif kind == POWER and case.organisation_id != actor.organisation:
            answers[case.id] = "The power is the creditor's to give: the creditor prepares it."
        elif kind != POWER and case.working_id != actor.organisation:
            answers[case.id] = "A law firm works this case: it prepares the papers."
        elif case.id in live:
            answers[case.id] = f"There is one already; it is {live[case.id]}."
        else:
            answers[case.id] = leaving[case.id]
    return answers


async def _queue(
    actor: Actor,
    cases: Sequence[CaseAtHand],
    kind: str,
    batch_id: UUID,
    signatory: SignatoryShown,
    on: date,
    *,
    approved: bool,
) -> None:
    """Puts stopped ones back into the queue and adds the others; a notice that came back makes room for the next."""
    ids = [case.id for case in cases]
    if kind == NOTICE:
        await db.execute(
            "UPDATE filings f SET status = 'withdrawn', version = f.version + 1 FROM cases k WHERE k.id = f.case_id"
            " AND f.case_id = ANY($1) AND f.kind = $2 AND f.status = 'filed' AND k.notice_returned_on IS NOT NULL",
            ids,
            kind,
        )
    await db.execute(
        "INSERT INTO filings (id, case_id, organisation_id, firm_organisation_id, procedure, kind, status, prepared_on,"
        " signatory_id, approved_by, approved_at, version, created_by, created_at, batch_id, chunk)"
        " SELECT uuidv7(), k.id, k.organisation_id, k.firm_organisation_id, k.procedure, $2, 'queued', $3, $4, $5, $6,"
        " 0, $7, $8, $9, (n.place - 1) / $10 FROM unnest($1::uuid[]) WITH ORDINALITY AS n(id, place)"
        " JOIN cases k ON k.id = n.id ON CONFLICT (case_id, kind)"
        f" WHERE {standing()}"
        " DO UPDATE SET"
        " status = 'queued', missing = NULL, prepared_on = excluded.prepared_on, signatory_id = excluded.signatory_id,"
        " approved_by = excluded.approved_by, approved_at = excluded.approved_at, batch_id = excluded.batch_id,"
        " chunk = excluded.chunk, version = filings.version + 1 WHERE filings.status = 'stopped'",
        ids,
        kind,
        on,
        signatory.id,
        actor.person_id if approved else None,
        actor.now() if approved else None,
        actor.person_id,
        actor.now(),
        batch_id,
        CHUNK,
    )


async def _defer(actor: Actor, batch_id: UUID, many: int) -> None:
    for chunk in range((many + CHUNK - 1) // CHUNK):
        await jobs.defer(
            "cases.prepare_filings", queue="bulk", organisation_id=actor.organisation, batch_id=batch_id, chunk=chunk
        )
