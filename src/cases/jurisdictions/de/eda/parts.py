"""What a machine part inside a paper is: an application or one of its follow-ups, by the name of its file."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.twin import Section, twin
from cases.jurisdictions.de.eda.applications import Application
from cases.jurisdictions.de.eda.checks import CODEC, faults_of
from cases.jurisdictions.de.eda.codes import Document
from cases.jurisdictions.de.eda.follow_up_layouts import ENFORCEMENT_ORDER, QUERY_ANSWER, WITHDRAWAL
from cases.jurisdictions.de.eda.follow_up_records import answer_of, follow_up_records, order_of, withdrawal_of
from cases.jurisdictions.de.eda.follow_ups import FollowUp
from cases.jurisdictions.de.eda.limits import APPLICATION
from cases.jurisdictions.de.eda.reading import application_of
from cases.jurisdictions.de.eda.records import name_of
from cases.jurisdictions.de.eda.writing import application_records
from kernel.errors import Invalid

OTHER_CODEC = "cp858"
"""A part holds no letter in which the two code pages differ, so that it fits an account with either."""
type Message = Application | FollowUp


@dataclass(frozen=True, slots=True)
class PartKind:
    document: Document
    name: str
    description: str
    layout: Layout
    read: Callable[..., Message]


KINDS = (
    PartKind(
        Document.MAHNBESCHEIDSANTRAG,
        "mahnantrag.eda",
        "Antrag auf Erlass eines Mahnbescheids (EDA 01)",
        APPLICATION,
        application_of,
    ),
    PartKind(
        Document.VOLLSTRECKUNGSBESCHEIDSANTRAG,
        "vollstreckungsbescheid.eda",
        "Antrag auf Erlass eines Vollstreckungsbescheids (EDA 08)",
        ENFORCEMENT_ORDER,
        order_of,
    ),
    PartKind(
        Document.MONIERUNG_UND_ANTWORT,
        "monierungsantwort.eda",
        "Antwort auf eine Monierung (EDA 20)",
        QUERY_ANSWER,
        answer_of,
    ),
    PartKind(
        Document.RÜCKNAHME_ODER_ERLEDIGUNG,
        "ruecknahme.eda",
        "Rücknahme oder Erledigung (EDA 25)",
        WITHDRAWAL,
        withdrawal_of,
    ),
)


def kind_named(name: str) -> PartKind:
    for one in KINDS:
        if one.name == name:
            return one
    raise Invalid(f"{name!r} is none of {', '.join(one.name for one in KINDS)}.")


def kind_within(content: bytes) -> PartKind:
    """By the first record. Invalid where it begins none of the kinds."""
    first = name_of(content[:9].ljust(9), codec=CODEC)
    for one in KINDS:
        if first == f"{one.document.value} KS 00":
            return one
    raise Invalid(f"The part begins with {first!r}, which is no application that the house sends.")


def records_of(message: Message) -> bytes:
    if isinstance(message, Application):
        return application_records(message, codec=CODEC)
    return follow_up_records(message, codec=CODEC)


def part_faults(message: Message, kind: PartKind) -> tuple[Fault, ...]:
    """All limits, and every letter in both code pages."""
    case = message.reference
    found = faults_of(kind.layout, message, case=case)
    more = faults_of(kind.layout, message, case=case, codec=OTHER_CODEC)
    return (*found, *(one for one in more if one.field not in {fault.field for fault in found}))


def message_of(content: bytes) -> tuple[PartKind, Message]:
    """What a part carries. Invalid where it is not exactly what the house would write."""
    kind = kind_within(content)
    message = kind.read(content, codec=CODEC)
    if records_of(message) != content:
        raise Invalid("The records hold something that their layout does not tell.")
    return kind, message


def twin_of(name: str, content: bytes) -> Section:
    kind = kind_named(name)
    return twin(kind.layout, kind.read(content, codec=CODEC), kind.description)
