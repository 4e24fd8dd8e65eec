"""The chain on its page: who acts next, entering and correcting an event, what strangers find."""

from datetime import date
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from cases.proceedings.commands import Happened, record_event
from kernel import db
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_desk, a_document, a_second_debtor, an_open_case, put_through_the_gate
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")


async def a_german_case() -> tuple[Desk, UUID]:
    desk = await a_desk(country="DE", name="Elbe Forderungen GmbH")
    case_id = await an_open_case(desk=desk)
    await put_through_the_gate(desk, [case_id])
    for event, on in (("mahnbescheid_applied_for", date(2026, 10, 5)), ("mahnbescheid_issued", date(2026, 10, 12))):
        await record_event(desk.lawyer, case_id, Happened(event, on, "notice of the Mahngericht"))
    return desk, case_id


def words(text: str) -> str:
    return " ".join(BeautifulSoup(text, "html.parser").get_text(" ").split())


async def test_an_event_is_entered_and_corrected_on_the_page_and_the_log_tells_both() -> None:
    desk, case_id = await a_german_case()
    here = f"/cases/{case_id}/chain"
    async with browser(desk.lawyer) as client:
        before = words((await client.get(here)).text)
        assert "The court’s turn, at “Mahnbescheid issued”" in before
        assert "All parties live in DE" in before
        assert "Whether the positions of the records (eda) are the court's" in before.replace("’", "'")
        served = {"event": "mahnbescheid_served", "on": "2026-10-15", "provenance": "service notice", "seat": "de-nw"}
        await client.submit(here, served)
        page = (await client.get(here)).text
        told = words(page)
        assert "Apply for the Vollstreckungsbescheid, or the Mahnbescheid loses its effect 15 Apr 2027" in told
        action = next(
            str(form["action"])
            for form in BeautifulSoup(page, "lxml").select("form")
            if "/correct" in str(form["action"])
        )
        await client.submit(action, {**served, "on": "2026-10-14", "provenance": "the notice, read again"})
        corrected = (await client.get(here)).text
    after = words(corrected)
    assert "is 2026-10-28 now" in after
    assert "Mahnbescheid served, 15 Oct 2026 corrected" in after
    assert "loses its effect 14 Apr 2027" in after
    assert "We may go on The Vollstreckungsbescheid may be applied for (ZPO 699 I)." in after
    assert "“mahnbescheid served” of 2026-10-15 was corrected: it is “mahnbescheid served” of 2026-10-14 now" in after


@pytest.mark.parametrize("form", ["chain", "events"])
async def test_what_happened_to_one_of_two_debtors_is_entered_for_him(form: str) -> None:
    desk, case_id = await a_german_case()
    here, page = f"/cases/{case_id}/{form}", f"/cases/{case_id}" + ("/chain" if form == "chain" else "")
    served = {"event": "mahnbescheid_served", "on": "2026-10-15", "provenance": "service notice"}
    async with browser(desk.lawyer) as client:
        alone = BeautifulSoup((await client.get(page)).text, "lxml")
        assert alone.select(f"form[action='{here}'] [name=debtor]") == []
        second = await a_second_debtor(desk, case_id)
        both = BeautifulSoup((await client.get(page)).text, "lxml")
        assert [str(one["value"]) for one in both.select(f"form[action='{here}'] [name=debtor] option")] == [
            "",
            "1",
            "2",
        ]
        told = await client.submit(here, served | {"debtor": "3"})
        assert "not among those of the case" in words((await client.get(told.headers["location"])).text)
        await client.submit(here, served | {"debtor": "2"})

    async with db.transaction(desk.lawyer):
        parties = await db.fetch(
            "SELECT party_id FROM case_events WHERE case_id = $1 AND event = 'mahnbescheid_served'", case_id
        )
    assert [row["party_id"] for row in parties] == [second]


async def test_what_cannot_be_is_told_on_the_page_and_strangers_find_nothing() -> None:
    desk, case_id = await a_german_case()
    here = f"/cases/{case_id}/chain"
    async with browser(desk.lawyer) as client:
        early = {"event": "mahnbescheid_served", "on": "2026-10-01", "provenance": "service notice"}
        await client.submit(here, early)
        told = words((await client.get(here)).text)
    assert "cannot have happened before “mahnbescheid issued” of 2026-10-12" in told
    other = await an_organisation(kinds=("law_firm",), name="Neugier PartG")
    async with browser(await a_member(organisation_id=other, roles=("lawyer",))) as client:
        assert (await client.get(here)).status_code == 404
        assert (await client.submit(here, {**early, "on": "2026-10-20"})).status_code == 404


async def test_the_notice_sent_elsewhere_is_entered_with_its_document() -> None:
    desk = await a_desk(country="SE")
    case_id = await an_open_case(desk=desk)
    document_id = await a_document(desk.system, kind="notice")
    here = f"/cases/{case_id}/chain"
    async with browser(desk.lawyer) as client:
        sent = {"on": "2026-10-15", "provenance": "registered letter", "document_id": str(document_id)}
        await client.submit(f"{here}/notice", sent)
        told = words((await client.get(here)).text)
    assert "Notice of assignment Sent on 15 Oct 2026" in told
