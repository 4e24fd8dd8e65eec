"""The words of tapes in five languages, read once from `synonyms/`: headers, yes and no, and choices."""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from msgspec import Struct, convert

LANGUAGES = ("en", "es", "pl", "se", "de")

_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "æ": "ae", "º": "o", "ª": "a"})


class Words(Struct, frozen=True):
    """Words of cells; `total` in the form `normal` gives."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    total: tuple[str, ...]


class Vocabulary(Struct, frozen=True):
    """One language: its ISO code, the names of the fields, and the words of their cells."""

    language: str
    columns: dict[str, tuple[str, ...]]
    words: Words
    choices: dict[str, dict[str, tuple[str, ...]]]


@cache
def vocabularies() -> dict[str, Vocabulary]:
    folder = files("marketplace.tapes") / "synonyms"
    return {
        name: convert(tomllib.loads((folder / f"{name}.toml").read_text("utf-8")), Vocabulary) for name in LANGUAGES
    }


def normal(text: str) -> str:
    """Lower case without accents, every run of other signs one blank: `Nº_Contrato` is `no contrato`."""
    flat = unicodedata.normalize("NFKD", text.translate(_PLAIN).casefold().translate(_PLAIN))
    letters = "".join(sign if sign.isalnum() else " " for sign in flat if not unicodedata.combining(sign))
    return " ".join(letters.split())


@cache
def headers() -> dict[str, tuple[tuple[str, str], ...]]:
    """Normal header -> the (field, language) pairs it can mean, the catalogue's own names among them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, vocabulary in vocabularies().items():
        for field, synonyms in vocabulary.columns.items():
            for synonym in (field, *synonyms):
                pairs = found.setdefault(normal(synonym), [])
                if (field, name) not in pairs:
                    pairs.append((field, name))
    return {header: tuple(pairs) for header, pairs in found.items()}


def known_header(cell: str) -> bool:
    return normal(cell) in headers()


@cache
def flag_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words for yes and for no, in lower case, of all five languages."""
    yes = {word for vocabulary in vocabularies().values() for word in vocabulary.words.yes}
    no = {word for vocabulary in vocabularies().values() for word in vocabulary.words.no}
    return frozenset(yes), frozenset(no)


@cache
def total_words() -> frozenset[str]:
    """What stands where a reference would in the line of totals below a tape."""
    return frozenset(word for vocabulary in vocabularies().values() for word in vocabulary.words.total)


@cache
def choice_words(field: str) -> dict[str, str]:
    """Lower-case word -> the choice it stands for, the choices' own names included."""
    found: dict[str, str] = {}
    for vocabulary in vocabularies().values():
        for choice, words in vocabulary.choices.get(field, {}).items():
            found |= dict.fromkeys((choice, choice.replace("_", " "), *words), choice)
    return found
