"""What happened to tapes. The claims they became have facts of their own (`cases.claims.facts`)."""

from uuid import UUID

from kernel.facts import Fact


class TapeUploaded(Fact, kind="tapes:tape:uploaded"):
    sha256: str
    size_bytes: int
    supersedes_tape_id: UUID | None


class TapeMapped(Fact, kind="tapes:tape:mapped"):
    """`mapping_sha256` is over the mapping as JSON."""

    mapping_sha256: str


class TapeChecked(Fact, kind="tapes:tape:checked"):
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_left_out: int


class TapeAcceptanceBegun(Fact, kind="tapes:acceptance:begun"):
    rows_accepted: int


class TapeAcceptanceStopped(Fact, kind="tapes:acceptance:stopped"):
    """Nothing became a claim; the tape says why."""


class TapeAccepted(Fact, kind="tapes:tape:accepted"):
    claims: int
    parties: int
    items: int


class TapeUndone(Fact, kind="tapes:tape:undone"):
    claims: int


class TapeRejected(Fact, kind="tapes:tape:rejected"):
    """The seller put the tape aside."""


class TapeSuperseded(Fact, kind="tapes:tape:superseded"):
    by_tape_id: UUID


class RejectsRead(Fact, kind="tapes:rejects:read"):
    """Rejected rows were downloaded: they hold what the seller's file says of debtors."""

    rows: int


class ValuesForgotten(Fact, kind="tapes:values:forgotten"):
    """Rejected rows past their date were deleted, and the values in findings blanked, by the nightly sweep."""

    SAYS = "The time of rejected rows is over: %(rejects)s were deleted, the values of %(findings)s findings blanked"
    rejects: int
    findings: int
