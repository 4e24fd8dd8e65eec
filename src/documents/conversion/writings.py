"""Mail and plain text as paper: every word of it, nothing that acts, nothing fetched."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from hashlib import sha256
from html.parser import HTMLParser

from weasyprint import __version__ as weasyprint_version

from documents.conversion.faults import NotConverted
from documents.render.pool import PaperJob, Printed, RenderPool

ENGINE = f"WeasyPrint {weasyprint_version}"
LONGEST = 2 << 20
"""Letters of one text that becomes paper: six hundred pages."""
PATIENCE = 300.0
HEADS = ("From", "To", "Cc", "Date", "Subject", "Message-ID")


def text_as_pdf(content: bytes, *, title: str, language: str, as_of: date) -> bytes:
    """A plain text. NotConverted if it is too long or no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _printed("documents/conversion/text.html", {"title": title, "text": _plain(text)}, language, as_of)
    raise NotConverted("The text is in no encoding that is known here. Save it as UTF-8 and add that.")


def mail_as_pdf(content: bytes, *, title: str, language: str, as_of: date) -> bytes:
    """A message (RFC 5322): its heads, its words, and the names and hashes of what was attached."""
    message = BytesParser(policy=policy.default).parsebytes(content)
    if not isinstance(message, EmailMessage) or not any(message.get(name) for name in HEADS):
        raise NotConverted("This is no e-mail: it has no sender, no date and no subject.")
    heads = [(name, _plain(str(value))) for name in HEADS for value in message.get_all(name, [])]
    attached = [_attachment(part) for part in message.iter_attachments() if isinstance(part, EmailMessage)]
    about = {"title": title, "heads": heads, "text": _plain(_words_of(message)), "attached": attached}
    return _printed("documents/conversion/mail.html", about, language, as_of)


def _words_of(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        said = body.get_content()
    except (LookupError, UnicodeError) as error:
        raise NotConverted("The words of the e-mail are in an encoding that is not known here.") from error
    if body.get_content_type() == "text/html":
        reader = _Words()
        reader.feed(str(said))
        return "".join(reader.words)
    return str(said)


def _attachment(part: EmailMessage) -> tuple[str, int, str]:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else part.as_bytes()
    return _plain(part.get_filename() or part.get_content_type()), len(content), sha256(content).hexdigest()


class _Words(HTMLParser):
    """The text of a page, without its styles and scripts; a block begins a line."""

    UNSEEN = ("style", "script", "head", "title")
    BLOCKS = ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "blockquote")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in self.UNSEEN
        if tag in self.BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in self.UNSEEN))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)


def _plain(text: str) -> str:
    """What our faces can print; a sign that they lack is named by its number, never left out."""
    if len(text) > LONGEST:
        raise NotConverted(f"The text has more than {LONGEST:,} letters. Split it.")
    return "".join(_letter(one) for one in text.replace("\r\n", "\n").expandtabs(4))


def _letter(one: str) -> str:
    if one == "\n" or one == " ":
        return one
    kind = unicodedata.category(one)
    strange = kind[0] == "C" or (kind in ("So", "Zl", "Zp") and one not in "©®°") or ord(one) >= 0x2E80
    return f"[U+{ord(one):04X}]" if strange else one


def _printed(template: str, about: Mapping[str, object], language: str, as_of: date) -> bytes:
    context = {"author": "", "reference": "", **about}
    job = PaperJob("1", template, context, "en" if language == "mul" else language, as_of)
    with RenderPool({}, workers=1, patience=PATIENCE) as pool:
        outcome = next(iter(pool.render_many([job])))
    if not isinstance(outcome, Printed):
        raise NotConverted(outcome.sentence)
    return outcome.paper.pdf
