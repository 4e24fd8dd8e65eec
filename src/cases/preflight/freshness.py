"""How fresh what is known of each debtor is, held against the policies of owner and firm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import Missing
from cases.preflight.ages import Age, ages_of
from cases.preflight.kinds import KINDS, WHATS, What
from kernel import db
from kernel.actor import Actor

ENTER_AT = "checks"


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of check of one debtor: the last answer, if there is one, and the age that the policies allow."""

    party_id: UUID
    party: str
    what: What
    answer: str | None
    checked_on: date | None
    source: str | None
    recorded_by: str | None
    age: Age | None

    def missing(self, on: date) -> Missing | None:
        """What is wrong with it for a paper of that day that waits for it; None where it may go."""
        if self.what == "address" and self.answer == "hit":
            said = f"{self.party} was not found at the address on {self.checked_on} ({self.source})"
            return Missing("debtor address", f"{said}. Correct the address, or enter a later answer.", ENTER_AT)
        if self.age is None:
            return None
        asked = f"Whether {self.party} {KINDS[self.what].asks} was"
        allowed = f"the policy of {self.age.whose} allows {self.age.most_days} days"
        if self.checked_on is None:
            return Missing(f"check of {self.what}", f"{asked} never checked; {allowed}.", ENTER_AT)
        if (days := (on - self.checked_on).days) > self.age.most_days:
            said = f"last checked on {self.checked_on.isoformat()} ({self.source}), {days} days before"
            return Missing(f"check of {self.what}", f"{asked} {said}; {allowed}.", ENTER_AT)
        return None


async def asked_of(actor: Actor, cases: Sequence[CaseAtHand]) -> dict[UUID, list[Asked]]:
    """Every kind of check for every party of each case, in the open transaction."""
    ages = await ages_of(actor, {one for case in cases for one in _sides(case)})
    rows = await db.fetch(
        "SELECT k.id AS case_id, p.id, p.name, p.kind, w.what, x.answer, x.checked_on, x.source, x.recorded_by"
        " FROM cases k JOIN parties p ON p.claim_id = k.claim_id AND p.erased_at IS NULL"
        " CROSS JOIN unnest($2::text[]) WITH ORDINALITY AS w(what, place) LEFT JOIN LATERAL (SELECT c.answer,"
        " c.checked_on, c.source, b.name AS recorded_by FROM party_checks c LEFT JOIN people b ON b.id = c.recorded_by"
        " WHERE c.claim_id = k.claim_id AND c.party_id = p.id AND c.what = w.what"
        " AND c.organisation_id = k.organisation_id ORDER BY c.checked_on DESC, c.recorded_at DESC, c.id DESC LIMIT 1)"
        " x ON true WHERE k.id = ANY($1) ORDER BY k.id, p.role <> 'debtor', p.id, w.place",
        [case.id for case in cases],
        list(WHATS),
    )
    by_id = {case.id: case for case in cases}
    found: dict[UUID, list[Asked]] = {case.id: [] for case in cases}
    for row in rows:
        if KINDS[row["what"]].persons_only and row["kind"] != "person":
            continue
        age = _strictest(by_id[row["case_id"]], ages, row["what"])
        told = (row["answer"], row["checked_on"], row["source"], row["recorded_by"])
        found[row["case_id"]].append(Asked(row["id"], row["name"], row["what"], *told, age))
    return found


def _sides(case: CaseAtHand) -> set[UUID]:
    return {case.organisation_id, case.working_id}


def _strictest(case: CaseAtHand, ages: Mapping[UUID, Mapping[str, Age]], what: str) -> Age | None:
    here = [ages[one][what] for one in _sides(case) if what in ages[one]]
    return min(here, key=lambda one: one.most_days, default=None)
