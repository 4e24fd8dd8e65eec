"""The demonstration from end to end."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kernel.errors import Invalid, Place
from marketplace.tapes.mapping import Mapping, load_mapping, shipped_mapping
from marketplace.tapes.sample import COUNTRIES, write_tape
from web.cli.facts import verify_all
from web.demo import story as calendar
from web.demo.cast import Cast, assemble
from web.demo.recovery import recover
from web.demo.report import Demonstrated, last_fact, read_back
from web.demo.story import Story
from web.demo.trade import trade
from web.sealing import seal

SHIPPED = {"lending_club": "us"}
"""Mappings that come with the platform, by the beginning of a tape's file name, and the country of their law."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to demonstrate: a tape of the caller's with its mapping, or a sample of a country."""

    country: str = "es"
    rows: int = 1000
    seed: int = 7
    dirt: str = "0.02"
    tape: Path | None = None
    mapping: Path | None = None
    filings: int = 12


async def demonstrate(wanted: Wanted, story: Story) -> tuple[Demonstrated, Cast]:
    """Runs the whole job with the connections open. The house's clock is back in the present afterwards."""
    before = await last_fact()
    cut_off = await calendar.begin()
    try:
        with tempfile.TemporaryDirectory(prefix="recourse-demo-") as folder:
            country, tape, mapping = _tape(wanted, Path(folder), cut_off)
            told = Demonstrated(country=country, tape=tape.name)
            with story.step("cast", "Cast: organisations vetted, licensed and mandated"):
                cast = await assemble(country)
            traded = await trade(cast, story, told, tape, mapping, cut_off)

        await recover(cast, story, told, traded.sale_id, wanted.filings)
    finally:
        await calendar.end()
    with story.step("proof", "Proof: facts sealed and verified"):
        await seal()
        verified = await verify_all()
        told.facts_verified = verified.verified
        if verified.findings:
            raise Invalid("The record does not verify.", places=[Place("facts", None, verified.findings[0].sentence)])
    await read_back(told, buyer_id=cast.buyer.actor.organisation, sale_id=traded.sale_id, after_fact=before)
    told.seconds = story.seconds
    return told, cast


def _tape(wanted: Wanted, folder: Path, cut_off: date) -> tuple[str, Path, Mapping | None]:
    if wanted.tape is not None:
        shipped = next((name for name in SHIPPED if wanted.tape.name.startswith(name)), None)
        if wanted.mapping is not None:
            return wanted.country, wanted.tape, load_mapping(wanted.mapping)
        return SHIPPED.get(shipped or "", wanted.country), wanted.tape, shipped_mapping(shipped) if shipped else None
    if wanted.country not in COUNTRIES:
        raise Invalid(
            "There is no sample of that country.",
            places=[Place("--country", wanted.country, "Use " + ", ".join(COUNTRIES))],
        )
    tape = folder / f"{wanted.country}-{wanted.rows}.csv"
    write_tape(country=wanted.country, rows=wanted.rows, seed=wanted.seed, out=tape, dirt=wanted.dirt, cut_off=cut_off)
    return wanted.country, tape, None
