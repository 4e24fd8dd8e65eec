"""Bringing cases through onboarding: reconcile, confirm documents, record a returned notice, finish."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.facts import (
    CaseDocumentsConfirmed,
    CaseMoved,
    CasesReconciled,
    NoticeReturned,
    OnboardingFinished,
)
from cases.desk.reach import CaseAtHand, case_at_hand, cases_at_hand, digest_of
from cases.desk.states import CASES
from cases.desk.stops import PROOFS, Reason, stops_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused
from kernel.ids import new_id

LONGEST_PROVENANCE = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of a bulk command: how many cases it changed, and how many it left as they were for each reason."""

    done: int
    left: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, done: int, reasons: Sequence[str]) -> "Outcome":
        return cls(done, tuple(Counter(reasons).items()))

    @property
    def left_out(self) -> int:
        return sum(many for _, many in self.left)

    def plus(self, other: "Outcome") -> "Outcome":
        """Both together, as of two parts of one piece of work."""
        left = dict(self.left)
        for reason, many in other.left:
            left[reason] = left.get(reason, 0) + many
        return Outcome(self.done + other.done, tuple(left.items()))

    def said(self, done: str) -> str:
        """`done` with its number, and how many were left out for each of the commonest reasons."""
        most = sorted(self.left, key=lambda one: -one[1])
        told = "".join(f" {many} left out: {reason.removesuffix('.')}." for reason, many in most[:5])
        others = sum(many for _, many in most[5:])
        return f"{done} {self.done}.{told}" + (f" {others} left out for other reasons." if others else "")


def common_side(actor: Actor, cases: Sequence[CaseAtHand]) -> UUID | None:
    """The one other organisation that may read a fact about these cases; None where there are several."""
    sides = {case.other_side(actor) for case in cases}
    return sides.pop() if len(sides) == 1 else None


async def reconcile_files(actor: Actor, case_ids: Sequence[UUID]) -> Outcome:
    """States that the files of these cases were compared with what the seller delivered."""
    actor.must("cases.onboard")
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids)
        rows = await db.fetch(
            "UPDATE cases SET reconciled_at = $2, version = version + 1 WHERE id = ANY($1) AND reconciled_at IS NULL"
            " AND status <> 'closed' RETURNING id",
            [case.id for case in cases],
            actor.now(),
        )
        done = [row["id"] for row in rows]
        if done:
            fact = CasesReconciled(subject_id=new_id(), count=len(done), digest=digest_of(done))
            await facts.record(actor, fact, about=common_side(actor, cases))
    return Outcome.of(len(done), ["reconciled before, or closed"] * (len(cases) - len(done)))


async def confirm_documents(actor: Actor, case_ids: Sequence[UUID]) -> Outcome:
    """States that somebody looked at the documents; only where a contract or another proof is among them."""
    actor.must("cases.onboard")
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids)
        rows = await db.fetch(
            "UPDATE cases k SET documents_checked_at = $2, version = version + 1 WHERE id = ANY($1)"
            " AND documents_checked_at IS NULL AND (EXISTS (SELECT 1 FROM case_exhibits e WHERE e.case_id = k.id"
            " AND e.removed_at IS NULL AND e.kind = ANY($3)) OR EXISTS (SELECT 1 FROM documents x"
            " WHERE x.organisation_id = k.organisation_id AND x.subject_id = k.claim_id AND x.subject_kind = 'claim'"
            " AND x.kind = ANY($3))) RETURNING id",
            [case.id for case in cases],
            actor.now(),
            list(PROOFS),
        )
        done = [row["id"] for row in rows]
        if done:
            fact = CaseDocumentsConfirmed(subject_id=new_id(), count=len(done), digest=digest_of(done))
            await facts.record(actor, fact, about=common_side(actor, cases))
    return Outcome.of(len(done), ["confirmed before, or no contract or other proof"] * (len(cases) - len(done)))


async def record_returned_notice(actor: Actor, case_id: UUID, *, on: date, provenance: str) -> None:
    """The notice of assignment came back; nothing leaves until it was sent again."""
    actor.must("cases.onboard")
    if not 0 < len(provenance) <= LONGEST_PROVENANCE:
        wanted = f"Say how it is known, in 1 to {LONGEST_PROVENANCE} characters."
        raise Invalid("How is it known?", places=[Place("provenance", provenance[:40], wanted)])
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id, lock=True)
        sent_on = await db.fetch_value("SELECT notice_sent_on FROM cases WHERE id = $1", case_id)
        if sent_on is None:
            raise Refused("No notice of assignment was sent in this case, so none can have come back.")
        if on < sent_on:
            wanted = f"Enter a day from {sent_on.isoformat()} on."
            raise Invalid("The notice cannot have come back before it was sent.", places=[Place("on", None, wanted)])
        await db.execute("UPDATE cases SET notice_returned_on = $2, version = version + 1 WHERE id = $1", case_id, on)
        await db.execute(
            "INSERT INTO case_events (id, case_id, organisation_id, firm_organisation_id, event, on_date, provenance,"
            " recorded_by, recorded_at) VALUES ($1, $2, $3, $4, 'assignment_notice_returned', $5, $6, $7, $8)",
            new_id(),
            case_id,
            case.organisation_id,
            case.firm_organisation_id,
            on,
            provenance,
            actor.person_id,
            actor.now(),
        )
        fact = NoticeReturned(subject_id=case_id, on=on.isoformat())
        await facts.record(actor, fact, about=case.other_side(actor))


async def finish_onboarding(actor: Actor, case_ids: Sequence[UUID]) -> Outcome:
    """Opens the gate of every case that nothing stops any more; the others stay, each with its first reason."""
    actor.must("cases.onboard")
    verb = CASES["finish_onboarding"]
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids, lock=True)
        waiting = [case for case in cases if case.status in verb.sources]
        stops = await stops_of(actor, [case.id for case in waiting], on=actor.today("UTC"))
        free = [case.id for case in waiting if case.id not in stops]
        await db.execute(
            "UPDATE cases SET status = $2, version = version + 1 WHERE id = ANY($1) AND status = ANY($3)",
            free,
            verb.target,
            list(verb.sources),
        )
        if free:
            fact = OnboardingFinished(subject_id=new_id(), count=len(free), digest=digest_of(free))
            await facts.record(actor, fact, about=common_side(actor, cases))
    left = [first_title(stops[case.id]) for case in waiting if case.id in stops]
    return Outcome.of(len(free), left + ["not in onboarding"] * (len(cases) - len(waiting)))


def first_title(reasons: Sequence[Reason]) -> str:
    return reasons[0].title


async def close_case(actor: Actor, case_id: UUID, *, reason: str) -> None:
    """Ends our work on the claim. Its open deadlines are cancelled with the same reason."""
    actor.must("cases.work")
    if not reason.strip():
        raise Invalid("A case is closed for a reason.", places=[Place("reason", reason, "Say why in a few words.")])
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id, lock=True)
        await db.move("cases", case_id, CASES["close"], closed_reason=reason[:200])
        await db.execute(
            "UPDATE deadlines SET status = 'cancelled', closed_at = $2, closed_by = $3, closed_reason = $4,"
            " version = version + 1 WHERE case_id = $1 AND status = 'open'",
            case_id,
            actor.now(),
            actor.person_id,
            f"The case was closed: {reason}"[:300],
        )
        fact = CaseMoved(subject_id=case_id, transition="close", status="closed")
        await facts.record(actor, fact, about=case.other_side(actor))
