"""`recourse leak`: whose copy of a listing a found file is, asked by whoever runs the platform."""

import asyncio
from pathlib import Path
from uuid import UUID

import click

from kernel.actor import Actor
from marketplace.diligence.tracing import Traced, trace_copy
from web import house


@click.command()
@click.argument("listing", type=click.UUID)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def leak(listing: UUID, file: Path) -> None:
    """Name the buyer whose copy of LISTING (its id) the found FILE is. The exit code is 2 if nobody is named.

    The question is recorded, and the listing's seller reads it.
    """
    house.furnish()
    traced = asyncio.run(_traced(listing, file))
    if traced.organisation_id is None:
        click.echo(f"Nobody is named: none of {traced.copies} buyers' marks in {traced.values} values.")
        raise SystemExit(2)
    click.echo(f"{traced.organisation} ({traced.organisation_id})")
    click.echo(f"by chance for any of {traced.copies} buyers: less than {max(traced.chance, 1e-300):.1e}")


async def _traced(listing: UUID, file: Path) -> Traced:
    async with house.opened("worker"):
        return await trace_copy(Actor.platform(), listing, file)
