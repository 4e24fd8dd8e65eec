"""What the commands on tapes ask for in the same words."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from kernel.clock import SystemClock

NEW_FILE = click.Path(dir_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ANSWERS = click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="WHAT=ANSWER",
    help="Answers a question: COLUMN=day-first, COLUMN=decimal-comma, COLUMN=balance, currency=EUR, country=es.",
)
SHEET = click.option("--sheet", help="The sheet of a workbook; the fullest if left out.")
AS_OF = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The cut-off date; today if left out.")

type Day = datetime | None


def day_of(as_of: Day) -> date:
    """The cut-off date that was given, or today."""
    return as_of.date() if as_of else SystemClock().now().astimezone(UTC).date()
