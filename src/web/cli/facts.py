"""`recourse facts verify`: the record is complete and nobody rewrote it, or where it was rewritten."""

import asyncio
import sys

import click
import msgspec

from kernel import seals
from web import house
from web.sealing import published_statement


@click.group()
def facts() -> None:
    """The record of what happened."""


@facts.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(as_json: bool) -> None:
    """Recompute every seal from the facts and compare it with its locked object. Exit code 1 if anything differs."""
    house.furnish()
    result = asyncio.run(_verify())
    if as_json:
        click.echo(msgspec.json.encode(result).decode())
    else:
        click.echo(f"{result.verified} facts in {result.links} seals verified, {result.waiting} not sealed yet")
        for finding in result.findings:
            click.echo(f"seal {finding.seal_id} fact {finding.fact_id or '-'}: {finding.sentence}", err=True)
    if result.findings:
        sys.exit(1)


class Verification(msgspec.Struct, frozen=True):
    links: int
    verified: int
    waiting: int
    published: int
    findings: list[seals.Finding]


async def verify_all() -> Verification:
    """With the connections open: walks the chain from its beginning."""
    previous, found, counted, verified, published = seals.FIRST, [], 0, 0, 0
    async for one in seals.all_seals():
        here = await seals.verify_seal(one, previous)
        statement = await published_statement(one)
        if statement is not None:
            published += 1
            if statement != one.statement():
                here.append(seals.Finding(one.id, None, "the locked object says something else"))
        previous, counted = one.chain, counted + 1
        verified += 0 if here else one.facts_count
        found += here
    return Verification(counted, verified, await seals.waiting(), published, found)


async def _verify() -> Verification:
    async with house.opened("worker"):
        return await verify_all()
