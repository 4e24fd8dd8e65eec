"""What happened to people: ids and roles, never a name or an address."""

from uuid import UUID

from kernel.facts import Fact


class PersonInvited(Fact, kind="people:invitation:sent"):
    SAYS = "Somebody was invited as %(role)s"
    role: str


class InvitationWithdrawn(Fact, kind="people:invitation:withdrawn"):
    SAYS = "An invitation was withdrawn"


class InvitationAccepted(Fact, kind="people:invitation:accepted"):
    SAYS = "%(person_id)s accepted an invitation as %(role)s"
    person_id: UUID
    role: str


class RolesChanged(Fact, kind="people:roles:changed"):
    SAYS = "The roles of %(subject)s are now: %(roles)s"
    roles: tuple[str, ...]


class PersonRemoved(Fact, kind="people:person:removed"):
    SAYS = "%(subject)s left the organisation; %(tokens)s API tokens were revoked"
    tokens: int


class PersonMoved(Fact, kind="people:person:moved"):
    SAYS = "The account of %(subject)s is %(status)s now"
    transition: str
    status: str


class PasswordChanged(Fact, kind="people:password:changed"):
    SAYS = "%(subject)s changed the password"


class PersonSeated(Fact, kind="people:person:seated"):
    """Entered by the platform or its operator without an invitation, as at the founding of a house."""

    SAYS = "%(subject)s was entered with the roles: %(roles)s"
    roles: tuple[str, ...]
