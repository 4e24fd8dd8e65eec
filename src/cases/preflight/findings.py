"""The preflight: everything that stops a paper which is complete in itself.

What a paper lacks, its country's folder says; holds, gate and what the law bars, `desk.policies`. Here is the rest:
the ledger, the debtors, what is known of them and since when, where they live, and what was paid for the claim.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cases.desk.barred import bars_of
from cases.desk.policies import NOTICE
from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import Missing, Procedure
from cases.jurisdictions.registry import procedure_named
from cases.preflight.debtors import boxed, misaddressed, misnumbered
from cases.preflight.freshness import Asked, asked_of
from cases.preflight.kinds import KINDS, WHATS, What
from cases.preflight.ledger import early_interest, ledger_faults
from cases.preflight.price import packs_of
from cases.proceedings.case_file import Assembled
from cases.proceedings.openness import closed_to
from kernel.actor import Actor

POLICY = "/checks"
"""The page on which an organisation says how old a check may be."""


@dataclass(frozen=True, slots=True)
class Findings:
    """`stops` keep the paper from leaving. The rest keeps nothing, and whoever approves is told of it: kinds of check
    whose age no policy limits, and documents of which no reader found some words.
    """

    stops: tuple[Missing, ...] = ()
    unlimited: tuple[What, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        aged = ", ".join(self.unlimited)
        no_policy = (
            f"No policy says how old a check may be ({aged}), so none stops the paper, however old or missing. Whoever"
            f" may change your organisation sets the days at {POLICY}."
        )
        look = (f"Look yourself whether it names what was paid for the claim: {one}." for one in self.unseen)
        return ((no_policy,) if self.unlimited else ()) + tuple(look)


type Found = dict[UUID, Findings]


async def findings_of(actor: Actor, assembled: Sequence[Assembled], kind: str, *, on: date, alone: bool) -> Found:
    """For each case what stops the paper, nothing where it may go. In the open transaction.

    `alone`: one paper that a person looks at, who may give a reason for a claim whose limitation is over (ADR 0019).
    Among many nobody does: there it stops.
    """
    if not assembled:
        return {}
    cases = [one.case for one in assembled]
    found: dict[UUID, list[Missing]] = {case.id: [] for case in cases}
    packs = await packs_of(actor, assembled)
    for one in assembled:
        found[one.case.id] += [*misaddressed(one.file), *packs[one.case.id].faults]
    if kind == NOTICE:
        return {case_id: Findings(tuple(faults)) for case_id, faults in found.items()}
    ledger = await ledger_faults(actor, cases)
    asked = {
        one.id: [check for check in checks if waits_for(one, kind, check.what)]
        for one, checks in zip(cases, (await asked_of(actor, cases)).values(), strict=True)
    }
    going = {case.id for case in cases if not is_letter(case, kind)}
    for one in assembled:
        found[one.case.id] += [*ledger.get(one.case.id, []), *early_interest(one.file)]
        found[one.case.id] += [lack for check in asked[one.case.id] if (lack := check.missing(on))]
        found[one.case.id] += _late(one, kind, on)
        if one.case.id in going:
            found[one.case.id] += [*misnumbered(one.file), *boxed(one.file), *packs[one.case.id].waits]
    for case_id, faults in (await _out_of_reach(cases, kind, on)).items():
        found[case_id] += faults
    if not alone:
        for case_id, faults in (await _over(cases, kind, on)).items():
            found[case_id] += faults
    return {
        case_id: Findings(tuple(faults), _unlimited(asked[case_id]), packs[case_id].unseen if case_id in going else ())
        for case_id, faults in found.items()
    }


def _unlimited(checks: Sequence[Asked]) -> tuple[What, ...]:
    return tuple(what for what in WHATS if any(one.what == what and one.age is None for one in checks))


def procedure_of(case: CaseAtHand) -> Procedure | None:
    return procedure_named(case.jurisdiction, case.procedure)


def is_letter(case: CaseAtHand, kind: str) -> bool:
    procedure = procedure_of(case)
    return procedure is None or procedure.is_letter(kind)


def waits_for(case: CaseAtHand, kind: str, what: What) -> bool:
    """Whether the paper waits for an answer to this check: the notice of assignment for none, a letter for some."""
    return kind != NOTICE and (KINDS[what].letters or not is_letter(case, kind))


def begins(case: CaseAtHand, kind: str) -> bool:
    """Whether the paper brings the case before the court; later ones follow where it went."""
    procedure = procedure_of(case)
    return procedure is not None and procedure.begins(kind)


def _late(one: Assembled, kind: str, on: date) -> list[Missing]:
    """What the law's times no longer allow of a paper that was prepared on an earlier day."""
    procedure = procedure_of(one.case)
    if procedure is None or on <= one.file.on:
        return []
    paper = next((each for each in procedure.papers if each.code == kind), None)
    return list(paper.in_time(replace(one.file, on=on))) if paper else []


async def _out_of_reach(cases: Sequence[CaseAtHand], kind: str, on: date) -> dict[UUID, list[Missing]]:
    """The procedure was open when it was chosen; whoever moved since, or lives elsewhere, closes it."""
    found: dict[UUID, list[Missing]] = {}
    groups: dict[tuple[str, str], list[CaseAtHand]] = {}
    for case in cases:
        if begins(case, kind):
            groups.setdefault((case.jurisdiction or "", case.procedure or ""), []).append(case)
    for group in groups.values():
        procedure = procedure_of(group[0])
        closing = await closed_to(group, procedure, on=on) if procedure else {}
        for case_id, reasons in closing.items():
            found[case_id] = [Missing("territory", reason.sentence, "parties") for reason in reasons]
    return found


async def _over(cases: Sequence[CaseAtHand], kind: str, on: date) -> dict[UUID, list[Missing]]:
    """Among many: a claim that the debtor may plead to be barred goes out for a reason only, and so on its own."""
    bars = await bars_of([case for case in cases if begins(case, kind)], on=on)
    return {
        case_id: [Missing("limitation", f"{bar.sentence} Prepare its paper on its own for that.", "procedure")]
        for case_id, bar in bars.items()
    }
