"""What the house does when the data of a law changes: every open deadline under it is reckoned again, once.

The data comes with a release. A digest of it is kept for each jurisdiction; the first worker that finds another one
sets a job for each organisation.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from holidays.version import __version__ as holidays_version

import cases.jurisdictions
from cases.deadlines.again import reckon_limitation_again
from cases.deadlines.calendar_change import reckon_deadlines_again
from cases.deadlines.set_based import Way
from cases.jurisdictions.contract import Reckoning
from cases.jurisdictions.registry import JURISDICTIONS, by_code
from cases.proceedings.timing import reckoned, timing_of
from kernel import db, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Problem
from kernel.ids import new_id

FOLDERS = Path(cases.jurisdictions.__file__).parent


@cache
def digest_of_law(code: str) -> bytes:
    """SHA-256 over the folder's dated tables, the Union's which it may draw on, and the holidays they correct."""
    tables = [*sorted((FOLDERS / code).glob("*.toml")), *sorted((FOLDERS / "eu").glob("*.toml"))]
    told = sha256(holidays_version.encode())
    for table in tables:
        told.update(f"{table.parent.name}/{table.name}".encode() + sha256(table.read_bytes()).digest())
    return told.digest()


async def follow_law(*, clock: Clock = SYSTEM_CLOCK, digests: Mapping[str, bytes] | None = None) -> list[str]:
    """Finds the jurisdictions whose data is another than when deadlines were last reckoned, and sets the jobs.

    `digests` are those of this process's law. Returns the codes; two workers at once set the jobs once.
    """
    here = digests or {one.code: digest_of_law(one.code) for one in JURISDICTIONS}
    platform = Actor.platform(clock)
    async with db.transaction(platform):
        rows = await db.fetch(
            "INSERT INTO law_followed AS f (jurisdiction, digest, followed_at) SELECT n.code, n.digest, $3"
            " FROM unnest($1::text[], $2::bytea[]) AS n(code, digest) ON CONFLICT (jurisdiction) DO UPDATE"
            " SET digest = EXCLUDED.digest, followed_at = EXCLUDED.followed_at WHERE f.digest <> EXCLUDED.digest"
            " RETURNING f.jurisdiction",
            list(here),
            list(here.values()),
            platform.now(),
        )
        codes = sorted(row["jurisdiction"] for row in rows)
        if codes:
            change_id = new_id()
            for owner in await db.fetch("SELECT DISTINCT organisation_id FROM deadlines WHERE status = 'open'"):
                await jobs.defer(
                    "deadlines.reckon_again",
                    lock=f"deadlines.reckon_again:{owner['organisation_id']}",
                    organisation_id=owner["organisation_id"],
                    change_id=change_id,
                    jurisdictions=",".join(codes),
                )
    return codes


async def follow_change(owner: Actor, change_id: UUID, jurisdictions: Sequence[str]) -> int:
    """Everything open of one organisation, reckoned by the law as it is now; how many deadlines moved."""
    moved = await reckon_deadlines_again(owner, change_id, jurisdictions, ask_law)
    return moved + await reckon_limitation_again(owner, change_id)


def ask_law(way: Way) -> dict[str, Reckoning]:
    """The deadlines of one way by their rules, as if the event were recorded now; none where the law lost them."""
    jurisdiction = by_code(way.jurisdiction)
    procedure = jurisdiction.procedures.get(way.procedure) if jurisdiction is not None else None
    if jurisdiction is None or procedure is None:
        return {}
    try:
        timing = timing_of(
            jurisdiction, way.event, way.on, seat=None, method=way.method or None, known=way.seat or None
        )
        return {one.rule: one for one in reckoned(jurisdiction, procedure, way.event, timing)}
    except Problem:
        return {}
