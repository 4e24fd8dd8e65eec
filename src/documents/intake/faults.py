"""Why a file is not taken in: one word for the record, one sentence for the person."""

from typing import Literal

from kernel.errors import Invalid, Place

type Fault = Literal["empty", "large", "name", "kind", "cut", "encrypted", "active", "polyglot", "bomb", "infected"]


class NotTaken(Invalid):
    """A file that stays outside. Nothing of it was stored."""

    title = "The file was not taken"

    def __init__(self, fault: Fault, sentence: str, *, where: str = "file", value: str | None = None) -> None:
        super().__init__("The document cannot be taken as it is.", places=[Place(where, value, sentence)])
        self.fault = fault
        self.reason = sentence
