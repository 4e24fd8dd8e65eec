"""Checks of one typed row against itself: amounts, dates, identity numbers, and what would hold the case."""

from datetime import date

import polars as pl

from marketplace.tapes.catalogue import AMOUNTS_OWED, CATALOGUE, Kind
from marketplace.tapes.checks.accounts import wrong_ibans
from marketplace.tapes.checks.identities import wrong_identities
from marketplace.tapes.checks.postcodes import foreign_postcode
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.rules import findings
from marketplace.tapes.vocabulary import normal, total_words

IN_ORDER = (
    ("birth_date", "contract_date"),
    ("contract_date", "default_date"),
    ("contract_date", "due_date"),
    ("contract_date", "termination_date"),
    ("contract_date", "last_payment_date"),
    ("contract_date", "acknowledged_on"),
    ("default_date", "termination_date"),
    ("default_date", "charge_off_date"),
    ("title_on", "last_act_on"),
)
"""Pairs of days of which the first cannot follow the second. A row is told of one of them."""

HOLDS = (
    *("insolvent", "deceased", "disputed", "live_plan", "moratorium", "represented", "minor", "cease_and_desist"),
    *("complaint", "vulnerable", "already_sold", "non_assignable", "pledged"),
)
"""Flags whose yes is told of a row; what then becomes of it is the scrub's."""
LONGEST = {
    "reference": 60,
    "original_creditor": 200,
    "debtor_name": 200,
    "debtor_first_name": 99,
    "debtor_last_name": 100,
    "street": 200,
    "postcode": 20,
    "city": 120,
    "region": 60,
    "codebtor_name": 200,
    "codebtor_street": 200,
    "codebtor_postcode": 20,
    "codebtor_city": 120,
    "court": 200,
    "court_number": 80,
    "title_kind": 80,
    "bailiff_reference": 80,
    "item_reference": 60,
}
"""Characters that the columns of claims, parties and proceedings hold."""

LONGEST_TOTAL = 20
_PARTS = ("interest_minor", "costs_minor", "payments_minor")
_ID_COLUMNS = (("national_id", "debtor_country"), ("codebtor_national_id", "debtor_country"))
_POSTCODES = (("postcode", "debtor_country"), ("codebtor_postcode", "debtor_country"))


class RowChecks:
    """The checks of one chunk; `unreadable` marks rows of which casting refused an amount."""

    def __init__(self, typed: pl.DataFrame, mapping: Mapping, today: date) -> None:
        self.typed, self.mapping, self.today = typed, mapping, today
        self.found: list[pl.DataFrame] = []

    def all(self) -> list[pl.DataFrame]:
        self._references()
        self._amounts()
        self._sums()
        self._parts()
        self._dates()
        self._identities()
        self._statuses()
        self._storable()
        return self.found

    def _has(self, *columns: str) -> bool:
        return all(column in self.typed.columns for column in columns)

    def _find(self, code: str, where: pl.Expr, field: str, **words: str) -> None:
        column = self.mapping.header_of(field)
        value = pl.col(cell_of(field)) if column else pl.lit(None)
        part = findings(self.typed, code, where, column=column, field=field, value=value, **words)
        if part.height:
            self.found.append(part)

    def _references(self) -> None:
        self._find("reference.missing", pl.col("reference").is_null(), "reference")
        self._find("row.total", pl.lit(_totals(self.typed["reference"])), "reference")
        if self._has("country"):
            self._find("country.missing", pl.col("country").is_null(), "country")

    def _amounts(self) -> None:
        owed = [name for name in AMOUNTS_OWED if self._has(f"{name}_minor")]
        nothing = pl.all_horizontal(pl.col(f"{name}_minor").is_null() for name in owed)
        self._find("amount.missing", nothing & ~pl.col("unreadable"), owed[0])
        for field in sorted(name for name, one in CATALOGUE.items() if one.kind is Kind.MONEY):
            if self._has(f"{field}_minor"):
                self._find("amount.negative", pl.col(f"{field}_minor") < 0, field)
        for field in owed[:1]:
            self._find("amount.zero", pl.col(f"{field}_minor") == 0, field)
        if self._has("paid"):
            zero = (pl.col(f"{owed[0]}_minor") == 0).fill_null(value=False)
            self._find("status.paid", pl.col("paid") & ~zero, "paid")

    def _sums(self) -> None:
        parts = [part for part in _PARTS if self._has(part)]
        if not self._has("balance_minor", "principal_minor") or not parts:
            return
        total = pl.col("principal_minor")
        for part in parts:
            amount = pl.col(part).fill_null(0)
            total = total - amount if part == "payments_minor" else total + amount
        wrong = (pl.col("balance_minor") != total).fill_null(value=False)
        self._find("balance.sum", wrong & ~pl.col("unreadable"), "balance")

    def _parts(self) -> None:
        """A row that gives one of balance and principal must leave room for the other (`whole_rows.amounts`)."""
        zero = pl.lit(0, pl.Int64)
        sides = {name: pl.col(name).fill_null(0) if self._has(name) else zero for name in _PARTS}
        beside = sides["interest_minor"] + sides["costs_minor"] - sides["payments_minor"]
        balance, principal, item = (
            pl.col(f"{name}_minor") if self._has(f"{name}_minor") else pl.lit(None, pl.Int64) for name in AMOUNTS_OWED
        )
        no_principal = principal.is_null() & (balance > 0) & (balance - beside < 0)
        no_balance = balance.is_null() & (principal > 0) & (principal + beside <= 0)
        if self._has("balance_minor"):
            no_balance |= balance.is_null() & (principal == 0) & (beside <= 0)
        wrong = item.is_null() & (no_principal.fill_null(value=False) | no_balance.fill_null(value=False))
        field = next(name for name in AMOUNTS_OWED if self._has(f"{name}_minor"))
        self._find("balance.parts", wrong & ~pl.col("unreadable"), field)

    def _dates(self) -> None:
        told = pl.Series([False]).new_from_index(0, self.typed.height)
        for field in sorted(name for name, one in CATALOGUE.items() if one.kind is Kind.DATE):
            if self._has(field):
                late = (self.typed[field] > self.today).fill_null(value=False)
                self._find("date.future", pl.lit(late), field)
                told |= late
        for earlier, later in IN_ORDER:
            if self._has(earlier, later):
                wrong = (self.typed[earlier] > self.typed[later]).fill_null(value=False) & ~told
                self._find("dates.order", pl.lit(wrong), later, earlier=self._named(earlier))
                told |= wrong

    def _named(self, field: str) -> str:
        return f"the {self.mapping.header_of(field) or field}"

    def _identities(self) -> None:
        country = self._country()
        for field, _ in _ID_COLUMNS:
            if self._has(field):
                where = self.typed.select(country.alias("country"))["country"]
                self._find("id.checksum", pl.lit(wrong_identities(self.typed[field], where)), field)
        for field, _ in _POSTCODES:
            if self._has(field):
                self._find("postcode.country", foreign_postcode(pl.col(field), country), field)
        if self._has("iban"):
            self._find("iban.checksum", pl.lit(wrong_ibans(self.typed["iban"])), "iban")

    def _country(self) -> pl.Expr:
        """Where the debtor lives, or else the country of the claim."""
        known = [pl.col(name) for name in ("debtor_country", "country") if self._has(name)]
        return pl.coalesce(known) if known else pl.lit(None, pl.String)

    def _statuses(self) -> None:
        for field in HOLDS:
            if self._has(field):
                self._find(f"status.{field}", pl.col(field).fill_null(value=False), field)

    def _storable(self) -> None:
        """What a claim and its parties cannot hold is told here, and not by the database when the tape is accepted."""
        for field, longest in LONGEST.items():
            if self._has(field):
                self._find("text.too_long", pl.col(field).str.len_chars() > longest, field, longest=str(longest))
        for field in sorted(name for name, one in CATALOGUE.items() if one.kind is Kind.TEXT):
            if self._has(field):
                self._find("text.control", pl.col(field).str.contains("\0", literal=True), field)


def _totals(references: pl.Series) -> pl.Series:
    """True where a word for a total stands in the reference's place; short ones without a digit are asked."""
    worded = (references.str.len_chars() <= LONGEST_TOTAL) & ~references.str.contains(r"\d")
    at = worded.fill_null(value=False).arg_true()
    total = pl.Series([normal(cell) in total_words() for cell in references.gather(at)], dtype=pl.Boolean)
    return pl.Series([False]).new_from_index(0, len(references)).scatter(at, total)


def cell_of(field: str) -> str:
    """The column of `typed` that holds the text of the field's cell, for findings to quote."""
    return f"cell of {field}"
