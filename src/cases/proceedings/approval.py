"""What an approval asks of whoever gives it, and what it writes: for papers chosen together or for a whole batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from cases.desk.barred import bars_of
from cases.desk.commands import common_side
from cases.desk.reach import CaseAtHand, digest_of
from cases.proceedings.approvable import Judged
from cases.proceedings.drafting import signatory_by_id
from cases.proceedings.facts import BarAcknowledged, FilingsApproved
from cases.proceedings.filing_rows import FilingRow, move_rows, totals_of
from cases.proceedings.samples import Samples
from cases.proceedings.states import FILINGS
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Place, Refused
from kernel.money import Money

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved and when, the reason for what is barred, and the samples opened before: of all papers approved
    together, or of the whole `decision_id`.
    """

    by: UUID | None
    at: datetime
    acknowledged: str
    samples: int
    samples_digest: str
    decision_id: UUID | None = None

    @classmethod
    def now(cls, actor: Actor, samples: Samples, acknowledged: str) -> "Approval":
        opened = digest_of([one.filing_id for one in samples.rows])
        return cls(actor.person_id, actor.now(), acknowledged, len(samples.rows), opened)


async def must_sign(actor: Actor, filings: Sequence[FilingRow]) -> None:
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


def must_be_as_shown(filings: Sequence[FilingRow], shown: Sequence[Money]) -> None:
    actual = totals_of(filings)
    if sorted((one.currency, one.minor) for one in shown) != [(one.currency, one.minor) for one in actual]:
        said, is_now = (", ".join(str(one) for one in sums) or "nothing" for sums in (shown, actual))
        raise Invalid(
            f"The page showed {said}, but the papers demand {is_now}. Look at them again.",
            places=[Place("shown_amount", said, f"It is {is_now}.")],
        )


async def must_be_excused(actor: Actor, cases: Sequence[CaseAtHand], acknowledged: str) -> None:
    """Invalid where limitation is over in one of the cases and no reason is given."""
    bars = await bars_of(cases, on=actor.today("UTC"))
    if not bars or 0 < len(acknowledged) <= LONGEST_REASON:
        return
    over = sorted((case.reference, bars[case.id].sentence) for case in cases if case.id in bars)
    named = ", ".join(reference for reference, _ in over[:5])
    wanted = f"Say why it goes out all the same, in at most {LONGEST_REASON} characters: an interruption, for one."
    raise Invalid(
        f"Limitation is over in {len(over)} of them ({named}): {over[0][1]}",
        places=[Place("acknowledged", acknowledged[:40] or None, wanted)],
    )


async def approve_rows(
    actor: Actor,
    filings: Sequence[FilingRow],
    cases: Mapping[UUID, CaseAtHand],
    judged: Judged,
    approval: Approval,
) -> None:
    """Approves drafts that nothing stops, in the open transaction."""
    about = common_side(actor, list(cases.values()))
    over = [one for one in filings if one.id in set(judged.barred)]
    if over:
        await _acknowledge(actor, over, approval.acknowledged, about)
    await move_rows(filings, FILINGS["approve"], approved_by=approval.by, approved_at=approval.at)
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
        samples=approval.samples,
        samples_digest=approval.samples_digest,
        unlimited=tuple(sorted({what for one in judged.found for what in one.unlimited})),
        unseen=sum(len(one.unseen) for one in judged.found),
        decision_id=approval.decision_id,
    )
    await facts.record(actor, approved, about=about)


async def _acknowledge(actor: Actor, over: Sequence[FilingRow], acknowledged: str, about: UUID | None) -> None:
    """Keeps the reason with each paper whose claim can be met by a plea of limitation."""
    await db.execute("UPDATE filings SET barred_reason = $2 WHERE id = ANY($1)", [one.id for one in over], acknowledged)
    fact = BarAcknowledged(
        subject_id=over[0].case_id if len(over) == 1 else over[0].id,
        signatory_id=_sure(over[0].signatory_id),
        count=len(over),
        reason_sha256=sha256(acknowledged.encode()).hexdigest(),
        digest=digest_of([one.id for one in over]),
    )
    await facts.record(actor, fact, about=about)


def _sure(value: UUID | None) -> UUID:
    if value is None:
        raise NotFound("The paper names nobody who signs.")
    return value
