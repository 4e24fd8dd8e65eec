"""Looks at the signatures of what was stored: files from outside, and our own as a stranger would.

By a job of the platform, every minute, so that every way in is covered and none waits for it.
"""

from dataclasses import dataclass
from uuid import UUID

from documents.cipher import Unreadable
from documents.signatures.facts import SignaturesChecked
from documents.signatures.looking import Looked, known_anchors, look_at
from documents.store_errors import NotStored
from documents.timestamps import trusted_roots
from documents.vault.commands import store
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.data_keys import DataKey, open_key
from kernel.errors import Problem
from kernel.ids import new_id
from kernel.keys import ColumnSealer

AT_ONCE = 500
NEW = """
    SELECT v.id AS version_id, v.document_id, d.organisation_id, v.object_key, v.data_key_id, v.sha256
    FROM document_versions v JOIN documents d ON d.id = v.document_id
    JOIN data_keys k ON k.id = v.data_key_id AND k.destroyed_at IS NULL
    WHERE v.media_type = 'application/pdf'
    AND (v.signature_of IS NOT NULL OR EXISTS (SELECT 1 FROM document_scans s WHERE s.version_id = v.id))
    AND NOT EXISTS (SELECT 1 FROM signature_checks c WHERE c.version_id = v.id)
    ORDER BY v.id LIMIT $1
"""


@dataclass(frozen=True, slots=True)
class _New:
    version_id: UUID
    document_id: UUID
    organisation_id: UUID
    object_key: str
    data_key_id: UUID
    sha256: bytes


async def check_new(clock: Clock = SYSTEM_CLOCK, *, most: int = AT_ONCE) -> int:
    """Looks at what was never looked at, oldest first; returns at how many files. Safe to be killed."""
    platform, anchors, stamp_roots = Actor.platform(clock), known_anchors(), trusted_roots()
    async with db.transaction(platform):
        rows = await db.fetch(NEW, most)
    looked_at = 0
    for one in (_New(**dict(row)) for row in rows):
        async with db.transaction(platform):
            key = await open_key(one.data_key_id)
        try:
            content = await store().get(one.object_key, data_key=key.secret)
        except (NotStored, Unreadable):
            # The sweep that reads everything back speaks of it.
            continue
        await _keep(platform, one, key, await look_at(content, anchors=anchors, stamp_roots=stamp_roots))
        looked_at += 1
    return looked_at


async def _keep(platform: Actor, one: _New, key: DataKey, looked: Looked) -> None:
    check_id = new_id()
    said = _sealer(key).seal(check_id, looked) if looked.signatures else None
    async with db.transaction(platform):
        await db.execute(
            "INSERT INTO signature_checks (id, version_id, state, identity, found, said, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)",
            check_id,
            one.version_id,
            looked.state,
            looked.identity,
            len(looked.signatures),
            said,
            platform.now(),
        )
        if looked.signatures:
            told = SignaturesChecked(
                subject_id=one.document_id,
                sha256=one.sha256.hex(),
                status=looked.state,
                found=len(looked.signatures),
            )
            await facts.record(platform, told, about=one.organisation_id)


async def looked(actor: Actor, document_id: UUID) -> Looked | None:
    """What the newest look at a document's newest version found; None while there was none."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT c.id, c.state, c.said, v.data_key_id FROM (SELECT * FROM document_versions w"
            " WHERE w.document_id = $1 ORDER BY w.number DESC LIMIT 1) v JOIN signature_checks c ON c.version_id = v.id"
            " ORDER BY c.at DESC, c.id DESC LIMIT 1",
            document_id,
        )
        if row is None:
            return None
        if row["said"] is None:
            return Looked(row["state"])
        try:
            key = await open_key(row["data_key_id"])
        except Problem:
            return Looked(row["state"])
    return _sealer(key).open(row["id"], row["said"], Looked)


def _sealer(key: DataKey) -> ColumnSealer:
    return ColumnSealer(key.secret, "signature_checks", "said")
