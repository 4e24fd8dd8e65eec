"""The tables of a listing as pictures: SVG for pages and papers alike, drawn once per content."""

import hashlib
import re
from functools import lru_cache
from html import escape

import altair as alt
import vl_convert
from msgspec import Struct

from marketplace.listings.stratification import Stratification

FONT = "Liberation Sans"
BAR, INK, GRID = "#1f5fa8", "#1f2937", "#d1d5db"
"""On white the bars stand at 6.4 to 1 and the text at 14.7 to 1 (WCAG 2.2, 1.4.3 and 1.4.11 ask 4.5 and 3)."""
WIDTH, ROW = 560, 30
KEPT = 256
CHARTED = ("product", "region", "age_of_debt")


class Chart(Struct, frozen=True):
    """`svg` has no size of its own and no style attribute; `digest` (SHA-256) names its content."""

    name: str
    title: str
    description: str
    svg: str
    digest: str


def charts(tables: tuple[Stratification, ...]) -> tuple[Chart, ...]:
    """Face value by product, by region and by time since default, from the merged tables only."""
    return tuple(chart(table) for table in tables if table.name in CHARTED)


def chart(table: Stratification) -> Chart:
    """Bars of face value, one a stratum, each labelled with its share; the description reads the table aloud."""
    title = f"Face value by {table.heading[0].lower()}{table.heading[1:]} ({table.currency})"
    told = "; ".join(
        f"{one.label}: {one.face_value} {table.currency}, {one.share} %, {one.debtors} debtors" for one in table.strata
    )
    bars = tuple((one.label, float(one.face_value), f"{one.share} %") for one in table.strata)
    svg, digest = _drawn(table.name, title, told, table.currency, bars)
    return Chart(name=table.name, title=title, description=told, svg=svg, digest=digest)


@lru_cache(maxsize=KEPT)
def _drawn(
    name: str, title: str, description: str, currency: str, bars: tuple[tuple[str, float, str], ...]
) -> tuple[str, str]:
    specification = _specification(bars, currency, in_given_order=name == "age_of_debt").to_json(indent=None)
    content = f"{title}\n{description}\n{specification}"
    digest = hashlib.sha256(content.encode()).hexdigest()
    plain = vl_convert.vegalite_to_svg(specification, vl_version="6.4")
    return accessible(plain, f"chart-{digest[:12]}", title, description), digest


def _specification(bars: tuple[tuple[str, float, str], ...], currency: str, *, in_given_order: bool) -> alt.LayerChart:
    ranked = bars if in_given_order else sorted(bars, key=lambda bar: (bar[0].startswith("other "), -bar[1]))
    values = [{"label": label, "value": value, "share": share} for label, value, share in ranked]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("label:N", sort=[label for label, _, _ in ranked], title=None),
        x=alt.X("value:Q", title=currency, axis=alt.Axis(format=",d", tickCount=5)),
    )
    drawn: alt.LayerChart = base.mark_bar(color=BAR, height=ROW * 0.6) + base.mark_text(
        align="left", dx=5, color=INK, fontSize=12
    ).encode(text="share:N")
    drawn = drawn.properties(width=WIDTH, height=alt.Step(ROW), background="white", padding=8).configure(font=FONT)
    drawn = drawn.configure_axis(labelColor=INK, titleColor=INK, gridColor=GRID, domainColor=INK)
    drawn = drawn.configure_axisX(labelFontSize=12, titleFontSize=12)
    drawn = drawn.configure_axisY(labelFontSize=12, labelLimit=200, ticks=False, grid=False)
    drawn = drawn.configure_view(stroke=None)
    return drawn


def accessible(svg: str, name: str, title: str, description: str) -> str:
    """One picture with a title and a description, scaled to its place instead of to pixels."""
    inner = svg[svg.index(">") + 1 :]
    box = re.search(r'viewBox="([^"]+)"', svg)
    if box is None:
        raise ValueError("the drawing has no viewBox")
    silent = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", inner)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" class="chart"'
        f' viewBox="{box.group(1)}" preserveAspectRatio="xMinYMin meet"'
        f' role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>{silent}'
    )
