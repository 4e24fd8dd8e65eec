"""A portfolio in tables: what it holds by product, region, balance and time since default, told of no one."""

from datetime import date

import numpy as np
import polars as pl
from msgspec import Struct
from numpy.typing import NDArray

from kernel.errors import Invalid, Place, Refused
from kernel.money import Money
from marketplace.anonymity import DEBTOR_KEY, PLATFORM_FLOOR, Debtors, Released
from marketplace.listings.bands import Division, by_age_of_debt, by_balance, by_category
from marketplace.listings.merging import Members, Merging
from marketplace.listings.told_by_tape import TapeError, tape_error


class Stratum(Struct, frozen=True):
    """Amounts are exact text; `share` is per cent of the face value, `mean_age` full years, both with one decimal."""

    label: str
    claims: int
    debtors: int
    face_value: str
    mean_balance: str
    share: str
    mean_age: str | None


class Stratification(Struct, frozen=True):
    """One table. The face values of the strata add up to the total's exactly; a debtor may lie in several strata."""

    name: str
    heading: str
    currency: str
    k: int
    strata: tuple[Stratum, ...]
    total: Stratum
    merged: bool


def stratify(
    frame: pl.DataFrame, *, as_of: date, k: int = PLATFORM_FLOOR, released: Released | None = None
) -> tuple[Stratification, ...]:
    """Tables of the true rows (the frame that `anonymise` takes), for the columns it has.

    Every stratum has at least k debtors, none of whom owes more than half of it; those that do not are merged with a
    neighbour. With `released`, the tape made of the same frame, nothing small follows from tape and tables together.
    Refused below k debtors; Invalid without a debtor's key, a balance or one currency.
    """
    return tuple(table for table, _ in _cut(frame, as_of, k, released))


def stratify_beside(
    frame: pl.DataFrame, *, as_of: date, k: int, released: Released
) -> tuple[tuple[Stratification, ...], tuple[TapeError, ...]]:
    """The tables beside a released tape, and how far the same tables made from the tape alone are off."""
    cut = _cut(frame, as_of, k, released)
    return tuple(table for table, _ in cut), tuple(
        tape_error(table.name, division, standing, frame, released, as_of) for table, (division, standing) in cut
    )


type _Cut = tuple[Division, list[Members]]


def _cut(frame: pl.DataFrame, as_of: date, k: int, released: Released | None) -> list[tuple[Stratification, _Cut]]:
    _wanted(frame)
    keys = frame[DEBTOR_KEY].cast(pl.String).fill_null("")
    debtors = Debtors.of((keys.rank("dense").cast(pl.Int32) - 1).to_numpy())
    if debtors.count < k:
        raise Refused(f"The lot has {debtors.count} distinct debtors; tables are shown from {k} on.")
    cells = released.key["cell"].to_numpy().astype(np.int64) if released is not None else None
    balances = frame["balance_minor"].cast(pl.Int64).fill_null(0).to_numpy()
    currency = str(frame["currency"][0])
    found = []
    for name, division in _divisions(frame, currency, as_of):
        standing = Merging(division, debtors, balances, k, cells).merged()
        table = _table(name, division, standing, _facts(frame, debtors, as_of), currency, k)
        found.append((table, (division, standing)))
    return found


def _wanted(frame: pl.DataFrame) -> None:
    missing = [name for name in (DEBTOR_KEY, "balance_minor", "currency") if name not in frame.columns]
    if missing:
        places = [Place(name, None, "Map the column.") for name in missing]
        raise Invalid(f"The lot cannot be put in tables without {', '.join(missing)}.", places=places)
    if frame["currency"].n_unique() > 1:
        raise Invalid("The lot holds several currencies; make one lot for each.")


def _divisions(frame: pl.DataFrame, currency: str, as_of: date) -> list[tuple[str, Division]]:
    found = []
    if "product" in frame.columns:
        found.append(("product", by_category(frame["product"], "Product")))
    if "region" in frame.columns:
        found.append(("region", by_category(frame["region"], "Region")))
    found.append(("balance", by_balance(frame["balance_minor"], currency)))
    if "default_on" in frame.columns:
        found.append(("age_of_debt", by_age_of_debt(frame["default_on"].cast(pl.Date), as_of)))
    return found


def _facts(frame: pl.DataFrame, debtors: Debtors, as_of: date) -> pl.DataFrame:
    born = (frame["birth_on"] if "birth_on" in frame.columns else pl.repeat(None, frame.height, eager=True)).cast(
        pl.Date
    )
    digits = born.dt.year().cast(pl.Int64) * 10_000 + born.dt.month().cast(pl.Int64) * 100 + born.dt.day()
    today = as_of.year * 10_000 + as_of.month * 100 + as_of.day
    balance = frame["balance_minor"].cast(pl.Int64).fill_null(0)
    return pl.DataFrame({"debtor": debtors.numbers, "owed": balance, "age": (today - digits) // 10_000})


def _table(
    name: str, division: Division, standing: list[Members], facts: pl.DataFrame, currency: str, k: int
) -> Stratification:
    whole = int(facts["owed"].sum())
    masks = [np.isin(division.codes, members) for members in standing]
    with_age = all(_ages_known(facts, mask, k) for mask in masks)
    strata = []
    for members, mask in zip(standing, masks, strict=True):
        pooled = len(members) > 1 and not division.ordered
        label = f"other {name}s" if pooled else division.name(members)
        label = "all" if len(standing) == 1 else label
        strata.append(_stratum(label, facts.filter(pl.Series(mask)), whole, currency, with_age=with_age))
    return Stratification(
        name=name,
        heading=division.heading,
        currency=currency,
        k=k,
        strata=tuple(strata),
        total=_stratum("all", facts, whole, currency, with_age=with_age),
        merged=any(len(members) > 1 for members in standing),
    )


def _ages_known(facts: pl.DataFrame, mask: NDArray[np.bool_], k: int) -> bool:
    """A mean age missing from one stratum alone would follow from the others and the whole: all or none."""
    return facts.filter(pl.Series(mask) & facts["age"].is_not_null())["debtor"].n_unique() >= k


def _stratum(label: str, facts: pl.DataFrame, whole: int, currency: str, *, with_age: bool) -> Stratum:
    owed = int(facts["owed"].sum())
    mean = (2 * owed + facts.height) // (2 * facts.height)
    ages = facts.drop_nulls("age").unique("debtor", keep="first", maintain_order=True)["age"]
    return Stratum(
        label=label,
        claims=facts.height,
        debtors=facts["debtor"].n_unique(),
        face_value=Money(owed, currency).text(),
        mean_balance=Money(mean, currency).text(),
        share=f"{100 * owed / whole:.1f}" if whole else "0.0",
        mean_age=f"{ages.to_numpy().mean():.1f}" if with_age else None,
    )
