"""What happened in the studio."""

from kernel.facts import Fact


class LetterheadSaved(Fact, kind="studio:letterhead:saved"):
    """Of an organisation; what it says stays in its version."""

    SAYS = "Letterhead saved, version %(version)s, clauses: %(clauses)s"
    version: int
    clauses: int
    digest: str
