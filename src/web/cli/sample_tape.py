"""Makes a realistic tape of invented people, and the truth beside it."""

from datetime import date, datetime
from pathlib import Path

import click

from marketplace.tapes.sample import COUNTRIES, CUT_OFF, Truth, truth_file, write_tape
from marketplace.tapes.sample.papers import Outcome, documents_truth_file, write_documents


@click.command()
@click.option("--country", type=click.Choice(COUNTRIES), required=True, help="Whose names, words and layout.")
@click.option("--rows", type=int, required=True, help="Data rows, a header besides.")
@click.option("--seed", type=int, required=True, help="The same seed gives the same bytes.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Ends in .csv, .xlsx or .parquet."
)
@click.option("--dirt", default="0", show_default=True, help="Share of rows with a planted defect, at most 0.3.")
@click.option(
    "--cut-off",
    type=click.DateTime(["%Y-%m-%d"]),
    default=CUT_OFF.isoformat(),
    show_default=True,
    help="The day the balances stand at.",
)
@click.option(
    "--documents",
    type=click.Path(path_type=Path),
    help="Also write the claims' papers with their index: a .zip, or a new folder.",
)
def sample_tape(
    country: str, rows: int, seed: int, out: Path, dirt: str, cut_off: datetime, documents: Path | None
) -> None:
    """Make a realistic tape of invented people.

    Beside it, FILE.truth.json names every planted defect and what should become of its row; so it does for papers.
    """
    on: date = cut_off.date()
    truth = write_tape(country=country, rows=rows, seed=seed, out=out, dirt=dirt, cut_off=on)
    for line in _summary(truth, out):
        click.echo(line)
    if documents is not None:
        papers = write_documents(truth, documents, dirt=dirt)
        found = ", ".join(f"{one.value} {len(papers.of(one)):,}" for one in Outcome)
        click.echo(f"{documents}: {len(papers.files):,} papers of {papers.claims:,} claims ({found})")
        click.echo(f"  what is wrong in them: {documents_truth_file(documents)}")


def _summary(truth: Truth, out: Path) -> list[str]:
    rows = truth.buckets
    return [
        f"{out}: {truth.rows:,} rows, {truth.digest}",
        f"  clean {rows.clean:,}, flagged {rows.flagged:,}, held {rows.held:,}, rejected {rows.rejected:,}",
        *(f"  to be accepted: {total.accepted} {total.currency}" for total in truth.totals),
        f"  what is wrong in it: {truth_file(out)}",
    ]
