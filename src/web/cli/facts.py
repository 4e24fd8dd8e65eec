"""`recourse facts verify`: the record is complete and nobody rewrote it, or where it was rewritten."""

import asyncio
import sys

import click
import msgspec

from documents.timestamps import trusted_roots
from kernel import seals
from web import house
from web.witnesses import Witness, check_stamps, compare, orphaned, witness_of, witnesses


@click.group()
def facts() -> None:
    """The record of what happened."""


@facts.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(as_json: bool) -> None:
    """Recompute every seal from the facts and compare it with the locked objects. Exit code 1 if anything differs.

    Every object in the vault must be in the table too, so that a removed end of the chain is found.
    """
    house.furnish()
    result = asyncio.run(_verify())
    if as_json:
        click.echo(msgspec.json.encode(result).decode())
    else:
        for line in result.sentences():
            click.echo(line)
        for finding in result.findings:
            click.echo(f"seal {finding.seal_id} fact {finding.fact_id or '-'}: {finding.sentence}", err=True)
    if result.findings:
        sys.exit(1)


class Verification(msgspec.Struct, frozen=True):
    """`published`: seals with a statement in the vault. `stamps` fit their statement; `trusted_stamps` also lead to a
    root of TIMESTAMP_ROOTS. `last` is the newest link, to be noted elsewhere.
    """

    links: int
    verified: int
    waiting: int
    published: int
    stamps: int
    trusted_stamps: int
    roots_named: bool
    last: str | None
    findings: list[seals.Finding]

    def sentences(self) -> list[str]:
        said = [
            f"{self.verified} facts in {self.links} seals verified, {self.waiting} not sealed yet",
            f"{self.published} of {self.links} seals lie in the vault",
        ]
        if self.stamps:
            known = f"{self.trusted_stamps} of them by an authority you trust" if self.roots_named else "not verified"
            said.append(f"time stamps: {self.stamps} present and for these seals, {known}")
            if not self.roots_named:
                said.append("  name the authority's certificates in TIMESTAMP_ROOTS to verify who stamped")
        if self.last is not None:
            said.append(f"the last link is {self.last}")
        return said


async def verify_all() -> Verification:
    """With the connections open: walks the chain from its beginning, and the vault whole."""
    roots, held = trusted_roots(), await witnesses()
    previous, found, counted, verified, published = seals.FIRST, [], 0, 0, 0
    stamps = trusted = 0
    async for one in seals.all_seals():
        witness = held.pop(one.id, Witness())
        if not witness.names(one.object_key):
            witness = await witness_of(one)
        stamped = await check_stamps(one, witness, roots)
        here = [*await seals.verify_seal(one, previous), *compare(one, witness), *stamped.findings]
        published += bool(witness.statements)
        stamps, trusted = stamps + stamped.fitting, trusted + stamped.trusted
        previous, counted = one.chain, counted + 1
        verified += 0 if here else one.facts_count
        found += here
    for number, witness in sorted(held.items()):
        found += orphaned(number, witness)
    last = previous.hex() if counted else None
    waiting = await seals.waiting()
    return Verification(counted, verified, waiting, published, stamps, trusted, bool(roots), last, found)


async def _verify() -> Verification:
    async with house.opened("worker"):
        return await verify_all()
