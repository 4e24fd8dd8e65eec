"""A petition entered by hand needs the negotiation before it proven, or the reason why it was filed all the same."""

from datetime import date

import pytest

from cases.proceedings.chain_shown import chain_shown
from cases.proceedings.commands import Happened, record_event
from kernel import db
from kernel.errors import Refused
from tests.builders.cases import a_desk, an_open_case, put_through_the_gate
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")
FILED = Happened("petition_filed", date(2026, 11, 2), "justificante LexNET")


async def test_a_petition_without_a_proven_attempt_is_refused_until_somebody_says_why() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    await put_through_the_gate(desk, [case_id])

    with pytest.raises(Refused, match="No request to negotiate with the debtor is recorded") as refused:
        await record_event(desk.lawyer, case_id, FILED)
    assert refused.value.places[0].where == "despite"
    async with browser(desk.lawyer) as lawyer:
        form = {"event": "petition_filed", "on": "2026-11-02", "provenance": "justificante LexNET"}
        told = await lawyer.submit(f"/cases/{case_id}/events", form)
        assert "it is a condition of admissibility" in (await lawyer.get(told.headers["location"])).text
        await lawyer.submit(f"/cases/{case_id}/events", form | {"despite": "domicile unknown: LEC 264.4 declaration"})
        assert "domicile unknown: LEC 264.4 declaration" in (await lawyer.get(f"/cases/{case_id}/chain")).text

    shown = await chain_shown(desk.lawyer, case_id)
    assert shown.entered[0].despite == "domicile unknown: LEC 264.4 declaration"
    async with db.transaction(desk.lawyer):
        fact = await db.fetch_value("SELECT data::text FROM facts WHERE kind = 'proceedings:gate:passed'")
    assert "LEC" not in fact
    assert '"event": "petition_filed"' in fact


async def test_a_finished_attempt_opens_the_gate_and_nothing_needs_saying() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    await put_through_the_gate(desk, [case_id])
    await record_event(desk.lawyer, case_id, Happened("masc_request_sent", date(2026, 9, 1), "burofax NB1"))
    await record_event(desk.lawyer, case_id, Happened("masc_request_received", date(2026, 9, 4), "receipt of NB1"))

    with pytest.raises(Refused, match="the attempt is over and"):
        await record_event(desk.lawyer, case_id, Happened("petition_filed", date(2026, 9, 20), "LexNET"))
    await record_event(desk.lawyer, case_id, FILED)

    assert (await chain_shown(desk.lawyer, case_id)).entered[0].despite is None


async def test_what_was_filed_before_the_law_asked_for_it_needs_no_attempt() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    await put_through_the_gate(desk, [case_id])

    await record_event(desk.lawyer, case_id, Happened("petition_filed", date(2025, 4, 2), "LexNET"))

    assert (await chain_shown(desk.lawyer, case_id)).entered[0].despite is None
