"""The templates of Regulation (EU) 2023/2083 in the house: what a set leaves open, and any tape written as a set."""

from pathlib import Path

import click
import msgspec
import polars as pl

from kernel.errors import Invalid
from marketplace.tapes.answers import answer
from marketplace.tapes.eba.writing import set_of, write_set
from marketplace.tapes.examine import examine, settled
from marketplace.tapes.mapping import load_mapping
from marketplace.tapes.proposal import Proposal, propose
from marketplace.tapes.reading import Format, detect
from marketplace.tapes.reading.templates.gaps import EXEMPTIONS, gaps
from marketplace.tapes.reading.templates.tables import parts_of
from web.cli.tape_options import ANSWERS, AS_OF, FILE, NEW_FILE, Day, day_of


@click.command("gaps")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def gaps_command(file: Path, as_json: bool) -> None:
    """Mandatory fields that the set of templates FILE leaves empty, and who can fill them."""
    parts = parts_of(file) if detect(file).format is Format.SET else []
    if not parts:
        raise Invalid(f"{file.name} is no set of templates: it needs a sheet or file of loans (3.01) and another.")
    found = gaps(parts)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for one in found:
        where = f"{one.missing:,} of {one.rows:,} rows" if one.rows else f"no template of the kind {one.template}"
        click.echo(f"  {one.number} {one.name}: empty in {where} ({one.who})")
    click.echo("Article 4(1) exempts whole sales: " + "; ".join(EXEMPTIONS) + ".")


@click.command("templates")
@click.argument("file", type=FILE)
@click.option("--mapping", "mapping_file", type=FILE, help="A mapping; without it the proposal applies.")
@ANSWERS
@AS_OF
@click.option("--out", type=NEW_FILE, required=True, help="A workbook (.xlsx) or an archive of CSV files (.zip).")
def templates_command(file: Path, mapping_file: Path | None, answers: tuple[str, ...], as_of: Day, out: Path) -> None:
    """Writes the good rows of any tape as a set of templates."""
    layout = detect(file)
    proposal = Proposal(load_mapping(mapping_file), (), ()) if mapping_file else propose(layout)
    mapping = settled(answer(proposal, layout, answers))
    day = day_of(as_of)
    accepted = pl.concat([chunk.accepted for chunk in examine(file, mapping, today=day, layout=layout)])
    source = parts_of(file) if layout.format is Format.SET else []
    write_set(set_of(accepted, day.isoformat(), source), out)
    click.echo(f"{out}: {accepted.height:,} loans")
