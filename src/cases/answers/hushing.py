"""Secrets of an account that a court repeats: blotted out of whatever is shown, found in a file that keeps them."""

from collections.abc import Iterable
from html import unescape
from xml.sax.saxutils import escape

import msgspec

from cases.answers.words import Words

BLOT = "•••"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def hushed(text: str, secrets: Iterable[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, BLOT)
    return text


def hushed_words(words: Words, secrets: Iterable[str]) -> Words:
    """The same words, told without the secrets."""
    known = tuple(secrets)
    if not known:
        return words
    changed: dict[str, object] = {
        "sentence": hushed(words.sentence, known),
        "code": hushed(words.code, known) if words.code else words.code,
        "fault": hushed(words.fault, known) if words.fault else words.fault,
        "said": tuple((label, hushed(value, known)) for label, value in words.said),
    }
    return msgspec.structs.replace(words, **changed)


def repeats(content: bytes, secrets: Iterable[str]) -> bool:
    """Whether the file holds one of the secrets, as it is or as XML may write it, sign by sign or as numbers."""
    known = tuple(secrets)
    written = {form for secret in known for form in (secret, escape(secret), escape(secret, {'"': "&quot;"}))}
    if any(form.encode(encoding) in content for form in written for encoding in ENCODINGS):
        return True
    marked = [one for one in ENCODINGS if "&".encode(one) in content] if known else []
    return any(secret in unescape(content.decode(one, "replace")) for one in marked for secret in known)
