"""Chances of recovery as somebody states them, by the reference of the case or of its claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cases.desk.queries import side_of
from cases.desk.reach import COLUMN, digest_of
from cases.strategies.commands import RIGHT
from cases.strategies.facts import ChancesStated
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Stated:
    """A chance in per cent for the case or claim of this reference."""

    reference: str
    percent: Decimal


async def state_chances(actor: Actor, stated: Sequence[Stated], *, source: str) -> tuple[int, int]:
    """Writes the chances by the reference of the case or of its claim; returns how many cases, and how many lines
    found none. A chance stated again replaces the one before."""
    actor.must(RIGHT)
    if not 0 < len(source.strip()) <= 120:
        places = [Place("source", source[:40] or None, "Say in at most 120 characters where the chances come from.")]
        raise Invalid("Chances are stated with their source.", places=places)
    wrong = [one for one in stated if not 0 <= one.percent <= 100]
    if wrong or not stated:
        told = [Place("file", f"{one.percent}", "A chance lies between 0 and 100 per cent.") for one in wrong[:5]]
        raise Invalid("The chances cannot be taken.", places=told or [Place("file", None, "There is no line.")])
    async with db.transaction(actor):
        side = await side_of(actor)
        rows = await db.fetch(
            "WITH n AS (SELECT DISTINCT ON (reference) reference, percent FROM unnest($2::text[], $3::numeric[])"
            " AS n(reference, percent)), found AS (SELECT k.id, n.percent, n.reference FROM n JOIN cases k"
            f" ON k.reference = n.reference AND k.{COLUMN[side]} = $1 AND k.status <> 'closed' UNION ALL"
            " SELECT k.id, n.percent, n.reference FROM n JOIN claims c ON c.reference = n.reference"
            f" JOIN cases k ON k.claim_id = c.id AND k.{COLUMN[side]} = $1 AND k.status <> 'closed')"
            " INSERT INTO case_chances (case_id, organisation_id, percent, source, given_by, given_at)"
            " SELECT DISTINCT ON (f.id) f.id, $1, f.percent, $4, $5, $6 FROM found f ORDER BY f.id"
            " ON CONFLICT (case_id, organisation_id) DO UPDATE SET percent = excluded.percent,"
            " source = excluded.source, given_by = excluded.given_by, given_at = excluded.given_at RETURNING case_id",
            actor.organisation,
            [one.reference for one in stated],
            [one.percent for one in stated],
            source.strip(),
            actor.person_id,
            actor.now(),
        )
        ids = [row["case_id"] for row in rows]
        if ids:
            await facts.record(actor, ChancesStated(subject_id=new_id(), count=len(ids), digest=digest_of(ids)))
    return len(ids), max(0, len({one.reference for one in stated}) - len(ids))
