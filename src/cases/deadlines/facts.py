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
