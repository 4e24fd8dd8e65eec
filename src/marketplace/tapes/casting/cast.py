"""A chunk of text turned into typed columns, with a finding for every cell that could not be taken over."""

import polars as pl
from babel.numbers import get_currency_precision
from msgspec import Struct

from documents.neutral import FORMULA
from marketplace.tapes.casting import amounts, days, words
from marketplace.tapes.casting.amounts import Read
from marketplace.tapes.catalogue import CATALOGUE, Kind
from marketplace.tapes.mapping import Derive, Mapping
from marketplace.tapes.reading.layout import ORPHAN, Layout
from marketplace.tapes.rules import findings, joined

NOTHING = ("", "-", "--", "n/a", "N/A", "#N/A", "NULL", "null")
LONGEST_NOTHING = max(map(len, NOTHING))
_DIALLED = r"^\+[\d ()/.\-]{6,20}$"


class Cast(Struct, frozen=True):
    """Every row of the chunk, typed (`row_no`, `line_no`, then a column per mapped or fixed field; money as
    `<field>_minor` Int64, days Date, flags Boolean, the rest String); the same rows as text under their own
    headers; how many rows a filter of the mapping left out before; and the findings so far."""

    typed: pl.DataFrame
    raw: pl.DataFrame
    findings: pl.DataFrame
    left_out: int


def cast(chunk: pl.DataFrame, mapping: Mapping, layout: Layout) -> Cast:
    """Types one chunk of `read_chunks`. A cell that breaks a rule becomes null and a finding, never a guess."""
    kept = kept_by(mapping, chunk)
    found = [_misshapen(kept)] if kept["broken"].null_count() < kept.height else []
    typed = kept.select("row_no", "line_no", "broken")
    cells = _trimmed(kept, mapping)
    digits, currency = _currency(cells, mapping, typed, found)
    typed = typed.with_columns(currency)
    money: dict[str, Read] = {}
    for header, name in mapping.columns.items():
        if name == "currency":
            continue
        field = CATALOGUE[name]
        if field.kind is Kind.MONEY:
            read = money[header] = _money(cells[header], header, mapping, digits, currency)
        else:
            read = _read(cells[header], header, name, mapping)
        typed = typed.with_columns(read.value.alias(field.typed))
        found += _findings(kept, read, header, name)
    for derived in mapping.derive:
        typed = typed.with_columns(_derived(derived, cells, kept, mapping, money, (digits, currency), found))
    typed = _with_fixed(typed, mapping).drop("broken")
    return Cast(typed, kept, joined(found), chunk.height - kept.height)


def kept_by(mapping: Mapping, chunk: pl.DataFrame) -> pl.DataFrame:
    """The rows the mapping keeps; a row that does not fit the header is kept, so that its reason is told."""
    for one in mapping.filters:
        values = [one.value] if isinstance(one.value, str) else list(one.value)
        among = pl.col(one.header).str.strip_chars().is_in(values).fill_null(value=False)
        chunk = chunk.filter((~among if one.op == "!=" else among) | pl.col("broken").is_not_null())
    return chunk


def _misshapen(kept: pl.DataFrame) -> pl.DataFrame:
    rows = kept.filter(pl.col("broken").is_not_null())
    parts = []
    for why in rows["broken"].unique():
        code, words = ("row.orphan", {}) if why == ORPHAN else ("row.shape", {"detail": why})
        where = pl.col("broken") == why
        parts.append(findings(rows, code, where, column=None, field=None, value=pl.lit(None), **words))
    return joined(parts)


def _trimmed(kept: pl.DataFrame, mapping: Mapping) -> dict[str, pl.Series]:
    """The cells under each used header, blanks taken off both ends; null where they hold nothing."""
    headers = set(mapping.columns) | {h for derived in mapping.derive for h in (*derived.plus, *derived.minus)}
    return {header: _without_nothings(kept[header].str.strip_chars()) for header in sorted(headers)}


def _without_nothings(cells: pl.Series) -> pl.Series:
    """Only short cells can be one of `NOTHING`, so only those are compared."""
    short = (cells.str.len_bytes() <= LONGEST_NOTHING).fill_null(value=False)
    if not short.any():
        return cells
    at = short.arg_true()
    nothing = at.filter(cells.gather(at).is_in(NOTHING))
    return cells.scatter(nothing, None) if len(nothing) else cells


def _currency(
    cells: dict[str, pl.Series], mapping: Mapping, typed: pl.DataFrame, found: list[pl.DataFrame]
) -> tuple[int, pl.Series]:
    """The decimals of the chunk's currency and the currency of each row."""
    header = mapping.header_of("currency")
    fixed = pl.Series("currency", [mapping.currency], pl.String).new_from_index(0, typed.height)
    if header is None:
        return get_currency_precision(mapping.currency or "EUR"), fixed
    read = words.currencies(cells[header])
    frame = typed.with_columns(cells[header].alias("cell"), read.broken.alias("why"))
    why = pl.col("why").is_not_null()
    found.append(findings(frame, "currency.unknown", why, column=header, field="currency", value=pl.col("cell")))
    value = read.value.alias("currency")
    if mapping.currency:
        value = value.fill_null(mapping.currency)
    return _decimals(value), value


def _decimals(currency: pl.Series) -> int:
    """The most decimals that any currency of the chunk has."""
    return max((get_currency_precision(code) for code in currency.drop_nulls().unique()), default=2)


def _money(cells: pl.Series, header: str, mapping: Mapping, digits: int, currency: pl.Series) -> Read:
    """Minor units; where the chunk mixes currencies of unlike decimals, each row in those of its own."""
    read = amounts.minor_units(cells, mapping.style_of(header), digits)
    known = currency.drop_nulls().unique()
    surplus = [10 ** (digits - get_currency_precision(code)) for code in known]
    if all(scale == 1 for scale in surplus):
        return read
    scales = currency.replace_strict(known, pl.Series(surplus, dtype=pl.Int64), default=1)
    uneven = (read.value % scales != 0).fill_null(value=False)
    return Read((read.value // scales).set(uneven, None), read.broken.set(uneven, "amount.decimals"))


def _read(cells: pl.Series, header: str, name: str, mapping: Mapping) -> Read:
    match CATALOGUE[name].kind:
        case Kind.DATE:
            return days.dates(cells, mapping.style_of(header))
        case Kind.PERCENT:
            return amounts.percentages(cells)
        case Kind.FLAG:
            return words.flags(cells)
        case Kind.CHOICE:
            return words.choices(cells, name, mapping.words.get(header, {}))
    if name in ("country", "debtor_country"):
        return words.countries(cells)
    formula = cells.str.contains(FORMULA)
    if name == "phone":
        formula &= ~cells.str.contains(_DIALLED)
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(cells))
    broken = nothing.set(formula.fill_null(value=False), "cell.formula") if formula.any() else nothing
    return Read(cells, broken)


def _findings(kept: pl.DataFrame, read: Read, header: str, name: str) -> list[pl.DataFrame]:
    if read.broken.null_count() == len(read.broken):
        return []
    frame = kept.select("row_no", "line_no", "broken", pl.col(header).alias("cell")).with_columns(
        read.broken.alias("why")
    )
    frame = frame.filter(pl.col("why").is_not_null() & pl.col("broken").is_null())
    return [
        findings(frame, code, pl.col("why") == code, column=header, field=name, value=pl.col("cell"))
        for code in frame["why"].unique()
    ]


def _derived(
    derived: Derive,
    cells: dict[str, pl.Series],
    kept: pl.DataFrame,
    mapping: Mapping,
    money: dict[str, Read],
    in_currency: tuple[int, pl.Series],
    found: list[pl.DataFrame],
) -> pl.Series:
    """Sum of the parts; a blank part makes no sum, and says so."""
    total = pl.Series([0], dtype=pl.Int64).new_from_index(0, kept.height)
    for sign, headers in ((1, derived.plus), (-1, derived.minus)):
        for header in headers:
            if header not in money:
                money[header] = _money(cells[header], header, mapping, *in_currency)
                found += _findings(kept, money[header], header, derived.field)
            blank = kept.filter(cells[header].is_null() & kept["broken"].is_null())
            if blank.height:
                every = pl.lit(value=True)
                part = findings(blank, "amount.missing", every, column=header, field=derived.field, value=pl.lit(None))
                found.append(part)
            total = total + sign * money[header].value
    return total.alias(CATALOGUE[derived.field].typed)


def _with_fixed(typed: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    for field, text in mapping.fixed().items():
        if field not in typed.columns:
            typed = typed.with_columns(pl.lit(text).alias(field))
        else:
            typed = typed.with_columns(pl.col(field).fill_null(text))
    return typed
