"""A portfolio for filing: repeatable, every kind of the country planted, and every other row fit for court."""

from pathlib import Path

import msgspec
import polars as pl
import pytest

from kernel.errors import Invalid
from marketplace.tapes.sample.filing import write_filing_tape
from marketplace.tapes.sample.filing_truth import FilingTruth, filing_rules, filing_truth_file

COUNTRIES = ("de", "es", "gb", "pl", "se")


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_truth_names_every_kind_of_the_country_and_the_rest_is_clean(country: str, tmp_path: Path) -> None:
    out = tmp_path / f"{country}.parquet"
    truth = write_filing_tape(country=country, rows=200, seed=9, out=out, planted="0.35")
    frame = pl.read_parquet(out)
    assert (frame.height, len(truth.planted), truth.clean) == (200, 70, 130)
    assert {kind for case in truth.planted for kind in case.defects} == {rule.kind for rule in filing_rules(country)}
    assert msgspec.json.decode(filing_truth_file(out).read_bytes(), type=FilingTruth) == truth
    named = {case.reference for case in truth.planted}
    assert len(named) == 70
    assert frame[:, 0].n_unique() == 200


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.csv", "two.csv", "three.csv")]
    for path, seed in zip(paths, (4, 4, 5), strict=True):
        write_filing_tape(country="gb", rows=60, seed=seed, out=path, planted="0.5")
    one, two, three = (path.read_bytes() for path in paths)
    assert one == two != three
    truths = [filing_truth_file(path).read_text().replace(path.name, "") for path in paths[:2]]
    assert truths[0] == truths[1]


@pytest.mark.parametrize(("rows", "seed", "planted"), [(0, 1, "0.1"), (10, -1, "0.1"), (10, 1, "0.9"), (10, 1, "many")])
def test_figures_out_of_range_are_refused(rows: int, seed: int, planted: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        write_filing_tape(country="es", rows=rows, seed=seed, out=tmp_path / "tape.csv", planted=planted)
    assert not list(tmp_path.iterdir())
