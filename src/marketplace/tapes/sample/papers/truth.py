"""The truth beside sample documents: whose each file is, what it is, and what a careful platform does with it."""

from enum import StrEnum
from pathlib import Path

import msgspec

FORMAT = "recourse-sample-documents-truth/1"


class Outcome(StrEnum):
    """What becomes of a file: with its claim, before a person, outside, or never come."""

    MATCHED = "matched"
    TRAY = "tray"
    REFUSED = "refused"
    MISSING = "missing"


class PlantedFile(msgspec.Struct, frozen=True):
    """A file of the delivery. `reference` is the claim it truly belongs to, null for a stranger's."""

    path: str
    reference: str | None
    kind: str
    outcome: Outcome
    because: str


class ClassCount(msgspec.Struct, frozen=True):
    """Claims with at least one document of the class once every file is where it belongs."""

    kind: str
    claims: int


class DocumentsTruth(msgspec.Struct, frozen=True):
    format: str
    country: str
    seed: int
    dirt: str
    claims: int
    proven: int
    coverage: tuple[ClassCount, ...]
    files: tuple[PlantedFile, ...]

    def of(self, outcome: Outcome) -> tuple[PlantedFile, ...]:
        return tuple(one for one in self.files if one.outcome is outcome)


def documents_truth_file(documents: Path) -> Path:
    """Where the truth of delivered documents lies."""
    return documents.with_name(f"{documents.name}.truth.json")


def read_documents_truth(documents: Path) -> DocumentsTruth:
    return msgspec.json.decode(documents_truth_file(documents).read_bytes(), type=DocumentsTruth)
