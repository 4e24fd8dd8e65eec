"""What happened to organisations."""

from kernel.facts import Fact


class OrganisationApplied(Fact, kind="organisations:organisation:applied"):
    SAYS = "%(subject)s applied as %(kinds)s"
    kinds: tuple[str, ...]


class OrganisationMoved(Fact, kind="organisations:organisation:moved"):
    SAYS = "%(subject)s is %(status)s now"
    transition: str
    status: str


class OrganisationEdited(Fact, kind="organisations:organisation:edited"):
    """`fields` are the names of what changed; old and new values stay out of the record."""

    SAYS = "The details of %(subject)s were changed: %(fields)s"
    fields: tuple[str, ...]
