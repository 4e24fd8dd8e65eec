"""Measure and anonymise a file in the house: no database, no account."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import msgspec
import polars as pl

from documents.neutral import neutralised
from kernel.clock import SystemClock
from kernel.errors import Invalid, Place
from marketplace.anonymity import (
    FRACTIONS,
    PLATFORM_FLOOR,
    Demands,
    Kind,
    Released,
    Role,
    anonymise,
    claims_of,
    written,
)
from marketplace.anonymity import measure as measured
from marketplace.anonymity.hierarchies import hierarchies_of
from marketplace.anonymity.lattice import optimum
from marketplace.anonymity.roles import KINDS
from marketplace.anonymity.tape import RENAMED, without_persons
from marketplace.tapes.examine import examine
from marketplace.tapes.mapping import load_mapping
from marketplace.tapes.reading import detect, read_chunks
from web.cli.watermarks import leaker_command, mark

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
NOT_CELLS = ("row_no", "line_no", "broken")


@click.group()
def anonymity() -> None:
    """Measure what a file could re-identify."""


@anonymity.command()
@click.argument("file", type=FILE)
@click.option("--qi", help="Quasi-identifiers, separated by commas; every column if left out.")
@click.option("--debtor", help="The column that tells debtors apart; without it each row is one.")
@click.option("--sensitive", help="Columns whose variety (l) and distance (t) inside each class are measured.")
@click.option("--fraction", type=float, multiple=True, help="The file's share of its population; several are allowed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def measure(
    file: Path, qi: str | None, debtor: str | None, sensitive: str | None, fraction: tuple[float, ...], as_json: bool
) -> None:
    """k, l, t, the attackers' chances and uniqueness of FILE as it stands."""
    table = _table(file)
    hidden = _names(sensitive)
    names = _names(qi) or [name for name in table.columns if name not in {debtor, *hidden}]
    found = measured(table, names, debtor, hidden, fraction or FRACTIONS)
    _tell(msgspec.to_builtins(found), as_json=as_json)


@anonymity.command("optimum")
@click.argument("file", type=FILE)
@click.option("--hierarchies", "hierarchy_file", type=FILE, required=True, help="TOML: a table for each column.")
@click.option("--k", type=click.IntRange(min=2), default=PLATFORM_FLOOR, show_default=True)
@click.option("--suppression", type=click.FloatRange(0, 1), default=0.0, help="Share of rows that may be left out.")
@click.option("--debtor", help="The column that tells debtors apart; without it each row is one.")
def optimum_command(file: Path, hierarchy_file: Path, k: int, suppression: float, debtor: str | None) -> None:
    """The one level for each column that hides k debtors behind every row of FILE and loses least."""
    table = _table(file)
    declared = hierarchies_of(hierarchy_file.read_text(encoding="utf-8"))
    chosen = [declared[name] for name in table.columns if name in declared]
    owners = (table[debtor].rank("dense").cast(pl.Int32) - 1).to_numpy() if debtor else None
    _tell(msgspec.to_builtins(optimum(table, chosen, k, suppression, owners)), as_json=True)


anonymity.add_command(mark)
anonymity.add_command(leaker_command)


@click.command("anonymise")
@click.argument("file", type=FILE)
@click.option("--k", type=click.IntRange(min=PLATFORM_FLOOR), default=PLATFORM_FLOOR, show_default=True)
@click.option("--l", "least", type=click.IntRange(min=1), default=1, help="Distinct sensitive values behind each line.")
@click.option("--t", "most", type=click.FloatRange(0, 1, min_open=True), default=1.0, help="Distance from the whole.")
@click.option("--sensitive", help="Columns that --l and --t speak of, separated by commas; released as they stand.")
@click.option("--mapping", "mapping_file", type=FILE, help="A saved mapping; without it the proposal is applied.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The cut-off date; today if left out.")
@click.option("--out", type=NEW_FILE, required=True, help="The released tape, CSV or Parquet by its name.")
@click.option("--report", type=NEW_FILE, required=True, help="The account given of it, JSON.")
def anonymise_command(
    file: Path,
    k: int,
    least: int,
    most: float,
    sensitive: str | None,
    mapping_file: Path | None,
    as_of: datetime | None,
    out: Path,
    report: Path,
) -> None:
    """Writes a tape in which every line could belong to k debtors."""
    day = as_of.date() if as_of else SystemClock().now().astimezone(UTC).date()
    hidden = _sensitive(sensitive, least, most)
    released = anonymise(
        _claims(file, mapping_file, day, hidden), hidden, k, as_of=day, demands=Demands(l=least, t=most)
    )
    _write(released, out)
    report.write_bytes(msgspec.json.format(msgspec.json.encode(released.report)))
    for sentence in released.report.sentences:
        click.echo(sentence)


def _sensitive(text: str | None, least: int, most: float) -> dict[str, Role]:
    """A column that others know too is generalised: released as it stands it would name its debtor."""
    names = _names(text)
    if not names and (least > 1 or most < 1):
        raise Invalid("l and t speak of a sensitive column: name it with --sensitive.")
    known = [name for name in names if KINDS.get(RENAMED.get(name, name), Kind.CATEGORY) is not Kind.CATEGORY]
    known += [name for name in names if f"{name}_minor" in KINDS]
    if known:
        raise Invalid(
            f"Others know {', '.join(known)} too: released as it stands it would name the debtor.",
            places=[Place("--sensitive", name, "Name a column that nobody else knows.") for name in known],
        )
    return dict.fromkeys(names, Role.SENSITIVE)


def _table(file: Path) -> pl.DataFrame:
    """Every cell as text, as it stands in the file."""
    chunks = list(read_chunks(file, detect(file)))
    if not chunks:
        raise Invalid(f"{file.name} has no rows.")
    return pl.concat(chunks).drop(NOT_CELLS, strict=False)


def _claims(file: Path, mapping_file: Path | None, day: date, kept: Collection[str]) -> pl.DataFrame:
    mapping = load_mapping(mapping_file) if mapping_file else None
    accepted = [without_persons(chunk.accepted, kept) for chunk in examine(file, mapping, today=day)]
    if not any(part.height for part in accepted):
        raise Invalid(f"No row of {file.name} was accepted; see `recourse tape check {file.name}`.")
    return claims_of(pl.concat(accepted, how="diagonal"))


def _write(released: Released, out: Path) -> None:
    text = neutralised(written(released.frame))
    if out.suffix.lower() == ".parquet":
        text.write_parquet(out)
    else:
        text.write_csv(out)


def _names(text: str | None) -> list[str]:
    return [name.strip() for name in text.split(",")] if text else []


def _tell(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(told).decode())
        return
    for name, value in _flat(told):
        click.echo(f"{name.replace('_', ' '):32} {value}")


def _flat(told: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure with the path to it; what was not measured is left out."""
    parts = (
        told.items() if isinstance(told, dict) else enumerate(told, start=1) if isinstance(told, list | tuple) else ()
    )
    for name, value in parts:
        path = f"{above} {name}".strip()
        if isinstance(value, dict | list | tuple):
            yield from _flat(value, path)
        elif value is not None:
            yield path, value
