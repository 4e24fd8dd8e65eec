"""What comes late: after the paper was drafted, on the very day of filing, or the day after limitation ended."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from cases.desk.reach import cases_at_hand
from cases.preflight.checks import enter_checks
from cases.preflight.debtors import boxed, misaddressed
from cases.preflight.findings import findings_of
from cases.proceedings.case_file import assemble
from cases.proceedings.filing_commands import approve_filings
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.preview import preview_filings
from kernel import db
from kernel.errors import Refused
from kernel.money import Money
from tests.builders.case_file import spanish_case
from tests.builders.cases import NOW, a_desk
from tests.builders.receipts import Paid, bring_rows
from tests.cases.preflight.test_checks import a_row, reference_of
from tests.cases.proceedings.test_barred import limitation_over
from tests.cases.proceedings.test_filings import filings, ready_for_court

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
PETITION = "monitorio_petition"
TODAY = NOW.date()


async def test_what_becomes_known_after_the_paper_was_drafted_stops_its_approval(run_jobs: Run) -> None:
    """A register tells of it on the very day, and the bank of a payment that may be the debtor's."""
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    await prepare_filings(desk.lawyer, [case_id], PETITION)
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    reference = await reference_of(desk.lawyer, case_id)
    await enter_checks(desk.lawyer, [a_row(reference, what="insolvency", answer="hit")])
    async with db.transaction(desk.lawyer):
        name = await db.fetch_value(
            "SELECT p.name FROM parties p JOIN cases k ON k.claim_id = p.claim_id WHERE k.id = $1", case_id
        )
    await bring_rows(desk.buyer, Paid(on=TODAY.isoformat(), amount="12.34", payer=name, currency="EUR"))
    with pytest.raises(Refused) as refused:
        await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])
    for said in ("The debtor is insolvent", "A payment that names the debtor waits"):
        assert said in refused.value.sentence


async def test_on_the_last_day_of_limitation_a_paper_goes_and_a_day_later_none_of_many_does() -> None:
    desk = await a_desk()
    last_day, day_after = await ready_for_court(desk, count=2)
    await limitation_over(desk.owner_id, last_day, ended_on=TODAY, outcome="date")
    await limitation_over(desk.owner_id, day_after, ended_on=TODAY - timedelta(days=1), outcome="date")
    found = {row.case_id: row for row in (await preview_filings(desk.lawyer, [last_day, day_after], PETITION)).rows}
    assert found[last_day].will == "prepared"
    assert (found[day_after].will, [one.fact for one in found[day_after].missing]) == ("stopped", ["limitation"])


async def test_a_paper_prepared_within_a_time_of_the_law_is_held_against_it_on_the_day_it_goes() -> None:
    """The negotiation counts for a year (LO 1/2025 art. 7.3); the paper was prepared in it and lay."""
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    facts: dict[int, list[str]] = {}
    async with db.transaction(desk.lawyer):
        cases = await cases_at_hand(desk.lawyer, [case_id])
        [one] = await assemble(desk.lawyer, cases, on=TODAY, signatory=None, purpose="the test")
        received = max(act.received_on for act in one.file.pre_action if act.received_on)
        for years in (0, 1):
            on = TODAY if years == 0 else received + timedelta(days=370)
            found = await findings_of(desk.lawyer, [one], PETITION, on=on, alone=True)
            facts[years] = [lack.fact for lack in found[case_id].stops]
    assert "recent negotiation attempt" not in facts[0]
    assert "recent negotiation attempt" in facts[1]


@pytest.mark.parametrize(
    ("country", "street", "wrong"),
    [
        ("es", "Desconocida", "no street"),
        ("gb", "N/A", "no street"),
        ("pl", "---", "no street"),
        ("es", "Apartado de correos 417", "box"),
        ("gb", "P.O. Box 12", "box"),
        ("pl", "skr. poczt. 12", "box"),
        ("gb", "Aoife O'Brien, c/o 24 Seven Mail, PO Box 12", "box"),
        ("gb", "Central Sorting, P O BOX 417, LS1 2AB", "box"),
        ("gb", "Post Office Box 9", "box"),
        ("es", "Correos de Gijón, apdo. de correos 417, 33205", "box"),
        ("es", "Gijón Apartado de Correos n.º 417", "box"),
        ("pl", "Urząd Pocztowy Gdańsk, skrytka pocztowa nr 5", "box"),
        ("gb", "14 Canal Row, PO Box 12", ""),
        ("gb", "Rose Cottage, PO Box 12", ""),
        ("es", "Calle Uría 20, apartado de correos 417", ""),
        ("es", "Barrio La Vega s/n, apdo. 12", ""),
        ("pl", "ul. Długa 3 skr. poczt. 12", ""),
        ("gb", "3 Expo Box Lane", ""),
        ("se", "Box 12", ""),
        ("gb", "4 Box Lane", ""),
        ("es", "Calle del Apartado 4", ""),
        ("gb", "Unknown Warrior Road 7", ""),
    ],
)
def test_a_word_and_a_box_are_no_streets(country: str, street: str, wrong: str) -> None:
    debtor = replace(spanish_case().debtors[0], country=country, street=street, postcode=None)
    file = replace(spanish_case(), debtors=(debtor,))
    said = " ".join(one.sentence for one in (*misaddressed(file), *boxed(file)))
    assert wrong in said
    assert bool(said) is bool(wrong)
