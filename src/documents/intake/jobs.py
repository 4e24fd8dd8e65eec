"""Every night the scanner is asked again about files it could not judge when they came."""

from uuid import UUID

from documents.intake.clamd import scan
from documents.intake.facts import DocumentScanned
from documents.intake.scans import keep_scan
from documents.vault.queries import open_document
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Problem
from kernel.jobs import task
from kernel.settings import settings

MOST_A_NIGHT = 5_000


@task("intake.rescan", cron="0 2 * * *")
async def rescan_tonight() -> None:
    """Every night at two, UTC."""
    await rescan()


async def rescan(clock: Clock = SYSTEM_CLOCK) -> int:
    """Judges what is not scanned yet, oldest first; returns how many it could. One found infected is in quarantine."""
    if not settings().clamd_address:
        return 0
    platform, judged = Actor.platform(clock), 0
    for document_id, organisation_id in await _unjudged(platform):
        try:
            content = await (await open_document(platform, document_id)).content()
        except Problem:
            # Erased or altered: the sweep that reads everything back speaks of it.
            continue
        found = await scan(content, now=platform.now())
        if found.state == "not_scanned":
            break
        async with db.transaction(platform):
            await keep_scan(platform, document_id, found)
            told = DocumentScanned(subject_id=document_id, scan=found.state)
            await facts.record(platform, told, about=organisation_id)
        judged += 1
    return judged


async def _unjudged(platform: Actor) -> list[tuple[UUID, UUID]]:
    async with db.transaction(platform):
        rows = await db.fetch(
            "SELECT d.id, d.organisation_id FROM (SELECT DISTINCT ON (version_id) version_id, state, at"
            " FROM document_scans ORDER BY version_id, at DESC, id DESC) s"
            " JOIN document_versions v ON v.id = s.version_id JOIN documents d ON d.id = v.document_id"
            " WHERE s.state = 'not_scanned' ORDER BY s.at LIMIT $1",
            MOST_A_NIGHT,
        )
    return [(row["id"], row["organisation_id"]) for row in rows]
