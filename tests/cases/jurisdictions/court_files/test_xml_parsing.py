"""XML from outside: nothing it declares is obeyed, and nothing it sends is without bounds."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.jurisdictions.court_files.xml_parsing import DEEPEST, LARGEST_FILE, Node, parse
from kernel.errors import Invalid

BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "content",
    [
        f'<!DOCTYPE x [<!ENTITY e0 "ha">{BOMB}]><x>&e9;</x>',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_its_entities_are_looked_at(content: str, encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{content}'
    with pytest.raises(Invalid, match="DOCTYPE"):
        parse(declared.encode(encoding))


def test_fifty_megabytes_are_refused_unread() -> None:
    with pytest.raises(Invalid, match="52,428,800 bytes"):
        parse(b"<x>" + b" " * (50 * 1024 * 1024 - 3))
    assert LARGEST_FILE < 50 * 1024 * 1024


def test_nesting_has_an_end() -> None:
    assert parse(("<x>" * DEEPEST + "</x>" * DEEPEST).encode()).name == "x"
    with pytest.raises(Invalid, match="nests deeper"):
        parse(("<x>" * (DEEPEST + 1) + "</x>" * (DEEPEST + 1)).encode())


@pytest.mark.parametrize(
    "content", [b"", b"<x>", b"<x></y>", b"<x>&nbsp;</x>", b'<?xml version="1.0" encoding="none"?><x/>']
)
def test_what_is_not_well_formed_is_named_with_its_line(content: bytes) -> None:
    with pytest.raises(Invalid, match=r"line 1|encoding"):
        parse(content)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_tree_or_a_refusal(content: bytes) -> None:
    with suppress(Invalid):
        assert isinstance(parse(content), Node)
