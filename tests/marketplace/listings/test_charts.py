"""Charts that a strict page, a screen reader and a printed paper can all take."""

from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.listings.charts import BAR, INK, Chart, charts
from marketplace.listings.stratification import stratify
from tests.marketplace.anonymity.lots import CUT_OFF, lot, lots

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn() -> tuple[Chart, ...]:
    return charts(stratify(lot(claims=400, debtors=300), as_of=CUT_OFF, k=10))


def test_product_region_and_age_of_debt_are_drawn(drawn: tuple[Chart, ...]) -> None:
    assert [one.name for one in drawn] == ["product", "region", "age_of_debt"]
    assert drawn[2].title == "Face value by time since default (EUR)"


def test_a_strict_page_takes_them(drawn: tuple[Chart, ...]) -> None:
    for one in drawn:
        elements = list(ET.fromstring(one.svg).iter())
        assert not any("style" in element.attrib for element in elements)
        assert not any(element.tag in {f"{SVG}style", f"{SVG}script", f"{SVG}image"} for element in elements)
        fonts = {element.attrib["font-family"] for element in elements if "font-family" in element.attrib}
        assert fonts == {"Liberation Sans"}


def test_they_are_read_aloud_and_fit_their_place(drawn: tuple[Chart, ...]) -> None:
    for one in drawn:
        root = ET.fromstring(one.svg)
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert description is not None
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
        assert description.text == one.description
        assert "viewBox" in root.attrib
        assert not {"width", "height"} & set(root.attrib)


def test_every_stratum_has_its_bar_label_and_share(drawn: tuple[Chart, ...]) -> None:
    tables = stratify(lot(claims=400, debtors=300), as_of=CUT_OFF, k=10)
    said = {element.text for element in ET.fromstring(drawn[0].svg).iter(f"{SVG}text")}
    for one in tables[0].strata:
        assert {one.label, f"{one.share} %"} <= said


def test_the_same_content_is_drawn_once(drawn: tuple[Chart, ...]) -> None:
    again = charts(stratify(lot(claims=400, debtors=300), as_of=CUT_OFF, k=10))
    assert [one.digest for one in again] == [one.digest for one in drawn]
    assert all(old.svg is new.svg for old, new in zip(drawn, again, strict=True))


@pytest.mark.parametrize(("colour", "least"), [(BAR, 3.0), (INK, 4.5)])
def test_colours_are_legible_on_white(colour: str, least: float) -> None:
    """WCAG 2.2: 1.4.11 for graphics, 1.4.3 for text."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= least


@settings(max_examples=12, deadline=None)
@given(frame=lots(least_debtors=20), k=st.sampled_from((10, 15, 20)))
def test_no_bar_stands_for_fewer_than_k_debtors(frame: pl.DataFrame, k: int) -> None:
    """Counted from the rows themselves, by what the bars are called."""
    for one in charts(stratify(frame, as_of=CUT_OFF, k=k)):
        if one.name == "age_of_debt":
            continue
        named = [bar.partition(":")[0] for bar in one.description.split("; ")]
        values = frame[one.name].fill_null("not known").str.replace_all("_", " ")
        told = frame.with_columns(pl.when(values.is_in(named)).then(values).otherwise(pl.lit("the rest")).alias("bar"))
        behind = told.group_by("bar").agg(pl.col("debtor_key").n_unique())
        assert behind["debtor_key"].min() >= k  # type: ignore[operator]


@settings(max_examples=12, deadline=None)
@given(frame=lots(least_debtors=20), few=st.integers(1, 9))
def test_a_product_of_too_few_debtors_is_never_a_bar(frame: pl.DataFrame, few: int) -> None:
    if "product" not in frame.columns:
        return
    rare = frame["debtor_key"].unique().sort().head(few)
    marked = frame.with_columns(
        pl.when(pl.col("debtor_key").is_in(rare.implode())).then(pl.lit("rent")).otherwise("product").alias("product")
    )
    drawn = charts(stratify(marked, as_of=CUT_OFF, k=10))
    assert not any("rent:" in one.description or ">rent<" in one.svg for one in drawn if one.name == "product")
