"""What happened in proceedings."""

from uuid import UUID

from kernel.facts import Fact


class ProcedureChosen(Fact, kind="proceedings:procedure:chosen"):
    procedure: str
    count: int
    digest: str


class EventRecorded(Fact, kind="proceedings:event:recorded"):
    """Something happened in one case or in many; the words of its proof stay in the row."""

    event: str
    on: str
    count: int
    digest: str


class FilingsRequested(Fact, kind="proceedings:filings:requested"):
    """`subject_id` is the batch."""

    paper: str
    count: int
    left_out: int
    digest: str


class FilingsStopped(Fact, kind="proceedings:filings:stopped"):
    """Facts or documents were missing; which, stands in each filing."""

    paper: str
    count: int
    digest: str


class FilingsApproved(Fact, kind="proceedings:filings:approved"):
    signatory_id: UUID
    count: int
    totals: list[str]
    digest: str


class FilingsSealed(Fact, kind="proceedings:filings:sealed"):
    count: int
    digest: str


class FilingMoved(Fact, kind="proceedings:filing:moved"):
    case_id: UUID
    transition: str
    status: str


class SignatoryAppointed(Fact, kind="proceedings:signatory:appointed"):
    person_id: UUID
    authority_sha256: str


class SignatoryDismissed(Fact, kind="proceedings:signatory:dismissed"):
    person_id: UUID
    until_on: str
