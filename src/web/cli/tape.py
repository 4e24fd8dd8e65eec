"""Look at, check or anonymise a tape in the house: no database, no account."""

from pathlib import Path

import click
import msgspec

from marketplace.tapes.answers import answer
from marketplace.tapes.checking import CheckedFile, check_file
from marketplace.tapes.examine import settled
from marketplace.tapes.looking import look_at, preview
from marketplace.tapes.mapping import load_mapping, saved
from marketplace.tapes.proposal import Proposal, propose
from marketplace.tapes.readiness import Readiness
from marketplace.tapes.reading import Layout
from marketplace.tapes.scrub import ScrubPolicy, ScrubReport, load_policy
from web.cli.anonymity import anonymise_command
from web.cli.tape_options import ANSWERS, AS_OF, FILE, NEW_FILE, SHEET, Day, day_of
from web.cli.tape_templates import gaps_command, templates_command


@click.group()
def tape() -> None:
    """Look at, check or anonymise a tape without an account."""


@tape.command("map")
@click.argument("file", type=FILE)
@ANSWERS
@SHEET
@click.option("--out", type=NEW_FILE, help="Write the mapping here, as `check --mapping` reads it.")
def map_command(file: Path, answers: tuple[str, ...], sheet: str | None, out: Path | None) -> None:
    """What the columns of FILE seem to mean, how sure that is, and what only you can answer.

    The exit code is 2 while a question is open.
    """
    look = look_at(file, sheet=sheet)
    proposal = answer(propose(look.layout), look.layout, answers)
    for line in _proposed(look.layout, proposal):
        click.echo(line)
    shown = preview(look, proposal.mapping)
    click.echo("The first rows as they will be read:")
    click.echo("  " + " | ".join(shown.fields))
    for row in shown.rows:
        click.echo("  " + " | ".join(cell or "-" for cell in row))
    if out is not None:
        out.write_text(saved(proposal.mapping), "utf-8")
    if proposal.questions:
        raise SystemExit(2)


def _proposed(layout: Layout, proposal: Proposal) -> list[str]:
    lines = [f"  the sheet {name!r} holds rows too and is not read; name it with --sheet" for name in layout.unread]
    for one in proposal.suggestions:
        field = proposal.mapping.columns.get(one.header)
        if field != one.field:
            lines.append(f"  {one.header} → {field}: as you say")
        elif field is not None:
            lines.append(f"  {one.header} → {field} ({one.confidence:.0%}: {one.why})")
    lines += [f"  taken from the other columns: {one.sentence}" for one in proposal.assumed]
    return lines + [f"  question: {one.sentence}" for one in proposal.questions]


@tape.command()
@click.argument("file", type=FILE)
@click.option("--mapping", "mapping_file", type=FILE, help="A mapping; without it the proposal applies.")
@ANSWERS
@SHEET
@AS_OF
@click.option("--scrub", "policy_file", type=FILE, help="A scrub policy (TOML); without it the usual one.")
@click.option("--rejects", type=NEW_FILE, help="Write rejected rows here, to be mended.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(
    file: Path,
    mapping_file: Path | None,
    answers: tuple[str, ...],
    sheet: str | None,
    as_of: Day,
    policy_file: Path | None,
    rejects: Path | None,
    as_json: bool,
) -> None:
    """What would become of every row of FILE. The exit code is 2 when rows are rejected."""
    layout = look_at(file, sheet=sheet).layout
    proposal = Proposal(load_mapping(mapping_file), (), ()) if mapping_file else propose(layout)
    mapping = settled(answer(proposal, layout, answers))
    policy = load_policy(policy_file) if policy_file else ScrubPolicy()
    found = check_file(file, mapping, today=day_of(as_of), rejects=rejects, layout=layout, policy=policy)
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
    lines += [f"  note: {note}" for note in found.notes]
    return lines + _scrubbed(found.scrub) + _ready(found.readiness)


def _scrubbed(report: ScrubReport | None) -> list[str]:
    if report is None:
        return []
    lines = [f"Scrub: {report.excluded:,} taken out, {report.flagged:,} disclosed, of {report.looked_at:,} debts"]
    lines += [f"  {one.treatment.value:8}{one.rows:>9,}  {one.title}" for one in report.grounds if one.rows]
    return lines + [f"  {one}" for one in report.warranties]


def _ready(readiness: Readiness) -> list[str]:
    """The score, and for each asset class its three costliest gaps."""
    lines = [f"Readiness for sale: {readiness.score} of 100"]
    for one in readiness.classes:
        lines.append(f"  {one.product}: {one.score} of 100 ({one.rows:,} rows)")
        for gap in one.gaps[:3]:
            lines.append(f"    +{gap.gain:>2} {gap.need}: missing in {gap.missing:,} rows ({gap.who}). {gap.why}")
    return lines


for command in (anonymise_command, gaps_command, templates_command):
    tape.add_command(command)
