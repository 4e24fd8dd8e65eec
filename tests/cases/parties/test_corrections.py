"""A debtor's name and address told apart by a person, for the courts whose forms take them so."""

from datetime import date
from uuid import UUID

import pytest

from cases.desk.reach import cases_at_hand
from cases.parties.commands import Ground, blank_party
from cases.parties.corrections import correct_party
from cases.proceedings.case_file import assemble
from kernel import db
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.keys import platform_key
from tests.builders.accounts import a_member
from tests.builders.cases import Desk, a_desk, an_open_case
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")
APART = {"given_name": "Lucía", "family_name": "Núñez Peña"}


async def a_debtor(desk: Desk) -> tuple[UUID, UUID]:
    """The case and its debtor, Lucía Núñez Peña."""
    case_id = await an_open_case(desk=desk)
    async with db.transaction(desk.lawyer):
        sql = "SELECT p.id FROM parties p JOIN cases k ON k.claim_id = p.claim_id WHERE k.id = $1"
        return case_id, await db.fetch_value(sql, case_id)


async def test_the_parts_reach_the_papers_and_the_fact_names_fields_alone() -> None:
    desk = await a_desk()
    case_id, party_id = await a_debtor(desk)

    changed = await correct_party(desk.lawyer, case_id, party_id, {**APART, "street": "Calle  Uría 3"})
    again = await correct_party(desk.lawyer, case_id, party_id, APART)

    assert (changed, again) == (("given_name", "family_name", "street"), ())
    async with db.transaction(desk.lawyer):
        cases = await cases_at_hand(desk.lawyer, [case_id])
        on = desk.lawyer.today("UTC")
        (made,) = await assemble(desk.lawyer, cases, on=on, signatory=None, purpose="a test")
        told = await db.fetch_value("SELECT data::text FROM facts WHERE kind = 'parties:party:corrected'")
    (debtor,) = made.file.debtors
    assert (debtor.given_name, debtor.family_name, debtor.street) == ("Lucía", "Núñez Peña", "Calle Uría 3")
    assert "street" in told
    assert "Núñez" not in told


async def test_a_number_that_no_tape_told_is_sealed_and_reaches_the_papers() -> None:
    desk = await a_desk()
    case_id, party_id = await a_debtor(desk)
    number = {"national_id": "48765432Y", "birth_date": "1984-07-02"}

    first = await correct_party(desk.lawyer, case_id, party_id, number)
    again = await correct_party(desk.lawyer, case_id, party_id, {**number, "email": "lucia@correo.example"})

    assert (set(first) <= set(number), again) == (True, ("email",))
    async with db.transaction(desk.lawyer):
        cases = await cases_at_hand(desk.lawyer, [case_id])
        (made,) = await assemble(desk.lawyer, cases, on=desk.lawyer.today("UTC"), signatory=None, purpose="a test")
        row = await db.fetch_sure("SELECT sealed, national_id_hash, email_hash FROM parties WHERE id = $1", party_id)
    (debtor,) = made.file.debtors
    assert (debtor.national_id, debtor.birth_on, debtor.email) == (
        "48765432Y",
        date(1984, 7, 2),
        "lucia@correo.example",
    )
    assert b"48765432Y" not in row["sealed"]
    assert row["national_id_hash"] == platform_key().search_hash("national_id", "48765432Y")
    assert row["email_hash"] == platform_key().search_hash("email", "lucia@correo.example")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"given_name": "Lucía"}, "two parts"),
        ({"given_name": "Ana", "family_name": "Núñez Peña"}, "not the name"),
        ({"city": "x" * 121}, "longer"),
        ({"national_id": "9" * 41}, "longer"),
        ({"birth_date": "2.7.1984"}, "no day"),
        ({"birth_date": "2999-01-01"}, "later than today"),
    ],
)
async def test_what_is_not_the_name_or_too_long_is_refused(given: dict[str, str], wanted: str) -> None:
    desk = await a_desk()
    case_id, party_id = await a_debtor(desk)
    with pytest.raises(Invalid, match=wanted) as refused:
        await correct_party(desk.lawyer, case_id, party_id, given)
    assert refused.value.places


async def test_strangers_find_nothing_and_members_without_the_right_are_told_so() -> None:
    desk, other = await a_desk(), await a_desk(name="Otra DAC")
    case_id, party_id = await a_debtor(desk)
    elsewhere, _ = await a_debtor(other)
    idle = await a_member(organisation_id=desk.lawyer.organisation, roles=())
    with pytest.raises(NotFound):
        await correct_party(other.lawyer, case_id, party_id, APART)
    with pytest.raises(NotFound):
        await correct_party(other.lawyer, elsewhere, party_id, APART)
    with pytest.raises(Forbidden):
        await correct_party(idle, case_id, party_id, APART)


async def test_the_parts_go_with_the_person_who_is_erased() -> None:
    desk = await a_desk()
    case_id, party_id = await a_debtor(desk)
    await correct_party(desk.lawyer, case_id, party_id, APART)
    async with db.transaction(desk.buyer):
        claim_id = await db.fetch_value("SELECT claim_id FROM cases WHERE id = $1", case_id)
        await blank_party(desk.buyer, party_id, claim_id, Ground.NOT_NEEDED)
        row = await db.fetch_sure("SELECT given_name, family_name FROM parties WHERE id = $1", party_id)
    assert tuple(row) == (None, None)
    with pytest.raises(NotFound):
        await correct_party(desk.lawyer, case_id, party_id, APART)


async def test_entered_on_the_page_of_the_case() -> None:
    desk = await a_desk()
    case_id, party_id = await a_debtor(desk)
    async with browser(desk.lawyer) as client:
        await client.submit(f"/cases/{case_id}/parties/{party_id}", {**APART, "postcode": "33205"})
        shown = (await client.get(f"/cases/{case_id}")).text
        await client.submit(f"/cases/{case_id}/parties/{party_id}", {"given_name": "Lucía"})
        refused = (await client.get(f"/cases/{case_id}")).text
    assert 'value="Núñez Peña"' in shown
    assert "two parts" in refused
