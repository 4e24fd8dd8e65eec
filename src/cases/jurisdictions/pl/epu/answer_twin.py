"""An answer of the e-court's service as a person reads it: what is said of the call, and one of its rows whole."""

from dataclasses import replace

from cases.jurisdictions.court_files.standing_xml import as_it_stands, beyond
from cases.jurisdictions.court_files.twin import Section, twin
from cases.jurisdictions.court_files.xml_parsing import parse_answer, without_soap
from cases.jurisdictions.pl.epu.answer_tables import HEAD, LISTS, TITLES
from cases.jurisdictions.pl.epu.reading import head_of, listed_in, row_name
from kernel.errors import Invalid

ANSWER = "Odpowiedź e-sądu"
FURTHER = "Pozostałe elementy"


def answer_twin(content: bytes, record: str | None) -> tuple[Section, ...]:
    """Invalid for what is none of the service's answers. A row that cannot be read is shown as it stands."""
    head, result = head_of(without_soap(parse_answer(content)))
    found = [twin(HEAD, head, ANSWER)]
    for one in listed_in(result):
        if row_name(one.name, one.number) != record:
            continue
        title = f"{TITLES[one.name]} {one.number}"
        if isinstance(one.row, Invalid):
            found.append(as_it_stands(one.node, title))
            continue
        layout = LISTS[one.name]
        shown = twin(layout, one.row, title)
        rest = beyond(one.node, {field.element for field in layout.fields}, FURTHER)
        found.append(replace(shown, parts=(*shown.parts, rest)) if rest else shown)
    return tuple(found)
