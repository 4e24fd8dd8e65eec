"""A person asks about their data, answered on pages: found, told, erased; what must be kept is said with its reason."""

from uuid import UUID

import pytest

from cases.desk.commands import close_case
from kernel import db
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_claim, a_desk, an_open_case
from tests.cases.parties.test_erasure import party_of
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")
NAME = "Lucía Núñez Peña"


async def a_person_with_a_case(desk: Desk) -> tuple[UUID, UUID]:
    """The party and the case that is open on the claim."""
    case_id = await an_open_case(desk=desk)
    async with db.transaction(desk.buyer):
        claim_id = await db.fetch_value("SELECT claim_id FROM cases WHERE id = $1", case_id)
    return (await party_of(desk.buyer, claim_id))["id"], case_id


async def test_found_by_part_of_the_name_shown_and_handed_out_as_a_file() -> None:
    desk = await a_desk()
    party_id, _ = await a_person_with_a_case(desk)
    async with browser(desk.buyer) as client:
        nobody = (await client.get("/privacy?q=Zebedeo")).text
        found = (await client.get("/privacy?q=núñez")).text
        shown = (await client.get(f"/privacy/persons/{party_id}")).text
        file = await client.get(f"/privacy/persons/{party_id}/export")

    assert "Nobody of that name" in nobody
    assert f"/privacy/persons/{party_id}" in found
    assert NAME in shown
    assert "48765432G" in shown
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.json()["claims"][0]["identifiers"]["national_id"] == "48765432G"
    async with db.transaction(desk.buyer):
        purposes = await db.fetch("SELECT DISTINCT purpose FROM debtor_reads")
        told = await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'parties:party:disclosed'")
    assert {row["purpose"] for row in purposes} == {
        "finding a person who asks about their data",
        "answer to an access request",
    }
    assert told == 2


async def test_not_erased_while_a_case_is_open_and_then_for_ever() -> None:
    desk = await a_desk()
    party_id, case_id = await a_person_with_a_case(desk)
    here = f"/privacy/persons/{party_id}"
    async with browser(desk.buyer) as client:
        before = (await client.get(here)).text
        await client.submit(f"{here}/erase", {"ground": "objection"})
        refused = (await client.get(here)).text
        await close_case(desk.lawyer, case_id, reason="settled")
        await client.submit(f"{here}/erase", {"ground": "because"})
        groundless = (await client.get(here)).text
        await client.submit(f"{here}/erase", {"ground": "objection"})
        erased = (await client.get(here)).text
        listed = (await client.get("/privacy?q=Peña")).text

    assert "A case is open on this claim" in before
    assert "Erase for ever" not in before
    assert "A case is open on this claim" in refused
    assert NAME in refused
    assert "ground of article 17" in groundless
    assert NAME in groundless
    assert "The person was erased." in erased
    assert NAME not in erased
    assert "48765432G" not in erased
    assert NAME not in listed


async def test_what_an_erasure_would_leave_is_said_before_it() -> None:
    desk = await a_desk()
    claim_id = await a_claim(owner_id=desk.owner_id)
    party = await party_of(desk.buyer, claim_id)
    async with browser(desk.buyer) as client:
        page = (await client.get(f"/privacy/persons/{party['id']}")).text
    assert "What an erasure does not reach" in page
    assert "On claim BCN-" in page
    assert "one row cannot be taken out" in page
    assert "No day ends it by itself" in page


async def test_the_owners_administrator_answers_and_nobody_else() -> None:
    desk = await a_desk()
    party_id, _ = await a_person_with_a_case(desk)
    elsewhere = await an_organisation(kinds=("purchaser",))
    stranger = await a_member(organisation_id=elsewhere, roles=("administrator",))
    for path in ("", "/export"):
        async with browser(desk.lawyer) as client:
            assert (await client.get(f"/privacy/persons/{party_id}{path}")).status_code == 403
        async with browser(stranger) as client:
            assert (await client.get(f"/privacy/persons/{party_id}{path}")).status_code == 404
    async with browser(stranger) as client:
        assert "Nobody of that name" in (await client.get("/privacy?q=núñez")).text
