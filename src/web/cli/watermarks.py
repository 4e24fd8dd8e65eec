"""Each buyer's own copy of a released tape, and whose copy some leaked lines are."""

from pathlib import Path

import click
import msgspec
import polars as pl

from documents.neutral import neutralised, restored
from kernel.errors import Invalid
from kernel.money import minor_digits
from marketplace.anonymity import key_of, marked, suspicions, written
from marketplace.anonymity.watermark import FALSE_ALARM, MARKED

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
SHOWN = "balance_mean"


@click.command()
@click.argument("file", type=FILE)
@click.option("--secret", type=FILE, required=True, help="A file of 16 to 64 random bytes that never leaves the house.")
@click.option("--release", required=True, help="A name of this release; another one for the next.")
@click.option("--buyer", required=True, help="Whose copy it is.")
@click.option("--out", type=NEW_FILE, required=True, help="The copy, CSV.")
def mark(file: Path, secret: Path, release: str, buyer: str, out: Path) -> None:
    """The copy of BUYER of a released FILE: his name can be read from any 200 lines, and no total moves."""
    tape = _tape(file)
    copy = marked(tape.with_columns(_minor(tape)), key_of(secret.read_bytes(), release, buyer))
    neutralised(written(copy.drop(SHOWN)).select(tape.columns)).write_csv(out)


@click.command("leaker")
@click.argument("file", type=FILE)
@click.option("--secret", type=FILE, required=True, help="The secret that the copies were marked with.")
@click.option("--release", required=True, help="The name the release was marked under.")
@click.option("--buyers", required=True, help="Everybody who was given a copy, separated by commas.")
def leaker_command(file: Path, secret: Path, release: str, buyers: str) -> None:
    """Whose copy the lines of FILE are from. The exit code is 2 if they name nobody for sure."""
    tape = _tape(file)
    names = [name.strip() for name in buyers.split(",")]
    keys = {name: key_of(secret.read_bytes(), release, name) for name in names}
    first = suspicions(tape.select(_minor(tape)).to_series(), keys)[0]
    chance = first.chance * len(keys)
    click.echo(msgspec.json.encode({"named": first.buyer if chance < FALSE_ALARM else None, "chance": chance}).decode())
    if chance >= FALSE_ALARM:
        raise SystemExit(2)


def _tape(file: Path) -> pl.DataFrame:
    tape = pl.read_csv(file, infer_schema=False)
    if SHOWN not in tape.columns:
        raise Invalid(f"{file.name} has no column {SHOWN}: only it carries the mark.")
    return restored(tape, tape.columns)


def _minor(tape: pl.DataFrame) -> pl.Expr:
    """Whole minor units, also where somebody's spreadsheet has dropped the last noughts."""
    digits = _digits(tape)
    amount: pl.Expr = pl.col(SHOWN).cast(pl.Decimal(38, digits)) * 10**digits
    return amount.cast(pl.Int64).alias(MARKED)


def _digits(tape: pl.DataFrame) -> int:
    return minor_digits(tape["currency"][0]) if "currency" in tape.columns and tape.height else 2
