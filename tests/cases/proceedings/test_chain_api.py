"""The chain worked by a program: recorded with seat and method, corrected, withdrawn, and looked at by a second one."""

from datetime import date
from uuid import UUID

import pytest

from cases.deadlines.four_eyes import set_four_eyes
from cases.deadlines.queries import deadlines_of_case
from kernel import db
from kernel.ids import new_id
from tests.builders.accounts import a_member
from tests.builders.cases import Desk, a_desk, a_second_debtor, an_open_case
from tests.builders.post import a_filed_case
from tests.cases.desk.test_api import headers, post
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")


async def a_claim_issued() -> tuple[Desk, UUID]:
    desk = await a_desk(country="GB")
    return desk, await a_filed_case(desk=desk, procedure="money_claim", step="issued")


async def test_a_day_of_posting_is_corrected_and_its_deadlines_follow() -> None:
    desk, case_id = await a_claim_issued()
    sent = {"event": "particulars_served", "on": "2026-11-16", "provenance": "certificate of posting"}
    async with browser(desk.lawyer) as client:
        chain = (await client.get(f"/api/cases/{case_id}/chain")).json()
        assert "particulars_served" in chain["events"]
        assert "post" in chain["methods"]
        made = await post(client, f"/api/cases/{case_id}/events", {**sent, "method": "post"})
        before = await deadlines_of_case(desk.lawyer, case_id)
        done = await post(
            client, f"/api/events/{made['event_id']}/correct", {**sent, "on": "2026-11-17", "method": "post"}
        )
        (newer, older) = (await client.get(f"/api/cases/{case_id}/chain")).json()["entered"]
        stale = await client.post(f"/api/events/{made['event_id']}/correct", json=sent, headers=await headers(client))
        withdrawn = await post(client, f"/api/events/{done['event_id']}/withdraw", {"reason": "never posted"})

    assert (older["superseded_by"], older["method"], older["counts_from"]) == (newer["id"], "post", "2026-11-18")
    assert newer["counts_from"] == "2026-11-19"
    assert done["changes"]
    assert all(one["safe_before"] < one["safe_after"] for one in done["changes"])
    assert {str(one.safe_on) for one in before} == {one["safe_before"] for one in done["changes"]}
    assert stale.status_code == 409
    assert {one["status"] for one in withdrawn["changes"]} == {"cancelled"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"method": "pigeon"}, "CPR 6"),
        ({"seat": "Atlantis"}, "It holds"),
        ({"on": "2026-11-31"}, "date"),
        ({"on": "2027-11-16"}, "once it happened"),
        ({"event": "requerimiento_served"}, "knows no event"),
        ({"event": "judgment_firm"}, "knows no event"),
        ({"provenance": " "}, "how it is known"),
    ],
)
async def test_what_no_court_could_mean_is_refused_with_what_it_offends(wrong: dict[str, str], named: str) -> None:
    desk, case_id = await a_claim_issued()
    sent = {"event": "particulars_served", "on": "2026-11-16", "provenance": "certificate of posting"}
    async with browser(desk.lawyer) as client:
        answer = await client.post(
            f"/api/cases/{case_id}/events", json={**sent, **wrong}, headers=await headers(client)
        )
    assert answer.status_code in {400, 422}
    assert named in answer.text
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM case_events WHERE case_id = $1", case_id) == 0


async def test_a_debtor_of_another_claim_is_none_of_the_case() -> None:
    desk, case_id = await a_claim_issued()
    stranger = await a_second_debtor(desk, await an_open_case(desk=desk))
    own = await a_second_debtor(desk, case_id)
    sent = {"event": "particulars_served", "on": "2026-11-16", "provenance": "certificate of posting"}
    async with browser(desk.lawyer) as client:
        for nobody in (stranger, new_id()):
            answer = await client.post(
                f"/api/cases/{case_id}/events",
                json={**sent, "party_id": str(nobody)},
                headers=await headers(client),
            )
            assert (answer.status_code, answer.json()["places"][0]["where"]) == (422, "debtor")
        await post(client, f"/api/cases/{case_id}/events", {**sent, "party_id": str(own)})


async def test_naming_the_only_debtor_of_a_case_speaks_of_the_whole_case() -> None:
    desk, case_id = await a_claim_issued()
    async with db.transaction(desk.system):
        only = await db.fetch_value(
            "SELECT p.id FROM parties p JOIN cases k ON k.claim_id = p.claim_id WHERE k.id = $1", case_id
        )
    sent = {"event": "particulars_served", "on": "2026-11-02", "provenance": "certificate of posting"}
    came = {"event": "service_acknowledged", "on": "2026-11-09", "provenance": "form N9", "party_id": str(only)}
    async with browser(desk.lawyer) as client:
        await post(client, f"/api/cases/{case_id}/events", sent)
        before = {one.rule for one in await deadlines_of_case(desk.lawyer, case_id) if one.status == "open"}
        made = await post(client, f"/api/cases/{case_id}/events", came)
        after = {one.rule for one in await deadlines_of_case(desk.lawyer, case_id) if one.status == "open"}
        await post(client, f"/api/events/{made['event_id']}/correct", {**came, "on": "2026-11-10"})
    async with db.transaction(desk.system):
        named = await db.fetch_value("SELECT count(*) FROM case_events WHERE party_id IS NOT NULL")

    assert before - after
    assert named == 0


async def a_document_of(desk: Desk, case_id: UUID) -> UUID:
    async with db.transaction(desk.system):
        document_id: UUID = await db.fetch_value(
            "INSERT INTO documents (id, organisation_id, firm_organisation_id, subject_kind, subject_id, kind, title,"
            " language, status, created_at) SELECT uuidv7(), organisation_id, firm_organisation_id, 'case', id,"
            " 'letter', 'Receipt', 'en', 'drafted', now() FROM cases WHERE id = $1 RETURNING id",
            case_id,
        )
    return document_id


async def test_a_document_about_another_claim_proves_nothing_here() -> None:
    desk, case_id = await a_claim_issued()
    sent = {"event": "particulars_served", "on": "2026-11-16", "provenance": "certificate of posting"}
    others = await a_document_of(desk, await an_open_case(desk=desk))
    own = await a_document_of(desk, case_id)
    async with browser(desk.lawyer) as client:
        here = f"/api/cases/{case_id}/events"
        answers = [
            await client.post(here, json={**sent, "document_id": str(one)}, headers=await headers(client))
            for one in (others, new_id())
        ]
        made = await post(client, here, {**sent, "document_id": str(own)})
        corrected = await client.post(
            f"/api/events/{made['event_id']}/correct",
            json={**sent, "document_id": str(others)},
            headers=await headers(client),
        )
    assert [one.status_code for one in answers] == [422, 404]
    assert answers[0].json()["places"][0]["where"] == "document_id"
    assert corrected.status_code == 422


async def test_nothing_happens_in_a_closed_case_nor_before_its_cause() -> None:
    desk, case_id = await a_claim_issued()
    here = f"/api/cases/{case_id}/events"
    served = {"event": "particulars_served", "on": "2026-11-02", "provenance": "certificate"}
    async with browser(desk.lawyer) as client:
        await post(client, here, served)
        early = {"event": "service_acknowledged", "on": "2026-10-30", "provenance": "form N9"}
        before = await client.post(here, json=early, headers=await headers(client))
        await post(client, here, {"event": "closed", "on": "2026-11-10", "provenance": "client's letter"})
        refused = [
            await client.post(here, json={**served, "event": event}, headers=await headers(client))
            for event in ("judgment_entered", "letter_sent", "default_notice_served")
        ]
    assert before.status_code == 422
    assert "cannot have happened before" in before.text
    assert [one.status_code for one in refused] == [409, 409, 409]


async def test_a_second_person_confirms_and_refuses_by_program() -> None:
    desk, case_id = await a_claim_issued()
    await set_four_eyes(desk.buyer, wanted=True)
    colleague = await a_member(organisation_id=desk.owner_id, roles=("lawyer",), clock=desk.clock)
    here = f"/api/cases/{case_id}/events"
    async with browser(desk.lawyer) as client:
        await post(client, here, {"event": "particulars_served", "on": "2026-11-02", "provenance": "certificate"})
        await post(client, here, {"event": "service_acknowledged", "on": "2026-11-10", "provenance": "form N9"})
        (mine, *_) = (await client.get("/api/deadlines/unchecked")).json()["items"]
        assert mine["waiting"]["mine"] is True
        own = await client.post(f"/api/deadlines/{mine['id']}/check", json={}, headers=await headers(client))
        assert own.status_code == 409
    async with browser(colleague) as client:
        waiting = (await client.get("/api/deadlines/unchecked")).json()
        assert waiting["wanted"] is True
        held = [one for one in waiting["items"] if one["waiting"]]
        assert {one["waiting"]["event"] for one in held} == {"service_acknowledged"}
        await post(client, f"/api/deadlines/{held[0]['id']}/refuse", {"reason": "not that form"})
        await post(client, f"/api/deadlines/{held[0]['id']}/check", {})
        shown = (await client.get(f"/api/deadlines/{held[0]['id']}")).json()
    assert shown["deadline"]["status"] == "open"
    assert date.fromisoformat(shown["deadline"]["safe_on"]) > date(2026, 11, 2)
