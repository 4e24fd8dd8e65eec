"""From a file to accepted rows and findings: every row is one or the other, and the reason is the planted one."""

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.errors import Invalid
from marketplace.tapes.examine import examine, summarised
from marketplace.tapes.mapping import shipped_mapping
from marketplace.tapes.rules import RULES
from marketplace.tapes.sample import COUNTRIES, CUT_OFF, Bucket, read_truth, write_tape
from tests.marketplace.tapes.tape_files import HEADER, ROWS, plain_mapping, tape

OF_LATER_STAGES = "limitation.barred"
"""Limitation is law: the row is accepted here and held by the deadline register."""


def found_in(path: Path) -> pl.DataFrame:
    return pl.concat([chunk.findings for chunk in examine(path, today=CUT_OFF)])


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_exactly_the_planted_defects_are_found(tmp_path: Path, country: str, suffix: str) -> None:
    path = tmp_path / f"tape.{suffix}"
    truth = write_tape(country=country, rows=600, seed=11, out=path, dirt="0.1")
    planted = {(one.row, one.kind) for one in truth.defects if one.kind != OF_LATER_STAGES}
    findings = found_in(path)
    assert set(zip(findings["row_no"], findings["rule"], strict=True)) == planted
    columns = {(one.row, one.column) for one in truth.defects if one.kind != OF_LATER_STAGES}
    assert set(zip(findings["row_no"], findings["column"], strict=True)) == columns


def test_rows_and_sums_are_those_of_the_truth(tmp_path: Path) -> None:
    path = tmp_path / "tape.csv"
    write_tape(country="pl", rows=2_000, seed=3, out=path, dirt="0.2")
    truth = read_truth(path)
    chunks = list(examine(path, today=CUT_OFF, rows=300))
    summary = summarised(iter(chunks))
    assert (summary.read, summary.rejected, summary.left_out) == (2_000, truth.buckets.rejected, 0)
    balance = sum(chunk.accepted["balance_minor"].sum() for chunk in chunks)
    assert f"{balance // 100}.{balance % 100:02}" == truth.totals[0].accepted
    by_bucket = Counter(one.bucket for one in truth.defects)
    assert summary.rejected == by_bucket[Bucket.REJECTED]


def test_chunks_checked_side_by_side_come_in_their_order_and_tell_the_same(tmp_path: Path) -> None:
    path = tmp_path / "tape.csv"
    write_tape(country="es", rows=1_500, seed=4, out=path, dirt="0.2")
    (whole,) = examine(path, today=CUT_OFF)
    parts = list(examine(path, today=CUT_OFF, rows=100))
    assert [one.chunk_no for one in parts] == list(range(1, 16))
    assert pl.concat([one.findings for one in parts]).equals(whole.findings)
    assert pl.concat([one.accepted for one in parts]).equals(whole.accepted)


def test_lending_club_brings_its_charged_off_loans_only(shared: Path) -> None:
    path = shared / "data" / "lending_club_sample_151cols.csv"
    chunks = list(examine(path, shipped_mapping("lending_club"), today=date(2026, 1, 31)))
    summary = summarised(iter(chunks))
    assert (summary.read, summary.accepted, summary.left_out, summary.currency) == (243, 243, 1757, "USD")
    rows = pl.concat([chunk.accepted for chunk in chunks])
    raw = pl.read_csv(path, infer_schema=False).filter(pl.col("loan_status").str.ends_with("Charged Off"))
    cents = {name: raw[name].cast(pl.Decimal(18, 2)).to_physical() for name in ("funded_amnt", "total_rec_prncp")}
    assert rows["principal_minor"].to_list() == (cents["funded_amnt"] - cents["total_rec_prncp"]).to_list()
    rest = (rows["principal_minor"] - rows["payments_minor"]).to_list()
    assert rows["balance_minor"].to_list() == rest


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("A-9;10.00;2091-01-01;Ann", "date.future"),
        ("A-9;-10.00;2024-01-01;Ann", "amount.negative"),
        ("A-9;0.00;2024-01-01;Ann", "amount.zero"),
        ("A-9;;2024-01-01;Ann", "amount.missing"),
        (";10.00;2024-01-01;Ann", "reference.missing"),
        ("A-9;=1+1;2024-01-01;Ann", "cell.formula_for_value"),
        ("A-9;10.00;2024-01-01;Ann;more", "row.shape"),
        (ROWS[0], "duplicate.row"),
    ],
)
def test_a_bad_row_is_rejected_with_its_place_and_the_rest_is_taken(tmp_path: Path, row: str, rule: str) -> None:
    path = tape(tmp_path, lines=(HEADER, *ROWS, row))
    (chunk,) = examine(path, plain_mapping(), today=CUT_OFF)
    assert (chunk.accepted["row_no"].to_list(), chunk.rejected["row_no"].to_list()) == ([1, 2], [3])
    found = chunk.findings.filter(pl.col("severity") == "reject")
    assert found.select("row_no", "line_no", "rule").rows() == [(3, 4, rule)]


def test_rows_that_share_a_reference_and_differ_are_all_rejected_across_chunks(tmp_path: Path) -> None:
    lines = (HEADER, *ROWS, "A-3;5.00;2024-01-31;Cy", "A-1;99.00;2024-01-31;Ann Lee")
    chunks = list(examine(tape(tmp_path, lines=lines), plain_mapping(), today=CUT_OFF, rows=2))
    assert pl.concat([chunk.rejected for chunk in chunks])["row_no"].to_list() == [1, 4]


def test_rows_of_items_share_their_reference(tmp_path: Path) -> None:
    lines = ("Account number;Invoice number;Invoice amount", "A-1;F-1;10.00", "A-1;F-2;20.00", "A-1;F-2;20.00")
    columns = {"Account number": "reference", "Invoice number": "item_reference", "Invoice amount": "item_amount"}
    (chunk,) = examine(tape(tmp_path, lines=lines), plain_mapping(columns=columns), today=CUT_OFF)
    assert chunk.accepted["item_amount_minor"].to_list() == [1000, 2000]
    assert chunk.findings["rule"].to_list() == ["duplicate.row"]


def test_a_second_currency_is_refused_row_by_row(tmp_path: Path) -> None:
    lines = ("Account number;Balance;Currency", "A-1;10.00;EUR", "A-2;12.00;EUR", "A-3;5;JPY", "A-4;1.00;EURO")
    columns = {"Account number": "reference", "Balance": "balance", "Currency": "currency"}
    (chunk,) = examine(tape(tmp_path, lines=lines), plain_mapping(columns=columns, currency=None), today=CUT_OFF)
    assert chunk.accepted["currency"].to_list() == ["EUR", "EUR"]
    told = chunk.findings.filter(pl.col("row_no") > 2).select("row_no", "rule").rows()
    assert set(told) >= {(3, "currency.several"), (4, "currency.unknown")}


def test_an_unanswered_question_stops_before_the_first_chunk(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="In which currency"):
        examine(tape(tmp_path), today=CUT_OFF)


MUTATIONS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=0, max_size=3), st.integers(0, 4)), max_size=12
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(mutations=MUTATIONS)
def test_a_mangled_file_is_refused_whole_or_every_row_is_accepted_or_rejected(
    tmp_path: Path, mutations: list[tuple[float, bytes, int]]
) -> None:
    body = "\n".join((HEADER, *ROWS, *(f'A-{i};{i}.00;2024-01-{i:02};"Name; {i}"' for i in range(10, 30)))).encode()
    for place, patch, cut in mutations:
        at = int(place * len(body))
        body = body[:at] + patch + body[at + cut :]
    path = tmp_path / "tape.csv"
    path.write_bytes(body)
    try:
        chunks = list(examine(path, plain_mapping(date_style="%Y-%m-%d"), today=CUT_OFF, rows=7))
    except Invalid:
        return
    accepted = [row for chunk in chunks for row in chunk.accepted["row_no"]]
    rejected = [row for chunk in chunks for row in chunk.rejected["row_no"]]
    assert sorted(accepted + rejected) == list(range(1, len(accepted) + len(rejected) + 1))
    reasons = {
        row for chunk in chunks for row, rule in chunk.findings.select("row_no", "rule").rows() if _rejects(rule)
    }
    assert reasons == set(rejected)


def _rejects(rule: str) -> bool:
    return RULES[rule].severity == "reject"
