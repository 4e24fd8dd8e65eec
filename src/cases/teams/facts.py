"""What happened to teams, absences and reminders."""

from uuid import UUID

from kernel.facts import Fact


class TeamFormed(Fact, kind="teams:team:formed"):
    SAYS = "A team was formed; people: %(count)s"
    count: int


class TeamChanged(Fact, kind="teams:team:changed"):
    SAYS = "A team was changed; people: %(count)s"
    count: int


class TeamClosed(Fact, kind="teams:team:closed"):
    SAYS = "A team was closed"


class AbsenceEntered(Fact, kind="teams:absence:entered"):
    SAYS = "%(person_id)s is away from %(from_on)s to %(until_on)s; %(cover_person_id)s sees to the deadlines"
    person_id: UUID
    cover_person_id: UUID
    from_on: str
    until_on: str


class AbsenceEnded(Fact, kind="teams:absence:ended"):
    SAYS = "%(person_id)s is back"
    person_id: UUID


class RemindersSet(Fact, kind="teams:reminders:set"):
    SAYS = "Reminders are sent %(days_before)s days before; told on: %(escalate_to)s"
    days_before: list[int]
    escalate_after: int | None
    escalate_to: UUID | None
