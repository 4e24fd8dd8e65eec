"""Approving, sealing and marking filings: for one or for a whole selection, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from cases.desk.barred import bars_of
from cases.desk.exhibits import link_exhibit
from cases.desk.policies import who_can_leave
from cases.desk.reach import CaseAtHand, cases_at_hand, digest_of
from cases.jurisdictions.contract import Procedure
from cases.preflight.findings import Findings, findings_of
from cases.proceedings.case_file import Assembled, assemble
from cases.proceedings.commands import Happened, procedure_of, record_events
from cases.proceedings.drafting import BEFORE_REFERENCE, drafted, lock_later, signatory_by_id
from cases.proceedings.facts import BarAcknowledged, FilingMoved, FilingsApproved, FilingsSealed
from cases.proceedings.policies import can_move
from cases.proceedings.printing import Draft
from cases.proceedings.samples import samples_opened
from cases.proceedings.states import FILINGS, FilingStatus
from documents.proofs.batches import record_sealed
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Place, Refused, StaleState
from kernel.machine import Transition
from kernel.money import Money

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class FilingRow:
    id: UUID
    case_id: UUID
    kind: str
    status: str
    prepared_on: date
    total: Money | None
    source_digest: bytes | None
    document_id: UUID | None
    signatory_id: UUID | None
    batch_id: UUID | None
    chunk: int | None


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
        filings = await _filings(actor, filing_ids, FILINGS["approve"])
        await _signs(actor, filings)
        _same_totals(filings, shown)
        samples = await samples_opened(actor, [one.id for one in filings])
        cases = {one.id: one for one in await cases_at_hand(actor, [f.case_id for f in filings])}
        found = await _unchanged(actor, filings, cases)
        await _barred(actor, filings, list(cases.values()), acknowledged.strip())
        await _move(filings, FILINGS["approve"], approved_by=actor.person_id, approved_at=actor.now())
        await db.execute(
            "UPDATE documents SET status = 'approved', version = version + 1 WHERE id = ANY($1) AND status = 'drafted'",
            [one.document_id for one in filings],
        )
        approved = FilingsApproved(
            subject_id=filings[0].id,
            signatory_id=_sure(filings[0].signatory_id),
            count=len(filings),
            totals=[str(total) for total in totals_of(filings)],
            digest=digest_of([one.id for one in filings]),
            samples=len(samples.rows),
            samples_digest=digest_of([one.filing_id for one in samples.rows]),
            unlimited=tuple(sorted({what for one in found for what in one.unlimited})),
            unseen=sum(len(one.unseen) for one in found),
        )
        await facts.record(actor, approved, about=_about(actor, list(cases.values())))


async def seal_filings(actor: Actor, filing_ids: Sequence[UUID]) -> str:
    """Fixes approved papers for ever, with one fact over all their hashes; returns its digest."""
    actor.must("filings.approve")
    async with db.transaction(actor):
        filings = await _filings(actor, filing_ids, FILINGS["seal"])
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
        await _move(filings, FILINGS["seal"])
        about = _about(actor, cases)
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
    await _mark(actor, filing_ids, "file", on=on, provenance=provenance, document_id=document_id)


async def mark_accepted(
    actor: Actor, filing_ids: Sequence[UUID], *, on: date, provenance: str, document_id: UUID | None = None
) -> None:
    """The court took papers that reached it in a file: filed on that day, as by hand."""
    await _mark(actor, filing_ids, "accept", on=on, provenance=provenance, document_id=document_id)


async def move_filings(actor: Actor, filing_ids: Sequence[UUID], verb: str, **changes: object) -> None:
    """Moves papers that a file carries to the court or back, with a fact each and no event of the case."""
    actor.must("cases.work")
    async with db.transaction(actor):
        filings = await _filings(actor, filing_ids, FILINGS[verb])
        cases = {one.id: one for one in await cases_at_hand(actor, [f.case_id for f in filings])}
        await _move(filings, FILINGS[verb], **changes)
        for one in filings:
            await _record_move(actor, one, verb, cases[one.case_id])


async def mark_served(
    actor: Actor, filing_ids: Sequence[UUID], *, on: date, provenance: str, document_id: UUID | None = None
) -> None:
    """The papers were served on the debtor that day."""
    await _mark(actor, filing_ids, "serve", on=on, provenance=provenance, document_id=document_id)


async def withdraw_filing(actor: Actor, filing_id: UUID) -> None:
    """Takes a paper back that was not sealed yet, so that another can be prepared."""
    actor.must("filings.prepare")
    async with db.transaction(actor):
        (filing,) = await _filings(actor, [filing_id], FILINGS["withdraw"])
        (case,) = await cases_at_hand(actor, [filing.case_id])
        await _move([filing], FILINGS["withdraw"])
        fact = FilingMoved(subject_id=filing_id, case_id=case.id, transition="withdraw", status="withdrawn")
        await facts.record(actor, fact, about=case.other_side(actor))


def totals_of(filings: Sequence[FilingRow]) -> list[Money]:
    """The sum in each currency, by its code."""
    sums: dict[str, Money] = {}
    for one in filings:
        if one.total is not None:
            sums[one.total.currency] = sums.get(one.total.currency, Money.zero(one.total.currency)) + one.total
    return [sums[currency] for currency in sorted(sums)]


async def _mark(
    actor: Actor, filing_ids: Sequence[UUID], verb: str, *, on: date, provenance: str, document_id: UUID | None
) -> None:
    actor.must("cases.work")
    async with db.transaction(actor):
        filings = await _filings(actor, filing_ids, FILINGS[verb])
        cases = {one.id: one for one in await cases_at_hand(actor, [f.case_id for f in filings])}
        if verb == "file":
            await _in_no_file(filings, cases)
        groups: dict[tuple[str, str | None], list[FilingRow]] = {}
        for one in filings:
            procedure = procedure_of(cases[one.case_id])
            event = (procedure.served_as if verb == "serve" else procedure.leaves_as).get(one.kind)
            groups.setdefault((one.kind, event), []).append(one)
            if verb != "serve":
                await _as_exhibit(actor, procedure, one, on)
        for (_, event), group in groups.items():
            if event is not None:
                happened = Happened(event, on, provenance, document_id)
                await record_events(actor, [one.case_id for one in group], happened)
        await _move(filings, FILINGS[verb])
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


async def _in_no_file(filings: Sequence[FilingRow], cases: dict[UUID, CaseAtHand]) -> None:
    row = await db.fetch_one(
        "SELECT p.case_id, s.reference FROM submission_parts p LEFT JOIN submissions s ON s.id = p.submission_id"
        " WHERE p.filing_id = ANY($1) AND p.outcome NOT IN ('left_out', 'released') LIMIT 1",
        [one.id for one in filings],
    )
    if row is not None:
        where = row["reference"] or "being made"
        raise Refused(
            f"{cases[row['case_id']].reference}: the paper lies in a file for the court ({where})."
            " Withdraw that file first, or wait for the court's answer."
        )


async def _as_exhibit(actor: Actor, procedure: Procedure, filing: FilingRow, on: date) -> None:
    """The paper under its own heading, which is in the court's language; the document's title ends with the case."""
    kind = procedure.exhibit_as.get(filing.kind)
    if kind is not None and filing.document_id is not None:
        stored = await db.fetch_value("SELECT title FROM documents WHERE id = $1", filing.document_id)
        title = str(stored).rpartition(BEFORE_REFERENCE)[0]
        await link_exhibit(actor, [filing.case_id], filing.document_id, kind=kind, title=title, dated_on=on)


async def _filings(actor: Actor, filing_ids: Sequence[UUID], verb: Transition[FilingStatus]) -> list[FilingRow]:
    """The filings, locked, each in a state the verb may start from. NotFound, StaleState or Forbidden otherwise."""
    wanted = sorted(set(filing_ids))
    rows = await db.fetch(
        "SELECT f.*, EXISTS (SELECT 1 FROM signatories s WHERE s.id = f.signatory_id AND s.organisation_id = $2)"
        " AS signed_here FROM filings f WHERE f.id = ANY($1)"
        " AND (f.organisation_id = $2 OR f.firm_organisation_id = $2)"
        " ORDER BY f.id FOR UPDATE",
        wanted,
        actor.organisation,
    )
    if len(rows) != len(wanted) or not rows:
        raise NotFound("There is no such filing here.")
    for row in rows:
        if row["status"] not in verb.sources:
            raise StaleState(f"“{verb.name}” is not possible: a filing is {row['status']} now. Reload the page.")
        if (answer := can_move(actor, row, verb.name)) is not True:
            raise Forbidden(answer)
    return [_filing(row) for row in rows]


def _filing(row: db.Row) -> FilingRow:
    total = Money(row["total_minor"], row["currency"]) if row["total_minor"] is not None else None
    plain = {name: row[name] for name in FilingRow.__dataclass_fields__ if name != "total"}
    return FilingRow(**plain, total=total)


async def _move(filings: Sequence[FilingRow], verb: Transition[FilingStatus], **changes: object) -> None:
    sets = "".join(f", {name} = ${number}" for number, name in enumerate(changes, start=4))
    await db.execute(
        f"UPDATE filings SET status = $2, version = version + 1{sets} WHERE id = ANY($1) AND status = ANY($3)",
        [one.id for one in filings],
        verb.target.value,
        [state.value for state in verb.sources],
        *changes.values(),
    )


async def _signs(actor: Actor, filings: Sequence[FilingRow]) -> None:
    """Only the person named on the paper, and only while the authority lasts."""
    for signatory_id in {one.signatory_id for one in filings}:
        signatory = await signatory_by_id(signatory_id)
        if signatory is None or (signatory.person_id, signatory.organisation_id) != (
            actor.person_id,
            actor.organisation_id,
        ):
            name = signatory.name if signatory else "nobody"
            raise Forbidden(f"The paper names {name} as the one who signs: only that person may approve it.")
        today = actor.today("UTC")
        if today < signatory.from_on or (signatory.until_on is not None and today > signatory.until_on):
            raise Refused(f"The authority of {signatory.name} is not in force today. Prepare the paper again.")


def _same_totals(filings: Sequence[FilingRow], shown: Sequence[Money]) -> None:
    actual = totals_of(filings)
    if sorted((one.currency, one.minor) for one in shown) != [(one.currency, one.minor) for one in actual]:
        said, is_now = (", ".join(str(one) for one in sums) or "nothing" for sums in (shown, actual))
        raise Invalid(
            f"The page showed {said}, but the papers demand {is_now}. Look at them again.",
            places=[Place("shown_amount", said, f"It is {is_now}.")],
        )


async def _unchanged(actor: Actor, filings: Sequence[FilingRow], cases: dict[UUID, CaseAtHand]) -> list[Findings]:
    """Nothing stops the cases, and the papers still say what the rows say. What was found that stops nothing."""
    found: list[Findings] = []
    for kind in {one.kind for one in filings}:
        group = [one for one in filings if one.kind == kind]
        answers = await who_can_leave(actor, [cases[one.case_id] for one in group], kind, on=actor.today("UTC"))
        for one in group:
            answer = answers[one.case_id]
            if isinstance(answer, str):
                raise Refused(f"{cases[one.case_id].reference}: {answer}")
    by_source: dict[tuple[date, UUID | None], list[FilingRow]] = {}
    for one in filings:
        by_source.setdefault((one.prepared_on, one.signatory_id), []).append(one)
    for (on, signatory_id), group in by_source.items():
        signatory = await signatory_by_id(signatory_id)
        assembled = await assemble(
            actor, [cases[one.case_id] for one in group], on=on, signatory=signatory, purpose="approving"
        )
        files = {one.case.id: one for one in assembled}
        found += await _nothing_found(actor, assembled, group)
        for one in group:
            again = drafted(one.id, files[one.case_id], one.kind)
            if not isinstance(again, Draft) or again.digest != one.source_digest:
                reference = cases[one.case_id].reference
                raise Refused(
                    f"{reference}: facts changed since the paper was prepared. Withdraw it, prepare it again."
                )
    return found


async def _nothing_found(actor: Actor, assembled: Sequence[Assembled], group: Sequence[FilingRow]) -> list[Findings]:
    """What the preflight finds on the day of approval; a plea of limitation has its own reason to be given."""
    on, told = actor.today("UTC"), list[Findings]()
    for kind in {one.kind for one in group}:
        mine = {one.case_id for one in group if one.kind == kind}
        found = await findings_of(actor, [one for one in assembled if one.case.id in mine], kind, on=on, alone=True)
        for one in assembled:
            if one.case.id not in found:
                continue
            if faults := found[one.case.id].stops:
                raise Refused(f"{one.case.reference}: {faults[0].sentence} Withdraw the paper, or mend it first.")
            told.append(found[one.case.id])
    return told


async def _barred(actor: Actor, filings: Sequence[FilingRow], cases: Sequence[CaseAtHand], acknowledged: str) -> None:
    """Keeps the reason with each paper whose claim can be met by a plea of limitation."""
    bars = await bars_of(cases, on=actor.today("UTC"))
    over = [one for one in filings if one.case_id in bars]
    if not over:
        return
    if not 0 < len(acknowledged) <= LONGEST_REASON:
        named = ", ".join(sorted(case.reference for case in cases if case.id in bars)[:5])
        wanted = f"Say why it goes out all the same, in at most {LONGEST_REASON} characters: an interruption, for one."
        raise Invalid(
            f"Limitation is over in {len(over)} of them ({named}): {bars[over[0].case_id].sentence}",
            places=[Place("acknowledged", acknowledged[:40] or None, wanted)],
        )
    await db.execute("UPDATE filings SET barred_reason = $2 WHERE id = ANY($1)", [one.id for one in over], acknowledged)
    fact = BarAcknowledged(
        subject_id=over[0].case_id if len(over) == 1 else over[0].id,
        signatory_id=_sure(over[0].signatory_id),
        count=len(over),
        reason_sha256=sha256(acknowledged.encode()).hexdigest(),
        digest=digest_of([one.id for one in over]),
    )
    await facts.record(actor, fact, about=_about(actor, cases))


def _about(actor: Actor, cases: Sequence[CaseAtHand]) -> UUID | None:
    sides = {case.other_side(actor) for case in cases}
    return sides.pop() if len(sides) == 1 else None


def _sure(value: UUID | None) -> UUID:
    if value is None:
        raise NotFound("The paper names nobody who signs.")
    return value
