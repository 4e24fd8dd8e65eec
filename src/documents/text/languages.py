"""The five languages: the stems of a word, and in which of them a text is written."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import Stemmer

from documents.text.words import LONGEST, fold

LANGUAGES = {"es": "spanish", "pl": "polish", "sv": "swedish", "de": "german", "en": "english"}
_WORD = re.compile(r"\w+")
_COMMON = """
es a al como con de del el en es la las lo los no para por que se su un una y
pl dla do i jako jest lub na nie o od oraz po pozwany przez przy się w z za ze że
sv att av den det eller ett från för har i inte med och om på ska som till vid är
de als auf das dem den der des die ein eine für im in ist mit nicht sich und von zu
en a and are as at be by for from in is of on or that the this to which with
"""
COMMON = {line[:2]: frozenset(line.split()[1:]) for line in _COMMON.strip().splitlines()}
"""The words that fill a text of each language."""
FEW = 5
SHARE = 0.3


class Stems:
    """Snowball's stemmers of these languages; one object for one thread."""

    def __init__(self, languages: Iterable[str]) -> None:
        self._stemmers: list[Any] = [Stemmer.Stemmer(LANGUAGES[one]) for one in languages]

    def of(self, written: str) -> set[str]:
        """The word's stems, folded; none of a word that holds a digit."""
        small = written.casefold()[:LONGEST]
        return {"~" + fold(one.stemWord(small)) for one in self._stemmers} if small.isalpha() else set()


def languages_of(pages: Sequence[str]) -> tuple[str, ...]:
    """The languages a text is written in, told by its commonest words; all of ours for a text too short to tell."""
    counts = dict.fromkeys(LANGUAGES, 0)
    for page in pages:
        for found in _WORD.finditer(page):
            small = found.group().casefold()
            for language, common in COMMON.items():
                counts[language] += small in common
    most = max(counts.values())
    if most < FEW:
        return tuple(LANGUAGES)
    return tuple(language for language, count in counts.items() if count >= most * SHARE)
