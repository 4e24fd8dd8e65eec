"""Forming teams, being away, and saying how early to be reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from asyncpg import UniqueViolationError

from cases.deadlines.queries import keepers
from cases.jurisdictions.registry import JURISDICTIONS
from cases.teams.facts import AbsenceEnded, AbsenceEntered, RemindersSet, TeamChanged, TeamClosed, TeamFormed
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Place, Refused
from kernel.ids import new_id

RIGHT = "people.manage"
LONGEST_NAME = 80
FURTHEST, LATEST = 120, -60
"""Bounds of a reminder's interval, in days before the safe date."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a team is to be. Empty sets and no amounts: it takes any case. Amounts are minor units of the cases' own.

    `lead_person_id` is told of deadlines that its people leave open; of the team or not.
    """

    name: str
    people: tuple[UUID, ...]
    jurisdictions: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    least_minor: int | None = None
    most_minor: int | None = None
    lead_person_id: UUID | None = None


async def form_team(actor: Actor, wanted: Wanted) -> UUID:
    """A new team. Refused where one has the name already."""
    actor.must(RIGHT)
    team_id = new_id()
    async with db.transaction(actor):
        await _fits(actor, wanted)
        try:
            async with db.transaction(actor):
                await db.execute(
                    "INSERT INTO teams (id, organisation_id, name, jurisdictions, products, least_minor, most_minor,"
                    " created_at, lead_person_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                    team_id,
                    actor.organisation,
                    wanted.name.strip(),
                    list(wanted.jurisdictions),
                    list(wanted.products),
                    wanted.least_minor,
                    wanted.most_minor,
                    actor.now(),
                    wanted.lead_person_id,
                )
        except UniqueViolationError:
            raise Refused(f"There is a team called {wanted.name.strip()} already.") from None
        await _seat(actor, team_id, wanted.people)
        formed = TeamFormed(subject_id=team_id, count=len(set(wanted.people)))
        await facts.record(actor, formed)
    return team_id


async def change_team(actor: Actor, team_id: UUID, wanted: Wanted) -> None:
    """The team as it is wanted from now on. Who leaves it keeps their cases and deadlines."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        await _fits(actor, wanted)
        done = await db.execute(
            "UPDATE teams SET name = $3, jurisdictions = $4, products = $5, least_minor = $6, most_minor = $7,"
            " lead_person_id = $8"
            " WHERE id = $1 AND organisation_id = $2 AND closed_at IS NULL",
            team_id,
            actor.organisation,
            wanted.name.strip(),
            list(wanted.jurisdictions),
            list(wanted.products),
            wanted.least_minor,
            wanted.most_minor,
            wanted.lead_person_id,
        )
        if not done:
            raise NotFound("There is no such team here.")
        await db.execute(
            "UPDATE team_members SET until = $3 WHERE team_id = $1 AND until IS NULL AND NOT person_id = ANY($2)",
            team_id,
            list(wanted.people),
            actor.now(),
        )
        await _seat(actor, team_id, wanted.people)
        changed = TeamChanged(subject_id=team_id, count=len(set(wanted.people)))
        await facts.record(actor, changed)


async def close_team(actor: Actor, team_id: UUID) -> None:
    """Nothing is given to it any more; what its people hold stays theirs."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        done = await db.execute(
            "UPDATE teams SET closed_at = $3 WHERE id = $1 AND organisation_id = $2 AND closed_at IS NULL",
            team_id,
            actor.organisation,
            actor.now(),
        )
        if not done:
            raise NotFound("There is no such team here.")
        await facts.record(actor, TeamClosed(subject_id=team_id))


async def _seat(actor: Actor, team_id: UUID, people: Sequence[UUID]) -> None:
    await db.execute(
        "INSERT INTO team_members (id, team_id, organisation_id, person_id, since)"
        " SELECT uuidv7(), $1, $2, p, $4 FROM unnest($3::uuid[]) p"
        " ON CONFLICT (team_id, person_id) WHERE until IS NULL DO NOTHING",
        team_id,
        actor.organisation,
        sorted(set(people)),
        actor.now(),
    )


async def _fits(actor: Actor, wanted: Wanted) -> None:
    known = {one.id for one in await keepers(actor)}
    places = []
    if not 0 < len(wanted.name.strip()) <= LONGEST_NAME:
        places.append(Place("name", wanted.name[:40] or None, f"Give it a name of at most {LONGEST_NAME} characters."))
    if not wanted.people or not set(wanted.people) <= known:
        places.append(Place("people", None, "Choose members of your organisation who may read cases, at least one."))
    if wanted.lead_person_id is not None and wanted.lead_person_id not in known:
        places.append(Place("lead_person_id", None, "Choose a member of your organisation who may read cases."))
    if set(wanted.jurisdictions) - {one.code for one in JURISDICTIONS}:
        places.append(Place("jurisdictions", ", ".join(wanted.jurisdictions), "Choose from the list."))
    if wanted.least_minor is not None and wanted.most_minor is not None and wanted.most_minor < wanted.least_minor:
        places.append(Place("most", None, "The highest amount is below the lowest."))
    if places:
        raise Invalid("The team cannot be like this.", places=places)


async def enter_absence(actor: Actor, *, person_id: UUID, cover_person_id: UUID, from_on: date, until_on: date) -> UUID:
    """Somebody is away and a colleague sees to the deadlines: one's own, or a colleague's for whoever manages people.

    Refused where the cover is away on one of the days.
    """
    actor.must("cases.read")
    if person_id != actor.person_id and not actor.may(RIGHT):
        raise Forbidden("An absence is entered by the person, or by whoever manages people.")
    async with db.transaction(actor):
        await _away(actor, person_id, cover_person_id, from_on, until_on)
        absence_id = new_id()
        await db.execute(
            "INSERT INTO absences (id, organisation_id, person_id, cover_person_id, from_on, until_on, recorded_by,"
            " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            absence_id,
            actor.organisation,
            person_id,
            cover_person_id,
            from_on,
            until_on,
            actor.person_id,
            actor.now(),
        )
        entered = AbsenceEntered(
            subject_id=absence_id,
            person_id=person_id,
            cover_person_id=cover_person_id,
            from_on=from_on.isoformat(),
            until_on=until_on.isoformat(),
        )
        await facts.record(actor, entered)
    return absence_id


async def _away(actor: Actor, person_id: UUID, cover_id: UUID, from_on: date, until_on: date) -> None:
    known = {one.id for one in await keepers(actor)}
    places = []
    if person_id not in known:
        places.append(Place("person_id", None, "Choose a member of your organisation who may read cases."))
    if cover_id not in known or cover_id == person_id:
        places.append(Place("cover_person_id", None, "Choose a colleague who may read cases."))
    if until_on < from_on:
        places.append(Place("until_on", until_on.isoformat(), "The last day is before the first."))
    if places:
        raise Invalid("The absence cannot be entered like this.", places=places)
    clashing = (
        "SELECT 1 FROM absences WHERE organisation_id = $1 AND ended_at IS NULL AND from_on <= $4 AND until_on >= $3"
    )
    if await db.fetch_value(f"{clashing} AND person_id = $2", actor.organisation, cover_id, from_on, until_on):
        raise Refused("The colleague is away on one of these days: the deadlines would be nobody’s.")
    if await db.fetch_value(f"{clashing} AND cover_person_id = $2", actor.organisation, person_id, from_on, until_on):
        raise Refused("Somebody who is away then counts on this person: give that absence another cover first.")


async def end_absence(actor: Actor, absence_id: UUID) -> None:
    """The person is back, or never leaves; ending twice is ending."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT person_id, ended_at FROM absences WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
            absence_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such absence here.")
        if row["person_id"] != actor.person_id and not actor.may(RIGHT):
            raise Forbidden("An absence is ended by the person, or by whoever manages people.")
        if row["ended_at"] is None:
            await db.execute("UPDATE absences SET ended_at = $2 WHERE id = $1", absence_id, actor.now())
            await facts.record(actor, AbsenceEnded(subject_id=absence_id, person_id=row["person_id"]))


async def set_reminders(
    actor: Actor, *, days_before: Sequence[int], escalate_after: int | None, escalate_to: UUID | None
) -> None:
    """When its people are reminded, and who is told of a deadline that is still open so many days after its safe date;
    below nought, before it."""
    actor.must(RIGHT)
    days = sorted(set(days_before), reverse=True)
    places = []
    if not 1 <= len(days) <= 20 or days[0] > FURTHEST or days[-1] < LATEST:
        places.append(Place("days_before", None, f"One to twenty numbers of days, from {FURTHEST} to {LATEST}."))
    elif 0 not in days:
        places.append(Place("days_before", None, "Keep 0 among them: nobody may be left without word on the day."))
    if (escalate_after is None) != (escalate_to is None):
        places.append(Place("escalate_to", None, "Name both, the days and the person, or neither."))
    if escalate_after is not None and not -FURTHEST <= escalate_after <= -LATEST:
        wanted = f"From {-FURTHEST}, which is before the safe date, to {-LATEST} days."
        places.append(Place("escalate_after", str(escalate_after), wanted))
    async with db.transaction(actor):
        if escalate_to is not None and escalate_to not in {one.id for one in await keepers(actor)}:
            places.append(Place("escalate_to", None, "Choose a member who may read cases."))
        if places:
            raise Invalid("Reminders cannot be set like this.", places=places)
        await db.execute(
            "INSERT INTO reminder_settings (organisation_id, days_before, escalate_after, escalate_to, changed_by,"
            " changed_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organisation_id) DO UPDATE"
            " SET days_before = excluded.days_before, escalate_after = excluded.escalate_after,"
            " escalate_to = excluded.escalate_to, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
            actor.organisation,
            days,
            escalate_after,
            escalate_to,
            actor.person_id,
            actor.now(),
        )
        set_now = RemindersSet(
            subject_id=actor.organisation, days_before=days, escalate_after=escalate_after, escalate_to=escalate_to
        )
        await facts.record(actor, set_now)
