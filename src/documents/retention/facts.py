"""What happened to papers at the end of their time. Reasons that people wrote are here as hashes."""

from datetime import date

from kernel.facts import Fact


class RetentionRuleSet(Fact, kind="retention:rule:set"):
    """`months` is None for a class kept without end; `basis`: duty or practice; `ground_sha256` of its words."""

    SAYS = "A period was set for papers (%(document_kind)s): %(months)s months from %(from_on)s"
    document_kind: str
    basis: str
    months: int | None
    from_on: date
    ground_sha256: str


class DestructionPolicySet(Fact, kind="retention:policy:set"):
    SAYS = "It was set whether two people approve a destruction"
    four_eyes: bool


class LegalHoldPlaced(Fact, kind="retention:hold:placed"):
    """`scope`: document, case or person."""

    SAYS = "A legal hold was placed"
    scope: str
    reason_sha256: str


class LegalHoldLifted(Fact, kind="retention:hold:lifted"):
    SAYS = "A legal hold was lifted"
    reason_sha256: str


class DestructionProposed(Fact, kind="retention:destruction:proposed"):
    """`cause`: retention or erasure."""

    SAYS = "The destruction of documents was proposed: %(count)s"
    cause: str
    count: int


class DestructionLookedAt(Fact, kind="retention:destruction:seconded"):
    SAYS = "A first person agreed to a destruction"


class DestructionApproved(Fact, kind="retention:destruction:approved"):
    SAYS = "A destruction was approved"


class DestructionRefused(Fact, kind="retention:destruction:refused"):
    SAYS = "A destruction was refused"
    reason_sha256: str


class DestructionDone(Fact, kind="retention:destruction:done"):
    SAYS = "Documents were destroyed: %(destroyed)s; spared: %(spared)s"
    destroyed: int
    spared: int


class DocumentDestroyed(Fact, kind="retention:document:destroyed"):
    """`sha256` of the bytes that were there; `cause`: retention or erasure. The seal of the document stays provable."""

    SAYS = "A document was destroyed (%(cause)s)"
    sha256: str
    cause: str


class DocumentBytesGone(Fact, kind="retention:document:gone"):
    """The object store let the bytes go; their key was destroyed before."""

    SAYS = "The stored bytes of a destroyed document were deleted"
    versions: int
