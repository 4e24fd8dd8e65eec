"""Says what is missing or slow on this machine, and why it matters."""

from collections.abc import Callable

import click

from web.cli.examinations import EXAMINATIONS, Finding, State

MARKS = {State.GOOD: "ok", State.SLOW: "slow", State.ABSENT: "absent", State.NEEDED: "MISSING"}


@click.command()
def doctor() -> None:
    """Say what is missing or slow, and why. Exit code 1 if something needed is missing."""
    findings = examine()
    for one in findings:
        click.echo(f"{MARKS[one.state]:8} {one.what}: {one.seen}")
        if one.advice:
            click.echo(f"{'':8} {one.advice}")
    needed = [one.what for one in findings if one.state is State.NEEDED]
    if needed:
        click.echo(f"Needed and missing: {', '.join(needed)}.", err=True)
        raise SystemExit(1)
    click.echo("Everything needed is there.")


def examine() -> list[Finding]:
    """Every finding, in the order a person would mend them."""
    return [finding for name, examination in EXAMINATIONS.items() for finding in _safely(name, examination)]


def _safely(name: str, examination: Callable[[], list[Finding]]) -> list[Finding]:
    """An examination that fails is itself something missing: the doctor never stops half way."""
    try:
        return examination()
    except Exception as error:
        return [Finding(name, State.NEEDED, f"could not be examined: {error}", "Run `make setup`.")]
