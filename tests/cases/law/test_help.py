"""The command's own help: every option is told, and every example in it, and in the README, runs."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from web.cli.law import law

README = Path(__file__).resolve().parents[3] / "README.md"
ASKED = sorted(set(law.commands) - {"examples", "overview"})
"""Commands that ask the law; the others read or write a file."""


def examples(text: str) -> list[str]:
    """The words after `recourse law` on each line that shows it."""
    found = re.findall(r"^\s+recourse law ([^#\n]+?)\s*(?:#.*)?$", text, re.MULTILINE)
    return [one for one in found if "FILE" not in one]


SHOWN = [one for name in ASKED for one in examples(law.commands[name].help or "")]


@pytest.mark.parametrize("name", ASKED)
def test_every_command_shows_an_example_and_tells_every_option(name: str) -> None:
    command = law.commands[name]
    shown = examples(command.help or "")
    assert shown
    assert all(one.startswith(f"{name} ") for one in shown)
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []
    page = CliRunner().invoke(law, [name, "--help"]).output
    assert all(f"recourse law {one}" in page for one in shown), "an example is broken over two lines"


@pytest.mark.parametrize("shown", [*SHOWN, *examples(README.read_text())])
def test_every_example_runs(shown: str) -> None:
    found = CliRunner().invoke(law, shlex.split(shown))
    assert found.exit_code == 0, found.exception
    assert found.output.strip()


def test_every_option_but_the_days_stands_in_an_example() -> None:
    """The days of a claim are many and alike; of the rest none goes without being shown."""
    words = " ".join(SHOWN).split()
    days = {"acknowledged", "arose", "default", "default-notice-expired", "last-payment", "termination"}
    for name in ASKED:
        for option in law.commands[name].params:
            if isinstance(option, click.Option) and not days & {one.removeprefix("--") for one in option.opts}:
                assert set(option.opts) & set(words), f"{name}: {option.opts}"
