"""What happened to hearings, notes, tasks and efforts; never their words, which may name a person."""

from uuid import UUID

from kernel.facts import Fact


class HearingFixed(Fact, kind="agenda:hearing:fixed"):
    SAYS = "A hearing was fixed for %(begins_at)s"
    case_id: UUID
    begins_at: str


class HearingMoved(Fact, kind="agenda:hearing:moved"):
    SAYS = "A hearing was moved to %(begins_at)s"
    case_id: UUID
    begins_at: str


class HearingClosed(Fact, kind="agenda:hearing:closed"):
    SAYS = "A hearing is over: %(status)s"
    case_id: UUID
    status: str


class NoteWritten(Fact, kind="agenda:note:written"):
    SAYS = "A note was written"
    case_id: UUID
    sha256: str


class TaskSet(Fact, kind="agenda:task:set"):
    SAYS = "A task was set for %(person_id)s"
    case_id: UUID
    person_id: UUID | None


class TasksSet(Fact, kind="agenda:tasks:set"):
    """The same task in many cases; `digest` is over the sorted case ids."""

    SAYS = "A task was set in cases: %(count)s"
    count: int
    digest: str


class TaskDone(Fact, kind="agenda:task:done"):
    SAYS = "A task was done"
    case_id: UUID


class EffortEntered(Fact, kind="agenda:effort:entered"):
    SAYS = "Time or cost was entered"
    case_id: UUID
    cost: bool


class TasksChanged(Fact, kind="agenda:tasks:changed"):
    """`what` is done, given or moved; `digest` is over the sorted ids of the tasks."""

    SAYS = "Tasks %(what)s: %(count)s"
    what: str
    count: int
    digest: str
