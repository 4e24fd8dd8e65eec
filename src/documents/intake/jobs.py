"""Every night the scanner is asked again: about files it could not judge, and about clean ones once it knows more."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from documents.intake.clamd import OLDEST, Scan, definitions, scan
from documents.intake.facts import DocumentScanned
from documents.intake.scans import keep_scan
from documents.intake.telling import tell_of_quarantine
from documents.vault.queries import open_document
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Problem
from kernel.jobs import task
from kernel.settings import settings

log = logging.getLogger("recourse.intake")
MOST_A_NIGHT = 5_000


@dataclass(frozen=True, slots=True)
class Due:
    document_id: UUID
    version_id: UUID
    organisation_id: UUID
    state: str


@task("intake.rescan", cron="0 2 * * *")
async def rescan_tonight() -> None:
    """Every night at two, UTC."""
    await rescan()


async def rescan(clock: Clock = SYSTEM_CLOCK) -> int:
    """Judges what is not scanned yet, then what was clean by older signatures, oldest first; returns how many it could.

    One found infected is in quarantine from then on, and its owner's people are told. Safe to be killed and repeated.
    """
    if not settings().clamd_address:
        return 0
    platform, judged = Actor.platform(clock), 0
    known = await definitions()
    if known is None or clock.now() - known > OLDEST:
        log.warning("intake.signatures of=%s: old signatures acquit nobody", known.date() if known else "unknown")
    for one in await _due(platform, known):
        try:
            content = await (await open_document(platform, one.document_id)).content()
        except Problem:
            # Erased or altered: the sweep that reads everything back speaks of it.
            continue
        found = await scan(content, now=platform.now())
        if found.state == "not_scanned":
            break
        await _keep(platform, one, found)
        judged += 1
    return judged


async def _keep(platform: Actor, one: Due, found: Scan) -> None:
    """A word that changed is a scan and a fact; one that did not moves the day of the last look."""
    async with db.transaction(platform):
        if found.state != one.state:
            await keep_scan(platform, one.document_id, found)
            told = DocumentScanned(subject_id=one.document_id, scan=found.state)
            await facts.record(platform, told, about=one.organisation_id)
            if found.state == "infected":
                await tell_of_quarantine(platform, one.document_id, one.organisation_id)
        elif found.definitions_at is not None:
            await db.execute(
                "INSERT INTO document_rescans (version_id, definitions_at, scanned_at) VALUES ($1, $2, $3)"
                " ON CONFLICT (version_id) DO UPDATE SET definitions_at = excluded.definitions_at,"
                " scanned_at = excluded.scanned_at",
                one.version_id,
                found.definitions_at,
                platform.now(),
            )


async def _due(platform: Actor, known: datetime | None) -> list[Due]:
    async with db.transaction(platform):
        rows = await db.fetch(
            "SELECT d.id AS document_id, v.id AS version_id, d.organisation_id, s.state FROM (SELECT DISTINCT ON"
            " (version_id) version_id, state, at, definitions_at FROM document_scans"
            " ORDER BY version_id, at DESC, id DESC) s JOIN document_versions v ON v.id = s.version_id"
            " JOIN documents d ON d.id = v.document_id AND d.destroyed_at IS NULL"
            " LEFT JOIN document_rescans r ON r.version_id = v.id"
            " WHERE s.state = 'not_scanned' OR (s.state = 'clean' AND $2::timestamptz IS NOT NULL"
            " AND greatest(s.definitions_at, r.definitions_at) < $2)"
            " ORDER BY s.state = 'clean', coalesce(greatest(s.definitions_at, r.definitions_at), s.at), v.id LIMIT $1",
            MOST_A_NIGHT,
            known,
        )
    return [Due(**dict(row)) for row in rows]
