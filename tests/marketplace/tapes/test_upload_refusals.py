"""What a seller's bad file gets over the upload route: a sentence that names the place, and nothing taken over."""

from typing import Any
from uuid import UUID

import pytest
from markupsafe import escape

from kernel.actor import Actor
from marketplace.tapes.commands_check import check_tape
from marketplace.tapes.queries import RuleFound, findings
from marketplace.tapes.sample import CUT_OFF
from tests.builders.accounts import a_member, an_organisation
from tests.marketplace.tapes.test_tape_pages import proposed
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database", "object_store")

HEADER = "Account number;Balance;Date of default;Customer name;Currency;Country"
OF_THE_LAW = ("limitation.near", "limitation.barred")
GOOD = ("A-1;1234.50;2024-01-31;Ann Lee;EUR;es", "A-2;250.50;2024-02-29;Bo Ek;EUR;es")


async def a_seller() -> Actor:
    return await a_member(organisation_id=await an_organisation(), roles=("seller",))


async def uploaded(seller: Browser, lines: tuple[str, ...]) -> UUID:
    form = {"name": "", "cut_off_on": CUT_OFF.isoformat(), "supersedes": ""}
    content = "\n".join(lines).encode()
    sent = await seller.submit("/tapes", form, files={"file": ("tape.csv", content, "text/csv")})
    assert sent.status_code == 303, sent.text
    return UUID(sent.headers["location"].split("/")[2])


async def findings_of(actor: Actor, lines: tuple[str, ...]) -> tuple[list[RuleFound], dict[str, Any], str]:
    """What was found, the tape as JSON and its page, once the file was uploaded, mapped as proposed and checked."""
    async with browser(actor) as seller:
        tape_id = await uploaded(seller, lines)
        mapped = await seller.submit(f"/tapes/{tape_id}/mapping", await proposed(seller, tape_id))
        assert mapped.status_code == 303, mapped.text
        await check_tape(Actor.system(actor.organisation), tape_id)
        page = await seller.get(f"/tapes/{tape_id}/findings")
        found = [one for one in await findings(actor, tape_id) if one.rule not in OF_THE_LAW]
        return found, (await seller.get(f"/api/tapes/{tape_id}")).json(), page.text


BAD = (
    ("A-10;10.00;2024-01-01;Ann;PLN;es", "currency.several", "Currency"),
    ("A-11;10.00;2091-01-01;Ann;EUR;es", "date.future", "Date of default"),
    ("A-12;-10.00;2024-01-01;Ann;EUR;es", "amount.negative", "Balance"),
    ("A-13;=1+1;2024-01-01;Ann;EUR;es", "cell.formula_for_value", "Balance"),
    ("A-14;+1+1;2024-01-01;Ann;EUR;es", "cell.formula_for_value", "Balance"),
    ("A-15;-1+1;2024-01-01;Ann;EUR;es", "cell.formula_for_value", "Balance"),
    ("A-16;@SUM(A1);2024-01-01;Ann;EUR;es", "cell.formula_for_value", "Balance"),
    ("A-17;10.00;=TODAY();Ann;EUR;es", "cell.formula_for_value", "Date of default"),
    ("Total;1485.00;;;EUR;es", "row.total", "Account number"),
)


async def test_each_bad_cell_is_named_with_its_rule_line_and_column() -> None:
    lines = (HEADER, *GOOD, *(row for row, _, _ in BAD))
    found, told, page = await findings_of(await a_seller(), lines)
    named = {(one.rule, int(example.place), example.column) for one in found for example in one.examples}
    assert named == {(rule, line, column) for line, (_, rule, column) in enumerate(BAD, start=4)}
    assert (told["rows_read"], told["rows_accepted"], told["rows_rejected"]) == (11, 2, 9)
    for one in found:
        assert escape(one.sentence) in page


async def test_a_name_like_a_formula_is_kept_as_text_with_a_flag() -> None:
    names = ("=cmd()", "+SUM(A1)", "-2+3", "@import")
    rows = (f"A-{i};10.00;2024-01-01;{name};EUR;es" for i, name in enumerate(names, start=5))
    (found,), told, page = await findings_of(await a_seller(), (HEADER, *GOOD, *rows))
    assert (found.rule, [one.value for one in found.examples]) == ("cell.formula", list(names))
    assert told["rows_accepted"] == 6
    assert "kept as text and never run" in page


async def test_a_file_without_an_amount_is_told_so_when_it_is_mapped() -> None:
    lines = ("Account number;Customer name;Currency;Country", "A-1;Ann Lee;EUR;es", "A-2;Bo Ek;EUR;es")
    async with browser(await a_seller()) as seller:
        tape_id = await uploaded(seller, lines)
        page = await seller.get(f"/tapes/{tape_id}/mapping")
        refused = await seller.submit(f"/tapes/{tape_id}/mapping", await proposed(seller, tape_id))
    assert "Which column holds the amount that is owed?" in page.text
    assert refused.status_code == 422
    assert "No column holds an amount that is owed" in refused.text


async def test_days_and_amounts_that_read_two_ways_are_asked_on_the_page() -> None:
    lines = (HEADER, "A-1;1.250;03/04/2024;Ann;EUR;es", "A-2;2.500;05/06/2024;Bo;EUR;es")
    async with browser(await a_seller()) as seller:
        tape_id = await uploaded(seller, lines)
        page = await seller.get(f"/tapes/{tape_id}/mapping")
        form = await proposed(seller, tape_id)
        refused = await seller.submit(f"/tapes/{tape_id}/mapping", form)
        form |= {"style_2": ",", "style_3": "%d/%m/%Y"}
        shown = await seller.submit(f"/tapes/{tape_id}/mapping", {**form, "then": "preview"})
        taken = await seller.submit(f"/tapes/{tape_id}/mapping", form)
    assert "3 April 2024 or 4 March 2024" in page.text
    assert "The first rows as they will be read" in page.text
    assert refused.status_code == 422
    assert "1250.00" in shown.text
    assert "2024-04-03" in shown.text
    assert taken.status_code == 303
