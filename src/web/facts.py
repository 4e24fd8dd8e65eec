"""What the house does with itself at night."""

from kernel.facts import Fact


class HouseSwept(Fact, kind="house:sweep:counted"):
    """One night's sweep over all organisations."""

    rejects: int
    findings: int
    mails: int
    idempotency_keys: int
    jobs: int
