"""Finding a person among the debtors, and what of the person an erasure would leave: what, why, and until when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.parties.commands import why_not_erased
from documents.vault.commands import KEEP_FOR
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class PersonFound:
    """One party of one claim; the same person has one for each claim."""

    id: UUID
    claim_reference: str
    role: str
    name: str
    city: str | None
    erased: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that an erasure does not reach. `until` is None where no day ends it by itself."""

    what: str
    why: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Keeping:
    """`hindrance` is why the person cannot be erased now; None where nothing stands in the way.

    An erasure is of one party: the person on the claim of this reference.
    """

    claim_reference: str
    hindrance: str | None
    kept: tuple[Kept, ...]
    erased: bool


async def find_people(actor: Actor, wanted: str) -> list[PersonFound]:
    """Parties of the organisation's own claims, by a claim's reference or part of a name. The finding is recorded."""
    actor.must("parties.disclose")
    text = wanted.strip()
    if len(text) < 2:
        return []
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT p.id, p.claim_id, c.reference AS claim_reference, p.role, p.name, p.city,"
            " p.erased_at IS NOT NULL AS erased FROM (SELECT c.id FROM claims c WHERE c.organisation_id = $1"
            f" AND c.reference = $2 UNION SELECT f.claim_id FROM find_debtors($2, false, {MOST_FOUND}) f) w"
            " JOIN claims c ON c.id = w.id JOIN parties p ON p.claim_id = c.id"
            f" WHERE p.organisation_id = $1 ORDER BY p.name, c.reference, p.id LIMIT {MOST_FOUND}",
            actor.organisation,
            text,
        )
        claim_ids = sorted({row["claim_id"] for row in rows})
        if claim_ids:
            await facts.record_read(actor, claim_ids=claim_ids, purpose="finding a person who asks about their data")
    return [PersonFound(**{name: row[name] for name in PersonFound.__dataclass_fields__}) for row in rows]


async def keeping_of(actor: Actor, party_id: UUID) -> Keeping:
    """What hinders an erasure, and what it would leave. NotFound for a party of another organisation's."""
    actor.must("parties.disclose")
    async with db.transaction(actor):
        party = await db.fetch_one(
            "SELECT p.id, p.claim_id, p.tape_id, p.erased_at, c.reference FROM parties p"
            " JOIN claims c ON c.id = p.claim_id WHERE p.id = $1 AND p.organisation_id = $2",
            party_id,
            actor.organisation,
        )
        if party is None:
            raise NotFound("There is no such person here.")
        hindrance = await why_not_erased(party)
        kept = [*await _papers(actor, party), *await _schedules(party), *await _tape(actor, party)]
    return Keeping(party["reference"], hindrance, tuple(kept), party["erased_at"] is not None)


async def _papers(actor: Actor, party: db.Row) -> list[Kept]:
    rows = await db.fetch(
        "SELECT d.title, d.sealed_at, d.locked_until FROM documents d WHERE d.organisation_id = $1"
        " AND d.destroyed_at IS NULL AND (d.subject_id = $2 OR"
        " d.subject_id IN (SELECT k.id FROM cases k WHERE k.claim_id = $2)) ORDER BY d.created_at, d.id",
        actor.organisation,
        party["claim_id"],
    )
    why = "Proof for legal claims (GDPR art. 17.3 e); its text names the person and is not rewritten."
    return [Kept(row["title"], why, _locked_until(row)) for row in rows]


def _locked_until(row: db.Row) -> date | None:
    """The day the store itself names, or the house's ten years for what is sealed and not locked yet."""
    until: datetime | None = row["locked_until"] or (row["sealed_at"] + KEEP_FOR if row["sealed_at"] else None)
    return until.date() if until else None


async def _schedules(party: db.Row) -> list[Kept]:
    rows = await db.fetch(
        "SELECT s.creditor_reference FROM sale_claims x JOIN sales s ON s.id = x.sale_id WHERE x.claim_id = $1"
        " ORDER BY s.awarded_at",
        party["claim_id"],
    )
    why = "Both sides of the sale keep the schedule with the debtor's name, as proof of what was sold (art. 17.3 e)."
    return [Kept(f"Schedule of the sale {row['creditor_reference']}", why, None) for row in rows]


async def _tape(actor: Actor, party: db.Row) -> list[Kept]:
    """The file a seller uploaded lies encrypted as it came; only the organisation that uploaded it has it."""
    name = await db.fetch_value(
        "SELECT file_name FROM tapes WHERE id = $1 AND organisation_id = $2", party["tape_id"], actor.organisation
    )
    if name is None:
        return []
    why = "The file as it was uploaded, encrypted as a whole: one row cannot be taken out without breaking its proof."
    return [Kept(f"Tape {name}", why, None)]
