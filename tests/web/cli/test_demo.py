"""`recourse demo` says what stops it before it begins, and no command works in a house that was never made."""

import asyncio
import socket

import asyncpg
import pytest
from click.testing import CliRunner

from kernel.errors import Refused
from kernel.settings import Settings
from web.cli import recourse
from web.embedded.cluster import Cluster
from web.ports import must_be_free


def refusal_of(*arguments: str) -> str:
    done = CliRunner().invoke(recourse, list(arguments))
    assert isinstance(done.exception, Refused), done.output
    return done.exception.sentence


@pytest.mark.parametrize("command", ["demo", "up", "serve"])
def test_a_port_that_another_house_listens_at_is_not_shared_with_it(command: str) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"127.0.0.1, port {port}" in refusal_of(command, "--port", str(port))
    must_be_free("127.0.0.1", port)


def test_the_clock_is_not_moved_under_a_running_site(settled: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_ENDPOINT", "http://127.0.0.1:9")

    async def beside_a_site() -> str:
        site = await asyncpg.connect(settled.database_url)
        try:
            return await asyncio.to_thread(refusal_of, "demo", "--once")
        finally:
            await site.close()

    assert "A site or worker of this house is running" in asyncio.run(beside_a_site())


def test_figures_that_cannot_be_are_named_before_anything_starts() -> None:
    for arguments in (["demo", "--filings", "-1"], ["demo", "--port", "0"], ["serve", "--port", "70000"]):
        assert CliRunner().invoke(recourse, arguments).exit_code == 2


def test_a_command_in_a_house_without_tables_says_what_to_do(
    cluster: Cluster, settled: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S3_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("DATABASE_URL", cluster.url("recourse_app", "postgres"))
    monkeypatch.setenv("PLATFORM_URL", cluster.url("recourse_platform", "postgres"))
    assert "recourse migrate" in refusal_of("keys", "status")
