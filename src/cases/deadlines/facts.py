"""What happened to deadlines."""

from uuid import UUID

from kernel.facts import Fact


class LimitationsRegistered(Fact, kind="deadlines:sale:registered"):
    """Many at once: how many cases got a date, are barred, miss a fact, or have no rule."""

    SAYS = (
        "Limitation was registered for %(count)s cases: %(dated)s dated, %(barred)s barred, %(unknown)s"
        " unknown, %(no_rule)s without a rule"
    )
    count: int
    dated: int
    barred: int
    unknown: int
    no_rule: int


class DeadlineRegistered(Fact, kind="deadlines:deadline:registered"):
    SAYS = "A deadline was opened under %(rule)s: safe date %(safe_on)s, last day by law %(statutory_on)s"
    case_id: UUID
    rule: str
    statutory_on: str
    safe_on: str


class DeadlinesRegistered(Fact, kind="deadlines:deadlines:registered"):
    """Many at once: of one case, which it is then about, `rules` with their days; of many, the rules alone.

    `digest` is over the sorted deadline ids.
    """

    SAYS = "Deadlines opened under %(rules)s: %(count)s"
    count: int
    rules: list[str]
    digest: str


class DeadlinesAnswered(Fact, kind="deadlines:deadlines:answered"):
    """An event closed what it answered, or what it made pointless: `digest` is over the sorted deadline ids."""

    SAYS = "Deadlines closed by “%(event)s”: %(count)s"
    event: str
    count: int
    digest: str


class DeadlineClosed(Fact, kind="deadlines:deadline:closed"):
    """`reason_sha256` proves the written reason, whose words may name a person and stay in the deadline's row."""

    SAYS = "A deadline was closed: %(status)s"
    case_id: UUID
    status: str
    reason_sha256: str | None
    evidence_document_id: UUID | None


class DeadlineAssigned(Fact, kind="deadlines:deadline:assigned"):
    SAYS = "A deadline was given to %(to_person_id)s"
    case_id: UUID
    to_person_id: UUID


class DeadlineChecked(Fact, kind="deadlines:deadline:checked"):
    """A second person compared it with the event that `entered_by` had entered."""

    SAYS = "A deadline was checked by a second person"
    case_id: UUID
    entered_by: UUID


class ClosingAsked(Fact, kind="deadlines:closing:asked"):
    """An event answers deadlines that a second person has to look at first; they stay open."""

    SAYS = "Deadlines that wait for a second person before an event closes them: %(count)s"
    count: int
    digest: str


class ClosingRefused(Fact, kind="deadlines:closing:refused"):
    SAYS = "A second person refused to let an event close a deadline"
    case_id: UUID
    reason_sha256: str


class FourEyesSet(Fact, kind="deadlines:four_eyes:set"):
    """`subject_id` is the organisation."""

    SAYS = "Four eyes on deadlines: %(wanted)s"
    wanted: bool


class RemindersSent(Fact, kind="deadlines:reminders:sent"):
    SAYS = "%(person_id)s was reminded; deadlines: %(count)s"
    person_id: UUID
    count: int


class FeedMade(Fact, kind="deadlines:feed:made"):
    """A person made a new address for their calendar."""

    SAYS = "An address for a calendar was made"


class FeedRevoked(Fact, kind="deadlines:feed:revoked"):
    """A person stopped the address of their calendar."""

    SAYS = "An address for a calendar was stopped"


class DeadlinesSwept(Fact, kind="deadlines:sweep:counted"):
    """What stood open in the night, over all organisations. `unwatched`: overdue or near, and nobody to remind."""

    SAYS = (
        "The night’s count: %(open)s deadlines open, %(overdue)s overdue, %(past_law)s past the law’s last"
        " day, %(dateless)s without a date, %(unwatched)s with nobody to remind"
    )
    open: int
    overdue: int
    past_law: int
    dateless: int
    unwatched: int


class LimitationsReckonedAgain(Fact, kind="deadlines:limitation:reckoned_again"):
    """Something that interrupts was recorded or taken back: how many sets of facts were judged, how many changed."""

    SAYS = "Limitation was reckoned again; deadlines changed: %(changed)s"
    count: int
    changed: int


class DeadlinesReckonedAgain(Fact, kind="deadlines:deadlines:reckoned_again"):
    """The data of the law changed: `changed` moved and were superseded, `digest` is over the sorted ids of the new.

    `noted` kept their date, of which now more or less is certain. `subject_id` is the change.
    """

    SAYS = (
        "The data of the law changed and deadlines were reckoned again; moved: %(changed)s, with their date but"
        " another note on how certain it is: %(noted)s"
    )
    changed: int
    noted: int
    digest: str
