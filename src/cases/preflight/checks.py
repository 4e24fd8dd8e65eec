"""Entering what was asked about debtors: one by one, or by the thousand; a hit holds the case at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from cases.desk.facts import CaseHeld
from cases.desk.holds import EFFECTS
from cases.desk.reach import digest_of
from cases.preflight.facts import ChecksEntered
from cases.preflight.kinds import ANSWERS, KINDS, WHATS
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.ids import new_id

MOST_ROWS = 50_000
MOST_FAULTS = 50
LONGEST_SOURCE = 200


class CheckRow(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of one register. `case` is the case's or the claim's reference; `debtor` the name of one of its
    parties, empty for all of them; `checked_on` as ISO text.
    """

    case: str
    what: str
    answer: str
    checked_on: str
    source: str
    debtor: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """How many answers were written (one for each claim of the person here), and how many cases a hit held."""

    checks: int
    hits: int
    held: int

    def said(self) -> str:
        found = f" Found something: {self.hits}; cases held by it: {self.held}." if self.hits else ""
        return f"Checks entered: {self.checks}.{found}"


@dataclass(frozen=True, slots=True)
class _Party:
    id: UUID
    name: str


async def enter_checks(actor: Actor, rows: Sequence[CheckRow]) -> Entered:
    """Writes all of them or none: Invalid names the place of every fault, `rows[0].case` being the first row's.

    What was asked of a person counts for every claim against that person here.
    """
    actor.must("cases.work")
    if not 0 < len(rows) <= MOST_ROWS:
        raise Invalid(f"Between 1 and {MOST_ROWS:,} checks are taken at once; these are {len(rows):,}.")
    async with db.transaction(actor):
        parties = await _parties(actor, {row.case.strip() for row in rows})
        faults: list[Place] = []
        taken = [(row, _read(number, row, parties, actor, faults)) for number, row in enumerate(rows)]
        if faults:
            raise Invalid(
                f"{len(faults)} of these cannot be taken, so none was. Mend them and send all of them again.",
                places=faults[:MOST_FAULTS],
            )
        written = await _write(actor, [(row, party) for row, found in taken for party in found])
        held = await _hold(actor, written)
        hits = sum(one["answer"] == "hit" for one in written)
        fact = ChecksEntered(
            subject_id=new_id(), count=len(written), hits=hits, digest=digest_of([one["id"] for one in written])
        )
        await facts.record(actor, fact)
    return Entered(len(written), hits, held)


async def _parties(actor: Actor, references: set[str]) -> dict[str, list[_Party]]:
    """The parties of each open case, by its reference and by its claim's; a claim's reference that two have is none."""
    found = await db.fetch(
        "SELECT k.reference, c.reference AS claim_reference, p.id, p.name, k.id AS case_id FROM cases k"
        " JOIN claims c ON c.id = k.claim_id JOIN parties p ON p.claim_id = k.claim_id AND p.erased_at IS NULL"
        " WHERE (k.organisation_id = $1 OR k.firm_organisation_id = $1) AND k.status <> 'closed'"
        " AND (k.reference = ANY($2) OR c.reference = ANY($2)) ORDER BY k.id, p.id",
        actor.organisation,
        list(references),
    )
    by_name: dict[str, dict[UUID, list[_Party]]] = {}
    for row in found:
        for name in {row["reference"], row["claim_reference"]} & references:
            by_name.setdefault(name, {}).setdefault(row["case_id"], []).append(_Party(row["id"], row["name"]))
    return {name: next(iter(cases.values())) for name, cases in by_name.items() if len(cases) == 1}


def _read(
    number: int, row: CheckRow, parties: dict[str, list[_Party]], actor: Actor, faults: list[Place]
) -> list[_Party]:
    """The parties the row is about; what is wrong with it is added to the faults."""

    def fault(field: str, value: str, sentence: str) -> None:
        faults.append(Place(f"rows[{number}].{field}", value[:60] or None, sentence))

    if row.what not in WHATS:
        fault("what", row.what, f"Asked for is one of {', '.join(WHATS)}.")
    if row.answer not in ANSWERS:
        fault(
            "answer",
            row.answer,
            "The answer is clear, or hit: insolvent, dead, under a moratorium, or no longer at the address.",
        )
    if not 0 < len(row.source.strip()) <= LONGEST_SOURCE:
        fault("source", row.source[:20], f"Name the register or source, in at most {LONGEST_SOURCE} characters.")
    if (on := _day(row.checked_on)) is None or on > actor.today("UTC"):
        fault("checked_on", row.checked_on, "A day not after today, written like 2026-11-22.")
    here = parties.get(row.case.strip())
    if here is None:
        fault("case", row.case, "No open case has this reference, or more than one has.")
        return []
    named = [one for one in here if not row.debtor.strip() or _plain(one.name) == _plain(row.debtor)]
    if not named:
        fault("debtor", "", "No party of this case has that name; leave it empty to mean all of them.")
    return named


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


async def _write(actor: Actor, taken: Sequence[tuple[CheckRow, _Party]]) -> list[db.Row]:
    return await db.fetch(
        "INSERT INTO party_checks (id, party_id, claim_id, organisation_id, what, answer, checked_on, source,"
        " recorded_by, recorded_at) SELECT uuidv7(), q.id, q.claim_id, q.organisation_id, n.what, n.answer,"
        " n.checked_on, n.source, $6, $7 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::text[])"
        " AS n(party_id, what, answer, checked_on, source) JOIN parties p ON p.id = n.party_id JOIN parties q"
        " ON q.organisation_id = p.organisation_id AND q.person_hash = p.person_hash AND q.erased_at IS NULL"
        " RETURNING id, claim_id, what, answer, checked_on",
        [party.id for _, party in taken],
        [row.what for row, _ in taken],
        [row.answer for row, _ in taken],
        [date.fromisoformat(row.checked_on.strip()) for row, _ in taken],
        [row.source.strip() for row, _ in taken],
        actor.person_id,
        actor.now(),
    )


async def _hold(actor: Actor, written: Sequence[db.Row]) -> int:
    """A hold from the day of the check, where none stands on that ground yet."""
    hits = [(one, KINDS[one["what"]].hold) for one in written if one["answer"] == "hit" and KINDS[one["what"]].hold]
    if not hits:
        return 0
    # Two who find the same out at once hold the case once.
    await db.execute(
        "SELECT id FROM cases WHERE claim_id = ANY($1) AND status <> 'closed' ORDER BY id FOR UPDATE",
        [one["claim_id"] for one, _ in hits],
    )
    rows = await db.fetch(
        "INSERT INTO case_holds (id, case_id, organisation_id, firm_organisation_id, ground, from_on, effect,"
        " recorded_by, recorded_at) SELECT DISTINCT ON (k.id, n.ground) uuidv7(), k.id, k.organisation_id,"
        " k.firm_organisation_id, n.ground, n.from_on, n.effect, $5, $6 FROM unnest($1::uuid[], $2::text[],"
        " $3::date[], $4::text[]) AS n(claim_id, ground, from_on, effect) JOIN cases k ON k.claim_id = n.claim_id"
        " AND k.status <> 'closed' WHERE NOT EXISTS (SELECT 1 FROM case_holds h WHERE h.case_id = k.id"
        " AND h.ground = n.ground AND coalesce(h.until_on, 'infinity') >= n.from_on)"
        " ORDER BY k.id, n.ground, n.from_on RETURNING id, case_id, ground, organisation_id, firm_organisation_id",
        [one["claim_id"] for one, _ in hits],
        [ground for _, ground in hits],
        [one["checked_on"] for one, _ in hits],
        [EFFECTS[str(ground)] for _, ground in hits],
        actor.person_id,
        actor.now(),
    )
    for row in rows:
        own = actor.organisation_id == row["organisation_id"]
        about = row["firm_organisation_id"] if own else row["organisation_id"]
        await facts.record(
            actor, CaseHeld(subject_id=row["case_id"], hold_id=row["id"], ground=row["ground"]), about=about
        )
    return len(rows)
