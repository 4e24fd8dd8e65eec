"""`recourse keys`: the platform's key replaced, everything it wraps wrapped anew, the old one destroyed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import click

from kernel.actor import Actor
from kernel.errors import Refused
from kernel.keys import platform_key
from kernel.settings import settings
from web import house
from web.keyring.making import drop_key, make_key
from web.keyring.queries import Keyring, keyring
from web.keyring.rewrapping import Rewrapped, rewrap


@click.group()
def keys() -> None:
    """Replace the platform's key: `new`, restart every process, `rotate`, take a backup, `forget` the old one."""


@keys.command()
def new() -> None:
    """Make a new platform key; the one it replaces goes on opening what it wrapped."""
    here = settings()
    standing = platform_key()
    made = make_key(here, standing)
    click.echo(f"The new key is {made.name}; it replaces {standing.id}.")
    for line in made.settings:
        click.echo(line)
    if made.settings:
        click.echo("Put these three lines where site and worker take their settings from, and nowhere else.", err=True)
    click.echo("Now start every process again, then run `recourse keys rotate`.")


@keys.command()
@click.option("--at-once", default=1_000, show_default=True, type=click.IntRange(1, 10_000), help="Rows a transaction.")
def rotate(at_once: int) -> None:
    """Wrap every data key and second factor anew under the platform's key. Safe to kill and to repeat."""
    house.furnish()

    async def told(table: str, done: int) -> None:
        click.echo(f"{table}: {done:,} wrapped anew")

    async def work() -> Rewrapped:
        return await rewrap(told, at_once=at_once)

    done = asyncio.run(_inside(work))
    click.echo(f"{done.count:,} wrapped anew under {platform_key().id}. What they sealed was not touched.")
    if done.left:
        raise Refused(
            f"{done.left:,} values open with none of the keys here: name the key that wrapped them in"
            " RECOURSE_OTHER_KEYS, then run this again."
        )


@keys.command()
def status() -> None:
    """Say which platform key wraps how much."""
    house.furnish()
    ring = asyncio.run(_inside(_counted))
    for one in ring.uses:
        name = one.name or "without a name"
        click.echo(f"{name:16} {one.standing:9} {one.data_keys:>10,} data keys {one.second_factors:>8,} second factors")
    click.echo(f"{ring.destroyed:,} data keys were destroyed: what they sealed is erased.")
    replaced = [one.name for one in ring.uses if one.standing == "replaced"]
    if ring.waiting:
        click.echo(f"{ring.waiting:,} wait for `recourse keys rotate`.")
    for name in replaced if not ring.waiting else ():
        click.echo(f"Nothing needs {name}: take a backup, then `recourse keys forget {name}`.")


@keys.command()
@click.argument("name")
def forget(name: str) -> None:
    """Destroy the replaced key NAME. Refused while anything needs it. Backups made under it cannot be read any more."""
    here = house.furnish()
    ring = asyncio.run(_inside(_counted))
    if name not in {one.name for one in ring.uses}:
        raise Refused(f"There is no key {name} here. `recourse keys status` lists them.")
    if needed := ring.needs(name):
        raise Refused(f"{needed:,} values may need {name}. Run `recourse keys rotate` first.")
    click.echo(drop_key(here, platform_key(), name))


async def _counted() -> Keyring:
    return await keyring(Actor.platform())


async def _inside[T](work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    async with house.opened("worker"):
        return await work()
