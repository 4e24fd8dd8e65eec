"""What a person typed, as it is asked of the index and as it is marked in a text.

Words are all wanted, in any order and any inflection, and from three letters on also as the beginning of a longer word;
“words in quotes” are wanted as they stand; a word after a minus is not wanted. Nothing else is a command: every other
sign divides words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from documents.text.languages import LANGUAGES, Stems
from documents.text.vectors import mark_of, quoted
from documents.text.words import Word, words_of
from kernel.errors import Invalid, Place

MOST_WORDS = 20
PREFIX_FROM = 3
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Sought:
    """One word of the query: its folded form or its hash, and its stems in every language."""

    folded: str
    stems: frozenset[str]
    begins: bool

    def meets(self, word: Word, stems: frozenset[str]) -> bool:
        """Whether it is this word of a text, whose stems are given."""
        if self.folded == word.folded or not self.stems.isdisjoint(stems):
            return True
        return self.begins and word.folded.startswith(self.folded)

    def asked(self, mark: str) -> str:
        forms = [quoted(mark + self.folded) + (":*" if self.begins else "")]
        return "(" + " | ".join([*forms, *(quoted(mark + one) for one in sorted(self.stems))]) + ")"


@dataclass(frozen=True, slots=True)
class Query:
    """Empty where nothing was typed: then every document is meant."""

    words: tuple[Sought, ...] = ()
    phrases: tuple[tuple[Sought, ...], ...] = ()
    without: tuple[Sought, ...] = ()

    def wanted(self) -> Iterator[Sought]:
        yield from self.words
        for phrase in self.phrases:
            yield from phrase

    def asked(self, reader_id: UUID) -> str | None:
        """As PostgreSQL's to_tsquery would give it, for this reader's words; None for an empty query."""
        mark = mark_of(reader_id)
        parts = [one.asked(mark) for one in self.words]
        parts += ["(" + " <-> ".join(quoted(mark + one.folded) for one in phrase) + ")" for phrase in self.phrases]
        if not parts:
            return None
        return " & ".join([*parts, *(f"!{one.asked(mark)}" for one in self.without)])


def parsed(typed: str) -> Query:
    """Invalid for more words than anybody types, and for a query of unwanted words alone."""
    stems = Stems(LANGUAGES)
    words: list[Sought] = []
    phrases: list[tuple[Sought, ...]] = []
    without: list[Sought] = []
    for part in _PART.finditer(_joined(typed)):
        phrase = part["phrase"]
        found = tuple(_sought(phrase if phrase is not None else part["plain"], stems, whole=phrase is not None))
        if part["minus"]:
            without += found
        elif phrase is not None and len(found) > 1:
            phrases.append(found)
        else:
            words += found
    if len(words) + len(without) + sum(map(len, phrases)) > MOST_WORDS:
        raise Invalid("The search has too many words.", places=[Place("q", None, f"At most {MOST_WORDS}.")])
    if without and not words and not phrases:
        place = Place("q", None, "Add a word that is wanted before those that are not.")
        raise Invalid("The search has only words that are not wanted.", places=[place])
    return Query(tuple(words), tuple(phrases), tuple(without))


def _joined(typed: str) -> str:
    """Numbers of several groups are kept together, as a text's words are: an account number needs no quotes."""
    plain = typed.replace("“", '"').replace("”", '"').replace("„", '"').replace("\0", " ")[:1000]
    pieces, at = [], 0
    for word in words_of(plain):
        if word.written is None and " " in plain[word.start : word.end]:
            pieces += [plain[at : word.start], plain[word.start : word.end].replace(" ", "\u2060")]
            at = word.end
    return "".join([*pieces, plain[at:]])


def _sought(text: str, stems: Stems, *, whole: bool) -> Iterator[Sought]:
    for word in words_of(text.replace("\u2060", " ")):
        if word.written is None:
            yield Sought(word.folded, frozenset(), begins=False)
        else:
            found = frozenset() if whole else frozenset(stems.of(word.written))
            yield Sought(word.folded, found, begins=not whole and len(word.folded) >= PREFIX_FROM)
