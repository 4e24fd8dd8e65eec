"""Words of a text as they are looked for: folded, stemmed, and identifiers only as hashes.

The same way from a text to its words is gone by what is kept and by what is asked, so that the two meet. A word is kept
folded (small letters without marks: `żółty` and `zolty` are one) and as its stem in the languages of its document.
What may identify somebody (a token with five or more digits, a number of an account or a telephone, an address of
mail) is kept as a keyed hash alone: found again when it is asked whole, and never read out of the index (`design.md`
rule 14).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from kernel.keys import platform_key

LONGEST = 60
MANY_DIGITS = 5
_TOKEN = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<account>\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4})(?: ?\d{4}){1,6}(?: ?\d{1,3})?\b)"
    r"|(?P<telephone>\+\d(?:[ ()/-]{0,2}\d){6,14}\b)"
    r"|(?P<groups>\b\d{2,4}(?: \d{2,4}){2,8}\b)"
    r"|(?P<token>\w+(?:[-./,:]\w+)*)"
)
_WORD = re.compile(r"\w+")
_APART = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word where it stands: `folded`, or the hash of an identifier, which has no `written` form."""

    start: int
    end: int
    folded: str
    written: str | None


def fold(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold().translate(_APART))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))[:LONGEST]


def words_of(text: str) -> Iterator[Word]:
    """Every word in order."""
    at = 0
    while found := _TOKEN.search(text, at):
        whole, at = found.group(), found.end()
        if found.lastgroup == "account":
            whole = _account_in(whole)
            at = found.start() + len(whole)
        if (found.lastgroup == "token" and _digits(whole) < MANY_DIGITS) or _is_short(found):
            for one in _WORD.finditer(text, found.start(), at):
                yield Word(one.start(), one.end(), fold(one.group()), one.group())
        else:
            yield Word(found.start(), at, _hashed(whole), None)


def _account_in(whole: str) -> str:
    """The account number without the figures that follow it in the text: its check digits say where it ends."""
    ends = [found.start() for found in re.finditer(" |$", whole)]
    sound = [whole[:end] for end in reversed(ends) if _is_account(whole[:end].replace(" ", "").upper())]
    return sound[0] if sound else whole


def _is_account(signs: str) -> bool:
    """ISO 13616: the rest of a division by 97 is 1."""
    return len(signs) > 14 and int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _is_short(found: re.Match[str]) -> bool:
    """Groups of digits such as `2 500 00` are an amount or a date, and no number of anything."""
    return found.lastgroup == "groups" and _digits(found.group()) < 9


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _hashed(whole: str) -> str:
    signs = "".join(letter for letter in whole if letter.isalnum() or letter == "@").upper()
    return "#" + _hasher()(signs).hex()[:24]


def _hasher() -> Callable[[str], bytes]:
    return _hasher_of(platform_key().secret)


@cache
def _hasher_of(_secret: bytes) -> Callable[[str], bytes]:
    return platform_key().search_hasher("document")
