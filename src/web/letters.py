"""Mails in words: the same templates, filters and translations as the pages."""

from collections.abc import Mapping

from kernel.mail import Letter
from kernel.settings import settings
from web.reader import READER, Reader
from web.rendering import render


def compose(template: str, context: Mapping[str, object], *, locale: str, zone: str) -> Letter:
    """Renders `subject.txt`, `body.txt` and `body.html` of a mail's folder in the recipient's language and zone.

    Templates also know `base_url`, the address links of a mail begin with.
    """
    known = {"base_url": settings().base_url.rstrip("/"), **context}
    token = READER.set(Reader(locale, zone))
    try:
        subject, text, html = (render(f"{template}/{part}", known) for part in ("subject.txt", "body.txt", "body.html"))
    finally:
        READER.reset(token)
    return Letter(" ".join(subject.split()), text.strip() + "\n", html)
