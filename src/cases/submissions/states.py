"""The life of what is lodged together, and of each file: its fee approved, carried to the court, answered."""

from enum import StrEnum

from kernel.machine import Machine


class BatchStatus(StrEnum):
    ORDERED = "ordered"
    MADE = "made"
    REFUSED = "refused"


class SubmissionStatus(StrEnum):
    READY = "ready"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    REFUSED = "refused"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


SUBMISSION_BATCHES = Machine(
    "submission_batches",
    BatchStatus,
    [("make", {BatchStatus.ORDERED}, BatchStatus.MADE), ("refuse", {BatchStatus.ORDERED}, BatchStatus.REFUSED)],
)

S = SubmissionStatus

SUBMISSIONS = Machine(
    "submissions",
    SubmissionStatus,
    [
        ("approve", {S.READY}, S.APPROVED),
        ("begin", {S.APPROVED}, S.SENDING),
        ("arrive", {S.APPROVED, S.SENDING, S.FAILED}, S.SENT),
        ("fail", {S.SENDING}, S.FAILED),
        ("try_again", {S.FAILED}, S.APPROVED),
        ("refuse", {S.SENDING, S.SENT}, S.REFUSED),
        ("answer", {S.SENT}, S.ANSWERED),
        ("withdraw", {S.READY, S.APPROVED, S.FAILED}, S.WITHDRAWN),
    ],
)
"""`begin` is written down before the first byte leaves: what is found there later may be in the court's hands, so it is
neither withdrawn nor sent blindly again. `fail` is for what surely did not arrive.
"""
