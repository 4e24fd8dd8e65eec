"""Files and functions can be read at once and are named for what they hold; nothing runs beside a transaction."""

import ast
import re
import subprocess
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
MOST_LINES = 400
USUAL_LINES = 90
MOST_OF_A_FUNCTION = 50
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "core", "manager", "managers", "base", "misc"}
CONCURRENT = {
    "cases/deliveries/taking_in.py": "reads, scans and stores files side by side, outside any transaction",
    "marketplace/settlement/transfer.py": "arithmetic in a thread, which touches no connection",
    "marketplace/tapes/acceptance/ahead.py": "reads a file in a thread, which touches no connection",
    "marketplace/tapes/telling.py": "tells how far a file was read, outside any transaction",
    "web/witnesses.py": "reads the object store, outside any transaction",
    "web/worker.py": "keeps the queue's own connection, outside any transaction",
}
"""A transaction is one connection: two tasks in it would mix their statements (docs/adr/0003)."""


def tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout: nothing says which files are the project's")
    files = [ROOT / name for name in listed.stdout.decode().split("\0")]
    return [file for file in files if file.suffix in suffixes and file.is_file()]


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def modules() -> dict[str, ast.Module]:
    return {str(file.relative_to(SRC)): ast.parse(file.read_text()) for file in sorted(SRC.rglob("*.py"))}


def test_a_long_file_is_a_decision() -> None:
    decided = "".join(page.read_text() for page in (ROOT / "docs" / "adr").glob("*.md"))
    long = [str(file.relative_to(ROOT)) for file in tracked(".py", ".html", ".sql") if lines(file) > MOST_LINES]
    assert [name for name in long if name not in decided] == []


def test_a_usual_module_is_short() -> None:
    written = [count for file in tracked(".py") if (count := lines(file))]
    assert median(written) < USUAL_LINES


def test_a_function_fits_a_screen() -> None:
    found = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                found += [f"{name}: {node.name} has {length} lines"] if length > MOST_OF_A_FUNCTION else []
    assert found == []


def test_a_name_says_what_is_inside() -> None:
    found = []
    for file in tracked(".py", ".html", ".sql", ".toml"):
        if file.is_relative_to(SRC):
            parts = file.relative_to(SRC).with_suffix("").parts
            found += [str(file)] if {word for part in parts for word in part.split("_")} & EMPTY_WORDS else []
    assert found == []


def test_every_query_goes_through_the_house_transaction() -> None:
    opened = re.compile(r"\bDB\.(?:transaction|atomic)\(|\bengine_finder\(")
    found = [file.relative_to(SRC) for file in sorted(SRC.rglob("*.py")) if opened.search(file.read_text())]
    assert [str(file) for file in found if str(file) != "kernel/db.py"] == []


def starts_tasks(tree: ast.Module) -> bool:
    started = {"gather", "create_task", "ensure_future", "TaskGroup", "as_completed", "create_task_group"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"asyncio", "anyio"}:
            found = {one.name for one in node.names} & started
        elif isinstance(node, ast.Attribute):
            # Polars gathers rows too.
            found = {node.attr} & (started if ast.unparse(node.value) == "asyncio" else started - {"gather"})
        else:
            continue
        if found:
            return True
    return False


def test_nothing_runs_beside_a_transaction_unseen() -> None:
    assert {name for name, tree in modules().items() if starts_tasks(tree)} == set(CONCURRENT)
