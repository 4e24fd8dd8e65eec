"""A row of a tape as it stands in the file, with its neighbours: where a finding leads to."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound
from marketplace.tapes.facts import RowsRead
from marketplace.tapes.reading import Layout, read_chunks
from marketplace.tapes.stored import fetched, stored_tape

AROUND = 2
"""Rows shown above and below the one asked for."""


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row: its number, the place in the file it begins on, its cells in the order of the columns, and what is wrong
    with its shape."""

    row_no: int
    place: str
    cells: tuple[str | None, ...]
    broken: str | None


@dataclass(frozen=True, slots=True)
class CellFinding:
    column: str | None
    rule: str
    severity: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RowContext:
    """The row first of `rows`, then its neighbours, and everything that was found in it. `columns`: header and place
    in the file, those with a finding first."""

    row_no: int
    columns: tuple[tuple[str, int], ...]
    rows: tuple[RowShown, ...]
    found: tuple[CellFinding, ...]

    def marked(self, header: str) -> bool:
        return any(one.column == header for one in self.found)


async def row_context(actor: Actor, tape_id: UUID, row_no: int) -> RowContext:
    """Reads the stored file up to the row. NotFound for a row the file does not have; the reading is a fact."""
    actor.must("tapes.upload")
    tape = await stored_tape(actor, tape_id)
    async with fetched(tape) as path:
        rows = await asyncio.to_thread(_around, path, tape.layout, row_no)
    if not any(one.row_no == row_no for one in rows):
        raise NotFound(f"The file has no row {row_no}.")
    async with db.transaction(actor):
        found = await db.fetch(
            "SELECT column_name, rule, severity, sentence FROM tape_findings"
            " WHERE organisation_id = $1 AND tape_id = $2 AND row_no = $3 ORDER BY severity = 'reject' DESC, rule",
            actor.organisation,
            tape_id,
            row_no,
        )
        await facts.record(actor, RowsRead(subject_id=tape_id, rows=len(rows)))
    rows = tuple(sorted(rows, key=lambda one: (one.row_no != row_no, one.row_no)))
    told = tuple(CellFinding(one["column_name"], one["rule"], one["severity"], one["sentence"]) for one in found)
    named = {one.column for one in told}
    places = [(header, place) for place, header in enumerate(tape.layout.headers)]
    columns = tuple(sorted(places, key=lambda one: (one[0] not in named, one[1])))
    return RowContext(row_no, columns, rows, told)


def _around(path: Path, layout: Layout, row_no: int) -> tuple[RowShown, ...]:
    shown: list[RowShown] = []
    for chunk in read_chunks(path, layout):
        near = chunk.filter(chunk["row_no"].is_between(row_no - AROUND, row_no + AROUND))
        for number, line, broken, *cells in near.iter_rows():
            shown.append(RowShown(number, layout.place_text(line), tuple(cells), broken))
        if chunk.height and chunk["row_no"][-1] >= row_no + AROUND:
            break
    return tuple(shown)
