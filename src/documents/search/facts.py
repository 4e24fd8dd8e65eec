"""What a search showed of documents: a piece of a text is a look at it."""

from kernel.facts import Fact


class ExcerptShown(Fact, kind="search:excerpt:shown"):
    SAYS = "A piece of it was shown among the hits of a search, page %(page)s"
    page: int
