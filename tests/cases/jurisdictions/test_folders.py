"""What every jurisdiction's folder must hold: sources, order, and no figure of the law in Python."""

import ast
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases import jurisdictions
from cases.jurisdictions import es
from cases.jurisdictions.dated import LawInvalid
from cases.jurisdictions.folder import open_folder
from cases.jurisdictions.registry import INSTRUMENTS

FOLDER = Path(str(jurisdictions.__file__)).parent
STATED = ("citation", "source", "checked_on", "verified")
BEGINS = ("from", "on", "first_year")
FIGURES = ("amount", "percent", "years", "safe_years", "up_to", "day_basis", "hour", "days", "pattern", "bands")
PARTS = (".bands[", ".scale[", ".stands_still")
"""Tables within a dated one, which says for them since when and from where."""
NAMED = {"PERCENT": 100, "LONGEST_DESCRIPTION": 48, "MOST_INSTALMENTS": 600, "LONGEST_GRACE": 366}
"""Numbers a module may name in Python: what `per cent` means, and how long a description LexNET shows."""


def tables(tree: object, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(tree, dict):
        yield key, tree
        for name, entry in tree.items():
            yield from tables(entry, f"{key}.{name}")
    if isinstance(tree, list):
        for number, entry in enumerate(tree):
            yield from tables(entry, f"{key}[{number}]")


def test_particulars_of_a_case_are_read_in_one_place() -> None:
    readers = [
        str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.py") if "case_file.particulars" in path.read_text()
    ]
    assert readers == ["paperwork/entered.py"]


LAW_FILES = [path for code in INSTRUMENTS for path in sorted((FOLDER / code).glob("*.toml"))]


@pytest.mark.parametrize("path", LAW_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_figure_says_since_when_and_from_where(path: Path) -> None:
    for key, table in tables(tomllib.loads(path.read_text()), path.stem):
        if any(part in key for part in PARTS) or path.name == "sources.toml":
            continue
        if any(figure in table for figure in (*FIGURES, "source")):
            assert all(name in table for name in STATED), f"{key} lacks one of {STATED}"
            assert any(name in table for name in BEGINS), f"{key} does not say since when"
            assert isinstance(table["checked_on"], date), f"{key} does not say when it was checked"


@pytest.mark.parametrize("code", INSTRUMENTS)
def test_every_source_is_used_and_told_in_the_folder(code: str) -> None:
    folder = FOLDER / code
    sources = tomllib.loads((folder / "sources.toml").read_text())
    used = {
        table["source"]
        for path in folder.glob("*.toml")
        for _, table in tables(tomllib.loads(path.read_text()), path.stem)
        if "source" in table and path.name != "sources.toml"
    }
    assert used == set(sources)
    assert "checked" in (folder / "LAW.md").read_text()


TRACKER = [
    path for name in ("deadlines", "law", "claims", "receipts") for path in sorted((FOLDER.parent / name).rglob("*.py"))
]
MEASURES = {"timedelta", "Period", "add_months", "add_years", "Decimal", "Money"}


FILE_FORMATS = {"court_files", "sdt", "epu", "eda"}
"""Folders that write a court's file: their numbers are widths and sizes, no law."""


def python_files() -> list[Path]:
    law = (path for path in sorted(FOLDER.rglob("*.py")) if not FILE_FORMATS & set(path.parts))
    return [path for path in law if path.name != "contract.py"]


@pytest.mark.parametrize("path", TRACKER, ids=lambda path: str(path.relative_to(FOLDER.parent)))
def test_nothing_that_asks_the_law_measures_time_or_money_by_itself(path: Path) -> None:
    measured = [
        f"line {call.lineno}: {ast.unparse(call)}"
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in MEASURES
        for given in (*call.args, *(one.value for one in call.keywords))
        if isinstance(given, ast.Constant) and is_figure(given.value)
    ]
    assert not measured


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_figure_of_the_law_stands_in_python(path: Path) -> None:
    """A number above one is a figure unless it picks a place in a sequence, is compared with a len() or is NAMED.

    A number in quotes given to Decimal or Money counts as one too.
    """
    tree = ast.parse(path.read_text())
    allowed = {id(node) for part in ast.walk(tree) for node in innocent(part)}
    figures = [
        f"line {node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in allowed and is_figure(node.value)
    ]
    quoted = [
        f"line {call.lineno}: {call.args[0].value!r}"
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
        if ast.unparse(call.func).split(".")[0] in {"Decimal", "Money"} and isinstance(call.args[0].value, str)
    ]
    assert not figures + quoted


def innocent(part: ast.AST) -> Iterator[ast.AST]:
    """The numbers under this node that cannot be law."""
    if isinstance(part, ast.Subscript):
        yield from ast.walk(part.slice)
    if isinstance(part, ast.Compare) and ast.unparse(part.left).startswith("len("):
        yield from part.comparators
    if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name):
        value = NAMED.get(part.targets[0].id)
        yield from (node for node in ast.walk(part.value) if isinstance(node, ast.Constant) and node.value == value)


def is_figure(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 1


@pytest.fixture
def a_copy(tmp_path: Path) -> Path:
    copy = tmp_path / "es"
    copy.mkdir()
    for path in es.FOLDER.glob("*.toml"):
        (copy / path.name).write_text(path.read_text())
    return copy


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("deadlines.toml", "amount = 20,", 'amount = "twenty",', "es/deadlines.toml: rules.ES-MON-20: "),
        ("deadlines.toml", 'counts = "months"', 'counts = "moons"', "es/deadlines.toml: rules.ES-MASC-3M: "),
        ("interest.toml", "percent = 3.25, ", "", "es/interest.toml: tables.legal: "),
        ("interest.toml", "from = 2023-01-01", "from = 2003-01-01", "in order of `from`"),
        ("fees.toml", "amount = 100.00", "amont = 100.00", "es/fees.toml: fees.monitorio: "),
        ("fees.toml", 'source = "LTASAS"', 'source = "hearsay"', "fees.monitorio.tables[0].source names 'hearsay'"),
        ("calendar.toml", "verified = true\n", "", "es/calendar.toml: "),
        ("calendar.toml", "[[weekend]]", "[[weekend", "es/calendar.toml: "),
        ("limitation.toml", 'other = "personal"', 'other = "eternal"', "unknown kinds ['eternal']"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named(a_copy: Path, file: str, old: str, new: str, told: str) -> None:
    text = (a_copy / file).read_text()
    assert old in text
    (a_copy / file).write_text(text.replace(old, new, 1))
    with pytest.raises(LawInvalid) as refused:
        open_folder(a_copy, zone="Europe/Madrid")
    assert told in str(refused.value)


def test_a_missing_file_is_named(a_copy: Path) -> None:
    (a_copy / "fees.toml").unlink()
    with pytest.raises(LawInvalid, match=r"es/fees\.toml is missing"):
        open_folder(a_copy, zone="Europe/Madrid")
