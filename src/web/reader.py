"""Who is reading: the language and time zone that a page is written in."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """`locale` as CLDR writes it (`en_GB`, `es_ES`), `zone` an IANA name."""

    locale: str = "en_GB"
    zone: str = "UTC"


EVERYBODY = Reader()
READER: ContextVar[Reader] = ContextVar("reader", default=EVERYBODY)
"""Set once a request, before the page is rendered; jobs that write mails set the recipient's."""
