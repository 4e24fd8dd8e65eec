"""Accepted rows whose limitation has run out: law per distinct set of facts, joined back to the rows.

Facts of a million rows are nearly all distinct, so the law is asked first which of them it looks at for a kind of
claim, and then most rows are let pass by a bound: whatever starts or restarts time is one of the days it looks at, and
no period that begins on one of those ends near the day asked about.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import polars as pl

from cases.jurisdictions.contract import Limitation, LimitationFacts
from cases.jurisdictions.registry import by_country
from marketplace.tapes.rules import RULES, findings
from marketplace.tapes.whole_rows import located, whole

BARRED = RULES["limitation.barred"]
PRINCIPAL = ("principal", "invoice", "instalment")
"""Interest, fees and costs follow what they accrue on."""

_KINDS = {
    "product": pl.col("product").fill_null("other"),
    "item_kind": pl.coalesce("item_kind", pl.lit("principal")),
    "debtor_kind": pl.col("debtor_kind").fill_null("person"),
    "region": pl.col("territory"),
}
_DAYS = {
    "due_on": pl.coalesce("item_due_date", "due_date"),
    "default_on": pl.col("default_date"),
    "contract_on": pl.col("contract_date"),
    "termination_on": pl.col("termination_date"),
    "last_payment_on": pl.col("last_payment_date"),
    "acknowledged_on": pl.col("acknowledged_on"),
    "titled_on": pl.col("title_on"),
}
_FACTS = _KINDS | _DAYS
_GROUP = ["country", *_KINDS, "known"]
"""What decides which days count: the kind of claim, and which of the days are known, as a text of 0 and 1."""
MARGIN = timedelta(days=366)
"""By so much a bound must clear the day: a period begun anew may end a year before one that began at a year's end."""
_PROBED = (timedelta(days=700), timedelta(days=4400))
_MOVED = (timedelta(days=-7300), timedelta(days=30), timedelta(days=400))


def barred(accepted: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """A finding for each row that is barred on the day, naming the default date or the due date it turns on.

    The same question is asked again for the claim's case when it opens; here it warns the seller.
    """
    return _found(accepted, on, BARRED.code)


def nearly_barred(accepted: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """A finding for each row that will be barred on a later day if nothing stops time, those barred today included."""
    return _found(accepted, until, "limitation.near")


def _found(accepted: pl.DataFrame, on: date, code: str) -> pl.DataFrame:
    rows = located(whole(accepted)).filter(pl.col("item_kind").is_null() | pl.col("item_kind").is_in(PRINCIPAL))
    facts = rows.select("row_no", "line_no", "country", **_FACTS)
    value = pl.coalesce("due_on", "default_on", "termination_on", "contract_on").cast(pl.String)
    asked = suspects(facts.with_columns(value=value), on)
    keys = ["country", *_FACTS]
    distinct = asked.select(keys).unique(maintain_order=True)
    judged = distinct.with_columns(pl.Series("barred", list(_judged(distinct, on)), pl.Boolean))
    told = asked.join(judged, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return findings(told, code, pl.col("barred"), column=None, field="default_date", value=pl.col("value"))


def suspects(facts: pl.DataFrame, on: date) -> pl.DataFrame:
    """The rows that may be barred on the day, less the days that the law does not look at for their kind of claim.

    They are those without any such day, and those with one from which a period may have ended.
    """
    bits = [pl.col(name).is_not_null().cast(pl.Int8).cast(pl.String) for name in _DAYS]
    rows = facts.with_columns(pl.concat_str(bits).alias("known"))
    groups = rows.select(_GROUP).unique()
    looked_at = [_relevant(*each, on) for each in groups.iter_rows()]
    flags = [pl.Series(f"counts {name}", [name in each for each in looked_at], pl.Boolean) for name in _DAYS]
    rows = rows.join(groups.with_columns(flags), on=_GROUP, how="left", nulls_equal=True, maintain_order="left")
    rows = rows.with_columns(pl.when(f"counts {name}").then(name).alias(name) for name in _DAYS)
    long = rows.unpivot(list(_DAYS), index=["row_no", *_GROUP], value_name="day").filter(pl.col("day").is_not_null())
    long = long.with_columns(pl.col("day").dt.truncate("1mo"))
    months = long.select(*_GROUP, "day").unique()
    near = months.filter(pl.Series([not _clear(*each, on) for each in months.iter_rows()], dtype=pl.Boolean))
    found = long.join(near, on=[*_GROUP, "day"], how="semi", nulls_equal=True)["row_no"].unique()
    dateless = pl.all_horizontal(pl.col(name).is_null() for name in _DAYS)
    return rows.filter(pl.col("row_no").is_in(found.implode()) | dateless).select(facts.columns)


type _Kind = tuple[str, str, str, str, str | None]


def _asked(kind: _Kind, days: dict[str, date], on: date) -> Limitation | None:
    country, product, item_kind, debtor_kind, region = kind
    jurisdiction = by_country(country)
    if jurisdiction is None:
        return None
    facts = dict.fromkeys(_DAYS) | {"product": product, "item_kind": item_kind, "debtor_kind": debtor_kind} | days
    return jurisdiction.limitation(LimitationFacts(**facts, region=region), on)  # type: ignore[arg-type]


@lru_cache(maxsize=20_000)
def _relevant(
    country: str, product: str, item_kind: str, debtor_kind: str, region: str | None, known: str, on: date
) -> frozenset[str]:
    """Which of the known days the answer turns on, found by moving and removing each while the others stand.

    What starts a period is the first or the earliest of a list, so a day that changes nothing when it is long before,
    shortly after and long after all others is on no list. A title's day is kept: that it is known changes the kind.
    """
    kind = (country, product, item_kind, debtor_kind, region)
    present = [name for name, bit in zip(_DAYS, known, strict=True) if bit == "1"]
    found = {name for name in present if name == "titled_on"}
    for back in _PROBED:
        days = dict.fromkeys(present, on - back)
        usual = _told(_asked(kind, days, on))
        for name in present:
            without = {other: day for other, day in days.items() if other != name}
            moved = [without, *({**days, name: days[name] + by} for by in _MOVED)]
            if name not in found and any(_told(_asked(kind, one, on)) != usual for one in moved):
                found.add(name)
    return frozenset(found)


def _told(answer: Limitation | None) -> tuple[object, ...]:
    return () if answer is None else (answer.outcome, answer.ends_on, answer.safe_on)


@lru_cache(maxsize=200_000)
def _clear(
    country: str,
    product: str,
    item_kind: str,
    debtor_kind: str,
    region: str | None,
    known: str,
    month: date,
    on: date,
) -> bool:
    """True if no period that begins in the month has ended by the day, or within `MARGIN` of it."""
    kind = (country, product, item_kind, debtor_kind, region)
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    titled = known[list(_DAYS).index("titled_on")] == "1"
    for day in (month, last):
        answer = _asked(kind, {name: day for name in _DAYS if name != "titled_on" or titled}, on)
        if answer is None or answer.outcome == "no rule":
            continue
        if answer.safe_on is None or answer.safe_on <= on + MARGIN:
            return False
    return True


def _judged(distinct: pl.DataFrame, on: date) -> Iterator[bool]:
    for country, *known in distinct.iter_rows():
        yield is_barred(country, LimitationFacts(**dict(zip(_FACTS, known, strict=True))), on)


def is_barred(country: str, facts: LimitationFacts, on: date) -> bool:
    """Whether limitation has run out on the day, by the cautious date where a fact that starts time is missing."""
    jurisdiction = by_country(country)
    if jurisdiction is None:
        return False
    answer = jurisdiction.limitation(facts, on)
    cautious = answer.outcome == "unknown" and answer.safe_on is not None and answer.safe_on < on
    return answer.outcome == "barred" or cautious
