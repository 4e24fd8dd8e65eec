"""Granting and ending mandates."""

from datetime import date
from uuid import UUID

from accounts.mandates.facts import MandateEnded, MandateGranted
from accounts.mandates.policies import AGENTS, can_act
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id


async def grant_mandate(
    actor: Actor,
    *,
    agent_id: UUID,
    kind: str,
    from_on: date,
    until_on: date | None,
    power_sha256: bytes,
    power_document_id: UUID | None = None,
    mandate_id: UUID | None = None,
) -> UUID:
    """The actor's organisation lets the agent act for it. `power_sha256` is the hash of the signed power of attorney.

    `mandate_id` may be given by a caller that files the power under it in the same transaction.
    """
    actor.must("mandates.grant")
    check_mandate(agent_id=agent_id, kind=kind, from_on=from_on, until_on=until_on)
    mandate_id = mandate_id or new_id()
    async with db.transaction(actor):
        agent = await db.fetch_one("SELECT name, kinds, status FROM organisations WHERE id = $1", agent_id)
        if agent is None:
            raise NotFound("There is no such organisation here.")
        allowed = can_act(actor, agent_id, agent, kind)
        if allowed is not True:
            raise Refused(allowed)
        await db.execute(
            "INSERT INTO mandates (id, organisation_id, agent_organisation_id, kind, from_on, until_on, power_sha256,"
            " power_document_id, granted_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            mandate_id,
            actor.organisation,
            agent_id,
            kind,
            from_on,
            until_on,
            power_sha256,
            power_document_id,
            actor.person_id,
            actor.now(),
        )
        granted = MandateGranted(
            subject_id=mandate_id, organisation_id=agent_id, mandate_kind=kind, power_sha256=power_sha256.hex()
        )
        await facts.record(actor, granted, about=agent_id)
    return mandate_id


def check_mandate(*, agent_id: UUID | None, kind: str, from_on: date | None, until_on: date | None) -> None:
    """Invalid if the form is wrong; a page asks before it stores the power of attorney."""
    places = []
    if agent_id is None:
        places.append(Place("agent_id", None, "Choose who acts for you."))
    if kind not in AGENTS:
        places.append(Place("kind", kind or None, "Choose what the mandate is for."))
    if from_on is None:
        places.append(Place("from_on", None, "Say from which day it holds."))
    elif until_on is not None and until_on < from_on:
        places.append(Place("until_on", until_on.isoformat(), "It ends before it begins."))
    if places:
        raise Invalid("The mandate cannot be entered like this.", places=places)


async def end_mandate(actor: Actor, mandate_id: UUID, *, on: date) -> None:
    """Either side ends it, with effect from the day after `on`; the past stays as it was."""
    actor.must("mandates.grant")
    if on < actor.today("UTC"):
        raise Invalid(
            "A mandate cannot end in the past.", places=[Place("until_on", on.isoformat(), "Today or later.")]
        )
    async with db.transaction(actor):
        row = await db.fetch_one(
            "UPDATE mandates SET until_on = greatest($2, from_on) WHERE id = $1 AND (until_on IS NULL OR until_on > $2)"
            " RETURNING organisation_id, agent_organisation_id, kind, until_on",
            mandate_id,
            on,
        )
        if row is None:
            raise NotFound("There is no mandate here that runs longer than that.")
        here = actor.organisation
        other = row["agent_organisation_id"] if row["organisation_id"] == here else row["organisation_id"]
        ended = MandateEnded(subject_id=mandate_id, mandate_kind=row["kind"], until_on=row["until_on"].isoformat())
        await facts.record(actor, ended, about=other)
