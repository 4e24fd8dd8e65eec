"""Where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from accounts.people.commands import itself
from kernel import db
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SessionShown:
    created_at: datetime
    seen_at: datetime
    ip: str | None
    agent: str | None
    organisation: str | None
    strong: bool
    here: bool

    @property
    def browser(self) -> str:
        """`Firefox, Linux`: as much of what the browser says of itself as a person recognises."""
        said = self.agent or ""
        found = (next((name for sign, name in signs if sign in said), None) for signs in (_BROWSERS, _SYSTEMS))
        return ", ".join(name for name in found if name) or said[:40]


# Every browser names those it descends from, so the youngest is looked for first.
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


async def sessions(actor: Actor, current: bytes) -> list[SessionShown]:
    """The person's own sessions that still hold, this one first."""
    async with db.transaction(Actor.platform(actor.clock)):
        rows = await db.fetch(
            "SELECT s.created_at, s.seen_at, s.ip, s.agent, o.name AS organisation,"
            " s.second_factor_at IS NOT NULL AS strong, s.id = $2 AS here"
            " FROM sessions s LEFT JOIN organisations o ON o.id = s.organisation_id"
            " WHERE s.person_id = $1 AND s.expires_at > $3 ORDER BY here DESC, s.seen_at DESC LIMIT 50",
            itself(actor),
            current,
            actor.now(),
        )
    return [SessionShown(**dict(row)) for row in rows]
