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

from cases.deadlines import calendar_statements as sql
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
        await db.execute(sql.BEFORE, owner.organisation, list(jurisdictions))
        await db.execute("ANALYZE reckoned_before")
        rows = await db.fetch(sql.STANDING)
        await db.execute(sql.ANSWERS)
        await _lay_out(rows, ask)
        await db.execute("ANALYZE reckoned_answers")
        await db.execute(sql.ROWS)
        await db.execute("ANALYZE reckoned_rows")
        moved = await db.fetch(sql.SUPERSEDED, owner.now(), owner.person_id, WHY)
        await db.execute(sql.CARRIED, owner.now())
        noted = await db.execute(sql.NOTED)
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
    fields, number = tuple(Stood.__dataclass_fields__), 0
    ways = groupby(rows, key=lambda row: Way(*(row[name] for name in sql.WAY.split(", "))))
    standing = ((way, [Stood(*(row[name] for name in fields)) for row in same]) for way, same in ways)
    for some in batched(standing, AT_ONCE, strict=False):
        changed = await asyncio.to_thread(changed_by_way, dict(some), ask)
        records = [_record(at, way, one) for at, (way, one) in enumerate(changed, number)]
        number += len(records)
        await db.copy_records("reckoned_answers", sql.ANSWERED, records)


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
