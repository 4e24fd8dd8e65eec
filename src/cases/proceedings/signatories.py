"""Who may sign papers for an organisation, by what authority, and from when to when."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from cases.proceedings.facts import SignatoryAppointed, SignatoryDismissed
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class SignatoryShown:
    id: UUID
    organisation_id: UUID
    person_id: UUID
    name: str
    position: str
    authority: str
    from_on: date
    until_on: date | None


SIGN = ("cases.read", "filings.approve", "sales.sign")
"""The rights of those who may be named as signing: court papers and letters, contracts and deeds."""
COLUMNS = "id, organisation_id, person_id, name, position, authority, from_on, until_on"


async def appoint_signatory(
    actor: Actor, *, person_id: UUID, position: str, authority: str, from_on: date, until_on: date | None = None
) -> UUID:
    """Records that a colleague signs, and the authority it rests on (a power, a resolution, an office)."""
    actor.must("signatories.appoint")
    places = [
        Place(where, value, "This is printed under the signature.")
        for where, value in (("position", position), ("authority", authority))
        if not value.strip()
    ]
    if until_on is not None and until_on < from_on:
        places.append(Place("until_on", until_on.isoformat(), "The authority ends after it begins."))
    if places:
        raise Invalid("The signatory cannot be appointed like this.", places=places)
    async with db.transaction(actor):
        name = await db.fetch_value(
            "SELECT p.name FROM people p WHERE p.id = $1 AND EXISTS (SELECT 1 FROM memberships m"
            " WHERE m.organisation_id = $2 AND m.person_id = p.id AND m.until IS NULL)",
            person_id,
            actor.organisation,
        )
        if name is None:
            raise NotFound("There is no such person in your organisation.")
        signatory_id = new_id()
        await db.execute(
            "INSERT INTO signatories (id, organisation_id, person_id, name, position, authority, from_on, until_on,"
            " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            signatory_id,
            actor.organisation,
            person_id,
            name,
            position,
            authority,
            from_on,
            until_on,
            actor.now(),
        )
        appointed = SignatoryAppointed(
            subject_id=signatory_id, person_id=person_id, authority_sha256=sha256(authority.encode()).hexdigest()
        )
        await facts.record(actor, appointed)
    return signatory_id


async def dismiss_signatory(actor: Actor, signatory_id: UUID, *, until_on: date) -> None:
    """The authority ends with that day; papers approved before stand."""
    actor.must("signatories.appoint")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "UPDATE signatories SET until_on = greatest(from_on, $3::date) WHERE id = $1 AND organisation_id = $2"
            " RETURNING person_id",
            signatory_id,
            actor.organisation,
            until_on,
        )
        if row is None:
            raise NotFound("There is no such signatory here.")
        dismissed = SignatoryDismissed(
            subject_id=signatory_id, person_id=row["person_id"], until_on=until_on.isoformat()
        )
        await facts.record(actor, dismissed)


async def signatories_on(actor: Actor, on: date) -> list[SignatoryShown]:
    """Who may sign for the actor's organisation that day, the longest in office first."""
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {COLUMNS} FROM signatories WHERE organisation_id = $1 AND from_on <= $2"
            " AND coalesce(until_on, 'infinity') >= $2 ORDER BY from_on, id",
            actor.organisation,
            on,
        )
    return [SignatoryShown(**dict(row)) for row in rows]


async def people_to_appoint(actor: Actor) -> list[tuple[UUID, str]]:
    """Members of the actor's organisation whose role lets them sign something or work cases, by name."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT p.id, p.name FROM memberships m"
            " JOIN people p ON p.id = m.person_id AND p.status = 'active' JOIN role_permissions r ON r.role = m.role"
            " WHERE r.permission = ANY($2) AND m.organisation_id = $1 AND m.until IS NULL ORDER BY p.name, p.id",
            actor.organisation,
            list(SIGN),
        )
    return [(row["id"], row["name"]) for row in rows]


async def signatory_for(actor: Actor, wanted: UUID | None, on: date) -> SignatoryShown:
    """The wanted signatory, or the actor himself if he is one, or the only one there is. Invalid otherwise."""
    known = await signatories_on(actor, on)
    if wanted is not None:
        known = [one for one in known if one.id == wanted]
    elif any(one.person_id == actor.person_id for one in known):
        known = [one for one in known if one.person_id == actor.person_id][:1]
    if len(known) == 1:
        return known[0]
    sentence = "Choose who signs." if known else "Nobody may sign for your organisation today: appoint a signatory."
    raise Invalid(sentence, places=[Place("signatory_id", str(wanted) if wanted else None, sentence)])
