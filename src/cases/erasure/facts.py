"""What happened to a request to erase a person: never who it is."""

from kernel.facts import Fact


class ErasureRequested(Fact, kind="erasure:request:opened"):
    SAYS = "The erasure of a person was asked for (ground: %(ground)s)"
    ground: str


class ErasureApproved(Fact, kind="erasure:request:approved"):
    SAYS = "The erasure of a person was approved"


class ErasureRefused(Fact, kind="erasure:request:refused"):
    SAYS = "The erasure of a person was refused"
    reason_sha256: str


class ErasureDone(Fact, kind="erasure:request:done"):
    """`rows`: of the person, one a claim; `kept`: rows, papers, schedules and files that had to stay."""

    SAYS = "A person was erased: %(rows)s rows, %(documents)s documents; kept: %(kept)s"
    rows: int
    documents: int
    kept: int
