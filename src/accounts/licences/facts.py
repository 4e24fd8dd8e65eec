"""What happened to licences."""

from kernel.facts import Fact


class LicenceClaimed(Fact, kind="licences:licence:claimed"):
    SAYS = "A licence as %(role)s in %(country)s was claimed"
    role: str
    country: str


class LicenceMoved(Fact, kind="licences:licence:moved"):
    SAYS = "A licence as %(role)s in %(country)s is %(status)s now. %(reason)s"
    role: str
    country: str
    status: str
    reason: str
