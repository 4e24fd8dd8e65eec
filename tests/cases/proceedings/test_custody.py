"""The custody of one paper of a case, from its making to its end: each hand it went through has left its line."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from cases.erasure.commands import approve_request, carry_out_request, open_request
from cases.parties.commands import Ground
from cases.proceedings.filing_commands import approve_filings, mark_filed, mark_served, seal_filings
from cases.proceedings.preparing import prepare_filings
from documents.retention.holds import lift_hold, place_hold
from documents.vault.viewing import custody_of, look_at
from kernel import db
from kernel.money import Money
from tests.builders.cases import a_desk
from tests.cases.proceedings.test_filings import filings, ready_for_court

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]


async def test_from_the_draft_to_the_destruction_nothing_is_left_out(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    paper = row["document_id"]
    await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], row["currency"])])
    await seal_filings(desk.lawyer, [row["id"]])
    await look_at(desk.lawyer, paper)
    await mark_filed(desk.lawyer, [row["id"]], on=date(2026, 11, 20), provenance="LexNET receipt 4711")
    await mark_served(desk.lawyer, [row["id"]], on=date(2026, 11, 20), provenance="court's notice")
    hold = await place_hold(desk.lawyer, "document", paper, reason="Complaint to the ombudsman")
    await lift_hold(desk.lawyer, hold, reason="The complaint is settled")
    async with db.transaction(desk.system):
        await db.execute("UPDATE cases SET status = 'closed', closed_reason = 'paid' WHERE id = $1", case_id)
        party = await db.fetch_value(
            "SELECT p.id FROM parties p JOIN cases k ON k.claim_id = p.claim_id WHERE k.id = $1", case_id
        )
    asked = await open_request(desk.buyer, party, ground=Ground.NOT_NEEDED, asked_on=date(2026, 11, 20))
    await approve_request(desk.buyer, asked)
    await carry_out_request(desk.system, asked)

    lines = [(one.kind, one.who) for one in reversed(await custody_of(desk.buyer, paper))]

    kinds = [kind for kind, _ in lines]
    wanted = [
        "vault:document:added",
        "proceedings:filing:moved",
        "proceedings:filings:approved",
        "proceedings:filings:sealed",
        "vault:document:read",
        "proceedings:filing:moved",
        "proceedings:filing:moved",
        "retention:hold:placed",
        "retention:hold:lifted",
        "retention:document:destroyed",
        "retention:destruction:done",
    ]
    assert [kind for kind in kinds if kind in wanted] == wanted
    assert {"vault:document:sealed", "vault:documents:sealed"} & set(kinds)
    assert dict(lines)["proceedings:filings:approved"] == "Marta Ibarra Cueto"
