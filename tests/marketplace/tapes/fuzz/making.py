"""One file from one seed: a base, some shapes, a way of writing it, and, two times in three, damage."""

from pathlib import Path
from random import Random

from msgspec import Struct

from tests.marketplace.tapes.fuzz.bases import tables
from tests.marketplace.tapes.fuzz.shaping import SHAPES, as_text, as_workbook, mangled


class Made(Struct, frozen=True):
    """A file, how it came about, and how many data rows were put in (None once bytes were damaged)."""

    path: Path
    how: str
    rows: int | None


def made(seed: int, folder: Path) -> Made:
    """The same seed makes the same bytes."""
    chance = Random(seed)
    table = chance.choice(tables())
    how = [table.name]
    for shape in chance.sample(SHAPES, chance.randint(0, 3)):
        table = shape(table, chance)
        how.append(shape.__name__)
    workbook = chance.random() < 0.15
    content = as_workbook(table, chance) if workbook else as_text(table, chance)
    whole = chance.random() < 0.35
    if not whole:
        content = mangled(content, chance)
        how.append("mangled")
    path = folder / ("tape.xlsx" if workbook else "tape.csv")
    path.write_bytes(content)
    filled = sum(any(cell.strip() for cell in row) for row in table.rows)
    return Made(path, ", ".join(how), filled if whole else None)
