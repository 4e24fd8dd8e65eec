"""Texts: how long, of which characters, in which form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cases.jurisdictions.court_files.kinds import Broken

XML_TEXT = re.compile("[\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
"""What XML 1.0 carries unchanged (its production 2, Char, but for the carriage return, which readers turn into \\n)."""


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern the whole text must match, in words too."""

    pattern: re.Pattern[str]
    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """`most` None where the format states no limit. Lengths are characters, as XML Schema counts them."""

    most: int | None
    least: int = 1
    forms: tuple[Form, ...] = ()

    def broken(self, value: Any) -> Iterator[Broken]:
        if not XML_TEXT.fullmatch(value):
            yield "holds a control character that XML cannot carry.", "Remove it."
        if len(value) < self.least:
            yield f"has {len(value)} characters, {self.least} are the least.", "Fill it in."
        if self.most is not None and len(value) > self.most:
            yield f"has {len(value)} characters, {self.most} are the most.", "Shorten it."
        for form in self.forms:
            if not form.pattern.fullmatch(value):
                yield f"must be {form.words}.", "Correct it."

    def written(self, value: Any) -> str:
        return str(value)

    def read(self, text: str) -> Any:
        return text

    def shown(self, value: Any) -> str:
        return str(value)
