"""Reading back what is stored: a proof tells that a file was changed, this tells it before somebody needs the file."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Literal
from uuid import UUID

from documents.cipher import Unreadable
from documents.readings.facts import DocumentFoundFaulty, DocumentFoundWhole
from documents.store_errors import NotStored
from documents.vault.commands import store
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.data_keys import open_key

AT_ONCE = 200
LONGEST = timedelta(hours=4)
"""How long one night reads. What it does not reach comes first in the next."""
RESTS = timedelta(hours=12)
"""A file read since then is left alone, so that a night never reads the same file twice."""

type State = Literal["whole", "missing", "altered"]


@dataclass(frozen=True, slots=True)
class Due:
    version_id: UUID
    document_id: UUID
    organisation_id: UUID
    object_key: str
    data_key_id: UUID
    sha256: bytes
    before: State | None


async def read_back(clock: Clock = SYSTEM_CLOCK) -> int:
    """Reads the stored files, those never read and those read longest ago first; returns how many.

    Safe to be killed and to run twice. A store that does not answer ends it, and says nothing against a file.
    """
    platform, read, until = Actor.platform(clock), 0, clock.now() + LONGEST
    while clock.now() < until:
        some = await _due(platform)
        for one in some:
            await _note(platform, one, await _state(platform, one))
            read += 1
        if len(some) < AT_ONCE:
            break
    return read


async def _due(platform: Actor) -> list[Due]:
    """Files whose key was destroyed are gone by intention."""
    async with db.transaction(platform):
        rows = await db.fetch(
            "SELECT v.id AS version_id, v.document_id, d.organisation_id, v.object_key, v.data_key_id, v.sha256,"
            " r.state AS before FROM document_versions v JOIN documents d ON d.id = v.document_id"
            " JOIN data_keys k ON k.id = v.data_key_id AND k.destroyed_at IS NULL"
            " LEFT JOIN document_readings r ON r.version_id = v.id"
            " WHERE r.read_at IS NULL OR r.read_at < $1 ORDER BY r.read_at NULLS FIRST, v.id LIMIT $2",
            platform.now() - RESTS,
            AT_ONCE,
        )
    return [Due(**dict(row)) for row in rows]


async def _state(platform: Actor, one: Due) -> State:
    async with db.transaction(platform):
        key = await open_key(one.data_key_id)
    digest = sha256()
    try:
        async for frame in store().stream(one.object_key, data_key=key.secret):
            digest.update(frame)
    except NotStored:
        return "missing"
    except Unreadable:
        return "altered"
    return "whole" if digest.digest() == one.sha256 else "altered"


async def _note(platform: Actor, one: Due, state: State) -> None:
    """Keeps what was seen; a file that became faulty or whole again is a fact its owner reads."""
    async with db.transaction(platform):
        await db.execute(
            "INSERT INTO document_readings AS r (version_id, document_id, organisation_id, state, since, read_at)"
            " VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (version_id) DO UPDATE SET state = excluded.state,"
            " organisation_id = excluded.organisation_id, read_at = excluded.read_at,"
            " since = CASE WHEN r.state = excluded.state THEN r.since ELSE excluded.since END",
            one.version_id,
            one.document_id,
            one.organisation_id,
            state,
            platform.now(),
        )
        if state != "whole" and state != one.before:
            found = DocumentFoundFaulty(subject_id=one.document_id, version_id=one.version_id, status=state)
            await facts.record(platform, found, about=one.organisation_id)
        elif state == "whole" and one.before in ("missing", "altered"):
            mended = DocumentFoundWhole(subject_id=one.document_id, version_id=one.version_id)
            await facts.record(platform, mended, about=one.organisation_id)
