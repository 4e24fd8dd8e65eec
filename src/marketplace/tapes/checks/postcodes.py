"""The form of postcodes, by country (Universal Postal Union, postal addressing systems)."""

import polars as pl

FORMS = {
    "es": r"^(0[1-9]|[1-4]\d|5[0-2])\d{3}$",
    "pl": r"^\d{2}-?\d{3}$",
    "se": r"^(SE-|S-)?[1-9]\d{2} ?\d{2}$",
    "de": r"^(D-|DE-)?(0[1-9]|[1-9]\d)\d{3}$",
    "gb": r"(?i)^(GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$",
    "us": r"^\d{5}(-\d{4})?$|^\d{3}(xx)?$",
}


def foreign_postcode(postcode: pl.Expr, country: pl.Expr) -> pl.Expr:
    """True where a postcode is given and is none of its country; countries without a form here pass."""
    wrong = pl.lit(value=False)
    for code, form in FORMS.items():
        wrong = pl.when(country == code).then(~postcode.str.contains(form)).otherwise(wrong)
    return wrong.fill_null(value=False)
