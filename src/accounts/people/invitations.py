"""Inviting by mail, and coming in."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from accounts.organisations.details import mail_address
from accounts.people.facts import InvitationAccepted, InvitationWithdrawn, PersonInvited
from accounts.people.passwords import check_password, hash_password
from accounts.people.policies import can_hold
from accounts.people.seating import add_person, give_roles
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Invalid, NotFound, Place, Refused, SignInNeeded
from kernel.ids import new_id
from kernel.mail import write_mail

LASTS = timedelta(days=7)
UNKNOWN = "This invitation does not exist or was withdrawn. Ask who invited you for a new one."


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """What the bearer of the link may know. `person_id` is set if the address has an account already."""

    id: UUID
    organisation_id: UUID
    organisation: str
    email: str
    name: str
    role: str
    expires_at: datetime
    person_id: UUID | None


async def invite_person(actor: Actor, *, email: str, name: str, role: str) -> UUID:
    """Writes the invitation and its mail; an older open one to the same address is withdrawn."""
    actor.must("people.manage")
    address, name = mail_address(email), " ".join(name.split())
    if not name or len(name) > 200:
        raise Invalid("Say whom you invite.", places=[Place("name", None, "Write the name, at most 200 characters.")])
    async with db.transaction(actor):
        house = await db.fetch_sure("SELECT name, kinds FROM organisations WHERE id = $1", actor.organisation)
        allowed = can_hold(frozenset({role}), tuple(house["kinds"]))
        if allowed is not True:
            raise Invalid(allowed, places=[Place("role", role, "Choose another role.")])
        already = await db.fetch_value(
            "SELECT p.name FROM people p JOIN memberships m ON m.person_id = p.id"
            " WHERE m.organisation_id = $1 AND m.until IS NULL AND p.email = $2 LIMIT 1",
            actor.organisation,
            address,
        )
        if already is not None:
            raise Refused(f"{already} belongs to the organisation already. Change the roles instead.")
        await _withdraw(actor, "email = $3", address)
        return await write_invitation(actor, organisation=house["name"], email=address, name=name, role=role)


async def write_invitation(actor: Actor, *, organisation: str, email: str, name: str, role: str) -> UUID:
    """The row, its mail and its fact, in the open transaction. Only the mail knows the token."""
    token, invitation_id = secrets.token_urlsafe(32), new_id()
    expires_at = actor.now() + LASTS
    await db.execute(
        "INSERT INTO invitations (id, organisation_id, email, name, role, token_hash, invited_by, expires_at,"
        " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        invitation_id,
        actor.organisation,
        email,
        name,
        role,
        _hash(token),
        actor.person_id,
        expires_at,
        actor.now(),
    )
    context = {"name": name, "organisation": organisation, "role": role, "token": token, "expires_at": expires_at}
    await write_mail(actor, "accounts/mail/invitation", context, recipient=email)
    await facts.record(actor, PersonInvited(subject_id=invitation_id, role=role))
    return invitation_id


async def withdraw_invitation(actor: Actor, invitation_id: UUID) -> None:
    actor.must("people.manage")
    async with db.transaction(actor):
        if not await _withdraw(actor, "id = $3", invitation_id):
            raise NotFound("There is no open invitation like that.")


async def withdraw_those_by(actor: Actor, person_id: UUID) -> None:
    """In the open transaction: who leaves leaves no door open behind."""
    await _withdraw(actor, "invited_by = $3", person_id)


async def _withdraw(actor: Actor, which: str, value: object) -> int:
    rows = await db.fetch(
        "UPDATE invitations SET withdrawn_at = $1 WHERE organisation_id = $2 AND accepted_at IS NULL"
        f" AND withdrawn_at IS NULL AND {which} RETURNING id",
        actor.now(),
        actor.organisation,
        value,
    )
    for row in rows:
        await facts.record(actor, InvitationWithdrawn(subject_id=row["id"]))
    return len(rows)


async def invitation_of(token: str, *, clock: Clock = SYSTEM_CLOCK) -> InvitationShown:
    """What a link leads to. NotFound for an unknown one, Refused for one that was used or came too late."""
    async with db.transaction(Actor.platform(clock)):
        return await _open_one(token, clock)


async def accept_invitation(
    token: str, *, name: str, password: str, signed_in_as: UUID | None = None, clock: Clock = SYSTEM_CLOCK
) -> tuple[UUID, UUID]:
    """Makes the invited person a member; returns person and organisation.

    Who has an account already must be signed in with it: the link alone gives nobody another's account.
    """
    shown = await invitation_of(token, clock=clock)
    if shown.person_id is not None and shown.person_id != signed_in_as:
        raise SignInNeeded(f"{shown.email} has an account already. Sign in with it, then open this link again.")
    password_hash = None
    if shown.person_id is None:
        name = " ".join(name.split()) or shown.name
        check_password(password, names=(shown.email, shown.organisation, name))
        password_hash = await hash_password(password)
    async with db.transaction(Actor.platform(clock)):
        shown = await _open_one(token, clock)
        person_id = shown.person_id
        if person_id is None:
            person_id = await add_person(
                email=shown.email,
                name=name,
                password_hash=password_hash,
                organisation_id=shown.organisation_id,
                clock=clock,
            )
        await give_roles(shown.organisation_id, person_id, frozenset({shown.role}), at=clock.now())
        await db.execute("UPDATE invitations SET accepted_at = $2 WHERE id = $1", shown.id, clock.now())
        actor = Actor(person_id, shown.organisation_id, frozenset(), "person", clock)
        await facts.record(actor, InvitationAccepted(subject_id=shown.id, person_id=person_id, role=shown.role))
    return person_id, shown.organisation_id


async def _open_one(token: str, clock: Clock) -> InvitationShown:
    row = await db.fetch_one(
        "SELECT i.*, o.name AS organisation, o.status AS standing, p.id AS person_id FROM invitations i"
        " JOIN organisations o ON o.id = i.organisation_id LEFT JOIN people p ON p.email = i.email"
        " WHERE i.token_hash = $1 AND i.withdrawn_at IS NULL FOR UPDATE OF i",
        _hash(token),
    )
    if row is None:
        raise NotFound(UNKNOWN)
    if row["accepted_at"] is not None:
        raise Refused("This invitation was used already. Sign in instead.")
    if row["expires_at"] <= clock.now():
        raise Refused("This invitation has expired. Ask who invited you for a new one.")
    if row["standing"] in {"refused", "closed"}:
        raise Refused(f"{row['organisation']} does not work here any more.")
    return InvitationShown(**{field: row[field] for field in InvitationShown.__dataclass_fields__})


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
