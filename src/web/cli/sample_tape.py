"""Makes a realistic tape of invented people, and the truth beside it."""

from datetime import date, datetime
from pathlib import Path

import click

from kernel.errors import Invalid
from marketplace.tapes.sample import COUNTRIES, CUT_OFF, Truth, truth_file, write_tape
from marketplace.tapes.sample.filing import write_filing_tape
from marketplace.tapes.sample.filing_truth import filing_truth_file
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
@click.option(
    "--for-filing",
    "planted",
    help="Rows fit for court instead, and this share of them, at most 0.8, with what must stop a filing.",
)
def sample_tape(
    country: str,
    rows: int,
    seed: int,
    out: Path,
    dirt: str,
    cut_off: datetime,
    documents: Path | None,
    planted: str | None,
) -> None:
    """Make a realistic tape of invented people.

    Beside it, FILE.truth.json names every planted defect and what should become of its row; so it does for papers. With
    --for-filing, FILE.filing.json names every account whose filing must stop, and why; what no tape can carry is
    planted by whoever runs the portfolio.
    """
    on: date = cut_off.date()
    if planted is not None:
        if documents is not None or dirt != "0":
            raise Invalid("Rows for filing are clean rows: leave out --dirt and --documents.")
        filing = write_filing_tape(country=country, rows=rows, seed=seed, out=out, planted=planted, cut_off=on)
        click.echo(f"{out}: {filing.rows:,} rows, {filing.digest}")
        click.echo(f"  to be stopped {len(filing.planted):,}, to go through {filing.clean:,}")
        click.echo(f"  why, case by case: {filing_truth_file(out)}")
        return
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
