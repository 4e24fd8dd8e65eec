"""Why a file has no other form."""

from kernel.errors import Refused, Unavailable


class NotConverted(Refused):
    """The file cannot be converted; the sentence says why and what to do."""


class NoConverter(Unavailable):
    """The program that could is not installed here."""
