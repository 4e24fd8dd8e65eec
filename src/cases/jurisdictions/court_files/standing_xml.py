"""XML as it stands, for a person: what no layout of ours knows is shown by the court's own names."""

from hashlib import sha256

from cases.jurisdictions.court_files.twin import Row, Section
from cases.jurisdictions.court_files.xml_parsing import Node


def as_it_stands(node: Node, label: str | None = None) -> Section:
    """Every attribute and text of the element and of all within it, in their order."""
    rows = [Row(name, value) for name, value in node.attributes.items()]
    parts: list[Section] = []
    text = node.text.strip()
    if text:
        rows.append(Row(node.name, text))
    for child in node.children:
        if child.children or child.attributes:
            parts.append(as_it_stands(child))
        elif child.text.strip():
            rows.append(Row(child.name, child.text.strip()))
    return Section(label or node.name, tuple(rows), tuple(parts))


def beyond(node: Node, known: set[str], label: str) -> Section | None:
    """What the element holds besides the names that a layout reads; None where that is nothing."""
    rest = [one for one in node.children if one.name not in known and (one.children or one.text.strip())]
    if not rest:
        return None
    return as_it_stands(Node(node.namespace, node.name, {}, node.line, rest), label)


def mark_of(node: Node) -> str:
    """A digest of all that the element holds, wherever in a file it stands."""
    return sha256(repr(_held(node)).encode()).hexdigest()


def _held(node: Node) -> tuple[object, ...]:
    return (node.name, sorted(node.attributes.items()), node.text.strip(), [_held(one) for one in node.children])
