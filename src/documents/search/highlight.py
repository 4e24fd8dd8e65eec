"""Where in a document the words stand: the page, and a piece of it with the hits told apart. Text, never markup."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.search.query import Query, Sought
from documents.text.languages import LANGUAGES, Stems
from documents.text.words import Word, words_of

AROUND = 130
MOST_LETTERS = 40_000
"""Of one page; a sheet without pages may be longer, and is shown from its beginning."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text; `hit` where it is what was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`page` counts from 1."""

    page: int
    pieces: tuple[Piece, ...]


def excerpt(pages: Sequence[str], query: Query) -> Excerpt | None:
    """The page with the most of what was asked, the first of several; None where no page has any of it."""
    stems = Stems(LANGUAGES)
    best: tuple[int, int, list[Word]] | None = None
    wanted = tuple(query.wanted())
    for number, page in enumerate(pages, 1):
        hits, different = _hits(page, wanted, stems)
        if different and (best is None or different > best[0]):
            best = (different, number, hits)
        if different == len(wanted):
            break
    if best is None:
        return None
    _, number, hits = best
    page = pages[number - 1]
    first = _densest(hits)
    start = max(0, page.rfind(" ", 0, max(0, first - AROUND)) + 1)
    end = page.find(" ", first + AROUND)
    return Excerpt(number, _pieces(page, hits, start, len(page) if end < 0 else end))


def marked(page: str, query: Query) -> tuple[Piece, ...]:
    """A whole page with its hits."""
    shown = page[:MOST_LETTERS]
    hits, _ = _hits(shown, tuple(query.wanted()), Stems(LANGUAGES))
    return _pieces(shown, hits, 0, len(shown))


def pages_with(pages: Sequence[str], query: Query) -> list[int]:
    """The pages, from 1, that hold any word that was asked for."""
    stems, wanted = Stems(LANGUAGES), tuple(query.wanted())
    return [number for number, page in enumerate(pages, 1) if _hits(page, wanted, stems)[1]]


def _hits(page: str, wanted: Sequence[Sought], stems: Stems) -> tuple[list[Word], int]:
    """The words of a page that are asked for, and how many different ones of the query they are."""
    hits, met = list[Word](), set[int]()
    known: dict[str, frozenset[int]] = {}
    for word in words_of(page[:MOST_LETTERS]):
        meets = known.get(word.folded)
        if meets is None:
            found = frozenset(stems.of(word.written)) if word.written else frozenset[str]()
            meets = frozenset(at for at, one in enumerate(wanted) if one.meets(word, found))
            known[word.folded] = meets
        if meets:
            hits.append(word)
            met |= meets
    return hits, len(met)


def _densest(hits: Sequence[Word]) -> int:
    """Where most hits stand near each other."""
    return max(hits, key=lambda one: sum(abs(other.start - one.start) < AROUND for other in hits[:200])).start


def _pieces(page: str, hits: Sequence[Word], start: int, end: int) -> tuple[Piece, ...]:
    pieces, at = list[Piece](), start
    for word in hits:
        if word.start < at or word.end > end:
            continue
        pieces += [Piece(page[at : word.start], hit=False), Piece(page[word.start : word.end], hit=True)]
        at = word.end
    return tuple(one for one in (*pieces, Piece(page[at:end], hit=False)) if one.text)
