"""A set of templates becomes one row a loan, whatever the templates leave out; written out, it comes back the same."""

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from kernel.errors import Invalid
from marketplace.tapes.eba import FIELDS
from marketplace.tapes.eba.writing import set_of, write_set
from marketplace.tapes.examine import examine, settled
from marketplace.tapes.proposal import propose
from marketplace.tapes.reading import Format, detect, read_chunks
from marketplace.tapes.reading.templates.gaps import gaps
from marketplace.tapes.reading.templates.tables import parts_of
from marketplace.tapes.sample import COUNTRIES, CUT_OFF, write_tape

LOANS = (
    "3,00;3.01 Loan identifier;3.05;3.08;3.09 Principal balance;3.12;3.23 Date of default;3.03",
    "2025-12-31;L-1;consumer;EUR;900.00;1000.00;2024-03-01;ES",
    "2025-12-31;L-2;credit card;EUR;90.00;100.00;2024-05-01;ES",
    "2025-12-31;L-3;other;EUR;9.00;10.00;2024-07-01;ES",
)
PEOPLE = (
    "1.02 Counterparty identifier;1.03 Name of counterparty;1.06;1.32",
    "C-1;Ana Ruiz;household;none",
    "C-2;Obras Sol SL;SME corporate;bankruptcy-insolvency",
    "C-3;Luis Ruiz;household;none",
    "C-9;Nobody Known;household;none",
)
LINKS = ("2.00;2.01", "C-1;L-1", "C-3;L-1", "C-2;L-2")
SECURED = ("2.01;2.03", "L-2;P-1")
GIVEN = ("2.00;2.03", "C-3;P-1")
HISTORY = ("5.00 Loan identifier;2024-02;2024-03;2024-04;2024-05;2024-06", "L-1;10;;20;0;5", "L-2;;;;;7")


def a_set(folder: Path, **files: Sequence[str]) -> Path:
    path = folder / "set.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, lines in files.items():
            archive.writestr(f"{name}.csv", "\n".join(lines))
    return path


def whole_set(folder: Path) -> Path:
    return a_set(folder, loans=LOANS, people=PEOPLE, links=LINKS, secured=SECURED, given=GIVEN, history=HISTORY)


def taken(path: Path) -> pl.DataFrame:
    layout = detect(path)
    mapping = settled(propose(layout, country="es"))
    return pl.concat([chunk.accepted for chunk in examine(path, mapping, today=CUT_OFF, layout=layout)])


def test_the_fields_are_those_of_the_list(shared: Path) -> None:
    with (shared / "data" / "eba_its_fields_from_opennpl.csv").open(encoding="utf-8") as file:
        listed = {tuple(row["ref"].split(".")): row["class"] == "mandatory" for row in csv.DictReader(file)}
    numbers = {f"{sheet}.{place.ljust(2, '0')}": mandatory for (sheet, place), mandatory in listed.items()}
    assert {number: FIELDS[number].mandatory for number in numbers} == numbers
    assert set(FIELDS) - set(numbers) == {"1.11", "2.02"}


def test_a_set_is_one_row_a_loan_with_its_people(tmp_path: Path) -> None:
    path = whole_set(tmp_path)
    assert detect(path).format is Format.SET
    rows = taken(path)
    assert rows["reference"].to_list() == ["L-1", "L-2", "L-3"]
    assert rows["balance_minor"].to_list() == [100_000, 10_000, 1_000]
    assert rows["debtor_name"].to_list() == ["Ana Ruiz", "Obras Sol SL", None]
    assert rows["debtor_kind"].to_list() == ["person", "company", None]
    assert rows["codebtor_name"].to_list() == ["Luis Ruiz", "Luis Ruiz", None]
    assert rows["codebtor_role"].to_list() == ["co-debtor", "guarantor", None]
    assert rows["insolvent"].to_list() == [False, True, None]
    assert rows["product"].to_list() == ["consumer_loan", "credit_card", "other"]


def test_history_from_default_is_told_from_history_that_begins_later(tmp_path: Path) -> None:
    assert taken(whole_set(tmp_path))["movement_history"].to_list() == [True, False, None]


def test_what_belongs_to_no_loan_is_told(tmp_path: Path) -> None:
    notes = detect(whole_set(tmp_path)).notes
    assert notes[:2] == ("1 counterparties belong to no loan, such as C-9.", "1 loans name no borrower.")
    assert "mandatory fields of the templates" in notes[2]


def test_a_mandatory_field_that_is_empty_is_a_gap_with_who_can_fill_it(tmp_path: Path) -> None:
    found = {one.number: one for one in gaps(parts_of(whole_set(tmp_path)))}
    assert not {"1.02", "1.03", "3.01", "3.09", "3.12"} & set(found)
    assert (found["3.29"].missing, found["3.29"].rows, found["3.29"].who) == (3, 3, "legal")
    assert found["4.01"].rows == 0


def test_loans_and_relations_alone_are_enough(tmp_path: Path) -> None:
    rows = taken(a_set(tmp_path, loans=LOANS, links=LINKS))
    assert rows.height == 3
    assert "debtor_name" not in rows.columns


def test_a_row_of_loans_that_does_not_fit_is_rejected_and_not_lost(tmp_path: Path) -> None:
    path = a_set(tmp_path, loans=(*LOANS, "2025-12-31;L-4;other;EUR;1.00"), people=PEOPLE, links=LINKS)
    layout = detect(path)
    (chunk,) = examine(path, settled(propose(layout, country="es")), today=CUT_OFF, layout=layout)
    assert (chunk.accepted.height, chunk.rejected.height) == (3, 1)
    assert "row.shape" in chunk.findings["rule"]


def test_an_archive_without_loans_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no set of templates"):
        detect(a_set(tmp_path, people=PEOPLE, notes=("a;b", "1;2")))


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("suffix", ["xlsx", "zip"])
def test_any_tape_written_as_templates_comes_back(tmp_path: Path, country: str, suffix: str) -> None:
    tape, path = tmp_path / "tape.csv", tmp_path / f"set.{suffix}"
    write_tape(country=country, rows=150, seed=9, out=tape, dirt="0")
    before = pl.concat([chunk.accepted for chunk in examine(tape, today=CUT_OFF)])
    write_set(set_of(before, CUT_OFF.isoformat()), path)
    after = taken(path)
    same = ["reference", "currency", "country", "principal_minor", "balance_minor", "default_date", "birth_date"]
    same += ["national_id", "postcode", "city", "codebtor_name", "codebtor_role", "deceased", "insolvent"]
    same = [name for name in same if name in before.columns]
    assert after.select(same).equals(before.select(same))


COLLATERAL = (
    "4.00 Protection identifier;4.02 Collateral type;4.03;4.09;4.19 Latest valuation amount;4.20;4.27",
    "P-1;residential property;Calle Uría 3;1;90000.00;2025-06-30;",
    "P-2;vehicle;;;4000.00;2025-07-31;",
    "P-7;gold;;;1.00;2025-07-31;",
)


def test_the_detail_of_collateral_stands_beside_its_loan_and_is_written_again(tmp_path: Path) -> None:
    source = a_set(
        tmp_path,
        loans=(
            LOANS[0],
            *(line.replace("900.00", "1000.00").replace(";90.", ";100.").replace(";9.", ";10.") for line in LOANS[1:]),
        ),
        people=PEOPLE,
        links=LINKS,
        secured=("2.01;2.03", "L-2;P-1", "L-2;P-2", "L-3;P-2", "L-9;P-7"),
        collateral=COLLATERAL,
        history=HISTORY,
    )
    (rows,) = read_chunks(source, detect(source))
    shown = rows.select("3.01 Loan identifier", "Protections", "4.02 Collateral type", "4.19 Latest valuation amount")
    assert shown.rows() == [
        ("L-1", None, None, None),
        ("L-2", "2", "residential property", "90000.00"),
        ("L-3", "1", "vehicle", "4000.00"),
    ]
    again = tmp_path / "again.xlsx"
    write_set(set_of(taken(source), CUT_OFF.isoformat(), parts_of(source)), again)
    (back,) = read_chunks(again, detect(again))
    assert back.select(shown.columns).rows() == shown.rows()
    assert taken(again)["movement_history"].to_list() == [True, False, None]
    (protections,) = (part.rows for part in parts_of(again) if part.template == "protection")
    assert protections["4.00"].to_list() == ["P-1", "P-2"]
    assert protections["4.03"].to_list() == ["Calle Uría 3", None]
