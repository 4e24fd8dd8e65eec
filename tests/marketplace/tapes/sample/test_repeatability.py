"""A seed is a tape: the same bytes every time, and the same parties however many chunks."""

from datetime import date
from pathlib import Path

import pytest

from kernel.errors import Invalid
from marketplace.tapes.sample import portfolio, truth_file, write_tape
from marketplace.tapes.sample.dirt import turns
from marketplace.tapes.sample.headers import UNMAPPED, headers_of, words_of
from marketplace.tapes.vocabulary import choice_words, flag_words, headers, normal
from tests.marketplace.tapes.sample.reading import read_tape


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_the_same_seed_gives_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = tmp_path / "a" / f"tape.{suffix}", tmp_path / "b" / f"tape.{suffix}"
    for path in (one, two):
        write_tape(country="pl", rows=300, seed=21, out=path, dirt="0.05")
    assert one.read_bytes() == two.read_bytes()
    assert truth_file(one).read_bytes() == truth_file(two).read_bytes()


def test_another_seed_or_another_cut_off_gives_another_tape(tmp_path: Path) -> None:
    digests = {
        write_tape(country="se", rows=50, seed=seed, out=tmp_path / "tape.csv", cut_off=day).digest
        for seed, day in ((1, date(2026, 9, 30)), (2, date(2026, 9, 30)), (1, date(2025, 9, 30)))
    }
    assert len(digests) == 3


def test_chunks_share_no_reference_no_identifier_and_no_defect_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portfolio, "CHUNK", 400)
    path = tmp_path / "tape.csv"
    truth = write_tape(country="pl", rows=1_500, seed=4, out=path, dirt="0.1")
    tape = read_tape(path, "pl")
    assert len(tape.rows) == 1_500
    wrong = {defect.row for defect in truth.defects}
    assert len(wrong) == len(truth.defects)
    clean = [row for number, row in enumerate(tape.rows, start=1) if number not in wrong]
    assert len({row["reference"] for row in clean}) == len(clean)
    by_id = {(row["national_id"], row["debtor_last_name"]) for row in clean if row["national_id"]}
    assert len(by_id) == len({national_id for national_id, _ in by_id})


def test_the_round_over_the_kinds_goes_on_from_chunk_to_chunk() -> None:
    kinds = ("a", "b", "c")
    assert turns(kinds, 0, 4) == {"a": 2, "b": 1, "c": 1}
    assert turns(kinds, 4, 9) == {"a": 1, "b": 2, "c": 2}
    assert turns(kinds, 9, 9) == {"a": 0, "b": 0, "c": 0}


def test_a_tape_of_one_row_can_be_written_clean_and_dirty(tmp_path: Path) -> None:
    for dirt in ("0", "0.3"):
        truth = write_tape(country="de", rows=1, seed=0, out=tmp_path / "tape.csv", dirt=dirt)
        assert truth.rows == 1
        assert truth.defects == ()


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"country": "fr"}, "country"),
        ({"rows": 0}, "rows"),
        ({"seed": -1}, "seed"),
        ({"dirt": "0.31"}, "dirt"),
        ({"dirt": "NaN"}, "dirt"),
        ({"dirt": "two"}, "dirt"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_place(
    given: dict[str, str | int], where: str, tmp_path: Path
) -> None:
    asked = {"country": "es", "rows": 10, "seed": 1, "dirt": "0", "out": tmp_path / "tape.csv"} | given
    with pytest.raises(Invalid) as refused:
        write_tape(**asked)
    assert [place.where for place in refused.value.places] == [where]
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_ending_or_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    for out in (tmp_path / "tape.doc", tmp_path / "nowhere" / "tape.csv"):
        with pytest.raises(Invalid):
            write_tape(country="es", rows=10, seed=1, out=out)
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_of_more_rows_than_a_sheet_holds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="sheet"):
        write_tape(country="es", rows=1_048_576, seed=1, out=tmp_path / "tape.xlsx")


@pytest.mark.parametrize(
    ("country", "language"), [("es", "es"), ("pl", "pl"), ("se", "se"), ("gb", "en"), ("de", "de")]
)
def test_the_reader_knows_every_header_and_word(country: str, language: str) -> None:
    known = headers()
    for header in headers_of(country):
        if header.field in UNMAPPED:
            assert normal(header.text) not in known
        else:
            assert (header.field, language) in known[normal(header.text)], header.text
    choices = {
        word: choice
        for field in ("product", "interest_kind", "debtor_kind", "codebtor_role", "stage")
        for word, choice in choice_words(field).items()
    }
    yes, no = flag_words()
    for word in words_of(country):
        if word.code in ("yes", "no"):
            assert word.text.lower() in (yes if word.code == "yes" else no)
        else:
            assert choices[word.text.lower()] == word.code
