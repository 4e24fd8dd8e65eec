"""Answers of HMCTS Secure Data Transfer read into typed structs, alone or inside a SOAP envelope."""

from dataclasses import dataclass

from cases.jurisdictions.court_files.checking import faults
from cases.jurisdictions.court_files.faults import refuse
from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.xml_parsing import Node, parse_answer, without_soap
from cases.jurisdictions.court_files.xml_reading import Unread, read, read_apart
from cases.jurisdictions.gb_ew.sdt.answer_layouts import ACKNOWLEDGEMENT, FEEDBACK
from cases.jurisdictions.gb_ew.sdt.answers import Acknowledgement, Feedback
from cases.jurisdictions.gb_ew.sdt.defence_layouts import DEFENCES
from cases.jurisdictions.gb_ew.sdt.defences import Defences
from cases.jurisdictions.gb_ew.sdt.limits import NAMESPACE
from kernel.errors import Invalid

ROOTS: dict[tuple[str, str], Layout] = {
    (f"{NAMESPACE}BulkResponseSchema", "bulkResponse"): ACKNOWLEDGEMENT,
    (f"{NAMESPACE}BulkFeedbackResponseSchema", "bulkFeedbackResponse"): FEEDBACK,
    (f"{NAMESPACE}SubmitQueryResponseSchema", "submitQueryResponse"): DEFENCES,
}

type Answer = Acknowledgement | Feedback | Defences


def read_answer(content: bytes) -> Answer:
    """The answer, or Invalid with places: unknown root, malformed, a value beyond what the schemas allow."""
    return answer_of(without_soap(parse_answer(content)))


LISTS = {FEEDBACK.label: "answers", DEFENCES.label: "defences"}
"""The attribute of each answer that is a list of records."""


@dataclass(frozen=True, slots=True)
class Apart:
    """An answer with those of its records that can be read, their numbers in the file, and the others."""

    answer: Answer
    numbers: tuple[int, ...] = ()
    unread: tuple[Unread, ...] = ()


def read_records(content: bytes) -> Apart:
    """The same, but a record that cannot be read takes no other with it."""
    root = without_soap(parse_answer(content))
    layout = layout_of(root)
    if layout.label not in LISTS:
        return Apart(answer_of(root))
    answer, numbers, unread = read_apart(layout, root, LISTS[layout.label], case="the answer")
    return Apart(answer, tuple(numbers), tuple(unread))


def layout_of(root: Node) -> Layout:
    layout = ROOTS.get((root.namespace, root.name))
    if layout is None:
        known = ", ".join(name for _, name in ROOTS)
        raise Invalid(f"The file is a <{root.name}> of {root.namespace or 'no namespace'}; known are {known}.")
    return layout


def answer_of(root: Node) -> Answer:
    layout = layout_of(root)
    answer: Answer = read(layout, root, case="the answer", unknown_refused=False)
    if wrong := tuple(faults(layout, answer, case="the answer")):
        raise refuse("The answer holds what the court's own schemas do not allow.", wrong)
    return answer
