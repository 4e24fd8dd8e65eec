"""The control sums a trailer states, held against what is there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.de.eda.codes import Document
from cases.jurisdictions.de.eda.control import ControlSums


@dataclass(frozen=True, slots=True)
class Record:
    """One record between AA and BB: its kind (the two letters or digits it begins with) and all its bytes."""

    number: int
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class EdaFile:
    """A file as read. `sums` are those its trailer states, None where the trailer holds no numbers there."""

    participant: str
    document: Document | None
    created: str
    name: str
    records: tuple[Record, ...]
    sums: ControlSums | None


def sums_of(tail: Mapping[str, str]) -> ControlSums | None:
    names = ("applications", "records", "catalogue_numbers", "amounts", "court_numbers", "claims")
    said = [tail.get(name, "") or "0" for name in names]
    if not tail.get("records"):
        return None
    if not all(one.isascii() and one.isdigit() for one in said):
        return None
    return ControlSums(*map(int, said))


def sum_faults(file: EdaFile, expected: ControlSums | None = None) -> Iterator[Fault]:
    """What the trailer says and is not so. Without `expected` only what the file itself shows can be compared."""
    if file.sums is None:
        yield Fault(
            "the file", "BB", None, "The trailer holds no control sums where they are expected.", "Ask its maker."
        )
        return
    there = len(file.records)
    if file.sums.records != there:
        said = f"The trailer counts {file.sums.records} records, the file holds {there}."
        yield Fault("the file", "BB.records", str(file.sums.records), said, "A part is missing: fetch it again.")
    for name in _differing(file.sums, expected):
        found, wanted = getattr(file.sums, name), getattr(expected, name)
        said = f"The trailer says {found}, the data add up to {wanted}."
        yield Fault("the file", f"BB.{name}", str(found), said, "Do not send it.")


def _differing(found: ControlSums, expected: ControlSums | None) -> Iterable[str]:
    names = ("applications", "catalogue_numbers", "amounts", "court_numbers", "claims")
    return [name for name in names if expected is not None and getattr(found, name) != getattr(expected, name)]
