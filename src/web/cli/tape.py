"""Check or anonymise a tape in the house: no database, no account."""

from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from kernel.clock import SystemClock
from marketplace.tapes.checking import CheckedFile, check_file
from marketplace.tapes.mapping import load_mapping
from web.cli.anonymity import anonymise_command

NEW_FILE = click.Path(dir_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def tape() -> None:
    """Check or anonymise a tape without an account."""


@tape.command()
@click.argument("file", type=FILE)
@click.option("--mapping", "mapping_file", type=FILE, help="A mapping; without it the proposal applies.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The cut-off date; today if left out.")
@click.option(
    "--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Write rejected rows here, to be mended."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(file: Path, mapping_file: Path | None, as_of: datetime | None, rejects: Path | None, as_json: bool) -> None:
    """What would become of every row of FILE. The exit code is 2 when rows are rejected."""
    day = as_of.date() if as_of else SystemClock().now().astimezone(UTC).date()
    mapping = load_mapping(mapping_file) if mapping_file else None
    found = check_file(file, mapping, today=day, rejects=rejects)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    else:
        for line in _told(file, found):
            click.echo(line)
    if found.rejected:
        raise SystemExit(2)


def _told(file: Path, found: CheckedFile) -> list[str]:
    lines = [
        f"{file.name}: {found.read:,} rows read, {found.accepted:,} good, {found.rejected:,} rejected,"
        f" {found.left_out:,} left out by a filter"
    ]
    lines += [f"  balance of the good rows: {amount} {currency}" for currency, amount in found.balances.items()]
    lines += [f"  {one.severity:6} {one.rows:>9,}  {one.rule}: {one.sentence}" for one in found.rules]
    return lines


tape.add_command(anonymise_command)
