"""A mandate with its power of attorney: the paper goes into the vault, the mandate into the accounts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.mandates.commands import check_mandate, grant_mandate
from documents.vault.commands import Put, add_document, put
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.ids import new_id

LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Power:
    """A signed power of attorney as it was uploaded."""

    content: bytes
    file_name: str


async def put_power(
    actor: Actor, power: Power, *, agent_id: UUID, kind: str, from_on: date, until_on: date | None
) -> Put:
    """Stores the signed power of attorney (PDF) of a mandate that could be granted; no transaction may be open."""
    actor.must("mandates.grant")
    check_mandate(agent_id=agent_id, kind=kind, from_on=from_on, until_on=until_on)
    if not power.content.startswith(b"%PDF-"):
        place = Place("power", power.file_name[:80] or None, "Scan the signed power of attorney as a PDF.")
        raise Invalid("The power of attorney cannot be read.", places=[place])
    return await put(power.content, media_type="application/pdf")


async def grant_with_power(
    actor: Actor,
    kept: Put,
    *,
    agent_id: UUID,
    kind: str,
    from_on: date,
    until_on: date | None,
    file_name: str,
    language: str = "en",
) -> UUID:
    """Grants a mandate by the stored power of attorney. The agent may read the paper and never change it."""
    actor.must("mandates.grant")
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
