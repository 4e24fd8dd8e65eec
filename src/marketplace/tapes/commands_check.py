"""Checking a mapped tape: every row once against every rule, findings and rejected rows kept sealed."""

import asyncio
from collections import Counter
from collections.abc import Generator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import msgspec
import polars as pl

from kernel import db, facts
from kernel.actor import Actor
from kernel.data_keys import DataKey, open_key
from kernel.errors import Problem
from kernel.keys import ColumnSealer
from kernel.progress import Progress, working
from marketplace.tapes import issues
from marketplace.tapes.acceptance.accept import ROWS
from marketplace.tapes.acceptance.ahead import ahead
from marketplace.tapes.acceptance.identity import new_id_bytes
from marketplace.tapes.copying import as_csv, hexed
from marketplace.tapes.examine import Examined, examine
from marketplace.tapes.facts import TapeChecked
from marketplace.tapes.queries_scrub import scrub_policy
from marketplace.tapes.readiness import ReadinessCount
from marketplace.tapes.reading.layout import ROW_COLUMNS
from marketplace.tapes.scrub.policy import BY_RULE
from marketplace.tapes.scrub.report import ScrubCount
from marketplace.tapes.scrub.scrubbing import Scrub
from marketplace.tapes.states import TAPES
from marketplace.tapes.stored import Seen, StoredTape, fetched, stored_tape
from marketplace.tapes.telling import FETCHING, Reading, telling

REJECTS_KEPT = timedelta(days=90)
"""How long rejected rows, and the values shown in findings, wait to be mended; `web.sweeping` ends it."""

FINDING_COLUMNS = ("id", "row_no", "rule", "severity", "field", "column_name", "sentence", "sealed", "reference")
REJECT_COLUMNS = ("id", "row_no", "sealed")
STAGE = (
    "CREATE TEMP TABLE staged_findings (id uuid, row_no bigint, rule text, severity text, field text,"
    " column_name text, sentence text, sealed bytea, reference text) ON COMMIT DROP",
    "CREATE TEMP TABLE staged_rejects (id uuid, row_no bigint, sealed bytea) ON COMMIT DROP",
    *issues.STAGE,
)
MOVE = (
    "INSERT INTO tape_findings (id, tape_id, organisation_id, row_no, rule, severity, field, column_name, sentence,"
    " sealed, expires_on, reference) SELECT id, $1, $2, row_no, rule, severity, field, left(column_name, 200),"
    " sentence, sealed, $3, reference FROM staged_findings",
    "INSERT INTO tape_rejects (id, tape_id, organisation_id, row_no, sealed, expires_on)"
    " SELECT id, $1, $2, row_no, sealed, $3 FROM staged_rejects",
)


@dataclass(frozen=True, slots=True)
class _Chunk:
    accepted: int
    left_out: int
    rejected: int
    rules: Counter[str]
    findings: BytesIO
    rejects: BytesIO
    issue: BytesIO


async def check_tape(seller: Actor, tape_id: UUID) -> bool:
    """Reads and checks the whole file as of its cut-off date. False if the tape moved on meanwhile.

    A file that cannot be read to its end leaves the tape mapped and says why on it.
    """
    tape = await stored_tape(seller, tape_id)
    if tape.status not in TAPES["check"].sources or tape.mapping is None:
        return False
    async with working(seller, tape_id, "check") as progress:
        try:
            former = await _former(seller, tape, progress)
            await progress.report(0, sentence=FETCHING)
            async with fetched(tape) as path:
                return await _check(seller, tape, path, progress, former)
        except Problem as problem:
            await _fail(seller, tape, problem)
            raise


async def _former(seller: Actor, tape: StoredTape, progress: Progress) -> list[BytesIO]:
    """What a former issue that was only checked owed, read from its own file; nothing where claims tell it."""
    former = await issues.checked_issue(seller, tape.id)
    if former is None:
        return []
    await progress.report(0, sentence="Reading the former issue")
    async with fetched(former) as path:
        return await asyncio.to_thread(issues.owed_of, former, path)


async def _check(seller: Actor, tape: StoredTape, path: Path, progress: Progress, former: list[BytesIO]) -> bool:
    async with db.transaction(seller):
        key = await open_key(tape.data_key_id)
    policy, known = await scrub_policy(seller), await issues.known_before(seller, tape.id)
    scrub = Scrub(policy, ScrubCount(policy, tape.cut_off_on), known)
    ready = ReadinessCount()
    counts = Counter[str]()
    accepted = rejected = left_out = 0
    reading = Reading()
    with closing(_chunks(path, tape, key, scrub, ready, reading)) as chunks:
        async with AsyncExitStack() as held:
            async with telling(progress, reading, "Reading rows"):
                each = await held.enter_async_context(ahead(chunks))
            await held.enter_async_context(db.transaction(seller))
            await _stage(former)
            async for one in each:
                await db.copy_csv("staged_findings", FINDING_COLUMNS, one.findings)
                await db.copy_csv("staged_rejects", REJECT_COLUMNS, one.rejects)
                await db.copy_csv("staged_issue", issues.COLUMNS, one.issue)
                accepted, rejected = accepted + one.accepted, rejected + one.rejected
                left_out += one.left_out
                counts += one.rules
                await progress.report(accepted + rejected + left_out, reading.rows, "Checking rows")
            read = accepted + rejected + left_out
            await progress.report(read, read, "Writing what was found")
            if not await _keep(seller, tape):
                return False
            rows = {"rows_read": read, "rows_accepted": accepted, "rows_rejected": rejected, "rows_left_out": left_out}
            await db.move(
                "tapes",
                tape.id,
                TAPES["check"],
                **rows,
                findings_by_rule=msgspec.json.encode(dict(sorted(counts.items()))).decode(),
                failure=None,
                scrub_policy=msgspec.json.encode(scrub.policy).decode(),
                scrub_report=msgspec.json.encode(scrub.count.told()).decode(),
                readiness=msgspec.json.encode(ready.told()).decode(),
            )
            await facts.record(seller, TapeChecked(subject_id=tape.id, **rows))
    await progress.finish(read, f"{accepted} of {read - left_out} rows can be accepted")
    return True


async def _stage(former: list[BytesIO]) -> None:
    for statement in STAGE:
        await db.execute(statement)
    for part in former:
        await db.copy_csv("staged_former", issues.COLUMNS, part)


async def _keep(seller: Actor, tape: StoredTape) -> bool:
    """Replaces the findings of a former check, unless the mapping was changed while this one ran."""
    locked = await db.fetch_one("SELECT status, version FROM tapes WHERE id = $1 FOR UPDATE", tape.id)
    if locked is None or locked["version"] != tape.version:
        return False
    await db.execute("DELETE FROM tape_findings WHERE tape_id = $1", tape.id)
    await db.execute("DELETE FROM tape_rejects WHERE tape_id = $1", tape.id)
    for statement in MOVE:
        await db.execute(statement, tape.id, seller.organisation, seller.today("UTC") + REJECTS_KEPT)
    await issues.keep_differences(seller, tape.id)
    return True


async def _fail(seller: Actor, tape: StoredTape, problem: Problem) -> None:
    async with db.transaction(seller):
        await db.execute(
            "UPDATE tapes SET failure = $3 WHERE id = $1 AND version = $2", tape.id, tape.version, problem.sentence
        )


def _chunks(
    path: Path, tape: StoredTape, key: DataKey, scrub: Scrub, ready: ReadinessCount, reading: Reading
) -> Generator[_Chunk]:
    values = ColumnSealer(key.secret, "tape_findings", "sealed")
    raw = ColumnSealer(key.secret, "tape_rejects", "sealed")
    day, heard = tape.cut_off_on, reading.heard
    layout, mapping = tape.layout, tape.sure_mapping
    for chunk in examine(path, mapping, today=day, layout=layout, rows=ROWS, scrub=scrub, on_read=heard):
        found = chunk.findings
        ready.take(chunk.accepted)
        rules = found.group_by("rule").agg(pl.col("row_no").n_unique()).rows()
        yield _Chunk(
            accepted=chunk.accepted.height,
            left_out=chunk.left_out,
            rejected=chunk.rejected.height,
            rules=Counter(dict(rules)),
            findings=_findings(found, chunk.accepted, values),
            rejects=_rejects(chunk, raw),
            issue=issues.staged_issue(chunk.accepted),
        )


def _findings(found: pl.DataFrame, accepted: pl.DataFrame, sealer: ColumnSealer) -> BytesIO:
    """Findings for COPY; a ground of the scrub names the account where its row stays."""
    found = found.join(accepted.select("row_no", "reference"), on="row_no", how="left", maintain_order="left")
    seen = (msgspec.msgpack.encode(Seen(*each)) for each in found.select("line_no", "value").iter_rows())
    ids = new_id_bytes(found.height)
    sealed = sealer.seal_encoded(ids, seen)
    return as_csv(
        found.select(
            hexed("id", ids, ""),
            "row_no",
            "rule",
            "severity",
            "field",
            pl.col("column").alias("column_name"),
            "sentence",
            hexed("sealed", sealed),
            pl.when(pl.col("rule").is_in(list(BY_RULE))).then("reference"),
        )
    )


def _rejects(chunk: Examined, sealer: ColumnSealer) -> BytesIO:
    """The raw row whole, as a list of cells in the file's order, its row and line before them."""
    rows = chunk.rejected
    cells = rows.select(*ROW_COLUMNS, pl.exclude(ROW_COLUMNS)).iter_rows()
    ids = new_id_bytes(rows.height)
    sealed = sealer.seal_encoded(ids, (msgspec.msgpack.encode(each) for each in cells))
    return as_csv(rows.select(hexed("id", ids, ""), "row_no", hexed("sealed", sealed)))
