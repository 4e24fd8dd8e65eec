"""Ask the law without an account: no database, no network."""

from collections import Counter
from pathlib import Path

import click

from cases.law.examples.run import Judged, judged

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def law() -> None:
    """Ask the law: deadlines, counting, interest, rates, fees, limitation."""


@law.command()
@click.argument("file", type=FILE)
def examples(file: Path) -> None:
    """Run the worked examples of FILE through the engine. The exit code is 1 when one fails or cannot be read."""
    found: list[Judged] = []
    for one in judged(file):
        found.append(one)
        click.echo(one.told())
    counts = Counter(one.verdict for one in found)
    click.echo(f"{counts['agree']} passed, {counts['not']} failed")
    unsupported = Counter(one.topic for one in found if one.verdict == "unsupported")
    told = ", ".join(f"{topic} {many}" for topic, many in sorted(unsupported.items()))
    click.echo(f"unsupported: {counts['unsupported']}" + (f" ({told})" if told else ""))
    if counts["malformed"]:
        click.echo(f"malformed: {counts['malformed']}")
    if counts["not"] or counts["malformed"]:
        raise SystemExit(1)
