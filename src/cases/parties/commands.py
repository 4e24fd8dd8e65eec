"""Erasing a person (GDPR art. 17). The controller decides; the platform does it, and says what it cannot reach."""

from enum import StrEnum
from os import urandom
from uuid import UUID

import msgspec

from cases.parties.facts import PartyErased
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Refused

NAME = "erased"
HASH_BYTES = 16


class Ground(StrEnum):
    """Why a person is erased: the grounds of article 17(1) GDPR that can concern a debtor."""

    NOT_NEEDED = "not_needed"
    """(a) no longer necessary for what it was collected for."""
    CONSENT_WITHDRAWN = "consent_withdrawn"
    """(b)"""
    OBJECTION = "objection"
    """(c) the person objected and nothing overrides it."""
    UNLAWFUL = "unlawful"
    """(d)"""
    LEGAL_DUTY = "legal_duty"
    """(e) a law of the Union or a member state obliges."""


class Erased(msgspec.Struct, frozen=True):
    """What the erasure did not reach, for the controller's answer: papers and schedules kept for legal claims
    (article 17(3)(e)), and rows of the same person on other claims of the organisation.
    """

    party_id: UUID
    documents: int
    schedules: int
    same_person: int


async def erase_party(actor: Actor, party_id: UUID, reason: Ground) -> Erased:
    """Blanks name, address, identifiers and hashes of one party for ever, and who paid in payments on the claim.

    Only the owner of the claim may, and not while a case is open on it or it is listed or in a sale under way: Refused.
    """
    actor.must("parties.erase")
    async with db.transaction(actor):
        party = await db.fetch_one(
            "SELECT p.id, p.claim_id, p.person_hash, p.erased_at FROM parties p JOIN claims c ON c.id = p.claim_id"
            " WHERE p.id = $1 AND p.organisation_id = $2 FOR UPDATE OF p, c",
            party_id,
            actor.organisation,
        )
        if party is None:
            raise NotFound("There is no such person here.")
        hindrance = await why_not_erased(party)
        if hindrance is not None:
            raise Refused(hindrance)
        left = await _left(actor, party)
        await blank_party(actor, party_id, party["claim_id"], reason)
    return left


async def blank_party(actor: Actor, party_id: UUID, claim_id: UUID, reason: Ground) -> None:
    """The erasing itself, in the caller's transaction, which found that nothing stands in the way."""
    await db.execute(
        "UPDATE parties SET name = $2, street = NULL, postcode = NULL, city = NULL, region = NULL, sealed = NULL,"
        " given_name = NULL, family_name = NULL, person_hash = $3,"
        " national_id_hash = NULL, iban_hash = NULL, email_hash = NULL, phone_hash = NULL,"
        " erased_at = $4 WHERE id = $1",
        party_id,
        NAME,
        urandom(HASH_BYTES),
        actor.now(),
    )
    await db.execute(
        "UPDATE receipts SET sealed = NULL WHERE organisation_id = $1 AND case_id IN (SELECT id FROM cases"
        " WHERE claim_id = $2)",
        actor.organisation,
        claim_id,
    )
    await facts.record(actor, PartyErased(subject_id=party_id, ground=reason.value))


async def why_not_erased(party: db.Row) -> str | None:
    """Why this party cannot be erased now, in the open transaction; None where nothing stands in the way."""
    if party["erased_at"] is not None:
        return "This person was erased before."
    if await db.fetch_value("SELECT 1 FROM cases WHERE claim_id = $1 AND status <> 'closed'", party["claim_id"]):
        return "A case is open on this claim. Close it first: a court may still ask for who is sued."
    if await db.fetch_value("SELECT 1 FROM lot_claims WHERE claim_id = $1 AND live", party["claim_id"]):
        return "The claim is listed or being sold. Withdraw the listing or finish the sale first."
    return await _held(party["id"])


async def _held(party_id: UUID) -> str | None:
    hold = await db.fetch_one(
        "SELECT h.placed_at, h.reason FROM parties p JOIN legal_holds h ON h.organisation_id = p.organisation_id"
        " WHERE p.id = $1 AND h.lifted_at IS NULL AND (h.person_hash = p.person_hash OR (h.scope = 'case'"
        " AND h.subject_id IN (SELECT k.id FROM cases k WHERE k.claim_id = p.claim_id))) ORDER BY h.placed_at LIMIT 1",
        party_id,
    )
    return f"A legal hold lies on it since {hold['placed_at']:%Y-%m-%d}: {hold['reason']}" if hold else None


async def _left(actor: Actor, party: db.Row) -> Erased:
    row = await db.fetch_sure(
        "SELECT (SELECT count(*) FROM documents d WHERE d.organisation_id = $1 AND (d.subject_id = $2 OR"
        " d.subject_id IN (SELECT k.id FROM cases k WHERE k.claim_id = $2))) AS documents,"
        " (SELECT count(*) FROM sale_claims s WHERE s.claim_id = $2) AS schedules,"
        " (SELECT count(*) FROM parties q WHERE q.organisation_id = $1 AND q.person_hash = $3 AND q.id <> $4) AS same",
        actor.organisation,
        party["claim_id"],
        party["person_hash"],
        party["id"],
    )
    return Erased(party["id"], row["documents"], row["schedules"], row["same"])
