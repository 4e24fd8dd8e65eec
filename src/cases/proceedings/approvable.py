"""What keeps a draft from being approved on the day it is approved, paper by paper: no good one waits for a bad one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from cases.desk.barred import bars_of
from cases.desk.policies import who_can_leave
from cases.desk.reach import CaseAtHand
from cases.preflight.findings import Findings, findings_of
from cases.proceedings.case_file import Assembled, assemble
from cases.proceedings.drafting import drafted, signatory_by_id
from cases.proceedings.filing_rows import FilingRow
from cases.proceedings.printing import Draft
from kernel.actor import Actor

UNEXCUSED = "Whoever approves it says why it goes out all the same; no reason was given."
CHANGED = "facts changed since the paper was prepared. Withdraw it, prepare it again."


@dataclass(slots=True)
class Judged:
    """`stops`: by filing why it may not be approved. `barred`: those whose claim can be met by a plea of limitation.
    `found`: what stops nothing and is told.
    """

    stops: dict[UUID, str] = field(default_factory=dict)
    barred: list[UUID] = field(default_factory=list)
    found: list[Findings] = field(default_factory=list)


async def judged(
    actor: Actor, filings: Sequence[FilingRow], cases: Mapping[UUID, CaseAtHand], *, excused: bool
) -> Judged:
    """Whether something stops the cases, and the papers still say what the rows say; in the open transaction.

    `excused`: a reason is given for those whose limitation is over.
    """
    judged, on = Judged(), actor.today("UTC")
    for kind in {one.kind for one in filings}:
        group = [one for one in filings if one.kind == kind]
        answers = await who_can_leave(actor, [cases[one.case_id] for one in group], kind, on=on)
        judged.stops |= {one.id: answer for one in group if isinstance(answer := answers[one.case_id], str)}
    by_source: dict[tuple[date, UUID | None], list[FilingRow]] = {}
    for one in filings:
        if one.id not in judged.stops:
            by_source.setdefault((one.prepared_on, one.signatory_id), []).append(one)
    for (prepared_on, signatory_id), group in by_source.items():
        await _as_prepared(actor, group, cases, judged, prepared_on, signatory_id)
    bars = await bars_of(list(cases.values()), on=on)
    judged.barred = [one.id for one in filings if one.case_id in bars]
    if not excused:
        by_id = {one.id: one for one in filings}
        for barred in judged.barred:
            judged.stops.setdefault(barred, f"{bars[by_id[barred].case_id].sentence} {UNEXCUSED}")
    return judged


async def _as_prepared(
    actor: Actor,
    group: Sequence[FilingRow],
    cases: Mapping[UUID, CaseAtHand],
    judged: Judged,
    on: date,
    signatory_id: UUID | None,
) -> None:
    """Papers of one day and signatory, held against what the same facts would give."""
    mine = list({one.case_id: cases[one.case_id] for one in group}.values())
    signatory = await signatory_by_id(signatory_id)
    assembled = await assemble(actor, mine, on=on, signatory=signatory, purpose="approving")
    files = {one.case.id: one for one in assembled}
    await _preflight(actor, group, files, judged)
    for one in group:
        again = drafted(one.id, files[one.case_id], one.kind)
        if not isinstance(again, Draft) or again.digest != one.source_digest:
            judged.stops.setdefault(one.id, CHANGED)


async def _preflight(actor: Actor, group: Sequence[FilingRow], files: Mapping[UUID, Assembled], judged: Judged) -> None:
    """What is found on the day of approval; a plea of limitation has its own reason to be given."""
    for kind in {one.kind for one in group}:
        mine = [one for one in group if one.kind == kind]
        answers = await findings_of(
            actor, [files[one.case_id] for one in mine], kind, on=actor.today("UTC"), alone=True
        )
        for one in mine:
            found = answers[one.case_id]
            if found.stops:
                told = f"{found.stops[0].sentence} Withdraw the paper, or mend it first."
                judged.stops.setdefault(one.id, told)
            else:
                judged.found.append(found)
