"""What was recorded of checks and of answers to findings: counts, kinds and hashes."""

from uuid import UUID

from kernel.facts import Fact


class ChecksEntered(Fact, kind="preflight:checks:entered"):
    """`digest` is over the checks' ids; `hits` counts those that found what they asked for."""

    SAYS = "Checks of debtors entered: %(count)s, of which found something: %(hits)s"
    count: int
    hits: int
    digest: str


class CheckPolicySet(Fact, kind="preflight:policy:set"):
    """`most_days` is None where the organisation no longer limits the age of such checks."""

    SAYS = "A check of a debtor (%(what)s) may be %(most_days)s days old"
    what: str
    most_days: int | None


class FindingAnswered(Fact, kind="preflight:finding:answered"):
    """A person looked at the document in which an amount like the price was found, and says that it may go."""

    SAYS = "A document in which an amount like the price was found may go out"
    document_id: UUID
    reason_sha256: str
