"""Headers as creditors of each product export them, in five languages: proposed right, without a question too many."""

import tomllib
from pathlib import Path

import pytest

from marketplace.tapes.catalogue import PRODUCTS
from marketplace.tapes.proposal import propose
from marketplace.tapes.reading import detect
from marketplace.tapes.vocabulary import LANGUAGES
from tests.marketplace.tapes.tape_files import tape

SOLD = tuple(one for one in PRODUCTS if one not in ("overdraft", "other"))
HOME = {"en": "gb", "es": "es", "pl": "pl", "se": "se", "de": "de"}


def an_export(language: str, product: str) -> list[tuple[str, str, str]]:
    """Header, field (blank where none of ours is meant) and a cell for each column."""
    text = (Path(__file__).parent / "headers" / f"{language}.toml").read_text("utf-8")
    lines = tomllib.loads(text)[product].strip().splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in lines]


@pytest.mark.parametrize("product", SOLD)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_proposal_reads_the_export_as_its_creditor_means_it(tmp_path: Path, language: str, product: str) -> None:
    export = an_export(language, product)
    header = "\t".join(text for text, _, _ in export)
    row = "\t".join(cell for _, _, cell in export)
    layout = detect(tape(tmp_path, lines=(header, row)))
    proposal = propose(layout, country=HOME[language])
    assert proposal.mapping.columns == {text: field for text, field, _ in export if field}
    assert {question.kind for question in proposal.questions} <= {"date", "amount"}


def test_every_product_has_an_export_in_every_language() -> None:
    for language in LANGUAGES:
        for product in SOLD:
            fields = [field for _, field, _ in an_export(language, product) if field]
            assert "reference" in fields
            assert len(fields) == len(set(fields))
