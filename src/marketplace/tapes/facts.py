"""What happened to tapes. The claims they became have facts of their own (`cases.claims.facts`)."""

from uuid import UUID

from kernel.facts import Fact


class TapeUploaded(Fact, kind="tapes:tape:uploaded"):
    SAYS = "A tape of %(size_bytes)s bytes was uploaded"
    sha256: str
    size_bytes: int
    supersedes_tape_id: UUID | None


class TapeMapped(Fact, kind="tapes:tape:mapped"):
    """`mapping_sha256` is over the mapping as JSON."""

    SAYS = "The tape's columns were mapped"
    mapping_sha256: str


class TapeChecked(Fact, kind="tapes:tape:checked"):
    SAYS = (
        "The tape was checked: of %(rows_read)s rows %(rows_accepted)s are good, %(rows_rejected)s "
        "rejected, %(rows_left_out)s left out"
    )
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_left_out: int


class ScrubPolicySaved(Fact, kind="tapes:scrub_policy:saved"):
    """What the seller does about each ground against a sale. `policy_sha256` is over the policy as JSON."""

    policy_sha256: str


class TapeAcceptanceBegun(Fact, kind="tapes:acceptance:begun"):
    SAYS = "The acceptance of %(rows_accepted)s rows began"
    rows_accepted: int


class TapeAcceptanceStopped(Fact, kind="tapes:acceptance:stopped"):
    """Nothing became a claim; the tape says why."""

    SAYS = "The acceptance stopped; nothing became a claim"


class TapeAccepted(Fact, kind="tapes:tape:accepted"):
    SAYS = "The tape was accepted: %(claims)s claims with %(parties)s parties and %(items)s items"
    claims: int
    parties: int
    items: int


class TapeUndone(Fact, kind="tapes:tape:undone"):
    SAYS = "The acceptance was undone: %(claims)s claims were taken back"
    claims: int


class TapeRejected(Fact, kind="tapes:tape:rejected"):
    """The seller put the tape aside."""

    SAYS = "The tape was put aside"


class TapeSuperseded(Fact, kind="tapes:tape:superseded"):
    SAYS = "The tape was superseded by a later one"
    by_tape_id: UUID


class RejectsRead(Fact, kind="tapes:rejects:read"):
    """Rejected rows were downloaded: they hold what the seller's file says of debtors."""

    SAYS = "%(rows)s rejected rows were downloaded"
    rows: int


class RowsRead(Fact, kind="tapes:rows:read"):
    """Rows of the file were shown beside a finding: they hold what the seller's file says of debtors."""

    rows: int


class ValuesForgotten(Fact, kind="tapes:values:forgotten"):
    """Rejected rows past their date were deleted, and the values in findings blanked, by the nightly sweep."""

    SAYS = "The time of rejected rows is over: %(rejects)s were deleted, the values of %(findings)s findings blanked"
    rejects: int
    findings: int
