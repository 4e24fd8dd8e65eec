"""Answers that wait because their case was unknown, or had not come so far: tried again, by themselves, once something
names it, or once it has gone on.

They are taken in the order of their days, whatever file each came in. The case is locked before its answers, as a
person who confirms one does it, so that each is recorded once.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from cases.answers.channels import way_named
from cases.answers.finding import Found, Row, find
from cases.answers.judging import unmatched
from cases.answers.keeping import answer_file
from cases.answers.matching import COLUMNS, Chunk, Verdict, chunk_of, judge, row_of, tell
from cases.answers.states import ANSWERS
from cases.desk.reach import cases_at_hand
from kernel import db, jobs
from kernel.actor import Actor
from kernel.errors import Problem

log = logging.getLogger("recourse.answers")
CHUNK = 500
TRIED = "a.status = 'waiting' AND (a.unknown OR a.case_version IS NOT NULL)"


async def try_again_everywhere(actor: Actor) -> int:
    """Orders it for every house in whose tray answers wait for their case. For the platform's own job."""
    async with db.transaction(actor):
        rows = await db.fetch("SELECT houses_with_answers_to_try() AS id")
        for row in rows:
            await defer_trying(row["id"])
    return len(rows)


async def defer_trying(organisation_id: UUID) -> None:
    """In the open transaction; after what is being read for the house."""
    await jobs.defer(
        "answers.try_again", queue="bulk", lock=f"answers:{organisation_id}", organisation_id=organisation_id
    )


async def try_again(actor: Actor) -> int:
    """How many wait no longer. Safe to repeat and to be killed: what is matched is matched."""
    done = 0
    for file_id, rows in await _due(actor):
        try:
            chunk = await chunk_of(actor, await answer_file(actor, file_id), rows)
        except Problem as problem:
            # One that was destroyed meanwhile holds up no other.
            log.warning("answers.not_tried_again file=%s %s", file_id, problem.sentence)
            await _looked_at(actor, [one["id"] for one in rows])
            continue
        for one in chunk.rows:
            async with db.transaction(actor):
                done += await _settled(actor, chunk, one)
    return done


async def _due(actor: Actor) -> list[tuple[UUID, list[db.Row]]]:
    """Those of which a case, or our file, is known now: runs of one file, in the order of their days."""
    due: list[db.Row] = []
    after: UUID | None = None
    while rows := await _waiting(actor, after):
        after = rows[-1]["id"]
        due += await _found_now(actor, rows)
    due.sort(key=lambda one: (one["outcome"] == "told", one["on_date"] is not None, one["on_date"], one["id"]))
    return [(file_id, list(run)) for file_id, run in groupby(due, key=lambda one: one["file_id"])]


async def _waiting(actor: Actor, after: UUID | None) -> list[db.Row]:
    async with db.transaction(actor):
        return await db.fetch(
            f"SELECT {COLUMNS}, a.file_id, a.sealed, f.channel FROM court_answers a JOIN court_answer_files f"
            f" ON f.id = a.file_id LEFT JOIN cases k ON k.id = a.case_id WHERE a.organisation_id = $1 AND {TRIED}"
            " AND (a.unknown OR a.case_version < k.version)"
            f" AND ($2::uuid IS NULL OR a.id > $2) ORDER BY a.id LIMIT {CHUNK}",
            actor.organisation,
            after,
        )


async def _found_now(actor: Actor, rows: Sequence[db.Row]) -> list[db.Row]:
    found: list[db.Row] = []
    async with db.transaction(actor):
        for channel in sorted({one["channel"] for one in rows}):
            here = {one["id"]: one for one in rows if one["channel"] == channel}
            named = await find(actor, way_named(channel), [row_of(one) for one in here.values()])
            fits = {id_ for id_, row in here.items() if unmatched(row_of(row), named[id_]) is None}
            found += [row for id_, row in here.items() if id_ in fits]
            await _looked_at(actor, [id_ for id_ in here if id_ not in fits])
            await _of_several(here.values(), named)
    return found


async def _looked_at(actor: Actor, ids: Sequence[UUID]) -> None:
    """What cannot be tried waits until its case goes on once more."""
    async with db.transaction(actor):
        await db.execute(
            "UPDATE court_answers a SET case_version = k.version FROM cases k WHERE k.id = a.case_id"
            f" AND a.id = ANY($1) AND {TRIED}",
            ids,
        )


async def _of_several(rows: Iterable[db.Row], named: Mapping[UUID, Found]) -> None:
    """What names more than one case now is for a person, whatever becomes of either, in the open transaction."""
    several = {row["id"]: row for row in rows if len(named[row["id"]].cases) > 1}
    await db.execute(
        "UPDATE court_answers a SET unknown = false, case_version = NULL, reason = left(n.reason, 500),"
        f" version = a.version + 1 FROM unnest($1::uuid[], $2::text[]) AS n(id, reason) WHERE a.id = n.id AND {TRIED}",
        list(several),
        [str(unmatched(row_of(row), named[id_])) for id_, row in several.items()],
    )


async def _settled(actor: Actor, chunk: Chunk, row: Row) -> int:
    """Judges one answer whose case is known now, in the open transaction; 1 where it waits no longer."""
    found = (await find(actor, chunk.file.way, [row]))[row.id]
    if unmatched(row, found) is not None:
        return 0
    if found.submission_id is None:
        await cases_at_hand(actor, found.cases, lock=True)
    waits = await db.fetch_one(
        f"SELECT a.unknown, a.reason FROM court_answers a WHERE a.id = $1 AND a.organisation_id = $2 AND {TRIED}"
        " FOR UPDATE",
        row.id,
        actor.organisation,
    )
    if waits is None:
        return 0
    (verdict,) = await judge(actor, chunk, [row], {row.id: found})
    if verdict.verb == "wait":
        await _waits_on(verdict)
    else:
        await _moved(actor, verdict, found, was_unknown=waits["unknown"])
    if verdict.verb != "wait" or waits["unknown"] or verdict.reason != waits["reason"]:
        await tell(actor, chunk.file, [verdict])
    return int(verdict.verb != "wait")


async def _waits_on(verdict: Verdict) -> None:
    """It says why it does now, and in which version of its case."""
    await db.execute(
        "UPDATE court_answers SET case_id = $2, filing_id = $3, reason = $4, unknown = false, case_version = $5,"
        " version = version + 1 WHERE id = $1",
        verdict.row.id,
        verdict.case_id,
        verdict.filing_id,
        verdict.reason,
        verdict.case_version,
    )


async def _moved(actor: Actor, verdict: Verdict, found: Found, *, was_unknown: bool) -> None:
    """What it waited for stays with it where it is matched."""
    now = actor.now()
    changes: dict[str, object] = {
        "case_id": verdict.case_id,
        "filing_id": verdict.filing_id,
        "later_at": now,
        "later_by": await _named_by(actor, verdict, found) if was_unknown else None,
        "unknown": False,
    }
    if verdict.verb == "match":
        changes |= {"matched_by": verdict.by, "event_id": verdict.event_id, "handled_at": now}
    else:
        changes |= {"reason": verdict.reason}
    await db.move("court_answers", verdict.row.id, ANSWERS[verdict.verb], **changes)


async def _named_by(actor: Actor, verdict: Verdict, found: Found) -> UUID | None:
    """The answer that told the number of the case; None where a person entered it."""
    if verdict.row.court_number is None or found.by != "number":
        return None
    named: UUID | None = await db.fetch_value(
        "SELECT id FROM court_answers WHERE organisation_id = $1 AND case_id = $2 AND court_number = $3"
        " AND status = 'matched' AND id <> $4 AND matched_by IN ('request', 'reference')"
        " ORDER BY handled_at DESC, id DESC LIMIT 1",
        actor.organisation,
        verdict.case_id,
        verdict.row.court_number,
        verdict.row.id,
    )
    return named
