"""From a cast tape to the columns `anonymise` takes, and from a release to the text of a file."""

from collections.abc import Collection

import polars as pl

from kernel.errors import Invalid
from kernel.money import minor_digits
from marketplace.anonymity.roles import CURRENCY, DEBTOR_KEY, KINDS

RENAMED = {
    "contract_date": "contract_on",
    "due_date": "due_on",
    "default_date": "default_on",
    "termination_date": "termination_on",
    "last_payment_date": "last_payment_on",
    "interest_from": "interest_from_on",
    "birth_date": "birth_on",
}
NAMES = ("debtor_name", "debtor_first_name", "debtor_last_name")
BESIDE_THE_NAME = ("birth_date", "postcode")


def claims_of(typed: pl.DataFrame) -> pl.DataFrame:
    """One row per claim, with its debtor's key, from the accepted rows of a tape (`marketplace.tapes`).

    A debtor is told by the national number, else by name, birth date and postcode, else by the account's reference.
    A tape of items is summed up by reference first. Without a balance, it is what the components add up to.
    """
    rows = typed if DEBTOR_KEY in typed.columns else typed.with_columns(_debtor(typed).alias(DEBTOR_KEY))
    if "item_amount_minor" in rows.columns:
        others = [name for name in rows.columns if name not in {"reference", "item_amount_minor"}]
        sums = [pl.col("item_amount_minor").sum().alias("balance_minor")]
        kept = [pl.col(name).first() for name in others if not name.startswith("item_") and name != "balance_minor"]
        rows = rows.group_by("reference", maintain_order=True).agg(*sums, *kept)
    if "balance_minor" not in rows.columns:
        signs = {"principal_minor": 1, "interest_minor": 1, "costs_minor": 1, "payments_minor": -1}
        parts = [pl.col(name) * sign for name, sign in signs.items() if name in rows.columns]
        if not parts:
            raise Invalid("The tape has no amount: map balance, principal or the items' amounts.")
        rows = rows.with_columns(pl.sum_horizontal(parts).alias("balance_minor"))
    return rows.rename({old: new for old, new in RENAMED.items() if old in rows.columns})


def without_persons(typed: pl.DataFrame, kept: Collection[str] = ()) -> pl.DataFrame:
    """What `claims_of` needs of some accepted rows, with a number for each debtor, so that a million rows fit.

    Columns that are not released by themselves, unless `kept`, stay as names without values.
    """
    needed = {RENAMED.get(name, name) for name in kept} | {*KINDS, CURRENCY, "reference", "item_amount_minor"}
    empty = [name for name in typed.columns if RENAMED.get(name, name) not in needed]
    keyed = typed.with_columns(_debtor(typed).hash().alias(DEBTOR_KEY))
    return keyed.with_columns(pl.lit(None).alias(name) for name in empty)


def _debtor(typed: pl.DataFrame) -> pl.Expr:
    names = [name for name in NAMES if name in typed.columns]
    told = [pl.col(name).cast(pl.String).str.strip_chars().str.to_lowercase() for name in names]
    beside = [pl.col(name).cast(pl.String).fill_null("") for name in BESIDE_THE_NAME if name in typed.columns]
    ways: list[pl.Expr] = []
    if "national_id" in typed.columns:
        ways.append(pl.lit("n:") + pl.col("national_id").str.replace_all(r"[^0-9A-Za-z]", "").str.to_uppercase())
    if names:
        name = pl.concat_str(told, separator=" ", ignore_nulls=True)
        whole = pl.concat_str([pl.lit("p"), name, *beside], separator="|")
        ways.append(pl.when(name != "").then(whole))
    if "reference" in typed.columns:
        ways.append(pl.lit("r:") + pl.col("reference").cast(pl.String))
    if not ways:
        raise Invalid("The tape does not tell its debtors apart: map a national number, a name or a reference.")
    return pl.coalesce(ways)


def written(frame: pl.DataFrame) -> pl.DataFrame:
    """A released frame or its cells with every amount as exact text: `balance_mean_minor` becomes `balance_mean`."""
    amounts = [name for name in frame.columns if name.endswith("_minor")]
    if CURRENCY in frame.columns and frame.height and frame[CURRENCY][0]:
        digits = minor_digits(str(frame[CURRENCY][0]))
    else:
        digits = 2
    return frame.with_columns(_spelled(frame[name], digits) for name in amounts).rename(
        {name: name.removesuffix("_minor") for name in amounts}
    )


def _spelled(amounts: pl.Series, digits: int) -> pl.Series:
    """Each different amount is spelled once: the lines of a group share theirs."""
    different = amounts.unique()
    texts = different.to_frame().select(_text(amounts.name, digits)).to_series()
    return amounts.replace_strict(different, texts, return_dtype=pl.String)


def _text(name: str, digits: int) -> pl.Expr:
    size = pl.col(name).abs()
    sign = pl.when(pl.col(name) < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole = (size // 10**digits).cast(pl.String)
    rest = (size % 10**digits).cast(pl.String).str.zfill(digits) if digits else None
    return pl.concat_str([sign, whole, *([pl.lit("."), rest] if rest is not None else [])]).alias(name)
