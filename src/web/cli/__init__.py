"""The command `recourse`: each subcommand is loaded when it is called, so that `--help` answers at once."""

import sys
from importlib import import_module
from typing import Any

import click

from kernel.errors import Problem

COMMANDS = {
    "anonymity": ("web.cli.anonymity", "anonymity", "Measure what a file could re-identify."),
    "backup": ("web.cli.backup", "backup", "Back up database, objects and, apart, keys."),
    "court": ("web.cli.court", "court", "Check or read a file to or from a court without an account."),
    "demo": ("web.cli.demo", "demo", "Run the whole job on sample data and serve the result."),
    "doctor": ("web.cli.doctor", "doctor", "Say what is missing or slow, and why."),
    "facts": ("web.cli.facts", "facts", "Prove that what happened was not rewritten."),
    "keys": ("web.cli.keys", "keys", "Replace the platform's key, and destroy a replaced one."),
    "law": ("web.cli.law", "law", "Ask the law without an account: deadlines, interest, fees, limitation."),
    "leak": ("web.cli.leak", "leak", "Name the buyer whose copy of a listing a found file is."),
    "machines": ("web.cli.machines", "machines", "Draw every state machine into docs/machines/."),
    "migrate": ("web.cli.serving", "migrate_command", "Bring the database to this version."),
    "operator": ("web.cli.operator", "operator", "Found the operator's organisation and print its first sign-in."),
    "post": ("web.cli.post", "post", "Take court documents in that come by mail."),
    "restore": ("web.cli.backup", "restore", "Restore a backup into an empty database."),
    "sample-tape": ("web.cli.sample_tape", "sample_tape", "Make a realistic tape of invented people."),
    "serve": ("web.cli.serving", "serve", "Serve the site."),
    "settings": ("web.cli.serving", "settings_command", "List every setting."),
    "stop": ("web.cli.serving", "stop", "Stop the embedded parts."),
    "tape": ("web.cli.tape", "tape", "Check or anonymise a tape without an account."),
    "up": ("web.cli.serving", "up", "Serve the site and work its jobs, with whatever parts are missing."),
    "vault": ("web.cli.vault", "vault", "Prove a document, and check such a proof offline."),
    "worker": ("web.cli.serving", "worker", "Work the jobs."),
}
"""Name → module, attribute, one line of help."""


class Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in sorted(COMMANDS)])


@click.group(cls=Lazy)
def recourse() -> None:
    """Recourse: from loan tape to judgment."""


def main() -> Any:
    """Runs the command. A refusal is printed as a sentence with its places, and the exit code is 1."""
    try:
        recourse.main(standalone_mode=True)
    except Problem as problem:
        click.echo(f"{problem.title}: {problem.sentence}", err=True)
        for place in problem.places:
            shown = f" ({place.value})" if place.value is not None else ""
            click.echo(f"  {place.where}{shown}: {place.sentence}", err=True)
        sys.exit(1)
