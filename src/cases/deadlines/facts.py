"""What happened to deadlines."""

from uuid import UUID

from kernel.facts import Fact


class LimitationsRegistered(Fact, kind="deadlines:sale:registered"):
    """Many at once: how many cases got a date, are barred, miss a fact, or have no rule."""

    count: int
    dated: int
    barred: int
    unknown: int
    no_rule: int


class DeadlineRegistered(Fact, kind="deadlines:deadline:registered"):
    case_id: UUID
    rule: str
    statutory_on: str
    safe_on: str


class DeadlineClosed(Fact, kind="deadlines:deadline:closed"):
    case_id: UUID
    status: str
    reason: str


class DeadlineAssigned(Fact, kind="deadlines:deadline:assigned"):
    case_id: UUID
    to_person_id: UUID


class RemindersSent(Fact, kind="deadlines:reminders:sent"):
    person_id: UUID
    count: int


class FeedMade(Fact, kind="deadlines:feed:made"):
    """A person made a new address for their calendar."""
