"""How references, file names and classes are compared: by letters and digits alone."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

_UNDECOMPOSED = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "đ": "d", "Đ": "D"})
_RUN = re.compile(r"[A-Z0-9]+")


def runs(text: str) -> list[str]:
    """The runs of letters and digits of a text, in capitals and without accents: `ES-0047/b` gives ES, 0047, B."""
    bare = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return _RUN.findall("".join(letter for letter in bare if not unicodedata.combining(letter)).upper())


def plain(reference: str) -> str:
    """A reference as two people who write it differently both mean it: `es-0047 b` and `ES0047B` are one."""
    return "".join(runs(reference))


@cache
def classes() -> tuple[tuple[tuple[str, ...], str], ...]:
    """The words of every class, longest first, so that a notice of assignment is no assignment."""
    known = tomllib.loads(Path(__file__).with_name("classes.toml").read_text(encoding="utf-8"))
    found = [(tuple(runs(word)), kind) for kind, one in known.items() for word in one["words"]]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def class_of(text: str) -> str | None:
    """The class that a cell or a file's name says, by the longest of its known words; None where it says none or two.

    The digits of a reference in the same name do not hide the word.
    """
    said = [re.sub(r"\d+$", "", one) or one for one in runs(text)]
    kinds: dict[str, int] = {}
    for words, kind in classes():
        if any(tuple(said[at : at + len(words)]) == words for at in range(len(said) - len(words) + 1)):
            kinds.setdefault(kind, len(words))
    longest = max(kinds.values(), default=0)
    best = [kind for kind, length in kinds.items() if length == longest]
    return best[0] if len(best) == 1 else None
