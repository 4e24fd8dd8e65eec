"""Applying, vetting, and an organisation's own details."""

from uuid import UUID

from accounts.organisations.details import Details, checked
from accounts.organisations.facts import OrganisationApplied, OrganisationEdited, OrganisationMoved
from accounts.organisations.policies import can_move
from accounts.organisations.states import NEEDS_REASON, ORGANISATIONS, Standing
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id
from kernel.mail import write_mail

COLUMNS = Details.__struct_fields__


async def write_organisation(
    by: Actor | None, details: Details, kinds: tuple[str, ...], *, clock: Clock = SYSTEM_CLOCK
) -> UUID:
    """A new organisation in standing `applied`, in the open transaction of the platform's role.

    `by` is the operator who registers it; None where it applied itself. Invalid names what is missing.
    """
    tidy = checked(details, kinds)
    organisation_id = new_id()
    values = tidy.stored()
    places = ", ".join(f"${number}" for number in range(4, 4 + len(values)))
    await db.execute(
        f"INSERT INTO organisations (id, kinds, status, {', '.join(values)}, created_at)"
        f" VALUES ($1, $2, $3, {places}, ${4 + len(values)})",
        organisation_id,
        list(kinds),
        Standing.APPLIED.value,
        *values.values(),
        clock.now(),
    )
    applied = OrganisationApplied(subject_id=organisation_id, kinds=kinds)
    await facts.record(by or _itself(organisation_id, clock), applied, about=organisation_id)
    return organisation_id


def _itself(organisation_id: UUID, clock: Clock) -> Actor:
    return Actor(None, organisation_id, frozenset(), "platform", clock)


async def register_organisation(actor: Actor, details: Details, kinds: tuple[str, ...]) -> UUID:
    """The operator enters an organisation that applied on paper. It still has to be vetted."""
    actor.must("organisations.vet")
    if "operator" in kinds:
        raise Refused("An operator is founded on the command line: `recourse operator`.")
    async with db.transaction(Actor.platform(actor.clock)):
        return await write_organisation(actor, details, kinds, clock=actor.clock)


async def move_organisation(actor: Actor, organisation_id: UUID, verb: str, *, reason: str = "") -> Standing:
    """Vets, refuses, suspends, reinstates or closes; its office is told by mail. Invalid without a needed reason."""
    actor.must("organisations.vet")
    if verb not in ORGANISATIONS.transitions:
        raise NotFound("There is no such step.")
    allowed = can_move(actor, organisation_id)
    if allowed is not True:
        raise Refused(allowed)
    reason = reason.strip()
    if verb in NEEDS_REASON and not reason:
        raise Invalid("Say why.", places=[Place("reason", None, "The organisation reads this sentence.")])
    async with db.transaction(actor):
        transition = ORGANISATIONS[verb]
        row = await db.move("organisations", organisation_id, transition, status_reason=reason or None)
        moved = OrganisationMoved(subject_id=organisation_id, transition=verb, status=transition.target.value)
        await facts.record(actor, moved, about=organisation_id)
        if row["contact_email"]:
            await write_mail(
                actor,
                "accounts/mail/standing",
                {"name": row["name"], "status": transition.target.value, "reason": reason},
                recipient=row["contact_email"],
            )
    return transition.target


async def demand_second_factor(actor: Actor, *, demanded: bool) -> None:
    """Whether everybody who can bind the organisation signs in with a second factor; from their next page on."""
    actor.must("organisation.edit")
    async with db.transaction(actor):
        changed = await db.execute(
            "UPDATE organisations SET demands_second_factor = $2, version = version + 1 WHERE id = $1"
            " AND demands_second_factor <> $2",
            actor.organisation,
            demanded,
        )
        if changed:
            edited = OrganisationEdited(subject_id=actor.organisation, fields=("demands_second_factor",))
            await facts.record(actor, edited)


async def edit_organisation(actor: Actor, details: Details) -> None:
    """Changes the own organisation's details; its kinds and standing are the operator's to change."""
    actor.must("organisation.edit")
    async with db.transaction(actor):
        before = await db.fetch_sure(
            f"SELECT kinds, {', '.join(COLUMNS)} FROM organisations WHERE id = $1 FOR UPDATE", actor.organisation
        )
        values = checked(details, tuple(before["kinds"])).stored()
        changed = tuple(name for name, value in values.items() if before[name] != value)
        if not changed:
            return
        sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, 2))
        await db.execute(
            f"UPDATE organisations SET {sets}, version = version + 1 WHERE id = $1",
            actor.organisation,
            *values.values(),
        )
        await facts.record(actor, OrganisationEdited(subject_id=actor.organisation, fields=changed))
