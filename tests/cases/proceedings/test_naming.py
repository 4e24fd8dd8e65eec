"""Proceedings that came with a tape: those that are certain have their procedure, a person names the others."""

import asyncio
from datetime import date
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from cases.deadlines.queries import deadlines_of_case
from cases.desk.after_transfer import after_transfer
from cases.jurisdictions.registry import JURISDICTIONS
from cases.proceedings.chain_shown import chain_shown
from cases.proceedings.commands import Happened, record_event
from cases.proceedings.naming import known_titles, name_proceedings, procedure_meant, steps_in_court
from cases.proceedings.naming_pages import unnamed, unnamed_query
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.ids import new_id
from kernel.settings import Settings
from marketplace.settlement.transfer import transfer_sale
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_desk, an_open_case
from tests.builders.sales import a_sale
from tests.cases.desk.test_lists import by_index
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")


async def that_came_with_a_tape(*, desk: Desk, title: str | None, status: str = "enforceable") -> UUID:
    case_id = await an_open_case(desk=desk, status=status)
    async with db.transaction(desk.system):
        await _runs(case_id, title)
        await db.execute("UPDATE cases SET status = $2 WHERE id = $1", case_id, status)
    return case_id


@pytest.mark.parametrize(
    ("jurisdiction", "title", "procedure"),
    [
        ("de", "Vollstreckungsbescheid", "mahnverfahren"),
        ("de", "Versäumnisurteil", None),
        ("de", "Europäischer Zahlungsbefehl", "european_order"),
        ("pl", "Wyrok  zaoczny", "pozew"),
        ("pl", "Nakaz zapłaty", None),
        ("pl", "Europejski nakaz zapłaty", "european_order"),
        ("se", "UTSLAG", "betalningsforelaggande"),
        ("se", "Tredskodom", None),
        ("es", "Decreto monitorio", "monitorio"),
        ("es", "Sentencia", None),
        ("es", None, None),
        ("gb_ew", None, "money_claim"),
        ("us", "Judgment", None),
    ],
)
def test_a_title_that_one_procedure_alone_gives_names_it(
    jurisdiction: str, title: str | None, procedure: str | None
) -> None:
    assert procedure_meant(jurisdiction, title) == procedure


def test_every_title_is_sourced_and_names_a_procedure_there_is() -> None:
    here = {one.code: one.procedures for one in JURISDICTIONS}
    for title in known_titles():
        assert title.source
        assert title.citation
        assert all(title.procedure in here[code] for code in title.jurisdictions)
        assert all(words == words.casefold() for words in title.says)


def test_every_procedure_can_be_named_at_steps_in_court() -> None:
    for one in JURISDICTIONS:
        for procedure in one.procedures.values():
            assert {"enforcement"} <= {*steps_in_court(procedure)}
            assert not {"closed", "paid"} & {*steps_in_court(procedure)}


@pytest.mark.usefixtures("object_store")
async def test_a_transfer_names_what_is_certain_and_leaves_the_rest_to_a_person() -> None:
    sale = await a_sale(until="deed")
    owner = Actor.system(sale.buyer.organisation, sale.clock)
    await transfer_sale(owner.organisation, sale.id, clock=sale.clock)
    async with db.transaction(owner):
        ids = [row["id"] for row in await db.fetch("SELECT id FROM cases ORDER BY id")]
        for case_id, title in zip(ids, ("Decreto monitorio", "Sentencia"), strict=False):
            await _runs(case_id, title)
    await after_transfer(owner, sale.id)

    async with db.transaction(owner):
        rows = await db.fetch("SELECT id, procedure, status FROM cases ORDER BY id")
        told = await db.fetch_value("SELECT data->>'count' FROM facts WHERE kind = 'proceedings:procedure:chosen'")
    assert [(row["procedure"], row["status"]) for row in rows] == [
        ("monitorio", "enforceable"),
        (None, "enforceable"),
        ("monitorio", "onboarding"),
    ]
    assert told == "2"
    assert await after_transfer(owner, sale.id) == 0
    lawyer = await a_member(organisation_id=owner.organisation, roles=("lawyer",), clock=sale.clock)
    assert [one.id for one in await unnamed(lawyer)] == [ids[1]]
    with pytest.raises(Refused, match="Choose one first"):
        await record_event(lawyer, ids[1], Happened("enforcement_requested", lawyer.today("UTC"), "the bailiff"))


async def _runs(case_id: UUID, title: str | None) -> None:
    """A proceeding that came with the tape, in the open transaction."""
    await db.execute("UPDATE cases SET procedure = NULL, status = 'enforceable' WHERE id = $1", case_id)
    await db.execute(
        "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court, court_number, stage, title_kind)"
        " SELECT $2, claim_id, tape_id, organisation_id, 'Sąd Rejonowy w Gdyni', 'I Nc 17/26', 'judgment', $3"
        " FROM cases WHERE id = $1",
        case_id,
        new_id(),
        title,
    )


async def test_named_with_its_step_its_deadlines_hang_on_the_right_machine() -> None:
    desk = await a_desk(country="PL")
    case_id = await that_came_with_a_tape(desk=desk, title="Nakaz zapłaty", status="filed")
    async with browser(desk.lawyer) as client:
        page = BeautifulSoup((await client.get("/proceedings/unnamed?jurisdiction=pl")).text, "lxml")
        assert "I Nc 17/26" in page.text
        assert page.select_one("option[value='epu|order issued']") is not None
        await client.submit(
            "/proceedings/unnamed",
            {"jurisdiction": "pl", "case": str(case_id), "procedure": "epu|order issued"},
        )
        assert "Nothing to name" in (await client.get("/proceedings/unnamed")).text

    await record_event(desk.lawyer, case_id, Happened("nakaz_served_epu", date(2026, 11, 10), "e-sąd"))
    assert {one.rule for one in await deadlines_of_case(desk.lawyer, case_id)} == {"PL-EPU-SPRZ"}


async def test_a_step_gives_the_case_the_status_it_means() -> None:
    desk = await a_desk(country="PL")
    case_id = await that_came_with_a_tape(desk=desk, title=None, status="enforceable")
    await name_proceedings(desk.lawyer, [case_id], "pozew", step="enforcement")
    shown = await chain_shown(desk.lawyer, case_id)
    assert (shown.case.status, shown.step) == ("enforcement", "enforcement")


async def test_what_makes_no_sense_is_refused() -> None:
    desk = await a_desk(country="PL")
    case_id = await that_came_with_a_tape(desk=desk, title=None)
    reader = await a_member(organisation_id=desk.owner_id, roles=("seller",))
    stranger = await a_member(organisation_id=await an_organisation(kinds=("law_firm",)), roles=("lawyer",))
    for procedure, step in (("monitorio", ""), ("epu", "closed"), ("epu", "nowhere")):
        with pytest.raises(Invalid):
            await name_proceedings(desk.lawyer, [case_id], procedure, step=step)
    with pytest.raises(Invalid):
        await name_proceedings(desk.lawyer, [], "epu")
    with pytest.raises(Forbidden):
        await name_proceedings(reader, [case_id], "epu")
    with pytest.raises(NotFound):
        await name_proceedings(stranger, [case_id], "epu")
    assert await unnamed(stranger) == []


async def test_two_who_name_it_at_once_name_it_once() -> None:
    desk = await a_desk(country="PL")
    case_id = await that_came_with_a_tape(desk=desk, title=None)
    done = await asyncio.gather(
        *(name_proceedings(desk.lawyer, [case_id], one) for one in ("epu", "pozew")), return_exceptions=True
    )
    assert sum(one == 1 for one in done) == 1
    assert sum(isinstance(one, Refused) for one in done) == 1


async def test_the_list_is_read_by_an_index_that_begins_with_its_reader(database: Settings) -> None:
    desk = await a_desk(country="PL")
    await that_came_with_a_tape(desk=desk, title=None)
    sql, arguments = unnamed_query(desk.owner_id, "", None)
    await by_index(Actor.system(desk.owner_id), sql, arguments, "cases", "organisation_id")
