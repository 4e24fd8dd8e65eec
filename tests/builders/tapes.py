"""Tapes of invented people at every stage, brought there by the commands a seller uses."""

from datetime import date
from pathlib import Path
from uuid import UUID

from kernel.actor import Actor
from marketplace.tapes.acceptance import AcceptedTape, accept_tape
from marketplace.tapes.commands import begin_accepting, map_tape, upload_tape
from marketplace.tapes.commands_check import check_tape
from marketplace.tapes.examine import settled
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.proposal import propose
from marketplace.tapes.sample import CUT_OFF, Truth, read_truth, write_tape
from marketplace.tapes.stored import stored_tape


def a_tape_file(
    folder: Path, *, country: str = "es", rows: int = 100, seed: int = 7, dirt: str = "0", suffix: str = "csv"
) -> tuple[Path, Truth]:
    """A sample tape and its truth."""
    path = folder / f"{country}-{rows}-{seed}.{suffix}"
    write_tape(country=country, rows=rows, seed=seed, out=path, dirt=dirt)
    return path, read_truth(path)


async def an_uploaded_tape(seller: Actor, file: Path, *, cut_off_on: date = CUT_OFF) -> UUID:
    return (await upload_tape(seller, file, name=file.stem, cut_off_on=cut_off_on)).id


async def a_checked_tape(
    seller: Actor, file: Path, *, mapping: Mapping | None = None, cut_off_on: date = CUT_OFF
) -> UUID:
    """Uploaded, mapped (as proposed unless a mapping is given) and checked, without a worker."""
    tape_id = await an_uploaded_tape(seller, file, cut_off_on=cut_off_on)
    if mapping is None:
        mapping = settled(propose((await stored_tape(seller, tape_id)).layout))
    await map_tape(seller, tape_id, mapping)
    await check_tape(Actor.system(seller.organisation, seller.clock), tape_id)
    return tape_id


async def an_accepted_tape(
    seller: Actor, file: Path, *, mapping: Mapping | None = None, cut_off_on: date = CUT_OFF
) -> AcceptedTape:
    """A tape whose rows are claims. Needs the fixtures `database` and `object_store`."""
    tape_id = await a_checked_tape(seller, file, mapping=mapping, cut_off_on=cut_off_on)
    await begin_accepting(seller, tape_id)
    accepted = await accept_tape(Actor.system(seller.organisation, seller.clock), tape_id)
    assert accepted is not None
    return accepted
