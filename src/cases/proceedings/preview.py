"""What would happen to each case if its papers were prepared now; nothing is written but the reading."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from cases.desk.reach import cases_at_hand
from cases.instructions.authority import commit_fees
from cases.jurisdictions.contract import Missing
from cases.preflight.findings import findings_of
from cases.proceedings.case_file import assemble
from cases.proceedings.drafting import drafted, fee_due, with_findings
from cases.proceedings.preparing import why_not_prepared
from cases.proceedings.printing import Draft
from cases.proceedings.signatories import signatory_for
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.ids import new_id
from kernel.money import Money

MOST = 500
MOST_REMARKS = 20


@dataclass(frozen=True, slots=True)
class Expected:
    """`prepared` with its amount, `stopped` with what is missing, or `left out` with the reason. `remarks` stop nothing
    and are told to whoever approves.
    """

    case_id: UUID
    reference: str
    will: Literal["prepared", "stopped", "left out"]
    total: Money | None
    missing: tuple[Missing, ...]
    reason: str | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    rows: tuple[Expected, ...]

    def count(self, will: str) -> int:
        return sum(row.will == will for row in self.rows)

    @property
    def by_reason(self) -> tuple[tuple[str, int], ...]:
        """How many cases each reason stops, the commonest first; a case may be stopped by several."""
        counted: Counter[str] = Counter()
        for row in self.rows:
            counted.update({row.reason} if row.reason else {lack.fact for lack in row.missing})
        return tuple(counted.most_common())

    @property
    def remarks(self) -> tuple[tuple[str, int], ...]:
        """What whoever approves will be told, with of how many papers; the commonest first."""
        return tuple(Counter(remark for row in self.rows for remark in row.remarks).most_common(MOST_REMARKS))

    @property
    def totals(self) -> tuple[Money, ...]:
        sums: dict[str, Money] = {}
        for row in self.rows:
            if row.total is not None:
                sums[row.total.currency] = sums.get(row.total.currency, Money.zero(row.total.currency)) + row.total
        return tuple(sums[currency] for currency in sorted(sums))


async def preview_filings(
    actor: Actor, case_ids: Sequence[UUID], kind: str, *, signatory_id: UUID | None = None
) -> Preview:
    """For at most 500 cases, in the order of their ids. Refused for more: prepare them, the job says the same."""
    actor.must("filings.prepare")
    if len(set(case_ids)) > MOST:
        raise Refused(f"A preview shows at most {MOST} cases. Choose fewer, or prepare them: nothing leaves by that.")
    on = actor.today("UTC")
    signatory = await signatory_for(actor, signatory_id, on)
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids)
        answers = await why_not_prepared(actor, cases, kind, on=on)
        ready = [case for case in cases if answers[case.id] is True]
        assembled = await assemble(actor, ready, on=on, signatory=signatory, purpose=f"preview of {kind}")
        findings = await findings_of(actor, assembled, kind, on=on, alone=len(cases) == 1)
        found = {one.case.id: with_findings(drafted(new_id(), one, kind), findings[one.case.id]) for one in assembled}
        due = [fee for one in found.values() if isinstance(one, Draft) and (fee := fee_due(one)) is not None]
        over = await commit_fees(actor, due, keep=False)
    rows = []
    for case in cases:
        draft, answer = found.get(case.id), answers[case.id]
        if isinstance(answer, str):
            rows.append(Expected(case.id, case.reference, "left out", None, (), answer))
        elif isinstance(draft, Draft) and draft.filing_id in over:
            stop = Missing("authority", over[draft.filing_id], "papers")
            rows.append(Expected(case.id, case.reference, "stopped", None, (stop,), None))
        elif isinstance(draft, Draft):
            rows.append(Expected(case.id, case.reference, "prepared", draft.total, (), None, draft.remarks))
        else:
            rows.append(Expected(case.id, case.reference, "stopped", None, draft or (), None))
    return Preview(tuple(rows))
