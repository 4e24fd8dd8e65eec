"""What happened in proceedings."""

from uuid import UUID

from kernel.facts import Fact


class ProcedureChosen(Fact, kind="proceedings:procedure:chosen"):
    SAYS = "Procedure chosen: %(procedure)s (cases: %(count)s)"
    procedure: str
    count: int
    digest: str


class EventRecorded(Fact, kind="proceedings:event:recorded"):
    """Something happened in one case or in many; the words of its proof stay in the row."""

    SAYS = "“%(event)s” of %(on)s recorded (cases: %(count)s)"
    event: str
    on: str
    count: int
    digest: str


class EventCorrected(Fact, kind="proceedings:event:corrected"):
    """`was` is the event it took the place of; what became of the deadlines is told by their own facts."""

    SAYS = "“%(was)s” of %(was_on)s was corrected: it is “%(event)s” of %(on)s now; deadlines changed: %(deadlines)s"
    old_event_id: UUID
    new_event_id: UUID
    was: str
    was_on: str
    event: str
    on: str
    deadlines: int


class FilingsRequested(Fact, kind="proceedings:filings:requested"):
    """`subject_id` is the batch."""

    SAYS = "Papers asked for: %(paper)s, %(count)s; left out: %(left_out)s"
    paper: str
    count: int
    left_out: int
    digest: str


class FilingsStopped(Fact, kind="proceedings:filings:stopped"):
    """Facts or documents were missing; which, stands in each filing."""

    SAYS = "Papers stopped by what is missing: %(paper)s, %(count)s"
    paper: str
    count: int
    digest: str


class FilingsApproved(Fact, kind="proceedings:filings:approved"):
    """`samples` of them were drawn and opened before; their digest is over the ids, and can be drawn again. With a
    `decision_id` they are those of the whole batch, of which these papers are a part.

    What the person was told though it stopped nothing: kinds of check whose age no policy limited, and how many
    documents went along of which no reader found some words.
    """

    SAYS = "Papers approved: %(count)s, for %(totals)s"
    signatory_id: UUID
    count: int
    totals: list[str]
    digest: str
    samples: int
    samples_digest: str
    unlimited: tuple[str, ...] = ()
    unseen: int = 0
    decision_id: UUID | None = None


class BatchDecided(Fact, kind="proceedings:batch:decided"):
    """A person decided of every paper of a batch; `subject_id` is the decision. The samples are those he opened."""

    SAYS = "“%(transition)s” decided for the papers of a batch: %(count)s"
    transition: str
    count: int
    totals: list[str]
    digest: str
    samples: int
    samples_digest: str


class BatchDecisionOver(Fact, kind="proceedings:batch:carried_out"):
    """`left_out` have their reasons beside them; `spared` are those it had not come to when it was stopped."""

    SAYS = "“%(transition)s” of a batch is %(status)s; papers: %(done)s, left out: %(left_out)s, spared: %(spared)s"
    transition: str
    status: str
    done: int
    left_out: int
    spared: int


class BarAcknowledged(Fact, kind="proceedings:bar:acknowledged"):
    """Papers were approved though limitation was over; the reason's words stay in the filings."""

    SAYS = "Approved though limitation is over: %(count)s; the reason stays with the paper"
    signatory_id: UUID
    count: int
    reason_sha256: str
    digest: str


class FilingsSealed(Fact, kind="proceedings:filings:sealed"):
    SAYS = "Papers sealed: %(count)s"
    count: int
    digest: str


class FilingMoved(Fact, kind="proceedings:filing:moved"):
    SAYS = "A paper is %(status)s now"
    case_id: UUID
    transition: str
    status: str


class SignatoryAppointed(Fact, kind="proceedings:signatory:appointed"):
    SAYS = "%(person_id)s was appointed to sign"
    person_id: UUID
    authority_sha256: str


class SignatoryDismissed(Fact, kind="proceedings:signatory:dismissed"):
    SAYS = "The authority of %(person_id)s to sign ends on %(until_on)s"
    person_id: UUID
    until_on: str


class ProceedingsNamed(Fact, kind="proceedings:proceedings:named"):
    """Which procedure proceedings that came with a tape are, and where they stand, as a person said."""

    SAYS = "A running proceeding was said to be %(procedure)s, at “%(step)s”; cases: %(count)s"
    procedure: str
    step: str
    count: int
    digest: str


class FiledDespiteTheGate(Fact, kind="proceedings:gate:passed"):
    """A filing was recorded though the step before court is not proven; the reason itself stays with the event."""

    SAYS = "“%(event)s” of %(on)s recorded although the step before court is not proven"
    event: str
    on: str
    reason_sha256: str
