"""Deadlines reckoned again because the law's data changed: a holiday was added, or a year's calendar completed.

The law is asked once for each distinct way to a deadline (procedure, event, day, seat of court, method of service);
the rows follow by joins. A date that moves supersedes, and says from what to what; one that stays is left alone.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from hashlib import sha256
from itertools import batched, groupby
from uuid import UUID

import msgspec

from cases.deadlines.calendar_statements import (
    ANSWERED,
    ANSWERS,
    BEFORE,
    CARRIED,
    NOTED,
    ROWS,
    STANDING,
    SUPERSEDED,
    WAY,
)
from cases.deadlines.facts import DeadlinesReckonedAgain
from cases.deadlines.set_based import Stood, Way, changed_by_way
from cases.jurisdictions.contract import Reckoning
from kernel import db, facts
from kernel.actor import Actor

WHY = "The court calendar or other data of the law changed"
AT_ONCE = 2_000
"""Ways reckoned and laid out together: however many there are, memory holds the reckonings of these."""

type Ask = Callable[[Way], Mapping[str, Reckoning]]


async def reckon_deadlines_again(owner: Actor, subject_id: UUID, jurisdictions: Sequence[str], ask: Ask) -> int:
    """Reckons every open deadline of the owner's proceedings under these laws; `subject_id` is the change.

    Returns how many moved. Where only what is not yet known of the calendar changed, the deadline stays and says so.
    One whose rule or seat the law no longer has is left as it is. Run twice, nothing moves the second time.
    """
    async with db.transaction(owner):
        await db.execute(BEFORE, owner.organisation, list(jurisdictions))
        await db.execute("ANALYZE reckoned_before")
        rows = await db.fetch(STANDING)
        await db.execute(ANSWERS)
        await _lay_out(rows, ask)
        await db.execute("ANALYZE reckoned_answers")
        await db.execute(ROWS)
        await db.execute("ANALYZE reckoned_rows")
        moved = await db.fetch(SUPERSEDED, owner.now(), owner.person_id, WHY)
        await db.execute(CARRIED, owner.now())
        noted = await db.execute(NOTED)
        for row in moved:
            fact = DeadlinesReckonedAgain(subject_id=subject_id, changed=row["moved"], noted=0, digest=row["digest"])
            await facts.record(owner, fact, about=row["firm"])
        if noted or not moved:
            nothing = sha256().hexdigest()
            fact = DeadlinesReckonedAgain(subject_id=subject_id, changed=0, noted=noted, digest=nothing)
            await facts.record(owner, fact)
        for table in ("reckoned_before", "reckoned_answers", "reckoned_rows"):
            await db.execute(f"DROP TABLE {table}")
    return sum(row["moved"] for row in moved)


async def _lay_out(rows: Sequence[db.Row], ask: Ask) -> None:
    """The answers that differ from what stands, for the deadlines to be joined to."""
    ways = groupby(rows, key=_way)
    number = 0
    for some in batched(((way, [_stood(row) for row in rows]) for way, rows in ways), AT_ONCE, strict=False):
        changed = await asyncio.to_thread(changed_by_way, dict(some), ask)
        records = [_record(at, way, one) for at, (way, one) in enumerate(changed, number)]
        number += len(records)
        await db.copy_records("reckoned_answers", ANSWERED, records)


def _way(row: db.Row) -> Way:
    return Way(*(row[name] for name in WAY.split(", ")))


def _stood(row: db.Row) -> Stood:
    return Stood(**{name: row[name] for name in Stood.__dataclass_fields__})


def _record(number: int, way: Way, one: Reckoning) -> tuple[object, ...]:
    return (
        number,
        *astuple(way),
        one.rule,
        one.title[:200],
        one.statutory_on,
        one.statutory_at,
        one.safe_on,
        one.authority.citation[:300],
        one.authority.verified,
        one.provisional[:300] if one.provisional else None,
        msgspec.json.encode(one.steps).decode(),
        one.who,
        one.opens_on,
        one.opens,
    )
