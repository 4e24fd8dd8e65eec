"""Accepted rows of any tape as a set of templates: a workbook of six sheets, or a ZIP archive of CSV files."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

from documents.neutral import neutralised
from kernel.errors import Invalid, Place
from marketplace.tapes.catalogue import CATALOGUE, Field, Kind
from marketplace.tapes.eba.fields import FIELDS
from marketplace.tapes.reading.templates.tables import Part
from marketplace.tapes.whole_rows import amounts, whole

_EXTRA = ("account", "status", "proof")
"""Groups of our fields that the templates have no number for: added to the loans under our names (recital 11)."""
_CLASSES = {
    "consumer_loan": "consumer",
    "credit_card": "credit card",
    "overdraft": "other",
    "telecom": "other",
    "utility": "other",
    "rent": "other",
    "invoice": "corporate",
    "other": "other",
}
_LEGAL_TYPES = {"person": "household", "company": "other corporate"}


def set_of(accepted: pl.DataFrame, cut_off: str, source: Sequence[Part] = ()) -> dict[str, pl.DataFrame]:
    """The templates by name, every field of the regulation a column; what the tape does not tell stays blank.

    `accepted` are typed rows of `examine`, one an account. Amounts are text in the currency's own units. Where the tape
    was a set itself (`source`), what its templates of protection, mortgage and history tell of these loans goes along.
    """
    # Interest and costs that the tape does not tell stay blank and are not written as zero.
    principal, *_, balance = amounts()
    rows = whole(accepted).with_columns(principal, balance).with_row_index("place", offset=1)
    rows = rows.with_columns(
        debtor=pl.format("C-{}", "place"), second=pl.format("G-{}", "place"), protection=pl.format("GP-{}", "place")
    )
    second = rows.filter(pl.col("codebtor_name").is_not_null())
    given = second.filter(pl.col("codebtor_role") == "guarantor")
    joint = second.filter((pl.col("codebtor_role") != "guarantor") | pl.col("codebtor_role").is_null())
    relations = pl.concat(
        [
            _template("relations", rows, {"2.00": pl.col("debtor"), "2.01": pl.col("reference")}),
            _template("relations", joint, {"2.00": pl.col("second"), "2.01": pl.col("reference")}),
            _template("relations", given, {"2.01": pl.col("reference"), "2.03": pl.col("protection")}),
            _template("relations", given, {"2.00": pl.col("second"), "2.03": pl.col("protection")}),
        ]
    )
    written = {
        "counterparty": pl.concat([_debtors(rows), _seconds(second)]),
        "relations": relations,
        "loan": _loans(rows, cut_off),
        "protection": _template("protection", given, {"4.00": pl.col("protection")}),
        "mortgage": _template("mortgage", rows.clear(), {}),
        "history": _template("history", rows.clear(), {}),
    }
    return written | _carried(written, source, rows["reference"])


def _carried(written: dict[str, pl.DataFrame], source: Sequence[Part], loans: pl.Series) -> dict[str, pl.DataFrame]:
    """Protections, mortgages and history of the source under the identifiers they had there, and their relations."""
    ours = pl.col("2.01").is_in(loans.implode())
    links = [
        part.rows.filter(ours).select(name for name in ("2.01", "2.02", "2.03") if name in part.rows.columns)
        for part in source
        if part.template == "relations" and {"2.01"} < set(part.rows.columns) - {"2.00", "line_no", "broken"}
    ]
    linked = pl.concat(links, how="diagonal") if links else pl.DataFrame(schema={"2.01": pl.String})
    kept = {"relations": linked}
    for template, key, other in (("protection", "4.00", "2.03"), ("mortgage", "4.43", "2.02"), ("history", "5.00", "")):
        frames = [part.rows for part in source if part.template == template and key in part.rows.columns]
        known = loans if not other else linked[other] if other in linked.columns else pl.Series([], dtype=pl.String)
        kept |= (
            {template: pl.concat(frames, how="diagonal").filter(pl.col(key).is_in(known.implode()))} if frames else {}
        )
    return {name: pl.concat([written[name], _headed(rows)], how="diagonal") for name, rows in kept.items()}


def _headed(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a part under the headers we write."""
    rows = rows.drop("line_no", "broken", strict=False)
    return rows.rename({name: FIELDS[name].header for name in rows.columns if name in FIELDS})


def _template(name: str, rows: pl.DataFrame, known: dict[str, pl.Expr]) -> pl.DataFrame:
    fields = [one for one in FIELDS.values() if one.template == name]
    nothing = pl.lit(None, pl.String)
    return rows.select(known.get(one.number, nothing).cast(pl.String).alias(one.header) for one in fields)


def _debtors(rows: pl.DataFrame) -> pl.DataFrame:
    parts = pl.concat_str("debtor_first_name", "debtor_last_name", separator=" ", ignore_nulls=True)
    known = {
        "1.02": pl.col("debtor"),
        "1.03": pl.coalesce("debtor_name", pl.when(parts != "").then(parts)),
        "1.05": pl.lit("borrower"),
        "1.06": pl.col("debtor_kind").replace(_LEGAL_TYPES),
        "1.07": pl.col("birth_date"),
        "1.09": _yes_no("deceased"),
        "1.10": pl.col("national_id"),
        "1.14": pl.col("street"),
        "1.15": pl.col("city"),
        "1.16": pl.col("postcode"),
        "1.17": pl.coalesce("debtor_country", "country").str.to_uppercase(),
        "1.18": _given("email"),
        "1.19": _given("phone"),
        "1.32": pl.when("insolvent")
        .then(pl.lit("bankruptcy-insolvency"))
        .when(~pl.col("insolvent"))
        .then(pl.lit("none")),
    }
    return _template("counterparty", rows, known)


def _seconds(rows: pl.DataFrame) -> pl.DataFrame:
    guarantor = pl.col("codebtor_role") == "guarantor"
    known = {
        "1.02": pl.col("second"),
        "1.03": pl.col("codebtor_name"),
        "1.05": pl.when(guarantor).then(pl.lit("protection provider")).otherwise(pl.lit("borrower")),
        "1.10": pl.col("codebtor_national_id"),
        "1.14": pl.col("codebtor_street"),
        "1.15": pl.col("codebtor_city"),
        "1.16": pl.col("codebtor_postcode"),
    }
    return _template("counterparty", rows, known)


def _loans(rows: pl.DataFrame, cut_off: str) -> pl.DataFrame:
    known = {
        "3.00": pl.lit(cut_off),
        "3.01": pl.col("reference"),
        "3.02": pl.col("contract_date"),
        "3.03": pl.col("country").str.to_uppercase(),
        "3.04": pl.when(pl.col("codebtor_name").is_null()).then(pl.lit("0")).otherwise(pl.lit("2")),
        "3.05": pl.col("product").replace(_CLASSES),
        "3.06": pl.col("product"),
        "3.07": pl.col("due_date"),
        "3.08": pl.col("currency"),
        "3.09": _amount("principal_minor"),
        "3.10": _amount("interest_minor"),
        "3.11": _amount("costs_minor"),
        "3.12": _amount("balance_minor"),
        "3.14": pl.col("interest_rate"),
        "3.21": pl.col("last_payment_date"),
        "3.22": _amount("last_payment_amount_minor"),
        "3.23": pl.col("default_date"),
        "3.24": pl.when(pl.col("stage").is_null()).then(pl.lit("none")).otherwise(pl.lit("legal proceedings")),
        "3.32": _yes_no("pledged"),
    }
    return pl.concat([_template("loan", rows, known), _extra(rows)], how="horizontal")


def _extra(rows: pl.DataFrame) -> pl.DataFrame:
    numbered = {one.field for one in FIELDS.values()}
    wanted = [one for one in CATALOGUE.values() if one.group in _EXTRA and one.name not in numbered]
    told = [one for one in wanted if rows[one.typed].null_count() < rows.height]
    return rows.select(_written(one).alias(one.name) for one in told)


def _written(field: Field) -> pl.Expr:
    match field.kind:
        case Kind.MONEY:
            return _amount(field.typed).cast(pl.String)
        case Kind.FLAG:
            return _yes_no(field.name)
    return pl.col(field.name).cast(pl.String)


def _yes_no(name: str) -> pl.Expr:
    return pl.when(pl.col(name)).then(pl.lit("yes")).when(~pl.col(name)).then(pl.lit("no"))


def _given(name: str) -> pl.Expr:
    return pl.when(pl.col(name).is_null()).then(pl.lit("no")).otherwise(pl.lit("yes"))


def _amount(column: str) -> pl.Expr:
    """Currencies of two decimals; the templates have no place for another scale."""
    return (pl.col(column).cast(pl.Decimal(38, 2)) / 100).cast(pl.Decimal(38, 2))


def write_set(templates: dict[str, pl.DataFrame], path: Path) -> None:
    """Writes a `.xlsx` workbook or a `.zip` of CSV files, every cell safe to open in a spreadsheet."""
    match path.suffix.lower():
        case ".xlsx":
            with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
                for name, frame in templates.items():
                    _sheet(book.add_worksheet(name.capitalize()), neutralised(frame))
        case ".zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, frame in templates.items():
                    text = io.BytesIO()
                    neutralised(frame).write_csv(text, include_bom=True)
                    archive.writestr(f"{name}.csv", text.getvalue())
        case other:
            place = Place(where="file name", value=path.name, sentence="End it with .xlsx or .zip.")
            raise Invalid(f"A set of templates is not written as {other or 'nothing'}.", places=[place])


def _sheet(sheet: xlsxwriter.worksheet.Worksheet, frame: pl.DataFrame) -> None:
    sheet.write_row(0, 0, frame.columns)
    for number, row in enumerate(frame.iter_rows(), start=1):
        for place, cell in enumerate(row):
            if cell is not None:
                sheet.write_string(number, place, cell)
