"""What the scanner said, kept beside the version it was said of."""

from uuid import UUID

from documents.intake.clamd import Scan
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id


async def keep_scan(actor: Actor, document_id: UUID, scan: Scan) -> None:
    """Notes it of the document's newest version, in the open transaction."""
    await db.execute(
        "INSERT INTO document_scans (id, version_id, state, finding, definitions_at, at)"
        " SELECT $2, v.id, $3, $4, $5, $6 FROM document_versions v"
        " WHERE v.document_id = $1 ORDER BY v.number DESC LIMIT 1",
        document_id,
        new_id(),
        scan.state,
        scan.finding,
        scan.definitions_at,
        actor.now(),
    )


async def states_of(actor: Actor, document_ids: list[UUID]) -> dict[UUID, str]:
    """The newest word on each document that came from outside; those made here are not in it."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT ON (v.document_id) v.document_id, s.state FROM document_scans s"
            " JOIN document_versions v ON v.id = s.version_id WHERE v.document_id = ANY($1)"
            " ORDER BY v.document_id, v.number DESC, s.at DESC, s.id DESC",
            document_ids,
        )
    return {row["document_id"]: row["state"] for row in rows}
