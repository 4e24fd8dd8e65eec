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


class DeadlinesRegistered(Fact, kind="deadlines:deadlines:registered"):
    """Many at once, by one event of many cases: `digest` is over the sorted deadline ids."""

    count: int
    rules: list[str]
    digest: str


class DeadlinesAnswered(Fact, kind="deadlines:deadlines:answered"):
    """An event closed what it answered, or what it made pointless: `digest` is over the sorted deadline ids."""

    SAYS = "%(count)s deadlines were closed by the event “%(event)s”"
    event: str
    count: int
    digest: str


class DeadlineClosed(Fact, kind="deadlines:deadline:closed"):
    """`reason_sha256` proves the written reason, whose words may name a person and stay in the deadline's row."""

    case_id: UUID
    status: str
    reason_sha256: str | None
    evidence_document_id: UUID | None


class DeadlineAssigned(Fact, kind="deadlines:deadline:assigned"):
    case_id: UUID
    to_person_id: UUID


class RemindersSent(Fact, kind="deadlines:reminders:sent"):
    person_id: UUID
    count: int


class FeedMade(Fact, kind="deadlines:feed:made"):
    """A person made a new address for their calendar."""


class FeedRevoked(Fact, kind="deadlines:feed:revoked"):
    """A person stopped the address of their calendar."""


class DeadlinesSwept(Fact, kind="deadlines:sweep:counted"):
    """What stood open in the night, over all organisations. `unwatched`: overdue or near, and nobody to remind."""

    open: int
    overdue: int
    past_law: int
    dateless: int
    unwatched: int
