"""Serving the site, working the jobs, migrating."""

import asyncio
import os
import signal
import subprocess
import sys

import click
from granian import Granian
from granian.constants import Interfaces

from kernel.settings import described, settings
from web import house, logs
from web.embedded.postgres import stop_postgres
from web.embedded.seaweedfs import stop_object_store
from web.migrate import migrate
from web.ports import must_be_free
from web.worker import work


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database to the schema of this version, as the owner role."""
    applied = asyncio.run(migrate(house.furnish().migrations_url))
    click.echo("\n".join(f"applied {one}" for one in applied) or "the schema is up to date")


@click.command("settings")
def settings_command() -> None:
    """List every setting with its default and meaning."""
    for name, default, said in described():
        click.echo(f"{name:<28} {default or '-':<32} {said}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes that answer requests.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site. Put a proxy with TLS in front of it in production."""
    must_be_free(host, port)
    house.furnish()
    os.environ.setdefault("BASE_URL", f"http://{host}:{port}")
    settings.cache_clear()
    _listen(host, port, workers=workers)


@click.command()
@click.option("--once", is_flag=True, help="Stop when no job is left.")
def worker(once: bool) -> None:
    """Work the jobs until stopped."""
    house.furnish()
    logs.configure()

    async def run() -> None:
        async with house.opened("worker") as here:
            await work(here, forever=not once)

    asyncio.run(run())


@click.command()
def stop() -> None:
    """Stop the embedded parts under RECOURSE_VAR, whoever started them."""
    stop_postgres(settings().var)
    stop_object_store(settings().var)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def up(host: str, port: int) -> None:
    """Everything on one machine: missing parts started, schema brought up to date, site and worker until Ctrl-C."""
    must_be_free(host, port)
    here = house.furnish()
    asyncio.run(migrate(here.migrations_url))
    os.environ.setdefault("BASE_URL", f"http://{host}:{port}")
    helper = subprocess.Popen([sys.executable, "-m", "web.cli", "worker"])
    try:
        _listen(host, port, workers=1)
    finally:
        helper.send_signal(signal.SIGTERM)
        helper.wait(30)


def _listen(host: str, port: int, *, workers: int) -> None:
    Granian(
        "web.app:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=workers,
        log_access=False,
    ).serve()
