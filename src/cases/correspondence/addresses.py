"""Addresses at which an organisation takes post by mail: `post+<token>@<domain>`. Who knows one may send, no more."""

import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.correspondence.facts import AddressMade, AddressStopped
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.ids import new_id
from kernel.settings import settings

RIGHT = "organisation.edit"
LETTERS = string.ascii_lowercase + string.digits
TOKEN_LETTERS = 26
"""About 134 bits: nobody comes upon one by trying."""
MOST_OPEN = 5
ADDRESS = re.compile(r"^post\+(?P<token>[a-z0-9]{20,40})@(?P<domain>[^@\s]{1,253})$")


@dataclass(frozen=True, slots=True)
class PostAddress:
    """`address` is None while the house has no domain for post (POST_DOMAIN)."""

    id: UUID
    address: str | None
    made_by: str | None
    made_at: datetime
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class Postbox:
    """Whose an address is."""

    address_id: UUID
    organisation_id: UUID


async def make_address(actor: Actor) -> UUID:
    """A new address beside the former ones, which go on until they are stopped: courts take time to learn one."""
    actor.must(RIGHT)
    address_id = new_id()
    async with db.transaction(actor):
        await db.execute("SELECT FROM organisations WHERE id = $1 FOR NO KEY UPDATE", actor.organisation)
        count = await db.fetch_value(
            "SELECT count(*) FROM post_addresses WHERE organisation_id = $1 AND stopped_at IS NULL", actor.organisation
        )
        if count >= MOST_OPEN:
            raise Refused(f"There are {MOST_OPEN} addresses already. Stop one that nobody writes to any more.")
        await db.execute(
            "INSERT INTO post_addresses (id, organisation_id, token, made_by, made_at) VALUES ($1, $2, $3, $4, $5)",
            address_id,
            actor.organisation,
            "".join(secrets.choice(LETTERS) for _ in range(TOKEN_LETTERS)),
            actor.person_id,
            actor.now(),
        )
        await facts.record(actor, AddressMade(subject_id=address_id))
    return address_id


async def stop_address(actor: Actor, address_id: UUID) -> None:
    """Mail to it is refused from now on, and its sender told so. NotFound for one that is not open here."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        done = await db.execute(
            "UPDATE post_addresses SET stopped_by = $3, stopped_at = $4"
            " WHERE id = $1 AND organisation_id = $2 AND stopped_at IS NULL",
            address_id,
            actor.organisation,
            actor.person_id,
            actor.now(),
        )
        if not done:
            raise NotFound("There is no such address here, or it was stopped before.")
        await facts.record(actor, AddressStopped(subject_id=address_id))


async def addresses(actor: Actor) -> list[PostAddress]:
    """Open ones first, then those that were stopped, the latest first."""
    if not actor.may(RIGHT):
        actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT a.id, a.token, p.name AS made_by, a.made_at, a.stopped_at FROM post_addresses a"
            " LEFT JOIN people p ON p.id = a.made_by WHERE a.organisation_id = $1"
            " ORDER BY a.stopped_at IS NOT NULL, a.made_at DESC LIMIT 50",
            actor.organisation,
        )
    domain = settings().post_domain
    return [
        PostAddress(
            row["id"],
            f"post+{row['token']}@{domain}" if domain else None,
            row["made_by"],
            row["made_at"],
            row["stopped_at"],
        )
        for row in rows
    ]


async def postbox_of(address: str) -> Postbox | None:
    """Whose open address that is, read as servers write it, in whatever case; None for any other."""
    found = ADDRESS.match(address.strip().lower())
    if found is None or not settings().post_domain or found["domain"] != settings().post_domain.lower():
        return None
    async with db.transaction(Actor.platform()):
        row = await db.fetch_one(
            "SELECT a.id, a.organisation_id FROM post_addresses a JOIN organisations o ON o.id = a.organisation_id"
            " AND o.status = 'vetted' WHERE a.token = $1 AND a.stopped_at IS NULL",
            found["token"],
        )
    return Postbox(row["id"], row["organisation_id"]) if row else None
