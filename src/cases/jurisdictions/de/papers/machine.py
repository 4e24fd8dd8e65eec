"""The machine part of a German court paper, and why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.jurisdictions.contract import MachineFile, Missing
from cases.jurisdictions.court_files.twin import Section, twin
from cases.jurisdictions.de.eda.parts import Message, kind_named, part_faults, records_of

PLACES = {
    "defendants": "parties",
    "claimants": "parties",
    "attorney": "parties",
    "account": "bank",
    "catalogue": "items",
}
"""Where a fact is entered, by the first word of the field that breaks a limit; elsewhere with the court's facts."""


@dataclass(frozen=True, slots=True)
class MachinePart:
    """The files that travel inside the paper, and the same data as rows."""

    files: tuple[MachineFile, ...]
    twin: Section


def machine_part(name: str, message: Message) -> MachinePart:
    """For a message that `unfit` finds nothing wrong with."""
    kind = kind_named(name)
    rows = twin(kind.layout, message, kind.description)
    return MachinePart((MachineFile(name, records_of(message), kind.description),), rows)


def unfit(name: str, message: Message) -> Iterator[Missing]:
    """Everything the court's format would refuse: nothing is cut or respelt to make it fit."""
    for fault in part_faults(message, kind_named(name)):
        where = PLACES.get(fault.field.split(".")[0], "court")
        yield Missing(f"format: {fault.field}", f"{fault.limit} {fault.remedy}", where)
