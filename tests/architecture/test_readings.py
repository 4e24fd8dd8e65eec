"""Whoever shows a debtor notes that the debtor was read: every module that selects a person is known here."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
PERSONS = re.compile(r"\b(?:from|join)\s+parties\b|\bfind_debtors\(", re.IGNORECASE)
SHOWS = re.compile(r"\b(?:name|street|postcode|city|sealed)\b|(?<!\()\*|\bfind_debtors\(", re.IGNORECASE)
SCHEDULE = re.compile(r"\bdebtor_name\b.*\bfrom\s+sale_claims\b", re.IGNORECASE | re.DOTALL)
READERS = {"parties_of", "kept_rows", "schedule_row"}
"""Functions that give persons to their caller, who then shows them."""
SHOWN_TO_NOBODY = {
    "cases/proceedings/openness.py": "judges by country, region and postcode whether a procedure is open; names nobody",
    "cases/parties/queries.py": "gives parties to its callers, who note it",
    "cases/preflight/checks.py": "compares names with those entered; tells counts alone",
    "cases/preflight/freshness.py": "judges case files whose assembling noted the reading, in the same transaction",
    "cases/erasure/queries.py": "shows the claim's reference; the names it selects are colleagues'",
    "documents/retention/holds.py": "shows the claim's reference; the names it selects are colleagues'",
    "marketplace/listings/portfolio.py": "feeds the anonymisation, which lets no person through",
    "marketplace/settlement/opening.py": "copies names into the schedule inside the database",
    "marketplace/settlement/schedules.py": "gives schedule rows to papers and digests",
    "marketplace/settlement/drafting.py": "prints papers; who opens one is noted with the document",
    "marketplace/settlement/extracts.py": "prints papers; who opens one is noted with the document",
}


def texts(tree: ast.Module) -> list[str]:
    """Every string of a module; of an f-string, its fixed parts together."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
        elif isinstance(node, ast.JoinedStr):
            fixed = (part.value for part in node.values if isinstance(part, ast.Constant))
            found.append("?".join(str(one) for one in fixed))
    return found


def called(tree: ast.Module) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}


def reads_persons(tree: ast.Module) -> bool:
    selected = any((PERSONS.search(text) and SHOWS.search(text)) or SCHEDULE.search(text) for text in texts(tree))
    return selected or bool(called(tree) & READERS)


@cache
def readers() -> dict[str, ast.Module]:
    trees = {str(file.relative_to(SRC)): ast.parse(file.read_text()) for file in sorted(SRC.rglob("*.py"))}
    # The demonstration plays with invented people and shows nobody.
    return {name: tree for name, tree in trees.items() if reads_persons(tree) and not name.startswith("web/demo/")}


@pytest.mark.parametrize("name", sorted(readers()))
def test_a_module_that_selects_persons_notes_the_reading(name: str) -> None:
    noted = "record_read" in called(readers()[name])
    assert noted or name in SHOWN_TO_NOBODY, (
        f"{name} selects debtors: call facts.record_read in the same transaction, or say in SHOWN_TO_NOBODY why nobody"
        " sees them"
    )


def test_every_excuse_is_needed() -> None:
    assert set(SHOWN_TO_NOBODY) <= set(readers())


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('sql = "SELECT p.name FROM parties p"', True),
        ('sql = f"SELECT {x} p.sealed FROM claims c" " JOIN parties p ON true"', True),
        ('sql = "SELECT count(*) FROM claims"', False),
        ('sql = "SELECT claim_id FROM find_debtors($1, $2, 9)"', True),
        ('sql = "SELECT x.debtor_name" " FROM sale_claims x"', True),
        ("shown = await_(queries.parties_of(actor, ids))", True),
        ("name = 'the parties'", False),
    ],
)
def test_the_search_sees_what_it_should(source: str, found: bool) -> None:
    assert reads_persons(ast.parse(source)) is found
