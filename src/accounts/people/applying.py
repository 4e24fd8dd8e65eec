"""An organisation applies by itself: it is entered as `applied`, and who applied is invited by mail to run it."""

from uuid import UUID

from accounts.organisations.commands import write_organisation
from accounts.organisations.details import APPLICANTS, Details, checked, mail_address
from accounts.people.invitations import write_invitation
from accounts.sessions import attempts
from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Invalid, Place


async def apply_as_organisation(
    details: Details,
    kinds: tuple[str, ...],
    *,
    email: str,
    person: str,
    ip: str | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> UUID:
    """The application of somebody whom nobody knows yet. The mail proves the address; the operator vets the rest."""
    address, person = mail_address(email), " ".join(person.split())
    if not person or len(person) > 200:
        raise Invalid("Say who you are.", places=[Place("person", None, "Write your name, at most 200 characters.")])
    beyond = set(kinds) - set(APPLICANTS)
    if beyond:
        raise Invalid("Choose what you are.", places=[Place("kinds", ", ".join(sorted(beyond)), "Not from here.")])
    checked(details, kinds)
    await attempts.begin("apply", address, ip, clock)
    async with db.transaction(Actor.platform(clock)):
        organisation_id = await write_organisation(None, details, kinds, clock=clock)
        itself = Actor(None, organisation_id, frozenset(), "platform", clock)
        name = details.tidied().name
        await write_invitation(itself, organisation=name, email=address, name=person, role="administrator")
    return organisation_id
