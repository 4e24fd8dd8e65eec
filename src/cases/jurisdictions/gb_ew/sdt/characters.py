"""What to write where the court lacks a letter: proposed here, signed off by a person, never applied unasked."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cases.jurisdictions.court_files.layout import leaves
from cases.jurisdictions.gb_ew.sdt.envelope import LAYOUTS
from cases.jurisdictions.gb_ew.sdt.limits import CHARACTERS
from cases.jurisdictions.gb_ew.sdt.messages import Filing
from kernel.errors import Place, Refused

SPELT = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "–": "-", "—": "-", "‘": "'", "’": "'", "“": "'", "”": "'",
    '"': "'", "\u00a0": " ", ";": ",", "€": "EUR ", "[": "(", "]": ")", "…": "...",
}  # fmt: skip
"""Letters that Unicode does not take apart, and marks. A habit, not a rule of the court: hence the sign-off."""


@dataclass(frozen=True, slots=True)
class Transliteration:
    """A field as it stands and as it could stand; `open` lists characters nobody may guess at."""

    case: str
    field: str
    before: str
    after: str
    open: tuple[str, ...]


def proposals(filing: Filing) -> tuple[Transliteration, ...]:
    """One for each field the court's characters cannot hold."""
    return tuple(_proposed(filing))


def _proposed(filing: Filing) -> Iterator[Transliteration]:
    for leaf in leaves(LAYOUTS[type(filing.message)], filing.message):
        if type(leaf.value) is str and not CHARACTERS.fullmatch(leaf.value):
            spelt = [_spelt(one) for one in leaf.value]
            unknown = dict.fromkeys(was for was, now in zip(leaf.value, spelt, strict=True) if now is None)
            after = "".join(was if now is None else now for was, now in zip(leaf.value, spelt, strict=True))
            yield Transliteration(filing.case, leaf.path, leaf.value, after, tuple(unknown))


def _spelt(character: str) -> str | None:
    if CHARACTERS.fullmatch(character):
        return character
    if character in SPELT:
        return SPELT[character]
    plain = "".join(one for one in unicodedata.normalize("NFKD", character) if not unicodedata.combining(one))
    return plain if plain and CHARACTERS.fullmatch(plain) else None


def signed_off(filing: Filing, approved: Iterable[Transliteration]) -> Filing:
    """The filing with the wordings a person approved. Refused where the field no longer says what was approved, or
    where what would replace it is still beyond the court's characters.
    """
    message: Any = filing.message
    for one in approved:
        keys = one.field.split(".")
        if one.case != filing.case or _at(message, keys) != one.before:
            raise Refused(f"{one.field} of case {filing.case} no longer says what was signed off. Look at it again.")
        if not CHARACTERS.fullmatch(one.after):
            raise Refused(
                f"{one.field} of case {filing.case} still holds characters the court does not take.",
                places=[Place(one.field, one.after, "Write it in the court's characters.")],
            )
        message = _put(message, keys, one.after)
    return replace(filing, message=message)


def _at(value: Any, keys: list[str]) -> Any:
    for key in keys:
        if isinstance(value, tuple):
            value = value[int(key) - 1] if key.isdigit() and 0 < int(key) <= len(value) else None
        else:
            value = getattr(value, key, None)
    return value


def _put(value: Any, keys: list[str], new: str) -> Any:
    if not keys:
        return new
    key, *rest = keys
    if isinstance(value, tuple):
        at = int(key) - 1
        return (*value[:at], _put(value[at], rest, new), *value[at + 1 :])
    return replace(value, **{key: _put(getattr(value, key), rest, new)})
