"""The documents agree with the code: every noun explained, every decision numbered, nothing named that is not there."""

import re
from pathlib import Path

import pytest

from kernel.settings import Settings
from web.piccolo_app import APP_CONFIG

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "CHANGELOG.md"]
ADRS = sorted((DOCS / "adr").glob("*.md"))
LAYERS = ("accounts", "documents", "payments", "cases", "marketplace")
MEANS = {"render", "templates", "static"}
"""Folders that say how and not what: no nouns of the trade."""
AREAS = {"ground", "accounts", "tapes", "listings", "bids", "sales", "payments", "documents", "cases", "law", "site"}
AREAS |= {"operations", "docs"}
MODULE = re.compile(rf"`((?:{'|'.join(LAYERS)}|kernel|web)(?:\.\w+)+)`")
IRREGULAR = {"people": "person", "addresses": "address", "leaves": "leaf", "strata": "stratum"}


def explained() -> set[str]:
    cells = re.findall(r"^\| (\*\*[^|]+?) \|", (DOCS / "glossary.md").read_text(), re.MULTILINE)
    return {word.strip().lower() for cell in cells for word in cell.replace("*", "").split(",")}


def singular(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s") if not word.endswith("ss") else word


def noun(name: str) -> set[str]:
    """What a folder or table may be explained as: its whole name, or the last word of it."""
    *before, last = name.split("_")
    return {singular(last), last, " ".join([*before, singular(last)])}


def feature_folders() -> list[str]:
    found = [folder for layer in LAYERS for folder in (ROOT / "src" / layer).iterdir() if any(folder.glob("*.py"))]
    return sorted(f"{one.parent.name}/{one.name}" for one in found if one.name not in MEANS)


@pytest.mark.parametrize("folder", feature_folders())
def test_a_feature_is_named_by_a_word_of_the_glossary(folder: str) -> None:
    name = folder.partition("/")[2]
    assert noun(name) & explained(), f"explain “{name}” in docs/glossary.md"


@pytest.mark.parametrize("table", sorted(table._meta.tablename for table in APP_CONFIG.table_classes))
def test_a_table_holds_what_the_glossary_explains(table: str) -> None:
    assert noun(table) & explained(), f"explain “{singular(table)}” in docs/glossary.md"


def test_no_word_is_explained_twice() -> None:
    cells = re.findall(r"^\| \*\*([^*|]+)\*\*", (DOCS / "glossary.md").read_text(), re.MULTILINE)
    assert sorted(set(cells)) == sorted(cells)


def test_decisions_are_numbered_in_one_series_and_say_what_follows() -> None:
    assert [int(page.name[:4]) for page in ADRS] == list(range(1, len(ADRS) + 1))
    for page in ADRS:
        text = page.read_text()
        assert text.startswith(f"# {int(page.name[:4])}. "), page.name
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert part in text, f"{page.name} has no {part}"


def test_the_index_names_every_document() -> None:
    index = (DOCS / "README.md").read_text()
    linked = {(DOCS / target).resolve() for target in re.findall(r"\]\(([^)#]+)\)", index)}
    wanted = {page.resolve() for page in [*DOCS.glob("*.md"), *ADRS]} - {DOCS / "README.md"}
    assert wanted <= linked, sorted(page.name for page in wanted - linked)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_paths_lead_somewhere(page: Path) -> None:
    text = page.read_text()
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (page.parent / target).exists(), target
    for path in re.findall(r"`((?:src|tests|docs|migrations|setup|bench)/[\w./-]+)`", text):
        assert (ROOT / path).exists() or path.startswith("docs/machines"), path


@pytest.mark.parametrize("page", [*ADRS, DOCS / "threat-model.md"], ids=lambda page: page.name)
def test_a_module_that_is_named_is_there(page: Path) -> None:
    for name in MODULE.findall(page.read_text()):
        assert _is_there(name.split(".")), name


def _is_there(parts: list[str]) -> bool:
    """A package, a module, or a name that some module of the path defines."""
    for depth in range(len(parts), 0, -1):
        place = ROOT / "src" / Path(*parts[:depth])
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if file.exists():
            rest = parts[depth:]
            return (
                not rest or re.search(rf"\b(def|class)\s+{rest[0]}\b|^{rest[0]}\b", file.read_text(), re.M) is not None
            )
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_setting_that_is_named_is_one(page: Path) -> None:
    known = {name.upper() for name in Settings.__struct_fields__}
    for name in re.findall(r"`((?:RECOURSE|S3|CLOSING|STRIPE|TIMESTAMP|SMTP)_[A-Z_]+)(?:=\S+)?`", page.read_text()):
        assert name in known or name.endswith("_PASSWORD"), name


def test_what_the_code_says_of_the_documents_is_there() -> None:
    for file in [*(ROOT / "src").rglob("*.py"), *(ROOT / "migrations").rglob("*.sql")]:
        for path in re.findall(r"\bdocs/[\w/-]+\.md", file.read_text()):
            assert (ROOT / path).exists(), f"{file.relative_to(ROOT)} names {path}"
        for number in re.findall(r"\bdocs/adr/(\d{4})\b", file.read_text()):
            assert any(page.name.startswith(number) for page in ADRS), f"{file.relative_to(ROOT)}: {number}"


def test_a_change_names_its_area_and_law_its_period() -> None:
    entries = re.findall(r"^- (.+(?:\n  .+)*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert entries
    for entry in entries:
        area = re.match(r"\*\*(\w+)\*\*: ", entry)
        assert area is not None, entry
        assert area[1] in AREAS, entry
        assert area[1] != "law" or "Period affected:" in entry, entry
