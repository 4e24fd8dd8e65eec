"""Risk against usefulness as one picture: a line through the k that were tried, the chosen one marked."""

import hashlib
from collections.abc import Mapping, Sequence

import altair as alt
import vl_convert

from marketplace.listings.charts import BAR, FONT, GRID, INK, accessible
from marketplace.listings.weighing import Weighed

WIDE, HIGH = 400, 260
CHOSEN = "#b3261e"
"""On white 6.5 to 1 (WCAG 2.2, 1.4.11 asks 3); the chosen point is larger besides and says so in words."""


def picture(weighed: list[Weighed], *, chosen: int) -> str:
    """SVG without scripts, styles or a size of its own; empty where fewer than two k gave figures.

    To the right more detail is kept, further up a debtor is named more easily.
    """
    points = [one for one in weighed if one.detail_kept is not None and one.highest_risk is not None]
    if len(points) < 2:
        return ""
    values = [
        {
            "k": one.k,
            "kept": (one.detail_kept or 0) * 100,
            "risk": (one.highest_risk or 0) * 100,
            "label": f"k = {one.k}, chosen" if one.k == chosen else f"k = {one.k}",
            "chosen": one.k == chosen,
        }
        for one in points
    ]
    plain = vl_convert.vegalite_to_svg(_specification(values), vl_version="6.4")
    told = "; ".join(
        f"{point['label']}: {point['kept']:.0f} % of the detail kept, one debtor named in the worst case with a chance"
        f" of {point['risk']:.1f} %"
        for point in values
    )
    name = f"weighing-{hashlib.sha256(told.encode()).hexdigest()[:12]}"
    return accessible(plain, name, "Risk against usefulness for each k", told)


def _specification(values: Sequence[Mapping[str, object]]) -> str:
    x = alt.X(
        "kept:Q", title="Detail kept, % (right: more useful)", scale=alt.Scale(zero=False, nice=False, padding=70)
    )
    y = alt.Y("risk:Q", title="Worst chance to name a debtor, % (up: more risk)", scale=alt.Scale(zero=True))
    base = alt.Chart(alt.InlineData(values=values)).encode(x=x, y=y)
    line = base.mark_line(color=BAR, strokeWidth=2).encode(order="k:Q")
    others = base.transform_filter("!datum.chosen").mark_circle(color=BAR, opacity=1, size=70)
    marked = base.transform_filter("datum.chosen").mark_circle(color=CHOSEN, opacity=1, size=220)
    words = base.mark_text(align="right", dx=-10, dy=-8, color=INK, fontSize=14).encode(text="label:N")
    drawn: alt.LayerChart = line + others + marked + words
    drawn = drawn.properties(width=WIDE, height=HIGH, background="white", padding=12).configure(font=FONT)
    drawn = drawn.configure_axis(labelColor=INK, titleColor=INK, gridColor=GRID, domainColor=INK)
    drawn = drawn.configure_axisX(labelFontSize=12, titleFontSize=13).configure_axisY(
        labelFontSize=12, titleFontSize=13
    )
    drawn = drawn.configure_view(stroke=None)
    said: str = drawn.to_json(indent=None)
    return said
