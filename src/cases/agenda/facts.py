"""What happened to hearings, notes, tasks and efforts; never their words, which may name a person."""

from uuid import UUID

from kernel.facts import Fact


class HearingFixed(Fact, kind="agenda:hearing:fixed"):
    SAYS = "A hearing was fixed for %(at)s"
    case_id: UUID
    at: str


class HearingMoved(Fact, kind="agenda:hearing:moved"):
    SAYS = "A hearing was moved to %(at)s"
    case_id: UUID
    at: str


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


class TaskDone(Fact, kind="agenda:task:done"):
    SAYS = "A task was done"
    case_id: UUID


class EffortEntered(Fact, kind="agenda:effort:entered"):
    SAYS = "An effort was entered: %(kind)s"
    case_id: UUID
    kind: str
