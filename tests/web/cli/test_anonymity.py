"""A seller measures and anonymises a file in the house."""

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from kernel.errors import Invalid
from tests.marketplace.anonymity.lots import lot
from web.cli.anonymity import anonymise_command, anonymity


def test_adult_is_measured_from_the_file(shared: Path) -> None:
    file = shared / "data" / "arx_adult.csv"
    printed = CliRunner().invoke(anonymity, ["measure", str(file), "--json"], catch_exceptions=False).output
    found = json.loads(printed)
    assert found["average_risk"] == 0.6465751607983555
    assert found["uniqueness"] == 0.5142895033485844


def tape_file(folder: Path) -> Path:
    file = folder / "tape.csv"
    lot(claims=300, debtors=250).select(
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
    ).write_csv(file)
    return file


def test_a_tape_is_anonymised_without_an_account(tmp_path: Path) -> None:
    file, out, report = tape_file(tmp_path), tmp_path / "released.csv", tmp_path / "report.json"
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


def test_what_is_sensitive_stays_various_behind_every_line(tmp_path: Path) -> None:
    file, out, report = tape_file(tmp_path), tmp_path / "released.csv", tmp_path / "report.json"
    arguments = [str(file), "--out", str(out), "--report", str(report), "--as-of", "2026-06-30"]
    demanded = [*arguments, "--sensitive", "product", "--l", "3", "--t", "0.4"]
    said = CliRunner().invoke(anonymise_command, demanded, catch_exceptions=False)
    assert "values of product, at most 0." in said.output
    (variety,) = json.loads(report.read_text())["after"]["varieties"]
    assert variety["l_distinct"] >= 3
    assert variety["t_equal"] <= 0.4


@pytest.mark.parametrize(
    ("options", "sentence"), [(["--l", "2"], "name it with --sensitive"), (["--sensitive", "balance"], "Others know")]
)
def test_a_demand_that_helps_nobody_is_refused(tmp_path: Path, options: list[str], sentence: str) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(Invalid, match=sentence):
        CliRunner().invoke(
            anonymise_command,
            [str(tape_file(tmp_path)), *options, "--out", str(out), "--report", str(out)],
            catch_exceptions=False,
        )
    assert not out.exists()


def test_the_optimum_is_told_with_its_levels(shared: Path) -> None:
    file = shared / "data" / "arx_adult.csv"
    declared = Path(__file__).parents[2] / "marketplace" / "anonymity" / "adult.toml"
    arguments = ["optimum", str(file), "--hierarchies", str(declared), "--k", "100"]
    found = json.loads(CliRunner().invoke(anonymity, arguments, catch_exceptions=False).output)
    assert found["levels"] == [0, 4, 1, 1, 3, 2, 2, 1, 1]


def test_a_leaked_copy_names_its_buyer(tmp_path: Path) -> None:
    released, secret = tmp_path / "released.csv", tmp_path / "secret"
    secret.write_bytes(bytes(range(32)))
    made = ["--out", str(released), "--report", str(tmp_path / "report.json"), "--as-of", "2026-06-30"]
    CliRunner().invoke(anonymise_command, [str(tape_file(tmp_path)), *made], catch_exceptions=False)
    told = ["--secret", str(secret), "--release", "spring"]
    for buyer in ("Acme", "Fund"):
        copy = ["mark", str(released), *told, "--buyer", buyer, "--out", str(tmp_path / f"{buyer}.csv")]
        assert CliRunner().invoke(anonymity, copy, catch_exceptions=False).exit_code == 0
    plain, copy_of_fund = pl.read_csv(released), pl.read_csv(tmp_path / "Fund.csv")
    assert copy_of_fund.columns == plain.columns
    assert copy_of_fund.drop("balance_mean").equals(plain.drop("balance_mean"))
    assert copy_of_fund["balance_mean"].sum() == pytest.approx(plain["balance_mean"].sum(), abs=1e-6)
    leaked = tmp_path / "leaked.csv"
    copy_of_fund.sample(200, seed=1, shuffle=True).drop("reference", "cell").write_csv(leaked)
    asked = ["leaker", str(leaked), *told, "--buyers", "Acme,Fund,Third"]
    assert json.loads(CliRunner().invoke(anonymity, asked, catch_exceptions=False).output)["named"] == "Fund"
    innocent = CliRunner().invoke(anonymity, [*asked[:-1], "Acme,Third"], catch_exceptions=False)
    assert innocent.exit_code == 2
    assert json.loads(innocent.output)["named"] is None
