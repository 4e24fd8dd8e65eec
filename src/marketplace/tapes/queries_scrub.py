"""The scrub as its seller sees it, and as a contract takes it: the policy, the report, and the rows it is about."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec
import polars as pl

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from marketplace.tapes.export import write_rows
from marketplace.tapes.scrub import ScrubPolicy, ScrubReport, Treatment
from marketplace.tapes.scrub.policy import BY_RULE


@dataclass(frozen=True, slots=True)
class ScrubLine:
    """A row and one ground it has. `reference` is told of rows that stayed."""

    row_no: int
    reference: str | None
    ground: str
    treatment: Treatment


async def scrub_policy(actor: Actor) -> ScrubPolicy:
    """The organisation's own policy, or the usual one."""
    async with db.transaction(actor):
        text = await db.fetch_value(
            "SELECT policy::text FROM scrub_policies WHERE organisation_id = $1", actor.organisation
        )
    return msgspec.json.decode(text, type=ScrubPolicy) if text else ScrubPolicy()


async def scrub_report(actor: Actor, tape_id: UUID) -> ScrubReport | None:
    """What the tape's last check came to; None before one. NotFound for everybody but the tape's owner."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT scrub_report::text AS report FROM tapes WHERE id = $1 AND organisation_id = $2",
            tape_id,
            actor.organisation,
        )
    if row is None:
        raise NotFound("There is no such tape here.")
    return msgspec.json.decode(row["report"], type=ScrubReport) if row["report"] else None


async def scrub_lines(actor: Actor, tape_id: UUID) -> list[ScrubLine]:
    """Every row with a ground, in the order of the file: what a schedule of the contract lists."""
    report = await scrub_report(actor, tape_id)
    if report is None:
        return []
    treated = {one.ground: one.treatment for one in report.grounds}
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT row_no, rule, reference FROM tape_findings"
            " WHERE organisation_id = $1 AND tape_id = $2 AND rule = ANY ($3) ORDER BY 1, 2",
            actor.organisation,
            tape_id,
            list(BY_RULE),
        )
    named = ((row, BY_RULE[row["rule"]].name) for row in rows)
    return [ScrubLine(row["row_no"], row["reference"], name, treated[name]) for row, name in named]


async def write_scrub(actor: Actor, tape_id: UUID, path: Path) -> None:
    """The lines as a `.csv` or `.xlsx` file, or the whole report as `.json`."""
    actor.must("tapes.upload")
    report = await scrub_report(actor, tape_id)
    if report is None:
        raise NotFound("This tape has not been scrubbed: it is done when its rows are checked.")
    if path.suffix == ".json":
        await asyncio.to_thread(path.write_bytes, msgspec.json.format(msgspec.json.encode(report)))
        return
    lines = await scrub_lines(actor, tape_id)
    rows = [(one.row_no, one.reference, one.ground, one.treatment.value) for one in lines]
    schema = {"row": pl.Int64(), "reference": pl.String(), "ground": pl.String(), "treatment": pl.String()}
    write_rows(pl.DataFrame(rows, schema=schema, orient="row"), path)
