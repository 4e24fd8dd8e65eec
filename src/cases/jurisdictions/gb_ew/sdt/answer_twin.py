"""An answer of Secure Data Transfer as a person reads it: what is said of the file, and one of its records whole."""

from dataclasses import replace

from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.standing_xml import as_it_stands, beyond
from cases.jurisdictions.court_files.twin import Section, twin
from cases.jurisdictions.court_files.xml_parsing import Node, parse_answer, without_soap
from cases.jurisdictions.court_files.xml_reading import read, read_apart, records_of
from cases.jurisdictions.gb_ew.sdt.reading import LISTS, answer_of, layout_of
from cases.jurisdictions.gb_ew.sdt.told_responses import record_name
from kernel.errors import Invalid


def answer_twin(content: bytes, record: str | None) -> tuple[Section, ...]:
    """Invalid for what is none of its answers. A record that cannot be read is shown as it stands."""
    root = without_soap(parse_answer(content))
    layout = layout_of(root)
    if layout.label not in LISTS:
        return (twin(layout, answer_of(root)),)
    attribute = LISTS[layout.label]
    answer, _, _ = read_apart(layout, root, attribute, case="the answer")
    head = twin(layout, replace(answer, **{attribute: ()}))
    found = [
        node for number, node in enumerate(records_of(layout, root, attribute), 1) if record_name(number) == record
    ]
    return (head, *(_record(layout, attribute, node, str(record)) for node in found))


def _record(layout: Layout, attribute: str, node: Node, record: str) -> Section:
    listing = next(one for one in layout.fields if one.attribute == attribute)
    if not isinstance(listing.what, Layout):
        return as_it_stands(node, record)
    try:
        shown = twin(listing.what, read(listing.what, node, case=record, unknown_refused=False), record)
    except Invalid:
        return as_it_stands(node, record)
    rest = beyond(node, {field.element for field in listing.what.fields}, "Further elements")
    return replace(shown, parts=(*shown.parts, rest)) if rest else shown
