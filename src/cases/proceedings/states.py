"""A filing's life: prepared from data or stopped by what is missing, approved, sealed, and gone: by hand, or in a file
that the court answers.
"""

from enum import StrEnum

from kernel.machine import Machine


class FilingStatus(StrEnum):
    STOPPED = "stopped"
    QUEUED = "queued"
    DRAFTED = "drafted"
    APPROVED = "approved"
    SEALED = "sealed"
    SUBMITTED = "submitted"
    FILED = "filed"
    REJECTED = "rejected"
    SERVED = "served"
    WITHDRAWN = "withdrawn"


S = FilingStatus
BEFORE_SEAL = {S.STOPPED, S.QUEUED, S.DRAFTED, S.APPROVED}

FILINGS = Machine(
    "filings",
    FilingStatus,
    [
        ("draft", {S.QUEUED}, S.DRAFTED),
        ("stop", {S.QUEUED}, S.STOPPED),
        ("prepare_again", {S.STOPPED}, S.QUEUED),
        ("approve", {S.DRAFTED}, S.APPROVED),
        ("seal", {S.APPROVED}, S.SEALED),
        ("file", {S.SEALED}, S.FILED),
        ("submit", {S.SEALED}, S.SUBMITTED),
        ("accept", {S.SEALED, S.SUBMITTED}, S.FILED),
        ("reject", {S.SUBMITTED}, S.REJECTED),
        ("take_back", {S.SUBMITTED}, S.SEALED),
        ("discard", {S.SEALED}, S.WITHDRAWN),
        ("send_at_once", {S.QUEUED}, S.FILED),
        ("serve", {S.FILED}, S.SERVED),
        ("withdraw", BEFORE_SEAL, S.WITHDRAWN),
    ],
)
"""`send_at_once` is for notices ordered in bulk: ordering them is the approval. `file` is a person's word; `submit`
says that the court has the file, `accept` and `reject` are its answer, `take_back` that it refused the whole file.
`discard` is for what no file can take: another is prepared in its place.
"""


class DecisionStatus(StrEnum):
    ORDERED = "ordered"
    DONE = "done"
    STOPPED = "stopped"


DECISIONS = Machine(
    "filing_decisions",
    DecisionStatus,
    [
        ("finish", {DecisionStatus.ORDERED}, DecisionStatus.DONE),
        ("stop", {DecisionStatus.ORDERED}, DecisionStatus.STOPPED),
    ],
)
"""What was decided of a whole batch, carried out paper by paper. Stopped, what was done stays done."""
