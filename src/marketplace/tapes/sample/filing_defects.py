"""How a row that is fit for court is spoilt, for the defects a tape can carry: typed values of catalogue fields."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl

from marketplace.tapes.sample.check_digits import DNI_LETTERS
from marketplace.tapes.sample.country import Country
from marketplace.tapes.sample.defects import Edit, Value
from marketplace.tapes.sample.writing import CUT_OFF

type Row = dict[str, Value]

FORMER = "Hansa Vorgänger Bank AG"
"""An earlier creditor that no seller of the tests is."""
ABROAD = {"es": ("se", "114 55", "Stockholm"), "gb": ("es", "28013", "Madrid"), "pl": ("es", "28013", "Madrid")}
ABROAD |= {"se": ("es", "28013", "Madrid"), "de": ("es", "28013", "Madrid")}
DATES = ("contract_date", "due_date", "default_date", "termination_date", "interest_from")
SINCE = ("last_payment_date", "last_payment_amount", "acknowledged_on")
EARLY_DAYS = 45
CODEBTOR = "Thea Quist"
BOXES = {"es": "Apartado de correos 417", "gb": "PO Box 417", "pl": "Skrytka pocztowa 417"}
NOWHERE = {"es": "Desconocida", "gb": "Unknown", "pl": "nieznany", "se": "okänd", "de": "unbekannt"}
BARRED_YEARS = 14
"""Longer than any country's limitation of a consumer's untitled debt; the law of interest is known so far back."""


def _flag(field: str) -> Callable[[Row, Country], list[Edit]]:
    return lambda row, country: [Edit(field, value=True)]


def _barred(row: Row, country: Country) -> list[Edit]:
    """Long in default, nothing paid or acknowledged since; the debtor was of age when the contract was made."""
    earlier = timedelta(days=BARRED_YEARS * 365)
    known = ((field, row[field]) for field in DATES)
    moved = [Edit(field, day - earlier) for field, day in known if isinstance(day, date)]
    born = row["birth_date"]
    of_age = [Edit("birth_date", born.replace(year=1950, day=1))] if isinstance(born, date) else []
    return [*moved, *of_age, *(Edit(field, None) for field in SINCE)]


def _wrong_number(row: Row, country: Country) -> list[Edit]:
    number = str(row["national_id"])
    last = number[-1]
    other = str((int(last) + 1) % 10) if last.isdigit() else DNI_LETTERS[(DNI_LETTERS.index(last) + 1) % 23]
    return [Edit("national_id", number[:-1] + other)]


def _abroad(row: Row, country: Country) -> list[Edit]:
    code, postcode, city = ABROAD[country.code]
    moved = (("debtor_country", code.upper()), ("postcode", postcode), ("city", city), ("region", None))
    return [Edit(field, value) for field, value in moved]


def _too_old(row: Row, country: Country) -> list[Edit]:
    """Due in the first days of the third year before the cut-off's: that year's end has not come."""
    due = row["due_date"]
    back = due - date(CUT_OFF.year - 3, 1, 15) if isinstance(due, date) else timedelta(0)
    known = ((field, row[field]) for field in DATES)
    moved = [Edit(field, day - back) for field, day in known if isinstance(day, date)]
    return [*moved, *(Edit(field, None) for field in SINCE)]


def _beyond_the_court(row: Row, country: Country) -> list[Edit]:
    """A letter of Windows' western set that the court's older one has not."""
    named = ("debtor_name", "debtor_first_name")
    return [Edit(field, f"Šarlota {row[field]}") for field in named if row.get(field)]


def _early_interest(row: Row, country: Country) -> list[Edit]:
    due = row["due_date"]
    started = due - timedelta(days=EARLY_DAYS) if isinstance(due, date) else None
    return [Edit("interest_kind", "statutory"), Edit("interest_rate", None), Edit("interest_from", started)]


def _beside(row: Row, country: Country) -> list[Edit]:
    """A second debtor of the same household, whom a register then says to be dead."""
    same = [Edit(f"codebtor_{field}", row[field]) for field in ("street", "postcode", "city")]
    return [Edit("codebtor_name", CODEBTOR), Edit("codebtor_role", "co-debtor"), *same]


def _elsewhere(postcode: str, city: str, region: str) -> Callable[[Row, Country], list[Edit]]:
    moved = [Edit("postcode", postcode), Edit("city", city), Edit("region", region)]
    return lambda row, country: moved


TAPE_SPOILERS: dict[str, Callable[[Row, Country], list[Edit]]] = {
    "debtor.dead": _flag("deceased"),
    "debtor.insolvent": _flag("insolvent"),
    "debtor.moratorium": _flag("moratorium"),
    "debt.disputed": _flag("disputed"),
    "debt.live_plan": _flag("live_plan"),
    "claim.barred": _barred,
    "address.postcode": lambda row, country: [Edit("postcode", country.words.wrong_postcodes[0])],
    "address.street_missing": lambda row, country: [Edit("street", None)],
    "address.abroad": _abroad,
    "address.scotland": _elsewhere("EH3 9QG", "Edinburgh", "City of Edinburgh"),
    "address.northern_ireland": _elsewhere("BT7 1NN", "Belfast", "County Antrim"),
    "address.crown_dependency": _elsewhere("JE2 3AB", "St Helier", "Jersey"),
    "address.unknown": lambda row, country: [Edit("street", NOWHERE[country.code])],
    "address.po_box": lambda row, country: [Edit("street", BOXES[country.code])],
    "name.characters": _beyond_the_court,
    "claim.too_old": _too_old,
    "interest.early": _early_interest,
    "codebtor.dead": _beside,
    "number.missing": lambda row, country: [Edit("national_id", None)],
    "number.wrong": _wrong_number,
    "title.missing_link": lambda row, country: [Edit("original_creditor", FORMER)],
}
NEEDS = {
    "debtor.dead": pl.col("debtor_kind") == "person",
    "debtor.moratorium": pl.col("debtor_kind") == "person",
    "check.hit": pl.col("debtor_kind") == "person",
    "default_notice.missing": (pl.col("debtor_kind") == "person")
    & pl.col("product").is_in(["consumer_loan", "credit_card"]),
    "demand.early": pl.col("debtor_kind") == "person",
    "demand.missing": pl.lit(value=True),
    "claim.barred": pl.col("debtor_kind") == "person",
    "claim.too_old": (pl.col("debtor_kind") == "person") & pl.col("product").is_in(["consumer_loan", "credit_card"]),
    "codebtor.dead": pl.col("debtor_kind") == "person",
    "name.characters": pl.col("debtor_kind") == "person",
    "interest.early": (pl.col("interest") == 0) & pl.col("due_date").is_not_null(),
    "credit.too_dear": pl.col("product").is_in(["consumer_loan", "credit_card", "overdraft"]),
}
"""Which rows a kind can be planted in; any row without a line here."""
ALONE = {"check.hit", "notice.missing", "document.missing", "payment.uncredited", "notice.returned"}
ALONE |= {"document.unread", "price.in_words", "credit.too_dear"}
"""What another planted defect would hide or be hidden by; the others may come in twos."""


def eligible(frame: pl.DataFrame, kind: str) -> list[int]:
    fit = NEEDS.get(kind, pl.lit(value=True))
    return [int(at) for at in np.flatnonzero(frame.select(pl.repeat(True, pl.len()) & fit).to_series().to_numpy())]
