"""What administrators do with the people of their organisation, and each person with their own account."""

from uuid import UUID
from zoneinfo import available_timezones

from babel import UnknownLocaleError
from babel.core import Locale

from accounts.people import policies
from accounts.people.facts import PasswordChanged, PersonMoved, PersonRemoved, RolesChanged
from accounts.people.invitations import withdraw_those_by
from accounts.people.passwords import check_password, fits, hash_password
from accounts.people.seating import give_roles
from accounts.people.states import PEOPLE
from accounts.sessions import attempts
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Place, Refused


async def change_roles(actor: Actor, person_id: UUID, roles: frozenset[str]) -> None:
    """Gives the person exactly these roles in the actor's organisation. Nobody keeps none: that is removal."""
    actor.must("people.manage")
    if not roles:
        raise Invalid("Choose at least one role, or remove the person.")
    async with db.transaction(actor):
        kinds = await _lock_house(actor)
        held = await _roles_of(actor, person_id)
        allowed = policies.can_hold(roles, kinds)
        if allowed is True and "administrator" in held - roles:
            allowed = await policies.keeps_an_administrator(actor.organisation, without=person_id)
        if allowed is not True:
            raise Refused(allowed)
        if roles == held:
            return
        # Given before taken: the database lets in only who belongs here at that moment.
        await give_roles(actor.organisation, person_id, roles - held, at=actor.now())
        await _end(actor, person_id, held - roles)
        await facts.record(actor, RolesChanged(subject_id=person_id, roles=tuple(sorted(roles))))


async def remove_person(actor: Actor, person_id: UUID) -> None:
    """Ends every role in the actor's organisation, and with them its tokens and open invitations."""
    actor.must("people.manage")
    async with db.transaction(actor):
        await _lock_house(actor)
        held = await _roles_of(actor, person_id)
        if "administrator" in held:
            allowed = await policies.keeps_an_administrator(actor.organisation, without=person_id)
            if allowed is not True:
                raise Refused(allowed)
        await _end(actor, person_id, held)
        await withdraw_those_by(actor, person_id)
        tokens = await db.execute(
            "UPDATE api_tokens SET revoked_at = $3 WHERE organisation_id = $1 AND person_id = $2"
            " AND revoked_at IS NULL",
            actor.organisation,
            person_id,
            actor.now(),
        )
        await facts.record(actor, PersonRemoved(subject_id=person_id, tokens=tokens))


async def move_person(actor: Actor, person_id: UUID, verb: str) -> None:
    """Locks or unlocks an account. A locked person is signed out everywhere and cannot sign in."""
    actor.must("people.manage")
    if verb not in {"lock", "unlock"}:
        raise NotFound("There is no such step.")
    async with db.transaction(Actor.platform(actor.clock)):
        places = await db.fetch(
            "SELECT DISTINCT organisation_id FROM memberships WHERE person_id = $1 AND until IS NULL", person_id
        )
        houses = {row["organisation_id"] for row in places}
        if actor.organisation not in houses:
            raise NotFound("There is no such person here.")
        allowed = policies.can_lock(actor, person_id, elsewhere=len(houses) > 1)
        if allowed is not True:
            raise Refused(allowed)
        await db.move("people", person_id, PEOPLE[verb])
        await db.execute("DELETE FROM sessions WHERE person_id = $1", person_id)
        moved = PersonMoved(subject_id=person_id, transition=verb, status=PEOPLE[verb].target.value)
        await facts.record(actor, moved)


async def edit_self(actor: Actor, *, name: str, locale: str, time_zone: str) -> None:
    """Name, language and zone of the own account."""
    person_id, name = itself(actor), " ".join(name.split())
    places = []
    if not name or len(name) > 200:
        places.append(Place("name", None, "Write your name, at most 200 characters."))
    if time_zone not in available_timezones():
        places.append(Place("time_zone", time_zone[:60], "Choose a zone from the list."))
    if not _is_locale(locale):
        places.append(Place("locale", locale[:10], "Choose a language from the list."))
    if places:
        raise Invalid("The account could not be changed.", places=places)
    async with db.transaction(actor):
        await db.execute(
            "UPDATE people SET name = $2, locale = $3, time_zone = $4 WHERE id = $1", person_id, name, locale, time_zone
        )


async def change_password(actor: Actor, *, old: str, new: str, ip: str | None = None) -> None:
    """A new password, with the old one as proof. Every session of the person ends; the page opens a new one."""
    person_id = itself(actor)
    attempt = await attempts.begin("password", person_id.hex, ip, actor.clock)
    async with db.transaction(Actor.platform(actor.clock)):
        row = await db.fetch_sure("SELECT email, name, password_hash FROM people WHERE id = $1", person_id)
        houses = await db.fetch(
            "SELECT DISTINCT o.name FROM memberships m JOIN organisations o ON o.id = m.organisation_id"
            " WHERE m.person_id = $1 AND m.until IS NULL",
            person_id,
        )
    if not await fits(row["password_hash"], old):
        raise Invalid("The old password is wrong.", places=[Place("old", None, "Type the password you use now.")])
    await attempts.succeeded(attempt)
    check_password(new, names=(row["email"], row["name"], *(house["name"] for house in houses)), where="new")
    await set_password(actor, person_id, await hash_password(new))


async def set_password(actor: Actor, person_id: UUID, password_hash: str) -> None:
    """Stores the hash and ends every session, by the platform's role."""
    async with db.transaction(Actor.platform(actor.clock)):
        await db.execute(
            "UPDATE people SET password_hash = $2, version = version + 1 WHERE id = $1", person_id, password_hash
        )
        await db.execute("DELETE FROM sessions WHERE person_id = $1", person_id)
        await facts.record(actor, PasswordChanged(subject_id=person_id))


def itself(actor: Actor) -> UUID:
    """The person of an actor who sits at a browser. Forbidden to tokens: they change no account."""
    if actor.kind != "person" or actor.person_id is None:
        raise Forbidden("Only the person signed in on the site may do this, not a token.")
    return actor.person_id


async def _lock_house(actor: Actor) -> tuple[str, ...]:
    """Its kinds. The lock keeps two administrators from removing each other at the same time."""
    kinds = await db.fetch_value("SELECT kinds FROM organisations WHERE id = $1 FOR UPDATE", actor.organisation)
    return tuple(kinds)


async def _roles_of(actor: Actor, person_id: UUID) -> frozenset[str]:
    rows = await db.fetch(
        "SELECT role FROM memberships WHERE organisation_id = $1 AND person_id = $2 AND until IS NULL",
        actor.organisation,
        person_id,
    )
    if not rows:
        raise NotFound("There is no such person here.")
    return frozenset(row["role"] for row in rows)


async def _end(actor: Actor, person_id: UUID, roles: frozenset[str]) -> None:
    await db.execute(
        "UPDATE memberships SET until = greatest($4, since) WHERE organisation_id = $1 AND person_id = $2"
        " AND role = ANY($3) AND until IS NULL",
        actor.organisation,
        person_id,
        sorted(roles),
        actor.now(),
    )


def _is_locale(text: str) -> bool:
    try:
        Locale.parse(text)
    except (ValueError, UnknownLocaleError):
        return False
    return len(text) <= 10
