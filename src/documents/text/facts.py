"""What became of a document's text."""

from kernel.facts import Fact


class TextForgotten(Fact, kind="text:documents:forgotten"):
    """The text of so many documents was blanked; their words are in no index any more."""

    count: int
