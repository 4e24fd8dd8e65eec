"""What happened is read by people: a fact of trade, money or accounts says it in a plain sentence of its own data."""

import re
from dataclasses import fields

import pytest

from kernel.facts import Fact
from tests.architecture.test_facts import every_fact

SAID = (
    "accounts.",
    "payments.",
    "marketplace.settlement.",
    "marketplace.bids.",
    "marketplace.listings.",
    "marketplace.diligence.",
)
NAMED = re.compile(r"%\((\w+)\)s")


def spoken() -> list[type[Fact]]:
    return [kind for kind in every_fact() if kind.__module__.startswith(SAID)]


@pytest.mark.parametrize("kind", spoken(), ids=lambda kind: kind.KIND)
def test_a_fact_says_what_happened(kind: type[Fact]) -> None:
    assert kind.SAYS, f"{kind.__name__} has no sentence"
    assert not kind.SAYS.endswith("."), "a line of a timeline, not a paragraph"


@pytest.mark.parametrize("kind", [kind for kind in every_fact() if kind.SAYS], ids=lambda kind: kind.KIND)
def test_a_sentence_names_nothing_that_its_fact_does_not_hold(kind: type[Fact]) -> None:
    held = {field.name for field in fields(kind)} - {"subject_id"} | {"subject"}
    assert set(NAMED.findall(kind.SAYS)) <= held
    assert kind.SAYS % dict.fromkeys(held, "x")
