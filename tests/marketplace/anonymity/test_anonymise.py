"""A released lot hides every debtor among k, keeps every total and tells no name."""

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kernel.errors import Invalid, Refused
from marketplace.anonymity import Released, Role, anonymise
from tests.marketplace.anonymity.lots import CUT_OFF, lot, lots

AMOUNTS = ("balance", "principal", "interest", "costs", "payments")


def released(frame: pl.DataFrame, k: int = 5, roles: dict[str, Role] | None = None) -> Released:
    """Lots whose balance one debtor dominates are refused, rightly: they are no subject here."""
    try:
        return anonymise(frame, roles or {}, k, as_of=CUT_OFF)
    except Refused:
        assume(False)
        raise


def truth(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.rename({name: f"{name}_true" for name in frame.columns if name != "debtor_key"})


def joined(frame: pl.DataFrame, release: Released) -> pl.DataFrame:
    own = truth(frame).with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    return release.frame.join(release.key.drop("cell"), on="reference").join(own, on="row")


@settings(max_examples=60, deadline=None)
@given(frame=lots(), k=st.integers(2, 12))
def test_every_line_covers_k_distinct_debtors(frame: pl.DataFrame, k: int) -> None:
    release = released(frame, k)
    beside = joined(frame, release)
    shown = [name for name in release.frame.columns if name != "reference"]
    smallest = beside.group_by(shown).agg(pl.col("debtor_key").n_unique().alias("debtors"))["debtors"].min()
    assert smallest >= k
    without_cell = [name for name in shown if name != "cell"]
    fewest = beside.group_by(without_cell).agg(pl.col("debtor_key").n_unique().alias("debtors"))["debtors"].min()
    assert fewest == release.report.k_reached >= k


@settings(max_examples=60, deadline=None)
@given(frame=lots())
def test_no_claim_is_left_out_and_every_total_is_kept(frame: pl.DataFrame) -> None:
    release = released(frame)
    assert release.frame.height == frame.height == release.cells["rows"].sum()
    for stem in AMOUNTS:
        if f"{stem}_minor" not in frame.columns or f"{stem}_minor" in release.report.untold_amounts:
            continue
        groups = release.cells.unique(f"{stem}_group")
        assert groups[f"{stem}_group_total_minor"].sum() == frame[f"{stem}_minor"].sum()
        assert groups[f"{stem}_group_rows"].sum() == frame.height


@settings(max_examples=60, deadline=None)
@given(frame=lots())
def test_every_band_holds_the_values_it_stands_for(frame: pl.DataFrame) -> None:
    release = released(frame)
    beside = joined(frame, release)
    pairs = [(f"{stem}_from_minor", f"{stem}_to_minor", f"{stem}_minor_true") for stem in AMOUNTS]
    pairs += [(f"{name}_from", f"{name}_to", f"{name}_true") for name in ("default_on", "last_payment_on")]
    for low, high, value in pairs:
        if value in beside.columns:
            outside = beside.filter((pl.col(value) < pl.col(low)) | (pl.col(value) > pl.col(high)))
            assert outside.is_empty(), (value, outside)


@settings(max_examples=40, deadline=None)
@given(frame=lots())
def test_nothing_that_names_a_debtor_is_released(frame: pl.DataFrame) -> None:
    release = released(frame)
    for table in (release.frame, release.cells):
        assert "CANARY" not in table.write_csv().upper()
    assert set(release.report.withheld_columns) == {"reference", "debtor_key", "debtor_name"}


@settings(max_examples=40, deadline=None)
@given(frame=lots())
def test_no_told_total_speaks_of_one_debtor(frame: pl.DataFrame) -> None:
    """Nor does what follows from two of them: balance minus principal is told with the principal."""
    release = released(frame)
    beside = joined(frame, release)
    cells = release.cells.select("cell", pl.col("^.*_group$"))
    rows = beside.join(cells, on="cell")
    rest = pl.col("balance_minor_true")
    for stem in AMOUNTS:
        column = f"{stem}_minor_true"
        if column not in rows.columns or f"{stem}_minor" in release.report.untold_amounts:
            break
        own = pl.col(column).fill_null(0)
        quantities = [own]
        if stem != "balance":
            rest = rest + own if stem == "payments" else rest - own
            quantities.append(rest)
        for quantity in quantities:
            owed = rows.group_by(f"{stem}_group", "debtor_key").agg(quantity.abs().sum().alias("owed"))
            shares = owed.group_by(f"{stem}_group").agg(
                (pl.col("owed") > 0).sum().alias("sharing"), pl.col("owed").max().alias("most"), pl.col("owed").sum()
            )
            speaking = shares.filter(
                (pl.col("sharing") > 0) & ((pl.col("sharing") < 3) | (2 * pl.col("most") > pl.col("owed")))
            )
            assert speaking.is_empty(), (stem, speaking)


def test_one_person_with_ten_accounts_counts_once() -> None:
    frame = lot(claims=40, debtors=4)
    with pytest.raises(Refused, match="4 distinct debtors in 40 claims; at least 10 are needed"):
        anonymise(frame, {}, 10, as_of=CUT_OFF)


def test_rows_without_a_debtors_key_count_as_one_debtor() -> None:
    frame = lot(claims=30, debtors=30).with_columns(pl.lit(None, dtype=pl.String).alias("debtor_key"))
    with pytest.raises(Refused, match="1 distinct debtors"):
        anonymise(frame, {}, 10, as_of=CUT_OFF)


def test_a_lot_of_exactly_k_debtors_is_one_cell() -> None:
    release = anonymise(lot(claims=10, debtors=10), {}, 10, as_of=CUT_OFF)
    assert release.report.cells == 1
    assert release.report.k_reached == 10
    assert release.frame["balance_from_minor"].null_count() == 10


def test_two_releases_share_no_reference() -> None:
    frame = lot(claims=400, debtors=300)
    first, second = (anonymise(frame, {}, 10, as_of=CUT_OFF) for _ in range(2))
    assert not set(first.frame["reference"]) & set(second.frame["reference"])
    assert first.frame["reference"].n_unique() == 400
    assert first.key["reference"].to_list() != first.frame["reference"].to_list(), "the order tells the row"


def test_a_lot_that_one_debtor_dominates_is_refused() -> None:
    frame = lot(claims=60, debtors=60)
    heavy = frame.with_columns(
        pl.when(pl.int_range(pl.len()) == 7)
        .then(pl.col("balance_minor").sum() * 3)
        .otherwise(pl.col("balance_minor"))
        .alias("balance_minor")
    )
    with pytest.raises(Refused, match="more than 50% of the lot's balance"):
        anonymise(heavy, {}, 10, as_of=CUT_OFF)


def test_an_amount_of_two_debtors_is_not_told_at_all() -> None:
    frame = lot(claims=200, debtors=200, sparse=0).with_columns(
        pl.when(pl.int_range(pl.len()) < 2).then(500).otherwise(0).cast(pl.Int64).alias("costs_minor")
    )
    release = anonymise(frame, {}, 10, as_of=CUT_OFF)
    assert "costs_minor" in release.report.untold_amounts
    assert release.frame["costs_mean_minor"].null_count() == 200
    assert release.cells["costs_group_total_minor"].null_count() == release.cells.height


def test_two_currencies_are_refused() -> None:
    frame = lot(claims=40, debtors=40)
    mixed = frame.with_columns(
        pl.when(pl.int_range(pl.len()) < 3).then(pl.lit("PLN")).otherwise("currency").alias("currency")
    )
    with pytest.raises(Refused, match="EUR, PLN"):
        anonymise(mixed, {}, 10, as_of=CUT_OFF)


def test_the_seller_decides_what_a_column_tells() -> None:
    frame = lot(claims=100, debtors=100)
    roles = {"region": Role.DIRECT, "disputed": Role.FREE, "debtor_name": Role.DIRECT}
    release = anonymise(frame, roles, 10, as_of=CUT_OFF)
    assert "region" not in release.frame.columns
    assert release.frame["disputed"].sum() == frame["disputed"].sum()
    with pytest.raises(Invalid, match="colour"):
        anonymise(frame, {"colour": Role.QUASI}, 10, as_of=CUT_OFF)


def test_a_larger_lot_keeps_what_a_bidder_prices_by() -> None:
    """A guard against a cut that hides everything and is anonymous for that."""
    report = anonymise(lot(claims=5_000, debtors=4_000), {}, 10, as_of=CUT_OFF).report
    kept = {axis.axis: 1 - axis.entropy for axis in report.loss.axes}
    assert kept["product"] > 0.6
    assert kept["debtor_kind"] == 1
    assert kept["balance_minor"] > 0.25
    assert report.after.average_risk < 0.1 < report.before.average_risk


def test_columns_that_are_empty_throughout_are_shown_as_not_given() -> None:
    empty = {name: pl.lit(None) for name in ("birth_on", "last_payment_on", "region", "costs_minor")}
    release = anonymise(lot(claims=60, debtors=60).with_columns(**empty), {}, 10, as_of=CUT_OFF)
    assert set(release.frame["age_given"]) == set(release.frame["costs_given"]) == {"no"}
    assert release.frame["region"].null_count() == release.frame["costs_mean_minor"].null_count() == 60


def test_an_empty_lot_is_refused() -> None:
    with pytest.raises(Refused, match="0 distinct debtors"):
        anonymise(lot(claims=10, debtors=10).clear(), {}, 10, as_of=CUT_OFF)


def test_a_field_names_the_few_values_its_group_shares() -> None:
    """“telecom | utility” tells more than “services and rent”; the mix tells how many of which."""
    frame = lot(claims=400, debtors=350, seed=3)
    beside = joined(frame, anonymise(frame, {}, 10, as_of=CUT_OFF))
    several = beside.filter(pl.col("product").str.contains(" | ", literal=True))
    assert several.height
    assert several.filter(~pl.col("product").str.split(" | ").list.contains(pl.col("product_true"))).is_empty()
    for (_,), cell in several.group_by("cell"):
        counts = dict(part.split(" × ") for part in cell["product_mix"][0].split("; "))
        truth = cell["product_true"].value_counts()
        assert {name: int(times) for name, times in counts.items()} == dict(truth.iter_rows())


def test_the_mean_default_date_of_a_group_is_weighted_by_what_is_owed() -> None:
    frame = lot(claims=400, debtors=350, seed=3)
    beside = joined(frame, anonymise(frame, {}, 10, as_of=CUT_OFF))
    days, owed = pl.col("default_on_true").to_physical(), pl.col("balance_minor_true")
    mean = (days * owed / owed.sum()).sum().round().cast(pl.Int32)
    cells = beside.group_by("cell").agg(mean.alias("mean"), pl.col("default_on_mean").first().to_physical())
    assert cells["mean"].equals(cells["default_on_mean"], check_names=False)


def test_the_mean_date_is_a_plain_one_where_one_debtor_owes_most_of_the_dated_debts() -> None:
    """Weighted, it would be that debtor's own date: here only four of the group have one, one of them a heavy debt."""
    frame = lot(claims=12, debtors=12, seed=4).with_columns(
        balance_minor=pl.when(pl.int_range(pl.len()) == 0).then(9_000).otherwise(1_000).cast(pl.Int64),
        default_on=pl.when(pl.int_range(pl.len()) < 4).then(pl.col("default_on")),
    )
    released = anonymise(frame, {}, 12, as_of=CUT_OFF).frame
    plain = pl.from_epoch(frame.select(pl.col("default_on").to_physical().mean().round()).to_series(), "d")[0]
    assert released["default_on_mean"].unique().to_list() == [plain]
