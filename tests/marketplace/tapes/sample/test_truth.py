"""The truth file names what is wrong in a tape: all of it and nothing else."""

import hashlib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import fastexcel
import polars as pl
import pytest
import stdnum.iban

from marketplace.tapes.sample import COUNTRIES, Bucket, Truth, read_truth, write_tape
from marketplace.tapes.sample.headers import FLAGS, headers_of, words_of
from marketplace.tapes.sample.truth import RULES, kinds_in
from tests.marketplace.tapes.sample.reading import ReadTape, read_tape
from tests.marketplace.tapes.sample.test_clean_tape import IDENTIFIERS

ROWS = 2_000
type Dirty = tuple[ReadTape, Truth, Path]


@pytest.fixture(scope="module", params=COUNTRIES)
def dirty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Dirty:
    path = tmp_path_factory.mktemp("tape") / f"{request.param}.csv"
    truth = write_tape(country=request.param, rows=ROWS, seed=5, out=path, dirt="0.1")
    return read_tape(path, request.param), truth, path


def cells(dirty: Dirty, kind: str) -> list[str]:
    tape, truth, _ = dirty
    found = [tape.rows[defect.row - 1][defect.field] for defect in truth.of_kind(kind)]
    assert found, kind
    return found


def test_is_written_beside_the_tape_with_its_digest(dirty: Dirty) -> None:
    _, truth, path = dirty
    assert read_truth(path) == truth
    assert truth.digest == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def test_counts_are_those_of_its_defects_spread_evenly_over_the_kinds(dirty: Dirty) -> None:
    _, truth, _ = dirty
    planted = Counter(defect.kind for defect in truth.defects)
    assert {count.kind: count.rows for count in truth.counts} == dict(planted)
    assert set(planted) == set(kinds_in(truth.country))
    assert max(planted.values()) - min(planted.values()) <= 2
    assert abs(len(truth.defects) - ROWS // 10) <= 1


def test_every_row_is_in_one_bucket(dirty: Dirty) -> None:
    tape, truth, _ = dirty
    rows = truth.buckets
    assert rows.clean + rows.flagged + rows.held + rows.rejected == len(tape.rows) == truth.rows
    assert len({defect.row for defect in truth.defects}) == len(truth.defects)
    buckets = {rule.kind: rule.bucket for rule in RULES}
    assert all(defect.bucket is buckets[defect.kind] for defect in truth.defects)


def test_every_defect_names_the_reference_that_stands_in_its_row(dirty: Dirty) -> None:
    tape, truth, _ = dirty
    columns = {header.field: header.text for header in headers_of(truth.country)}
    for defect in truth.defects:
        assert (tape.rows[defect.row - 1]["reference"] or None) == defect.reference
        assert defect.column == columns[defect.field]


def test_totals_are_the_sums_of_the_balances_in_the_file(dirty: Dirty) -> None:
    tape, truth, _ = dirty
    wrong = {defect.row for defect in truth.defects}
    rejected = {defect.row for defect in truth.defects if defect.bucket is Bucket.REJECTED}
    (total,) = truth.totals
    assert Decimal(total.clean) == summed(tape, wrong)
    assert Decimal(total.accepted) == summed(tape, rejected)


def summed(tape: ReadTape, left_out: set[int]) -> Decimal:
    kept = [row for number, row in enumerate(tape.rows, start=1) if number not in left_out]
    return sum((tape.amount(row, "balance") for row in kept), Decimal(0))


def test_rows_without_a_defect_are_clean(dirty: Dirty) -> None:
    tape, truth, _ = dirty
    wrong = {defect.row for defect in truth.defects}
    no = next(word.text for word in words_of(truth.country) if word.code == "no")
    references = Counter(row["reference"] for row in tape.rows)
    twins = {defect.reference for defect in truth.of_kind("duplicate.row")}
    for number, row in enumerate(tape.rows, start=1):
        if number in wrong:
            continue
        parts = tape.amount(row, "principal") + tape.amount(row, "interest") + tape.amount(row, "costs")
        assert tape.amount(row, "balance") == parts - tape.amount(row, "payments") > 0
        assert references[row["reference"]] == (2 if row["reference"] in twins else 1)
        assert all(row[flag] == no for flag in FLAGS)
        contract, default = tape.day(row, "contract_date"), tape.day(row, "default_date")
        assert contract
        assert default
        assert contract < default
        assert default.year > 2018
        assert not row["iban"] or stdnum.iban.is_valid(row["iban"])


def test_wrong_identifiers_and_accounts_fail_their_check_digits(dirty: Dirty) -> None:
    _, truth, _ = dirty
    assert not any(stdnum.iban.is_valid(cell) for cell in cells(dirty, "iban.checksum"))
    if truth.country != "gb":
        modules = IDENTIFIERS[truth.country]
        assert not any(module.is_valid(cell) for cell in cells(dirty, "id.checksum") for module in modules)


def test_a_duplicate_repeats_an_earlier_row_to_the_letter(dirty: Dirty) -> None:
    tape, truth, _ = dirty
    for defect in truth.of_kind("duplicate.row"):
        assert tape.rows[defect.row - 1] in tape.rows[: defect.row - 1]


def test_rows_that_share_a_reference_differ_in_the_balance(dirty: Dirty) -> None:
    tape, truth, _ = dirty
    shared = truth.of_kind("duplicate.reference")
    for reference, count in Counter(defect.reference for defect in shared).items():
        balances = {tape.rows[one.row - 1]["balance"] for one in shared if one.reference == reference}
        assert (count, len(balances)) == (2, 2)


def test_amounts_are_missing_negative_zero_unreadable_or_do_not_add_up(dirty: Dirty) -> None:
    tape, truth, _ = dirty
    decimal = "." if truth.country == "gb" else ","
    other = "," if decimal == "." else "."
    assert all(cell.startswith("-") for cell in cells(dirty, "amount.negative"))
    assert set(cells(dirty, "amount.zero")) == {f"0{decimal}00"}
    assert all(cell.rindex(decimal) < cell.rindex(other) for cell in cells(dirty, "amount.ambiguous"))
    assert all(any(sign.isalpha() for sign in cell) for cell in cells(dirty, "amount.not_a_number"))
    for defect in truth.of_kind("amount.missing"):
        row = tape.rows[defect.row - 1]
        assert not row["balance"]
        assert not row["principal"]
    for defect in truth.of_kind("balance.sum"):
        row = tape.rows[defect.row - 1]
        parts = tape.amount(row, "principal") + tape.amount(row, "interest") + tape.amount(row, "costs")
        assert tape.amount(row, "balance") != parts - tape.amount(row, "payments")


def test_dates_are_impossible_in_the_future_or_the_wrong_way_round(dirty: Dirty) -> None:
    tape, truth, _ = dirty
    for cell in cells(dirty, "date.impossible"):
        with pytest.raises(ValueError, match="day"):
            tape.day({"day": cell}, "day")
    assert all("2091" in cell for cell in cells(dirty, "date.future"))
    for defect in truth.of_kind("dates.order"):
        row = tape.rows[defect.row - 1]
        contract, default = tape.day(row, "contract_date"), tape.day(row, "default_date")
        assert contract
        assert default
        assert default < contract


def test_formulas_postcodes_references_and_flags_are_planted(dirty: Dirty) -> None:
    _, truth, _ = dirty
    yes = next(word.text for word in words_of(truth.country) if word.code == "yes")
    assert all(cell[0] in "=+-@" for cell in cells(dirty, "cell.formula"))
    assert set(cells(dirty, "reference.missing")) == {""}
    assert cells(dirty, "postcode.country")
    for flag in ("insolvent", "deceased", "disputed", "live_plan"):
        assert set(cells(dirty, f"status.{flag}")) == {yes}


def test_barred_claims_have_been_in_default_since_the_last_century_without_a_sign_of_life(dirty: Dirty) -> None:
    tape, truth, _ = dirty
    for defect in truth.of_kind("limitation.barred"):
        row = tape.rows[defect.row - 1]
        default = tape.day(row, "default_date")
        assert default is not None
        assert default.year < 2000
        assert not any(row[field] for field in ("last_payment_date", "acknowledged_on", "stage", "title_on"))


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
@pytest.mark.parametrize("country", ["es", "gb"])
def test_workbooks_and_parquet_carry_the_same_tape(country: str, suffix: str, tmp_path: Path) -> None:
    book, text = tmp_path / f"tape.{suffix}", tmp_path / "tape.csv"
    truth = write_tape(country=country, rows=400, seed=9, out=book, dirt="0.1")
    as_text = write_tape(country=country, rows=400, seed=9, out=text, dirt="0.1")
    found = loaded(book)
    assert found.height == 400
    assert truth.totals == as_text.totals
    assert [(d.row, d.kind) for d in truth.defects] == [(d.row, d.kind) for d in as_text.defects]
    columns = {header.field: header.text for header in headers_of(country)}
    rejected = {d.row for d in truth.defects if d.bucket is Bucket.REJECTED}
    balances = found[columns["balance"]].to_list()
    kept = [Decimal(cell) for row, cell in enumerate(balances, start=1) if row not in rejected]
    assert sum(kept) == Decimal(truth.totals[0].accepted)
    for defect in truth.of_kind("cell.formula"):
        assert found[defect.column][defect.row - 1][0] in "=+-@"
    for defect in truth.of_kind("date.impossible"):
        assert found[defect.column][defect.row - 1].endswith("-02-31")


def loaded(path: Path) -> pl.DataFrame:
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    return fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()
