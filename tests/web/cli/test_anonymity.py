"""A seller measures and anonymises a file in the house."""

import json
from pathlib import Path

import polars as pl
from click.testing import CliRunner

from tests.marketplace.anonymity.lots import lot
from web.cli.anonymity import anonymise_command, anonymity


def test_adult_is_measured_from_the_file(shared: Path) -> None:
    file = shared / "data" / "arx_adult.csv"
    printed = CliRunner().invoke(anonymity, ["measure", str(file), "--json"], catch_exceptions=False).output
    found = json.loads(printed)
    assert found["average_risk"] == 0.6465751607983555
    assert found["uniqueness"] == 0.5142895033485844


def test_a_tape_is_anonymised_without_an_account(tmp_path: Path) -> None:
    claims = lot(claims=300, debtors=250)
    tape = claims.select(
        "reference",
        "debtor_name",
        "product",
        "currency",
        "country",
        "region",
        "postcode",
        pl.col("debtor_key").alias("national_id"),
        (pl.col("balance_minor") / 100).round(2).cast(pl.String).alias("balance"),
        pl.col("default_on").alias("default_date"),
    )
    file, out, report = (tmp_path / name for name in ("tape.csv", "released.csv", "report.json"))
    tape.write_csv(file)
    arguments = [str(file), "--as-of", "2026-06-30", "--out", str(out), "--report", str(report)]
    said = CliRunner().invoke(anonymise_command, arguments, catch_exceptions=False)
    assert said.exit_code == 0
    assert "at least 10 different debtors" in said.output
    assert "CANARY" not in out.read_text().upper()
    account = json.loads(report.read_text())
    assert account["k_reached"] >= 10
    assert account["rows"] == pl.read_csv(out).height


def test_a_k_below_the_platforms_floor_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "tape.csv"
    file.write_text("reference,balance\nA,1\n")
    out = tmp_path / "out.csv"
    refused = CliRunner().invoke(anonymise_command, [str(file), "--k", "9", "--out", str(out), "--report", str(out)])
    assert refused.exit_code == 2
    assert not out.exists()
