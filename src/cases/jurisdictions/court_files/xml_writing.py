"""From a message to the court's XML by its layout. What is written was checked before: nothing is shortened here."""

from typing import Any
from xml.etree import ElementTree as ET

from cases.jurisdictions.court_files.layout import Choice, Field, Layout, values_of


def tree(name: str, layout: Layout, struct: Any, namespace: str) -> ET.Element:
    """The element `name` of `namespace` with everything the struct holds."""
    element = ET.Element(f"{{{namespace}}}{name}")
    _fill(element, layout, struct, namespace)
    return element


def as_bytes(root: ET.Element) -> bytes:
    """UTF-8 with its declaration; the same tree gives the same bytes."""
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _fill(element: ET.Element, layout: Layout, struct: Any, namespace: str) -> None:
    own = layout.namespace or namespace
    for field in layout.fields:
        values = values_of(field, struct)
        if field.as_attribute:
            if values:
                element.set(field.element, field.what.written(values[0]))  # type: ignore[union-attr]
            continue
        if not values and (field.wrapper is None or field.optional):
            continue
        parent = element if field.wrapper is None else ET.SubElement(element, f"{{{own}}}{field.wrapper}")
        for number, value in enumerate(values, start=1):
            _add(parent, field, number, value, own)


def _add(parent: ET.Element, field: Field, number: int, value: Any, namespace: str) -> None:
    if isinstance(field.what, Choice):
        option = field.what.of(value)
        _fill(ET.SubElement(parent, f"{{{namespace}}}{option.element}"), option.layout, value, namespace)
        return
    name = f"{field.element}{number}" if field.numbered else field.element
    child = ET.SubElement(parent, f"{{{namespace}}}{name}")
    if isinstance(field.what, Layout):
        _fill(child, field.what, value, namespace)
    else:
        child.text = field.what.written(value)
