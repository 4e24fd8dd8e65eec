"""What an organisation puts on its papers beside what the law and the case say. Text alone, and one picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from cases.proceedings.papers_offered import LETTERS

WORDS = {"any": "Any language", "en": "English", "es": "Spanish", "pl": "Polish", "sv": "Swedish", "de": "German"}
"""Of a language's code, as pages say it."""
ANY = "any"
"""A clause's kind or language that fits every letter."""
NOT_OURS = frozenset({"goodbye_letter"})
"""Papers that go out under another's head: the seller's own letter."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Plain text at the end of letters of a kind in a language."""

    kind: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class House:
    """A version of a letterhead. `logo` is a data address, None without a picture; `sender` are lines."""

    version: int
    sender: tuple[str, ...]
    footer: str
    logo: str | None
    clauses: tuple[Clause, ...]

    def on(self, kind: str, language: str) -> Mapping[str, object]:
        """What a paper's template is given under the name `house`: words and a picture. A paper for a court carries no
        clause: what it asks for is the case's, and a clause may say any sum in words.
        """
        mine = [one for one in self.clauses if one.kind in {ANY, kind} and one.language in {ANY, language}]
        fitting = tuple(one.text for one in mine) if kind in LETTERS else ()
        return {"sender": self.sender, "footer": self.footer, "logo": self.logo, "clauses": fitting}

    def digest(self, kind: str, language: str) -> bytes:
        """SHA-256 over what this paper shows of it: a clause of another paper changes nothing here."""
        shown = self.on(kind, language)
        return sha256("\0".join(map(repr, shown.values())).encode()).digest()
