"""Who acts, for which organisation, with which permissions, and by which clock."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from kernel.clock import SYSTEM_CLOCK, Clock, day_in
from kernel.errors import Forbidden

ActorKind = Literal["person", "token", "system", "platform"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The first parameter of every command and query.

    `organisation_id` decides which rows the database shows. A `system` actor works for one organisation without
    a person (jobs); the `platform` actor belongs to none and connects as another role, for named jobs only.
    """

    person_id: UUID | None
    organisation_id: UUID | None
    permissions: frozenset[str]
    kind: ActorKind
    clock: Clock = field(default=SYSTEM_CLOCK, compare=False)
    ip: str | None = None

    @classmethod
    def system(cls, organisation_id: UUID, clock: Clock = SYSTEM_CLOCK) -> "Actor":
        return cls(None, organisation_id, frozenset({"*"}), "system", clock)

    @classmethod
    def platform(cls, clock: Clock = SYSTEM_CLOCK) -> "Actor":
        return cls(None, None, frozenset({"*"}), "platform", clock)

    def may(self, permission: str) -> bool:
        return permission in self.permissions or "*" in self.permissions

    def must(self, permission: str) -> None:
        """Raises Forbidden, naming the right that is missing."""
        if not self.may(permission):
            raise Forbidden(f"Your role does not include the right “{permission}”. Ask an administrator for it.")

    @property
    def organisation(self) -> UUID:
        """The organisation acted for; Forbidden for an actor that has none."""
        if self.organisation_id is None:
            raise Forbidden("Choose the organisation you act for first.")
        return self.organisation_id

    def now(self) -> datetime:
        return self.clock.now()

    def today(self, zone: str) -> date:
        return day_in(self.clock.now(), zone)
