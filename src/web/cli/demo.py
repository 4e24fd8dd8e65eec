"""`recourse demo`: the whole job on a sample or a file, then the site to look at."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console

from kernel.settings import settings
from web import house, logs
from web.clock_shift import must_be_alone
from web.demo.cast import Cast
from web.demo.report import Demonstrated
from web.demo.run import Wanted, demonstrate
from web.demo.story import Story
from web.migrate import migrate
from web.ports import must_be_free


@click.command()
@click.option("--once", is_flag=True, help="Run the job and stop; do not serve the site.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every figure.")
@click.option("--tape", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A tape of your own.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its mapping file.")
@click.option("--country", default="es", show_default=True, help="Country of the sample, or of your tape.")
@click.option("--rows", default=300, show_default=True, type=click.IntRange(60), help="Rows of the sample.")
@click.option("--seed", default=7, show_default=True, help="The same seed makes the same sample.")
@click.option("--dirt", default="0.02", show_default=True, help="Share of rows with a planted defect, at most 0.3.")
@click.option(
    "--filings", default=12, show_default=True, type=click.IntRange(0), help="How many cases are taken to court."
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(
    once: bool,
    as_json: bool,
    tape: Path | None,
    mapping: Path | None,
    country: str,
    rows: int,
    seed: int,
    dirt: str,
    filings: int,
    host: str,
    port: int,
) -> None:
    """Take a portfolio from its tape to filed court papers, then serve the site with fresh sign-ins."""
    wanted = Wanted(country, rows, seed, dirt, tape, mapping, filings)
    if not once:
        must_be_free(host, port)
    here = house.furnish()
    logs.configure()
    asyncio.run(migrate(here.migrations_url))
    asyncio.run(must_be_alone(here.migrations_url))
    told, cast = asyncio.run(_run(wanted, Story(quiet=False)))
    if as_json:
        click.echo(msgspec.json.encode(told).decode())
    if once:
        return
    _serve(cast, told, host, port)


async def _run(wanted: Wanted, story: Story) -> tuple[Demonstrated, Cast]:
    async with house.opened("worker"):
        return await demonstrate(wanted, story)


def _serve(cast: Cast, told: Demonstrated, host: str, port: int) -> None:
    address = f"http://{host}:{port}"
    os.environ["BASE_URL"] = address
    settings.cache_clear()
    ending = {signal.SIGINT, signal.SIGTERM}
    worker = subprocess.Popen([sys.executable, "-m", "web.cli", "worker"])
    site = subprocess.Popen([sys.executable, "-m", "web.cli", "serve", "--host", host, "--port", str(port)])
    console = Console(highlight=False)
    console.print(
        f"\nThe site runs at [bold]{address}[/bold]. Sign in as one of these; the passwords are of this run.\n"
    )
    for role, member in cast.sign_ins():
        # A sign-in is copied from the screen or from a log: never wrapped, never cut.
        console.print(f"{role:<10}{member.organisation}", soft_wrap=True)
        console.print(f"{'':<10}{member.email}   {member.password}", soft_wrap=True)
    console.print("The operator is led to set up a second factor first; any authenticator takes the key shown.")
    for path in told.papers:
        console.print(f"A filed paper: {path}", soft_wrap=True)
    console.print("\nCtrl-C stops everything. Nothing in it is real.")
    signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    try:
        signal.sigwait(ending)
    finally:
        for process in (site, worker):
            process.send_signal(signal.SIGTERM)
        for process in (site, worker):
            process.wait(30)
