"""Asked once more as papers leave: what changed since each was approved stops that one and no other.

The questions are those of the day of approval. What the paper says is held against what the same facts would give
today where the court reads it, in amounts and machine part: a new letterhead or template stops nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import batched
from uuid import UUID

from cases.answers.channels import way_named
from cases.desk.barred import bars_of
from cases.desk.policies import who_can_leave
from cases.desk.reach import CaseAtHand, cases_at_hand
from cases.jurisdictions.registry import procedure_named
from cases.preflight.findings import findings_of
from cases.proceedings.case_file import Assembled, assemble
from cases.proceedings.drafting import drafted, signatory_by_id
from cases.proceedings.printing import Draft
from kernel import db
from kernel.actor import Actor
from kernel.money import Money

COLUMNS = "f.kind, f.prepared_on, f.signatory_id, f.total_minor, f.currency, f.barred_reason"
"""Of a filing, for `leaving_of`."""
SLICE = 200
OTHERWISE = (
    "What the court would read of it is no longer what was sealed: a name, an address, the account or another fact was"
    " changed since. Set the paper aside and prepare another."
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A sealed paper. `excused`: whoever approved it gave a reason for a claim whose limitation may be pleaded."""

    filing_id: UUID
    case: CaseAtHand
    kind: str
    prepared_on: date
    signatory_id: UUID | None
    total: Money | None
    excused: bool


@dataclass(slots=True)
class Judged:
    """`stops` are the reasons why it may not leave, `machine` the hashes of the machine parts it would have today."""

    stops: list[str] = field(default_factory=list)
    machine: frozenset[bytes] | None = None

    def of_part(self, digest: bytes | None) -> tuple[str, ...]:
        """The reasons, held against the part that was sealed."""
        if self.stops or digest is None or self.machine is None or digest in self.machine:
            return tuple(self.stops)
        return (OTHERWISE,)


def leaving_of(row: db.Row, filing_id: UUID, case: CaseAtHand) -> Leaving:
    total = Money(row["total_minor"], row["currency"]) if row["total_minor"] is not None else None
    excused = row["barred_reason"] is not None
    return Leaving(filing_id, case, row["kind"], row["prepared_on"], row["signatory_id"], total, excused)


async def judged(actor: Actor, papers: Sequence[Leaving], *, on: date) -> dict[UUID, Judged]:
    """By filing, in the open transaction. Slice by slice, so that neither memory nor others wait for thousands."""
    found: dict[UUID, Judged] = {}
    for some in batched(papers, SLICE, strict=False):
        found |= await _judged(actor, some, on)
    return found


async def stopped_in(actor: Actor, row: db.Row) -> list[str]:
    """What of a finished file that has not left may not leave any more: the case and why. In the open transaction."""
    rows = await db.fetch(
        f"SELECT p.filing_id, p.case_id, p.machine_sha256, {COLUMNS} FROM submission_parts p"
        " JOIN filings f ON f.id = p.filing_id WHERE p.submission_id = $1 AND p.outcome = 'ready'"
        " AND coalesce(p.firm_organisation_id, p.organisation_id) = $2 ORDER BY p.id",
        row["id"],
        actor.organisation,
    )
    cases = {one.id: one for one in await cases_at_hand(actor, [one["case_id"] for one in rows])}
    papers = [leaving_of(one, one["filing_id"], cases[one["case_id"]]) for one in rows]
    found = await judged(actor, papers, on=actor.today(way_named(row["channel"]).jurisdiction.time_zone))
    told = [
        f"{paper.case.reference}: {' '.join(stops)}"
        for one, paper in zip(rows, papers, strict=True)
        if (stops := found[paper.filing_id].of_part(one["machine_sha256"]))
    ]
    gone = row["parts"] - len(rows)
    return [*told, f"{gone} of its cases are in other hands."] if gone else told


async def _judged(actor: Actor, papers: Sequence[Leaving], on: date) -> dict[UUID, Judged]:
    found = {one.filing_id: Judged() for one in papers}
    kinds: dict[str, list[Leaving]] = defaultdict(list)
    sources: dict[tuple[date, UUID | None], list[Leaving]] = defaultdict(list)
    for one in papers:
        kinds[one.kind].append(one)
        sources[one.prepared_on, one.signatory_id].append(one)
    for kind, group in kinds.items():
        await _may_leave(actor, group, kind, found, on)
    await _paid_since(papers, found, on)
    for (prepared_on, signatory_id), group in sources.items():
        cases = list({one.case.id: one.case for one in group}.values())
        signatory = await signatory_by_id(signatory_id)
        assembled = await assemble(actor, cases, on=prepared_on, signatory=signatory, purpose="lodging")
        files = {one.case.id: one for one in assembled}
        for one in group:
            _as_sealed(one, files[one.case.id], found[one.filing_id])
        for kind in {one.kind for one in group}:
            await _preflight(actor, [one for one in group if one.kind == kind], files, found, on)
    return found


async def _may_leave(actor: Actor, group: Sequence[Leaving], kind: str, found: dict[UUID, Judged], on: date) -> None:
    cases = [one.case for one in group]
    answers, bars = await who_can_leave(actor, cases, kind, on=on), await bars_of(cases, on=on)
    for one in group:
        answer, bar = answers[one.case.id], bars.get(one.case.id)
        if isinstance(answer, str):
            found[one.filing_id].stops.append(answer)
        elif bar is not None and not one.excused:
            told = f"{bar.sentence} Whoever approved it gave no reason: set it aside and prepare it on its own."
            found[one.filing_id].stops.append(told)


async def _paid_since(papers: Sequence[Leaving], found: dict[UUID, Judged], on: date) -> None:
    """Payments of days after the paper's own, which its sum cannot know."""
    asking = [one for one in papers if not _only_tells(one)]
    rows = await db.fetch(
        "SELECT n.id, sum(p.amount_minor)::bigint AS paid, p.currency FROM unnest($1::uuid[], $2::uuid[], $3::date[])"
        " AS n(id, claim_id, since) JOIN claim_payments p ON p.claim_id = n.claim_id AND p.received_on > n.since"
        " AND p.received_on <= $4 AND p.withdrawn_at IS NULL GROUP BY n.id, p.currency",
        [one.filing_id for one in asking],
        [one.case.claim_id for one in asking],
        [one.prepared_on for one in asking],
        on,
    )
    for row in rows:
        paid = Money(row["paid"], row["currency"])
        told = f"{paid} was paid since it was prepared, which it still demands. Set it aside and prepare another."
        found[row["id"]].stops.append(told)


def _as_sealed(one: Leaving, assembled: Assembled, judged: Judged) -> None:
    """The paper's sum and machine part as the facts of today give them for its own day."""
    again = drafted(one.filing_id, assembled, one.kind)
    if not isinstance(again, Draft):
        judged.stops += [lack.sentence for lack in again]
        return
    judged.machine = frozenset(sha256(machine.content).digest() for machine in again.paper.machine)
    if one.total is not None and again.total != one.total and not _only_tells(one):
        judged.stops.append(
            f"The sealed paper demands {one.total}, by the books it would be {again.total} now. Set it aside and"
            " prepare another."
        )


async def _preflight(
    actor: Actor, group: Sequence[Leaving], files: dict[UUID, Assembled], found: dict[UUID, Judged], on: date
) -> None:
    answers = await findings_of(actor, [files[one.case.id] for one in group], group[0].kind, on=on, alone=True)
    for one in group:
        found[one.filing_id].stops += [lack.sentence for lack in answers[one.case.id].stops]


def _only_tells(one: Leaving) -> bool:
    """Such a paper tells the court of a payment, a moratorium or a withdrawal and asks for nothing."""
    procedure = procedure_named(one.case.jurisdiction, one.case.procedure)
    return procedure is not None and one.kind in procedure.tells_court
