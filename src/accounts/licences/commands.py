"""Claiming a licence, and the operator's word on it."""

from datetime import date
from hashlib import sha256
from typing import get_args
from uuid import UUID

import msgspec

from accounts.licences.facts import LicenceClaimed, LicenceMoved
from accounts.licences.states import LICENCES
from accounts.organisations.details import Originator
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place
from kernel.ids import new_id

ROLES = ("purchaser", "servicer", "law_firm")
ORIGINATORS = ("any", *get_args(Originator))
DEBTORS = ("any", "person", "company")


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A licence as its holder states it. `authority` is who granted it, `number` its number there."""

    role: str
    country: str
    originator_kind: str
    debtor_kind: str
    number: str
    authority: str
    from_on: date
    expires_on: date


async def claim_licence(actor: Actor, claim: Claim) -> UUID:
    """Enters a licence as claimed; it counts for nothing until the operator has verified it."""
    actor.must("licences.claim")
    places = list(_complaints(claim))
    if places:
        raise Invalid("The licence cannot be entered like this.", places=places)
    licence_id = new_id()
    async with db.transaction(actor):
        await db.execute(
            "INSERT INTO licences (id, organisation_id, role, country, originator_kind, debtor_kind, number, authority,"
            " from_on, expires_on, status, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'claimed', $11)",
            licence_id,
            actor.organisation,
            claim.role,
            claim.country,
            claim.originator_kind,
            claim.debtor_kind,
            claim.number,
            claim.authority,
            claim.from_on,
            claim.expires_on,
            actor.now(),
        )
        await facts.record(actor, LicenceClaimed(subject_id=licence_id, role=claim.role, country=claim.country))
    return licence_id


async def move_licence(actor: Actor, licence_id: UUID, verb: str, *, reason: str = "") -> None:
    """The operator verifies or revokes; revoking needs a reason, which the holder reads with the licence."""
    actor.must("licences.verify")
    if verb not in LICENCES.transitions:
        raise NotFound("There is no such step.")
    reason = reason.strip()[:300]
    if verb == "revoke" and not reason:
        raise Invalid("Say why.", places=[Place("reason", None, "The holder reads this sentence.")])
    async with db.transaction(actor):
        row = await db.move("licences", licence_id, LICENCES[verb], status_reason=reason or None)
        moved = LicenceMoved(
            subject_id=licence_id,
            role=row["role"],
            country=row["country"],
            status=row["status"],
            reason_sha256=sha256(reason.encode()).hexdigest() if reason else None,
        )
        await facts.record(actor, moved, about=row["organisation_id"])


def _complaints(claim: Claim) -> list[Place]:
    places = [
        Place(name, given, "Choose from the list.")
        for name, given, known in (
            ("role", claim.role, ROLES),
            ("originator_kind", claim.originator_kind, ORIGINATORS),
            ("debtor_kind", claim.debtor_kind, DEBTORS),
        )
        if given not in known
    ]
    if len(claim.country) != 2 or not claim.country.isalpha() or not claim.country.isupper():
        places.append(Place("country", claim.country[:10], "Write the two letters of the country, such as ES."))
    for name, given, longest in (("number", claim.number, 80), ("authority", claim.authority, 200)):
        if not given.strip() or len(given) > longest:
            places.append(Place(name, None, f"Write it as on the licence, at most {longest} characters."))
    if claim.expires_on < claim.from_on:
        places.append(Place("expires_on", claim.expires_on.isoformat(), "It ends before it begins."))
    return places
