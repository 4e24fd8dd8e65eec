"""The side bar: every link of it has its picture."""

import json
from pathlib import Path

import pytest

import web
from web.navigation import SECTIONS

DRAWN = Path(web.__path__[0]) / "static" / "built" / "manifest.json"


@pytest.mark.parametrize("icon", sorted({icon for _, links in SECTIONS for *_, icon in links}))
def test_every_link_has_a_picture_that_was_drawn(icon: str) -> None:
    """The sprite keeps what templates name; what the navigation alone names stands in `web/assets/icons.txt`."""
    assert icon in json.loads(DRAWN.read_text())["icons"]
