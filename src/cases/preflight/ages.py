"""How old a check may be when a paper leaves: each organisation's own policy. No law that was read sets these days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from cases.desk.reach import for_owner
from cases.preflight.facts import CheckPolicySet
from cases.preflight.kinds import WHATS
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place

RIGHT = "organisation.edit"
LONGEST = 3650


@dataclass(frozen=True, slots=True)
class Age:
    """`whose` is the name of the organisation whose policy it is."""

    most_days: int
    whose: str


async def set_policy(actor: Actor, ages: Mapping[str, int | None]) -> None:
    """Sets the most days of each kind that is named; None limits it no longer."""
    actor.must(RIGHT)
    wrong = [
        Place(what, None, f"A whole number of days from 1 to {LONGEST}, or nothing.")
        for what, days in ages.items()
        if what not in WHATS or (days is not None and not 1 <= days <= LONGEST)
    ]
    if wrong:
        raise Invalid("That is no age of a check.", places=wrong)
    async with db.transaction(actor):
        here = await _of(actor.organisation)
        for what, days in ages.items():
            if (here[what].most_days if what in here else None) == days:
                continue
            await db.execute(
                "INSERT INTO check_policies (organisation_id, what, most_days, set_by, set_at)"
                " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organisation_id, what) DO UPDATE SET"
                " most_days = excluded.most_days, set_by = excluded.set_by, set_at = excluded.set_at",
                actor.organisation,
                what,
                days,
                actor.person_id,
                actor.now(),
            )
            await facts.record(actor, CheckPolicySet(subject_id=actor.organisation, what=what, most_days=days))


async def policy(actor: Actor) -> dict[str, Age]:
    """The organisation's own, by kind of check; a kind that is not limited is not in it."""
    actor.must("cases.read")
    async with db.transaction(actor):
        return await _of(actor.organisation)


async def ages_of(actor: Actor, organisations: Iterable[UUID]) -> dict[UUID, dict[str, Age]]:
    """The policy of each organisation, in the open transaction: of owner and firm, whoever of them asks.

    Only for organisations whose case the actor was shown to reach.
    """
    found: dict[UUID, dict[str, Age]] = {}
    for one in set(organisations):
        async with db.transaction(for_owner(actor, one), as_system=True):
            found[one] = await _of(one)
    return found


async def _of(organisation_id: UUID) -> dict[str, Age]:
    rows = await db.fetch(
        "SELECT p.what, p.most_days, o.name FROM check_policies p JOIN organisations o ON o.id = p.organisation_id"
        " WHERE p.organisation_id = $1 AND p.most_days IS NOT NULL",
        organisation_id,
    )
    return {row["what"]: Age(row["most_days"], row["name"]) for row in rows}
