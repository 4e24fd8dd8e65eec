"""The confidentiality agreement in the versions that were ever shown; a version's text never changes."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from kernel.errors import NotFound

TEXTS = Path(__file__).parent / "nda"
CURRENT = "v1"


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`sha256` is over the file's bytes: what was accepted can be proven by the text alone."""

    version: str
    title: str
    sections: tuple[Section, ...]
    sha256: bytes


@cache
def agreement(version: str = CURRENT) -> Agreement:
    """The text of a version; NotFound for one that was never published."""
    path = TEXTS / f"{version}.md"
    if version not in {file.stem for file in TEXTS.glob("*.md")}:
        raise NotFound("There is no such version of the confidentiality agreement.")
    content = path.read_bytes()
    title, *parts = content.decode().split("\n## ")
    sections = []
    for part in parts:
        heading, _, body = part.partition("\n")
        sections.append(Section(heading.strip(), tuple(text.strip() for text in body.split("\n\n") if text.strip())))
    return Agreement(version, title.removeprefix("# ").strip(), tuple(sections), sha256(content).digest())
