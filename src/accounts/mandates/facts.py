"""What happened to mandates. The hash is that of the power of attorney."""

from uuid import UUID

from kernel.facts import Fact


class MandateGranted(Fact, kind="mandates:mandate:granted"):
    SAYS = "%(organisation_id)s was given a mandate for %(mandate_kind)s"
    organisation_id: UUID
    mandate_kind: str
    power_sha256: str


class MandateEnded(Fact, kind="mandates:mandate:ended"):
    SAYS = "A mandate for %(mandate_kind)s ends on %(until_on)s"
    mandate_kind: str
    until_on: str
