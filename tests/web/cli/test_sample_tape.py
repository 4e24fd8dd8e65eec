"""`recourse sample-tape` writes a tape and says what is in it."""

from pathlib import Path

from click.testing import CliRunner

from marketplace.tapes.sample import read_truth
from web.cli.sample_tape import sample_tape


def test_the_command_writes_the_tape_and_says_what_to_expect(tmp_path: Path) -> None:
    out = tmp_path / "tape.csv"
    asked = ["--country", "gb", "--rows", "500", "--seed", "8", "--out", str(out), "--dirt", "0.04"]
    result = CliRunner().invoke(sample_tape, asked)
    truth = read_truth(out)
    assert result.exit_code == 0
    assert f"{truth.totals[0].accepted} GBP" in result.output
    assert truth.digest in result.output
    assert len(out.read_text("utf-8-sig").splitlines()) == 501
