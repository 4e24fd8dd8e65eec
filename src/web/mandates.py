"""A mandate with its power of attorney: the paper goes into the vault, the mandate into the accounts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.mandates.commands import check_mandate, grant_mandate
from documents.intake.door import Taken, take_in
from documents.intake.scans import keep_scan
from documents.intake.sniffing import PDF
from documents.vault.commands import Put, add_document, put
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id

LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Power:
    """A signed power of attorney as it was uploaded."""

    content: bytes
    file_name: str


@dataclass(frozen=True, slots=True)
class PowerKept:
    """A power of attorney that lies in the store, and what was found out about it."""

    put: Put
    taken: Taken


async def put_power(
    actor: Actor, power: Power, *, agent_id: UUID, kind: str, from_on: date, until_on: date | None
) -> PowerKept:
    """Stores the signed power of attorney (PDF) of a mandate that could be granted; no transaction may be open."""
    actor.must("mandates.grant")
    check_mandate(agent_id=agent_id, kind=kind, from_on=from_on, until_on=until_on)
    taken = await take_in(actor, power.content, power.file_name, largest=LARGEST, kinds=(PDF,), where="power")
    return PowerKept(await put(taken.content, media_type=taken.media_type), taken)


async def grant_with_power(
    actor: Actor,
    kept: PowerKept,
    *,
    agent_id: UUID,
    kind: str,
    from_on: date,
    until_on: date | None,
    language: str = "en",
) -> UUID:
    """Grants a mandate by the stored power of attorney. The agent may read the paper and never change it."""
    actor.must("mandates.grant")
    mandate_id = new_id()
    async with db.transaction(actor):
        document_id = await add_document(
            actor,
            kept.put,
            subject_kind="mandate",
            subject_id=mandate_id,
            kind="power_of_attorney",
            title=f"Power of attorney for {kind}",
            language=language,
            file_name=kept.taken.file_name,
            pages=kept.taken.pages,
            other_organisation_id=agent_id,
        )
        await keep_scan(actor, document_id, kept.taken.scan)
        await grant_mandate(
            actor,
            agent_id=agent_id,
            kind=kind,
            from_on=from_on,
            until_on=until_on,
            power_sha256=kept.put.sha256,
            power_document_id=document_id,
            mandate_id=mandate_id,
        )
    return mandate_id
