"""A filing's life: prepared from data or stopped by what is missing, approved, sealed, and gone."""

from enum import StrEnum

from kernel.machine import Machine


class FilingStatus(StrEnum):
    STOPPED = "stopped"
    QUEUED = "queued"
    DRAFTED = "drafted"
    APPROVED = "approved"
    SEALED = "sealed"
    FILED = "filed"
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
        ("send_at_once", {S.QUEUED}, S.FILED),
        ("serve", {S.FILED}, S.SERVED),
        ("withdraw", BEFORE_SEAL, S.WITHDRAWN),
    ],
)
"""`send_at_once` is for notices ordered in bulk: ordering them is the approval."""
