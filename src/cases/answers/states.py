"""A file of a court's answers is stored and read; an answer is matched to its case, or waits for a person."""

from enum import StrEnum

from kernel.machine import Machine


class AnswerFileStatus(StrEnum):
    STORED = "stored"
    READ = "read"
    SET_ASIDE = "set_aside"


class AnswerStatus(StrEnum):
    READ = "read"
    MATCHED = "matched"
    WAITING = "waiting"
    KNOWN = "known"
    SET_ASIDE = "set_aside"


F = AnswerFileStatus
A = AnswerStatus

ANSWER_FILES = Machine(
    "court_answer_files",
    AnswerFileStatus,
    [
        ("read", {F.STORED}, F.READ),
        ("set_aside", {F.STORED}, F.SET_ASIDE),
        ("read_again", {F.SET_ASIDE}, F.STORED),
    ],
)
ANSWERS = Machine(
    "court_answers",
    AnswerStatus,
    [
        ("match", {A.READ, A.WAITING}, A.MATCHED),
        ("wait", {A.READ}, A.WAITING),
        ("know", {A.READ, A.WAITING}, A.KNOWN),
        ("set_aside", {A.WAITING}, A.SET_ASIDE),
        ("take_up", {A.SET_ASIDE}, A.WAITING),
    ],
)
