"""The letterhead that papers of a batch were made with, and which of them would look different today."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.studio.house import NOT_OURS, House
from cases.studio.letterheads import house_of
from kernel import db
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Older:
    """Papers not sealed yet whose letterhead or clauses read differently since. `versions` they were made with, 0 where
    there was none; `newest` is in force.
    """

    many: int
    versions: tuple[int, ...]
    newest: int


@dataclass(frozen=True, slots=True)
class _Made:
    kind: str
    language: str
    letterhead_version: int | None
    many: int


async def older_letterheads(actor: Actor, batch_id: UUID) -> Older | None:
    """None where every paper carries what it would carry now, or where another organisation made them."""
    actor.must("cases.read")
    async with db.transaction(actor):
        newest = await house_of(actor)
        if newest is None:
            return None
        older = await _older(actor, batch_id, newest)
    if not older:
        return None
    versions = sorted({one.letterhead_version or 0 for one in older})
    return Older(sum(one.many for one in older), tuple(versions), newest.version)


async def with_older_letterhead(actor: Actor, batch_id: UUID) -> list[UUID]:
    """The papers themselves, in the open transaction."""
    newest = await house_of(actor)
    found: list[UUID] = []
    for one in await _older(actor, batch_id, newest) if newest else ():
        rows = await db.fetch(
            "SELECT f.id FROM filings f JOIN documents d ON d.id = f.document_id WHERE f.batch_id = $2"
            " AND f.letterhead_of = $1 AND (f.organisation_id = $1 OR f.firm_organisation_id = $1)"
            " AND f.status IN ('drafted', 'approved') AND f.kind = $3 AND d.language = $4"
            " AND f.letterhead_version IS NOT DISTINCT FROM $5",
            actor.organisation,
            batch_id,
            one.kind,
            one.language,
            one.letterhead_version,
        )
        found += [row["id"] for row in rows]
    return found


async def _older(actor: Actor, batch_id: UUID, newest: House) -> Sequence[_Made]:
    """As approving compares: by what the paper shows of it, so that a clause of another paper changes nothing."""
    rows = await db.fetch(
        "SELECT f.kind, d.language, f.letterhead_version, count(*) AS many FROM filings f"
        " JOIN documents d ON d.id = f.document_id WHERE f.batch_id = $2 AND f.letterhead_of = $1"
        " AND (f.organisation_id = $1 OR f.firm_organisation_id = $1) AND f.status IN ('drafted', 'approved')"
        " GROUP BY 1, 2, 3",
        actor.organisation,
        batch_id,
    )
    made = [_Made(**dict(row)) for row in rows if row["kind"] not in NOT_OURS]
    then = {version: await house_of(actor, version) for version in {one.letterhead_version for one in made} if version}
    return [one for one in made if _shown(then.get(one.letterhead_version or 0), one) != _shown(newest, one)]


def _shown(house: House | None, one: _Made) -> bytes:
    return house.digest(one.kind, one.language) if house else b""
