"""How far long work has come, told through a second connection so that it shows before the work commits."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.errors import Problem
from kernel.ids import new_id

State = Literal["waiting", "working", "done", "failed"]


@dataclass(frozen=True, slots=True)
class ProgressShown:
    """What a page shows: `total` is None while it is not known."""

    what: str
    done: int
    total: int | None
    state: State
    sentence: str | None
    updated_at: datetime


class Progress:
    """A running account of one piece of work. `report` commits at once, in a transaction of its own."""

    def __init__(self, actor: Actor, progress_id: UUID) -> None:
        self._actor = actor
        self._id = progress_id

    async def report(self, done: int, total: int | None = None, sentence: str | None = None) -> None:
        await self._write(done, total, "working", sentence)

    async def finish(self, done: int, sentence: str | None = None) -> None:
        await self._write(done, done, "done", sentence)

    async def fail(self, sentence: str) -> None:
        await self._write(None, None, "failed", sentence)

    async def _write(self, done: int | None, total: int | None, state: State, sentence: str | None) -> None:
        async with db.aside(self._actor):
            await db.execute(
                "UPDATE progress SET done = coalesce($2, done), total = coalesce($3, total), state = $4,"
                " sentence = coalesce($5, sentence), updated_at = $6 WHERE id = $1",
                self._id,
                done,
                total,
                state,
                sentence,
                self._actor.now(),
            )


@asynccontextmanager
async def working(actor: Actor, subject_id: UUID, what: str) -> AsyncGenerator[Progress]:
    """Opens an account of the work inside the block; a failure inside is told on it and raised on."""
    progress = Progress(actor, new_id())
    async with db.aside(actor):
        await db.execute(
            "INSERT INTO progress (id, organisation_id, subject_id, what, done, state, started_at, updated_at)"
            " VALUES ($1, $2, $3, $4, 0, 'working', $5, $5)",
            progress._id,
            actor.organisation,
            subject_id,
            what,
            actor.now(),
        )
    try:
        yield progress
    except Problem as problem:
        await progress.fail(problem.sentence)
        raise
    except BaseException:
        await progress.fail("It stopped half-way; nothing of it was kept. It is tried again by itself.")
        raise


async def announce(actor: Actor, subject_id: UUID, what: str, total: int) -> UUID:
    """Opens an account of work that waits for its job, in the caller's transaction; the job goes on with it."""
    progress_id = new_id()
    await db.execute(
        "INSERT INTO progress (id, organisation_id, subject_id, what, done, total, state, started_at, updated_at)"
        " VALUES ($1, $2, $3, $4, 0, $5, 'waiting', $6, $6)",
        progress_id,
        actor.organisation,
        subject_id,
        what,
        total,
        actor.now(),
    )
    return progress_id


async def latest(actor: Actor, subject_id: UUID, what: str) -> ProgressShown | None:
    """The newest account of this work, inside the caller's transaction."""
    row = await db.fetch_one(
        "SELECT what, done, total, state, sentence, updated_at FROM progress"
        " WHERE organisation_id = $1 AND subject_id = $2 AND what = $3 ORDER BY started_at DESC LIMIT 1",
        actor.organisation,
        subject_id,
        what,
    )
    return ProgressShown(**dict(row)) if row else None
