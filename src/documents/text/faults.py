"""Why a text could not be read: a sentence without a word of the file's own."""


class NotRead(Exception):
    """The whole file, or one page of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
