"""What happened to payments received."""

from uuid import UUID

from kernel.facts import Fact


class ReceiptFileStored(Fact, kind="receipts:file:stored"):
    SAYS = "A file of payments was stored"
    sha256: str


class ReceiptFileMapped(Fact, kind="receipts:file:mapped"):
    SAYS = "The columns of a file of payments were named; it is being read"
    digest: str


class ReceiptFileRefused(Fact, kind="receipts:file:refused"):
    SAYS = "A file of payments was refused"
    digest: str


class ReceiptsRead(Fact, kind="receipts:file:read"):
    """`digest` is over the lines' own digests, in their order."""

    SAYS = "Payments read: %(lines)s; booked: %(booked)s, waiting: %(waiting)s, known before: %(known)s"
    lines: int
    known: int
    booked: int
    waiting: int
    faults: int
    digest: str


class PaymentsBooked(Fact, kind="receipts:payments:booked"):
    """What of a file was booked on one other house's cases, told to that house."""

    SAYS = "Payments booked on cases: %(count)s"
    count: int
    digest: str


class ReceiptAssigned(Fact, kind="receipts:receipt:assigned"):
    SAYS = "A payment was assigned to a case"
    case_id: UUID


class ReceiptDecided(Fact, kind="receipts:receipt:decided"):
    """Returned to the payer, or set aside as no debtor's payment."""

    SAYS = "A payment is %(status)s"
    status: str


class ReceiptTakenBack(Fact, kind="receipts:receipt:taken_back"):
    SAYS = "A payment that was %(status)s waits again"
    status: str
