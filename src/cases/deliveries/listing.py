"""The files of a delivery and the lines of its index, side by side, before the first is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.deliveries.archive import Sent, Source
from cases.deliveries.index import NAMES, IndexLine, read_index
from cases.deliveries.words import class_of, plain
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place

LARGEST_INDEX = 64 << 20
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Announced:
    """What is known of a file before it is opened. `number` is its place in the source and 1 more; `came` is False
    for one that only the index knows.
    """

    number: int
    path: str
    came: bool
    line: IndexLine | None
    conflict: str | None


async def list_files(actor: Actor, delivery_id: UUID, source: Source) -> int:
    """Writes one row for each file, once; returns how many there are. Invalid where the index cannot be read."""
    async with db.transaction(actor):
        listed: int = await db.fetch_value(
            "SELECT count(*) FROM delivered_files WHERE organisation_id = $1 AND delivery_id = $2",
            actor.organisation,
            delivery_id,
        )
    if listed:
        return listed
    sent = await source.files()
    lines = await _index(source, sent)
    announced = beside(sent, lines)
    async with db.transaction(actor):
        await _write(actor, delivery_id, announced)
    return len(announced)


async def _index(source: Source, sent: Sequence[Sent]) -> tuple[IndexLine, ...]:
    found = [one for one in sent if one.path.lower() in NAMES]
    if not found:
        return ()
    if len(found) > 1:
        places = [Place(one.path, None, "Send one index.") for one in found]
        raise Invalid("The delivery has two indexes.", places=places)
    content = await source.read(found[0], LARGEST_INDEX)
    if len(content) > LARGEST_INDEX:
        raise Invalid("The index is too large.", places=[Place(found[0].path, None, "At most 64 MiB.")])
    return read_index(content, found[0].path)


def beside(sent: Sequence[Sent], lines: Sequence[IndexLine]) -> list[Announced]:
    """Each file with the line that names it; then the lines whose file did not come."""
    by_path: dict[str, list[IndexLine]] = {}
    for line in lines:
        by_path.setdefault(line.path, []).append(line)
    found = []
    for one in sent:
        if one.path.lower() not in NAMES:
            mine = by_path.get(one.path, [])
            found.append(Announced(one.place + 1, one.path, True, mine[0] if mine else None, _conflict(mine)))
    came = {one.path for one in sent}
    number = max((one.place + 1 for one in sent), default=0)
    for path, mine in by_path.items():
        if path not in came:
            number += 1
            found.append(Announced(number, path, False, mine[0], "The index names it, and no such file came."))
    return found


def _conflict(lines: Sequence[IndexLine]) -> str | None:
    if len({plain(line.reference) for line in lines}) > 1:
        numbers = " and ".join(str(line.number) for line in lines[:2])
        return f"Lines {numbers} of the index give this file to different claims. Say which one is meant."
    return None


async def _write(actor: Actor, delivery_id: UUID, announced: Sequence[Announced]) -> None:
    too_long = [one for one in announced if len(one.path) > LONGEST]
    if too_long:
        places = [Place(one.path[:120], None, f"Shorten it to {LONGEST} characters.") for one in too_long[:20]]
        raise Invalid("Some paths of the delivery are too long.", places=places)
    await db.execute(
        "INSERT INTO delivered_files (id, delivery_id, organisation_id, number, path, index_line, reference, kind,"
        " title, dated_on, status, reason) SELECT uuidv7(), $2, $1, n.number, n.path, n.line, n.reference, n.kind,"
        " n.title, n.dated_on, n.status, n.reason FROM unnest($3::int[], $4::text[], $5::int[], $6::text[], $7::text[],"
        " $8::text[], $9::date[], $10::text[], $11::text[]) AS n(number, path, line, reference, kind, title, dated_on,"
        " status, reason)",
        actor.organisation,
        delivery_id,
        [one.number for one in announced],
        [one.path for one in announced],
        [one.line.number if one.line else None for one in announced],
        [one.line.reference[:120] if one.line else None for one in announced],
        [(one.line.kind if one.line else None) or class_of(one.path) for one in announced],
        [one.line.title[:300] if one.line and one.line.title else None for one in announced],
        [one.line.dated_on if one.line else None for one in announced],
        ["waiting" if one.came else "missing" for one in announced],
        [one.conflict for one in announced],
    )
