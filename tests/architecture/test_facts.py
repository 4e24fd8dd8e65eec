"""A fact can never be erased, so that nothing a person writes or is called may stand in one."""

from dataclasses import fields
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import get_args, get_type_hints
from uuid import UUID

import pytest

from kernel.facts import KINDS, Fact
from web import wiring

SRC = Path(__file__).parents[2] / "src"
HARMLESS = {UUID, int, bool, date, datetime, type(None)}
HASHES = ("sha256", "digest")
DAYS = ("_on", "_at")
VOCABULARY = {
    "amount": "money as text",
    "basis": "duty or practice",
    "cause": "retention or erasure",
    "channel": "a court's system, named by its jurisdiction",
    "charge_kind": "price, fee or deposit, checked by the database",
    "country": "ISO 3166",
    "document_kind": "a kind of document, named in code",
    "engine": "the program that converted, and its version, named in code",
    "event": "an event of a procedure, checked against its jurisdiction",
    "exhibit": "a kind of exhibit, checked against a closed list",
    "fields": "names of columns",
    "ground": "a ground of a hold or of an erasure, checked by the database or an enumeration",
    "kinds": "kinds of organisations, checked by the database",
    "level": "tape, rows or papers",
    "mandate_kind": "a kind of mandate, checked by the database",
    "names": "names of particulars",
    "nda_version": "the version of our own text",
    "on": "a day",
    "outcome": "what an answer makes of a filing, a closed list",
    "paper": "a kind of paper, named by its jurisdiction",
    "price": "money as text",
    "procedure": "a procedure of a jurisdiction",
    "proof": "how somebody signed in",
    "receipts": "money as text",
    "reference": "our own name of a file for a court",
    "role": "a role, a row of its table",
    "roles": "roles, rows of their table",
    "rule": "a rule of a jurisdiction",
    "rules": "rules of a jurisdiction",
    "scan": "clean, infected or not scanned",
    "scope": "document, case or person",
    "scopes": "rights",
    "shown": "money as text",
    "side": "payer or payee",
    "source": "archive or prefix",
    "status": "a state of a machine",
    "totals": "money as text",
    "transition": "a transition of a machine",
    "unlimited": "kinds of check of a debtor",
    "version": "the version of our own text",
    "step": "a step of a procedure, checked against its machine",
    "was": "an event of a procedure that was corrected, checked against its jurisdiction",
    "what": "contract, adjusted price or deed",
}
"""Text that comes from a closed list of ours or from arithmetic, never from somebody's keyboard."""


def every_fact() -> list[type[Fact]]:
    wiring.load_jobs()
    wiring.routes()
    for file in sorted(SRC.rglob("facts.py")):
        name = ".".join(file.relative_to(SRC).with_suffix("").parts)
        if name not in ("kernel.facts", "web.cli.facts"):
            import_module(name)
    return [kind for name, kind in sorted(KINDS.items()) if not name.startswith("test:")]


def written(hint: object) -> set[object]:
    """The plain types a field may hold, unions and sequences opened."""
    inside = {one for one in get_args(hint) if one is not Ellipsis}
    return {plain for one in inside for plain in written(one)} if inside else {hint}


@pytest.mark.parametrize("kind", every_fact(), ids=lambda kind: kind.KIND)
def test_a_fact_holds_ids_counts_hashes_days_and_our_own_words_only(kind: type[Fact]) -> None:
    hints = get_type_hints(kind)
    for field in fields(kind):
        types = written(hints[field.name])
        assert types <= {*HARMLESS, str}, f"{kind.__name__}.{field.name} may hold {types}"
        if str in types:
            allowed = field.name in VOCABULARY or field.name.endswith(HASHES) or field.name.endswith(DAYS)
            assert allowed, (
                f"{kind.__name__}.{field.name} is text. If somebody wrote it, record its SHA-256 and keep the words in"
                " the row; if it comes from a closed list, name it in VOCABULARY."
            )


def test_every_word_of_the_list_is_used() -> None:
    used = {field.name for kind in every_fact() for field in fields(kind)}
    assert set(VOCABULARY) - used == set()
