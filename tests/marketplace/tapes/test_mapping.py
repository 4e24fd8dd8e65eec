"""The mapping is proposed from what the file shows, asks what it cannot tell, and is remembered."""

from pathlib import Path

import pytest

from kernel.errors import Invalid
from marketplace.tapes.mapping import confirm, load_mapping, saved, shipped_mapping
from marketplace.tapes.proposal import propose
from marketplace.tapes.reading import Column, Format, Layout, Style, detect
from marketplace.tapes.sample import COUNTRIES
from marketplace.tapes.sample.headers import UNMAPPED, headers_of
from tests.marketplace.tapes.tape_files import HEADER, plain_mapping, tape

OTHER_WORDINGS = (
    ("es", "Nº de contrato", "reference"),
    ("es", "Fecha de vto. anticipado", None),
    ("es", "Importe ultimo pago", "last_payment_amount"),
    ("pl", "Numer referencyjny", "reference"),
    ("pl", "Data zawarcia umow", "contract_date"),
    ("se", "Senaste betalning", "last_payment_date"),
    ("de", "Strasse", "street"),
    ("de", "Geb.-Datum", "birth_date"),
    ("gb", "DOB", "birth_date"),
    ("gb", "Post code", "postcode"),
)


def layout_of(*headers: str) -> Layout:
    return Layout(format=Format.CSV, columns=tuple(Column(header, i) for i, header in enumerate(headers, start=1)))


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_header_of_a_country_is_known(country: str) -> None:
    headers = headers_of(country)
    proposal = propose(layout_of(*(header.text for header in headers)), country=country)
    wanted = {header.text: header.field for header in headers if header.field not in UNMAPPED}
    assert proposal.mapping.columns == wanted
    assert proposal.questions == ()


@pytest.mark.parametrize(("country", "header", "field"), OTHER_WORDINGS)
def test_other_wordings_are_recognised_or_left_alone(country: str, header: str, field: str | None) -> None:
    company = [one.text for one in headers_of(country) if one.field in ("interest_rate", "costs", "employer")]
    proposal = propose(layout_of(*company, header))
    assert proposal.mapping.columns.get(header) == field


def test_a_silent_header_is_told_by_its_cells(tmp_path: Path) -> None:
    lines = ("Account number;Balance;F1", "A-1;10,00;ES9121000418450200051332", "A-2;20,00;ES7921000813610123456789")
    suggestion = propose(detect(tape(tmp_path, lines=lines))).suggestions[2]
    assert (suggestion.field, suggestion.confidence) == ("iban", 0.5)


def test_a_day_and_an_amount_that_read_two_ways_are_asked_once_for_each_column(tmp_path: Path) -> None:
    path = tape(tmp_path, lines=(HEADER, "A-1;1.234;03/04/2024;Ann", "A-2;2.500;05/06/2024;Bo"))
    layout = detect(path)
    questions = propose(layout, country="es").questions
    assert [(one.kind, one.header) for one in questions] == [("amount", "Balance"), ("date", "Date of default")]
    with pytest.raises(Invalid) as refusal:
        confirm(plain_mapping(decimal=None), layout)
    assert [place.where for place in refusal.value.places] == ["column Balance", "column Date of default"]
    answers = {"Balance": Style(decimal=","), "Date of default": Style(date_style="%d/%m/%Y")}
    assert confirm(plain_mapping(decimal=None, styles=answers), layout).style_of("Balance").decimal == ","


def test_a_clear_column_answers_for_its_neighbours(tmp_path: Path) -> None:
    lines = (
        "Account number;Balance;Due date;Default date",
        "A-1;1.234;03/04/2024;25/04/2024",
        "A-2;12,50;05/06/2024;30/06/2024",
    )
    proposal = propose(detect(tape(tmp_path, lines=lines)), country="es")
    assert proposal.questions == ()
    assert proposal.mapping.style_of("Due date").date_style == "%d/%m/%Y"


def test_a_tape_that_says_neither_country_nor_currency_is_asked(tmp_path: Path) -> None:
    assert [one.kind for one in propose(detect(tape(tmp_path))).questions] == ["currency", "country"]
    assert propose(detect(tape(tmp_path)), country="pl").mapping.currency == "PLN"


def test_a_mapping_is_remembered_as_it_was(tmp_path: Path) -> None:
    mapping = shipped_mapping("lending_club")
    path = tmp_path / "mapping.json"
    path.write_text(saved(mapping))
    assert load_mapping(path) == mapping


def test_a_mapping_file_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text('colums = {}\n[columns]\nid = "reference"\n')
    with pytest.raises(Invalid, match="colums"):
        load_mapping(path)
