"""People who sign in, and their telephones."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pyotp

from accounts.people.founding import seat_person
from accounts.sessions.second_factor import begin_enrolment, confirm_enrolment
from accounts.sessions.store import actor_at
from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock, MovingClock

PASSWORD = "seven green herons wade"
MORNING = datetime(2026, 11, 23, 8, 0, 0, tzinfo=UTC)


async def a_person(
    *,
    organisation_id: UUID,
    roles: tuple[str, ...] = ("administrator",),
    email: str = "ana.ruiz@norte.example",
    name: str = "Ana Ruiz",
    password: str = PASSWORD,
    clock: Clock = SYSTEM_CLOCK,
) -> Actor:
    """Somebody with a password, as the actor they become."""
    person_id = await seat_person(
        organisation_id, email=email, name=name, password=password, roles=frozenset(roles), clock=clock
    )
    return await actor_at(person_id, organisation_id, clock=clock)


@dataclass(frozen=True, slots=True)
class Telephone:
    """An authenticator, and the recovery codes that were written down."""

    secret: str
    recovery_codes: tuple[str, ...]

    def code(self, clock: Clock, *, steps: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(int(clock.now().timestamp()) + 30 * steps)


async def a_telephone(actor: Actor, clock: MovingClock) -> Telephone:
    """Turns the person's second factor on."""
    enrolment = await begin_enrolment(actor, email="somebody@norte.example")
    code = pyotp.TOTP(enrolment.secret).at(int(clock.now().timestamp()))
    return Telephone(enrolment.secret, await confirm_enrolment(actor, code))


async def newest_mail(kind: str) -> str:
    """The text of the last mail of a kind that was written."""
    async with db.transaction(Actor.platform()):
        text = await db.fetch_value(
            "SELECT body_text FROM mails WHERE kind = $1 ORDER BY created_at DESC, id DESC LIMIT 1", kind
        )
    return str(text)


def link_in(text: str, path: str) -> str:
    """The path of the link in a mail, from `path` on."""
    return next(line[line.index(path) :].strip() for line in text.splitlines() if path in line)
