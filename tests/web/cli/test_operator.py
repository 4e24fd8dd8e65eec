"""Founding the operator on the command line."""

import re

import psycopg
import pytest
from click.testing import CliRunner

from kernel.settings import Settings
from web.cli import recourse

SAID = re.compile(r"password +([0-9a-f]{5}(?:-[0-9a-f]{5}){3})")


@pytest.mark.usefixtures("settled")
def test_the_operator_is_founded_once_and_told_a_random_password(
    settled: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S3_ENDPOINT", "http://127.0.0.1:9")
    first = CliRunner().invoke(recourse, ["operator", "Olga@plaza.example", "--organisation", "Plaza"])
    assert first.exit_code == 0, first.output
    assert "olga@plaza.example" in first.output
    assert SAID.search(first.output)
    again = CliRunner().invoke(recourse, ["operator", "olga@plaza.example"])
    assert again.exception is not None
    assert "has an account already" in str(again.exception)
    with psycopg.connect(settled.migrations_url) as connection:
        assert connection.execute("SELECT count(*) FROM organisations").fetchone() == (1,)
