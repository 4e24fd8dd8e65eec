"""A mail taken apart: what it says of itself and the files it brings. Nothing in it is believed.

Headers are read as they were sent, 8-bit letters that no rule allows (RFC 5322, RFC 2047) included. A mail that cannot
be taken apart is still one: it has no files, and its message is what is kept.
"""

import re
import unicodedata
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from hashlib import sha256

import msgspec
from lxml import etree, html

MOST_PARTS = 50
LONGEST_NAME, LONGEST_LINE = 110, 300
LONGEST_BODY = 20_000
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
CHECKS = ("authentication-results", "received-spf", "dkim-signature")

type Part = Message[str, str]


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`whole` is false where it could not be taken apart, or has more parts than are looked at. `checks` is what
    servers on its way wrote of its sender. `digest` is the same for the same mail sent again.
    """

    message_id: str | None
    says_from: str | None
    subject: str | None
    checks: str | None
    body: str
    files: tuple[File, ...]
    whole: bool
    digest: bytes


class _AsSent(Compat32):
    def header_fetch_parse(self, name: str, value: str) -> str:
        return _readable(value)


def read_mail(raw: bytes) -> Mail:
    """Never raises: whatever it is, it is a message."""
    try:
        return _read(raw)
    except (RecursionError, ValueError, LookupError, HeaderParseError, AttributeError, TypeError, AssertionError):
        # What the standard library raises for a mail it cannot take apart has no one class.
        return Mail(None, None, None, None, "", (), False, sha256(raw).digest())


def _read(raw: bytes) -> Mail:
    message: Part = BytesParser(policy=_AsSent()).parsebytes(raw)
    files: list[File] = []
    bodies: dict[str, str] = {}
    whole = True
    for part in message.walk():
        if part.is_multipart() or _of_the_body(message, part):
            continue
        if part.get_content_type() in SIGNATURES:
            continue
        if _is_text(part):
            bodies.setdefault(part.get_content_type(), _text(part))
            continue
        if len(files) == MOST_PARTS:
            whole = False
            break
        files.append(File(_name(part, len(files) + 1), _content(part)))
    checks = [f"{name}: {value}" for name, value in message.items() if name.lower() in CHECKS[:2]]
    said = {name: _line(message.get(name)) for name in ("Message-ID", "From", "Subject", "Date")}
    proof = [*said.values(), bodies, [(one.name, sha256(one.content).hexdigest()) for one in files]]
    known = any(said.values()) or bool(files)
    return Mail(
        said["Message-ID"],
        said["From"],
        said["Subject"],
        " ".join(" ".join(checks).split())[:1000] or None,
        _body(bodies)[:LONGEST_BODY],
        tuple(files),
        whole and known,
        sha256(msgspec.json.encode(proof)).digest() if known and whole else sha256(raw).digest(),
    )


def _of_the_body(message: Part, part: Part) -> bool:
    """A picture that the letter itself shows: a logo, not a paper."""
    return (
        part.get_content_maintype() == "image"
        and part.get("Content-ID") is not None
        and part.get_content_disposition() != "attachment"
    )


def _is_text(part: Part) -> bool:
    return (
        part.get_content_maintype() in {"text", "message"}
        and part.get_content_disposition() != "attachment"
        and part.get_filename() is None
    )


def _content(part: Part) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Part) -> str:
    content = _content(part)
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return content.decode("latin-1")


def _body(bodies: dict[str, str]) -> str:
    if "text/plain" in bodies:
        return bodies["text/plain"].strip()
    if "text/html" not in bodies:
        return ""
    try:
        words = html.document_fromstring(bodies["text/html"].encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return ""
    for hidden in words.xpath("//script|//style"):
        hidden.drop_tree()
    return re.sub(r"\n\s*\n\s*", "\n\n", words.text_content()).strip()


def _readable(value: str) -> str:
    """A header as its writer meant it, where the bytes are no ASCII: UTF-8, or the letters of Western Europe."""
    content = value.encode("ascii", "surrogateescape")
    if content.isascii():
        return value
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _words(value: str) -> str:
    """With its encoded words (RFC 2047) in letters."""
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, UnicodeDecodeError, ValueError):
        return value


def _line(value: str | None) -> str | None:
    if value is None:
        return None
    text = value if not value.isascii() else _words(value)
    return " ".join(_seen(text).split())[:LONGEST_LINE] or None


def _seen(text: str) -> str:
    """What can be seen of it, and letters that are letters."""
    return "".join(" " if one in "\t\r\n" else one for one in text if one in "\t\r\n" or _shows(one))


def _shows(letter: str) -> bool:
    return unicodedata.category(letter) not in HIDDEN


def _name(part: Part, number: int) -> str:
    """The last part of what its sender calls it; a file is never lost for its name."""
    sent = part.get_filename() or ""
    text = unicodedata.normalize("NFC", _seen(_words(sent) if sent.isascii() else sent))
    name = " ".join(text.replace("\\", "/").rpartition("/")[2].split()).strip(".")
    if len(name) > LONGEST_NAME:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}" if dot else name[:LONGEST_NAME]
    return name or f"attachment-{number}"
