"""What happened to licences."""

from kernel.facts import Fact


class LicenceClaimed(Fact, kind="licences:licence:claimed"):
    SAYS = "A licence as %(role)s in %(country)s was claimed"
    role: str
    country: str


class LicenceMoved(Fact, kind="licences:licence:moved"):
    """The operator's reason stands in the licence; its words may name somebody."""

    SAYS = "A licence as %(role)s in %(country)s is %(status)s now"
    role: str
    country: str
    status: str
    reason_sha256: str | None
