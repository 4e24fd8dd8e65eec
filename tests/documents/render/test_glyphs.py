"""What is printed, not what the text layer says: every letter is compared with the same letter drawn from the
font.

A PDF can print a wrong glyph under a right text layer (fonts split by script did), and no test that reads
text sees it.
"""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import typst
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from weasyprint import HTML

from documents.render.fonts import LETTERS, missing_parts

FILES = {"Liberation Serif": "LiberationSerif-Regular.ttf", "Liberation Sans": "LiberationSans-Regular.ttf"}
CELL = 60
DPI = 72
PER_ROW = 12


def test_this_machine_has_all_that_papers_need() -> None:
    assert missing_parts() == ()


@pytest.mark.parametrize("family", FILES)
@pytest.mark.parametrize("engine", ["pages", "press"])
def test_every_special_letter_is_printed_as_itself(engine: str, family: str, tmp_path: Path) -> None:
    letters = [letter for letter in dict.fromkeys(LETTERS) if letter != " "]
    set_by = {"pages": _laid_out, "press": _pressed}[engine]
    printed = _cells(_painted(set_by(letters, family), tmp_path), len(letters))
    drawn = _cells(_drawn(letters, FILES[family]), len(letters))

    likeness = np.array([[_likeness(one, other) for other in drawn] for one in printed])

    wrong = [letter for index, letter in enumerate(letters) if likeness[index].argmax() != index]
    assert wrong == []
    assert likeness.diagonal().min() > 0.85


def _laid_out(letters: list[str], family: str) -> bytes:
    """One letter to a square cell, set by WeasyPrint; one CSS point is one pixel."""
    rows = -(-len(letters) // PER_ROW)
    cells = "".join(
        f'<div style="left:{i % PER_ROW * CELL}pt;top:{i // PER_ROW * CELL}pt">{letter}</div>'
        for i, letter in enumerate(letters)
    )
    style = (
        f"@page{{size:{PER_ROW * CELL}pt {rows * CELL}pt;margin:0}} body{{margin:0}}"
        f"div{{position:absolute;width:{CELL}pt;height:{CELL}pt;font:40pt/{CELL}pt '{family}';text-align:center}}"
    )
    return HTML(string=f"<style>{style}</style>{cells}").write_pdf() or b""


def _pressed(letters: list[str], family: str) -> bytes:
    """The same cells set by typst, which sets letters."""
    rows = -(-len(letters) // PER_ROW)
    layout = (
        f"#set page(width: {PER_ROW * CELL}pt, height: {rows * CELL}pt, margin: 0pt)\n"
        f'#set text(font: "{family}", size: 40pt, fallback: false, top-edge: 0.9em, bottom-edge: -0.2em)\n'
        f"#for (i, one) in json(bytes(sys.inputs.letters)).enumerate() {{\n"
        f"  place(dx: calc.rem(i, {PER_ROW}) * {CELL}pt, dy: calc.quo(i, {PER_ROW}) * {CELL}pt + 9pt,\n"
        f"    box(width: {CELL}pt, align(center, one)))\n}}\n"
    )
    return typst.compile(layout.encode(), format="pdf", sys_inputs={"letters": json.dumps(letters)})


def _painted(pdf: bytes, folder: Path) -> Image.Image:
    """By poppler, one point to a pixel."""
    (folder / "cells.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", "-png", "cells.pdf", "cells"], cwd=folder, check=True
    )
    return Image.open(folder / "cells.png").convert("L")


def _drawn(letters: list[str], file: str) -> Image.Image:
    font = ImageFont.truetype(file, 40)
    sheet = Image.new("L", (PER_ROW * CELL, -(-len(letters) // PER_ROW) * CELL), 255)
    pen = ImageDraw.Draw(sheet)
    for i, letter in enumerate(letters):
        pen.text((i % PER_ROW * CELL + CELL / 2, i // PER_ROW * CELL + 45), letter, font=font, anchor="ms", fill=0)
    return sheet


def _cells(sheet: Image.Image, count: int) -> list[NDArray[np.float64]]:
    return [
        255.0
        - np.asarray(
            sheet.crop((x := i % PER_ROW * CELL, y := i // PER_ROW * CELL, x + CELL, y + CELL)), dtype=np.float64
        )
        for i in range(count)
    ]


def _likeness(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The best correlation over shifts of a few pixels: the two rasterisers place baselines differently."""
    best = 0.0
    for down in range(-4, 5):
        for right in range(-2, 3):
            moved = np.roll(other, (down, right), axis=(0, 1))
            best = max(best, float((one * moved).sum() / (np.linalg.norm(one) * np.linalg.norm(moved) + 1e-9)))
    return best
