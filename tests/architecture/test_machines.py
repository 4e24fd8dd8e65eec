"""Every machine of the code is listed, drawn, and drawn as it is."""

import ast
from pathlib import Path

from web.cli.machines import DRAWN, MODULES, drawings

SRC = Path(__file__).parents[2] / "src"


def builds_a_machine(file: Path) -> bool:
    made = (node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
    return any(isinstance(func, ast.Name) and func.id == "Machine" for func in made)


def test_every_module_that_builds_a_machine_is_listed_once() -> None:
    found = [".".join(file.relative_to(SRC).with_suffix("").parts) for file in SRC.rglob("*.py")]
    built = [name for name in found if builds_a_machine(SRC.joinpath(*name.split(".")).with_suffix(".py"))]
    assert sorted(MODULES) == sorted(built)


def test_the_pages_show_the_machines_of_the_code() -> None:
    drawn = {page.name: page.read_text() for page in DRAWN.iterdir()}
    assert drawn == drawings(), "run `make machines` and commit docs/machines/"
