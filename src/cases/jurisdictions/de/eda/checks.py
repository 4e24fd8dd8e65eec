"""An application held against the limits and the court's characters, and its readable twin."""

from collections.abc import Iterator
from typing import Any

from cases.jurisdictions.court_files.checking import faults
from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.court_files.layout import Layout, leaves
from cases.jurisdictions.court_files.twin import Section, twin
from cases.jurisdictions.de.eda.applications import Application
from cases.jurisdictions.de.eda.limits import APPLICATION

CODEC = "cp850"
"""Of the two ways seen of writing EDA's text, CP850 and CP858, the letters of CP850 but for ı are in both."""


def application_faults(application: Application, *, codec: str = CODEC) -> tuple[Fault, ...]:
    """Everything the court would refuse. Umlauts stay umlauts; a letter beyond the set is named, never respelt."""
    return faults_of(APPLICATION, application, case=application.reference, codec=codec)


def faults_of(layout: Layout, message: Any, *, case: str, codec: str = CODEC) -> tuple[Fault, ...]:
    """Limits and letters of anything the house sends."""
    return (*faults(layout, message, case=case), *_characters(layout, message, case, codec))


def _characters(layout: Layout, message: Any, case: str, codec: str) -> Iterator[Fault]:
    for leaf in leaves(layout, message):
        if type(leaf.value) is str:
            beyond = "".join(dict.fromkeys(one for one in leaf.value if not writable(one, codec)))
            if beyond:
                limit = f"{leaf.label} holds {beyond!r}, which is not among the court's characters ({codec.upper()})."
                yield Fault(case, leaf.path, leaf.value, limit, "Agree a spelling and enter it.")
            elif leaf.value != leaf.value.strip():
                limit = f"{leaf.label} begins or ends with a blank, which a record does not keep."
                yield Fault(case, leaf.path, leaf.value, limit, "Remove it.")


def writable(character: str, codec: str) -> bool:
    """Printable and in the code page."""
    try:
        return character.isprintable() and len(character.encode(codec)) == 1
    except UnicodeEncodeError:
        return False


def readable(application: Application) -> Section:
    return twin(APPLICATION, application)
