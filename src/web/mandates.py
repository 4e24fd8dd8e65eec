"""A mandate with its power of attorney: the paper goes into the vault, the mandate into the accounts."""

from datetime import date
from uuid import UUID

from accounts.mandates.commands import check_mandate, grant_mandate
from documents.vault.commands import add_document, put
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.ids import new_id

LARGEST = 10 * 1024 * 1024


async def grant_with_power(
    actor: Actor,
    *,
    agent_id: UUID,
    kind: str,
    from_on: date,
    until_on: date | None,
    power: bytes,
    file_name: str,
    language: str = "en",
) -> UUID:
    """Grants a mandate by a signed power of attorney (PDF). The agent may read the paper and never change it."""
    actor.must("mandates.grant")
    check_mandate(agent_id=agent_id, kind=kind, from_on=from_on, until_on=until_on)
    if not power.startswith(b"%PDF-"):
        place = Place("power", file_name[:80] or None, "Scan the signed power of attorney as a PDF.")
        raise Invalid("The power of attorney cannot be read.", places=[place])
    kept = await put(power, media_type="application/pdf")
    mandate_id = new_id()
    async with db.transaction(actor):
        document_id = await add_document(
            actor,
            kept,
            subject_kind="mandate",
            subject_id=mandate_id,
            kind="power_of_attorney",
            title=f"Power of attorney for {kind}",
            language=language,
            file_name=file_name,
            other_organisation_id=agent_id,
        )
        await grant_mandate(
            actor,
            agent_id=agent_id,
            kind=kind,
            from_on=from_on,
            until_on=until_on,
            power_sha256=kept.sha256,
            power_document_id=document_id,
            mandate_id=mandate_id,
        )
    return mandate_id
