"""What the index keeps of one document for one reader, and how it is asked: PostgreSQL's tsvector and tsquery as text.

Every lexeme begins with the reader's mark. The index is one tree for the whole platform, so that without it a common
word, or a beginning of words, would be looked for in everybody's documents: the price of a search would be that of the
largest house. Whose row it is says the row itself; the mark alone opens nothing.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from documents.text.languages import Stems
from documents.text.words import words_of

BETWEEN_PAGES = 20
"""Positions left free after a page, so that no phrase runs over its end."""
LAST_POSITION = 16_383
MOST_OF_ONE = 200
"""Positions kept of one lexeme; PostgreSQL keeps 255."""
MOST_BYTES = 900_000
"""PostgreSQL's vectors end at 1,048,575."""

type Lexemes = Mapping[str, Sequence[int]]


def lexemes_of(pages: Sequence[str], languages: Sequence[str]) -> dict[str, list[int]]:
    """Each word and stem with its positions, as long as they fit; the words of the first pages come first."""
    stems, known = Stems(languages), dict[str, set[str]]()
    kept: dict[str, list[int]] = {}
    at, size = 0, 0
    for page in pages:
        for word in words_of(page):
            at += 1
            if word.written is None:
                found = {word.folded}
            else:
                if word.written not in known:
                    known[word.written] = {word.folded} | stems.of(word.written)
                found = known[word.written]
            for one in found:
                places = kept.get(one)
                if places is None:
                    size += len(one.encode()) + 24
                    if size > MOST_BYTES:
                        return kept
                    kept[one] = [min(at, LAST_POSITION)]
                elif len(places) < MOST_OF_ONE and at <= LAST_POSITION:
                    places.append(at)
                    size += 2
        at += BETWEEN_PAGES
    return kept


def mark_of(reader_id: UUID) -> str:
    """Ten signs that set a reader's words apart: the random end of his id."""
    return reader_id.hex[-10:]


def vector(lexemes: Lexemes, reader_id: UUID) -> str:
    mark = mark_of(reader_id)
    return " ".join(f"{quoted(mark + one)}:{','.join(map(str, places))}" for one, places in lexemes.items())


def quoted(lexeme: str) -> str:
    """A lexeme as PostgreSQL reads it, whatever signs it holds."""
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
