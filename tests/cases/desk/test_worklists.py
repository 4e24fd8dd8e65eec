"""Lists kept under a name, and open cases in which nothing has a day."""

from uuid import UUID

import pytest

from cases.desk import queries
from cases.desk.commands import close_case
from cases.desk.finding import found_cases
from cases.desk.queries import Filters, looked_up_to, worklist
from cases.desk.reach import Side
from cases.desk.saved_filters import keep_filter, kept_query, remove_filter, saved_filters
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.ids import new_id
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import a_desk, a_firm, open_cases
from tests.builders.deadlines import a_deadline
from tests.builders.instructions import instruct_firm
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")


async def test_a_list_is_kept_by_its_person_and_shared_with_the_house_alone() -> None:
    desk = await a_desk()
    own = await keep_filter(desk.lawyer, "cases", name="Filed", query="status=filed&side=own", shared=False)
    shared = await keep_filter(desk.lawyer, "cases", name="Spain", query="jurisdiction=es", shared=True)
    stranger = await a_member(organisation_id=await an_organisation(), roles=("lawyer",))

    assert [(one.name, one.address, one.mine) for one in await saved_filters(desk.lawyer, "cases")] == [
        ("Filed", "/cases?side=own&status=filed", True),
        ("Spain", "/cases?jurisdiction=es", True),
    ]
    assert [(one.name, one.mine) for one in await saved_filters(desk.buyer, "cases")] == [("Spain", False)]
    assert await saved_filters(desk.lawyer, "deadlines") == await saved_filters(stranger, "cases") == []
    for somebody in (desk.buyer, stranger):
        with pytest.raises(NotFound):
            await remove_filter(somebody, shared)
    assert await remove_filter(desk.lawyer, own) == "cases"
    with pytest.raises(NotFound):
        await remove_filter(desk.lawyer, own)
    await keep_filter(desk.lawyer, "cases", name="filed", query="", shared=False)


async def test_a_list_that_cannot_be_kept() -> None:
    desk = await a_desk()
    await keep_filter(desk.lawyer, "deadlines", name="Mine", query="whose=mine", shared=False)
    with pytest.raises(Refused, match="already"):
        await keep_filter(desk.lawyer, "deadlines", name="mine", query="", shared=False)
    for name, query in ((" ", ""), ("x" * 61, ""), ("Long", f"view={'x' * 500}")):
        with pytest.raises(Invalid):
            await keep_filter(desk.lawyer, "deadlines", name=name, query=query, shared=False)
    with pytest.raises(Forbidden):
        await keep_filter(desk.system, "cases", name="Ours", query="", shared=False)


def test_a_debtors_name_is_never_kept() -> None:
    assert kept_query("cases", "q=N%C3%BA%C3%B1ez&status=filed&after=x&status=served") == "status=served"


async def test_open_cases_in_which_nothing_has_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = await a_desk()
    dated, barred, unknown, bare = await open_cases(desk=desk, count=4)
    await a_deadline(case_id=dated, owner=desk.owner_id)
    await a_deadline(case_id=barred, owner=desk.owner_id, outcome="barred")
    await a_deadline(case_id=unknown, owner=desk.owner_id, outcome="unknown", safe_on=None, missing="The default.")
    undated = Filters(undated=True)

    assert [one.id for one in await worklist(desk.lawyer, undated)] == [barred, unknown, bare]
    assert await looked_up_to(desk.lawyer, undated) is None
    monkeypatch.setattr(queries, "LOOKED_AT", 2)
    assert [one.id for one in await worklist(desk.lawyer, undated)] == [barred]
    beyond = await looked_up_to(desk.lawyer, undated)
    assert beyond == barred
    assert [one.id for one in await worklist(desk.lawyer, Filters(undated=True, after=beyond))] == [unknown, bare]


async def test_a_list_is_kept_and_removed_on_its_page() -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    async with browser(desk.lawyer) as client:
        kept = await client.submit(
            "/filters", {"list": "cases", "query": "undated=true&q=secret", "name": "To look at", "shared": "yes"}
        )
        assert kept.headers["location"] == "/cases?undated=true"
        page = (await client.get("/cases?undated=true")).text
        assert "To look at" in page
        assert str(case_id) in page
        wrong = await client.submit("/filters", {"list": "debtors", "name": "x"})
        assert "There is no such list" in (await client.get(wrong.headers["location"])).text
        (one,) = await saved_filters(desk.lawyer, "cases")
        await client.submit(f"/filters/{one.id}/remove")
        assert "To look at" not in (await client.get("/cases")).text
        assert (await client.submit(f"/filters/{new_id()}/remove")).status_code == 404


async def test_teams_cover_and_reminders_on_their_page() -> None:
    desk = await a_desk()
    async with browser(desk.buyer) as client:
        await client.submit("/teams", {"name": "Gijón", "people": str(desk.lawyer.person_id), "least": "1500.00"})
        await client.submit(
            "/absences",
            {"person_id": desk.lawyer.person_id, "cover_person_id": desk.buyer.person_id}
            | {"from_on": "2020-01-01", "until_on": "2099-01-01"},
        )
        wrong = await client.submit("/teams/reminders", {"days_before": "seven"})
        assert "Write numbers of days" in (await client.get(wrong.headers["location"])).text
        await client.submit("/teams/reminders", {"days_before": "14, 7, 0, -3"})
        page = (await client.get("/teams")).text
        lists = (await client.get("/deadlines")).text
        sheet = (await client.get("/deadlines/print?whose=covered")).text
    for told in ("Gijón", "from 1500.00", "14, 7, 0, -3"):
        assert told in page
    assert "For Marta Ibarra Cueto" in lists
    assert "Limitation within 90 days" in lists
    assert "Deadlines on" in sheet
    async with browser(desk.lawyer) as client:
        assert "Form a team" not in (await client.get("/teams")).text
        assert (await client.submit("/teams", {"name": "Mine"})).status_code == 403


async def test_a_case_is_found_by_each_reference_and_by_nobody_elses_firm() -> None:
    desk = await a_desk()
    firm, other = await a_firm(desk=desk), await a_firm(desk=desk, name="Otro Bufete SLP")
    ours, closed = await open_cases(desk=desk, count=2)
    await instruct_firm(desk.buyer, firm.organisation_id, [ours, closed])
    async with db.transaction(desk.system):
        rows = await db.fetch(
            "SELECT k.id, k.reference, c.reference AS claim, k.claim_id, k.tape_id FROM cases k"
            " JOIN claims c ON c.id = k.claim_id"
        )
        for row in rows:
            await db.execute(
                "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court_number, stage)"
                " VALUES ($1, $2, $3, $4, $5, 'filed')",
                new_id(),
                row["claim_id"],
                row["tape_id"],
                desk.owner_id,
                f"{row['reference'][-3:]}/2026",
            )
    await close_case(firm.lawyer, closed, reason="paid")

    async def found(actor: Actor, side: Side, text: str) -> list[UUID]:
        async with db.transaction(actor):
            return await found_cases(actor, side, text)

    for row in rows:
        for text in (row["reference"].lower(), row["claim"], f"{row['reference'][-3:]}/2026"):
            assert await found(desk.lawyer, "own", text) == [row["id"]]
            assert await found(firm.clerk, "instructed", text) == [row["id"]]
            assert await found(firm.clerk, "own", text) == await found(other.lawyer, "instructed", text) == []
    assert sorted(await found(firm.clerk, "instructed", "núñez")) == sorted([ours, closed])
    assert await found(other.lawyer, "instructed", "núñez") == []
