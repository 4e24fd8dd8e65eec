"""A person's account on the platform. Roles are another matter: memberships with a beginning and an end."""

from enum import StrEnum

from kernel.machine import Machine


class PersonStatus(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    LOCKED = "locked"
    CLOSED = "closed"


PEOPLE = Machine(
    "people",
    PersonStatus,
    [
        ("accept", {PersonStatus.INVITED}, PersonStatus.ACTIVE),
        ("lock", {PersonStatus.ACTIVE}, PersonStatus.LOCKED),
        ("unlock", {PersonStatus.LOCKED}, PersonStatus.ACTIVE),
        ("close", {PersonStatus.ACTIVE, PersonStatus.LOCKED}, PersonStatus.CLOSED),
    ],
)
