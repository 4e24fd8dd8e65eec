"""Each move is told to whoever may act on it on the other side, once, without a debtor's name."""

import msgspec
import pytest

from cases.instructions.answers import accept_instruction, refuse_instruction, return_instruction
from cases.instructions.asking import ask_for_more
from cases.instructions.commands import end_instruction, withdraw_instruction
from cases.instructions.conflicts import check_conflicts
from cases.instructions.granting import decide_request
from cases.instructions.jobs import run
from kernel import db
from kernel.actor import Actor
from kernel.money import Money
from tests.builders.cases import Desk, Firm, a_desk, a_firm, open_cases
from tests.builders.instructions import a_sent_instruction, an_accepted_instruction

pytestmark = pytest.mark.usefixtures("database")


async def deliver() -> None:
    """Runs what was enqueued, twice: the second time writes nothing."""
    async with db.transaction(Actor.platform()):
        rows = await db.fetch(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'cases.tell_instruction' ORDER BY id"
        )
    for row in [*rows, *rows]:
        await run(**msgspec.json.decode(row["args"]))


async def inbox(house: Actor) -> list[tuple[str, str, str]]:
    async with db.transaction(house):
        rows = await db.fetch(
            "SELECT p.name, m.subject, m.body_text || m.body_html AS body FROM mails m"
            " JOIN people p ON p.id = m.person_id ORDER BY m.id"
        )
    return [(row["name"], row["subject"].partition(": ")[2], row["body"]) for row in rows]


async def a_pair() -> tuple[Desk, Firm]:
    desk = await a_desk()
    return desk, await a_firm(desk=desk)


async def test_both_sides_are_told_what_the_other_did() -> None:
    desk, firm = await a_pair()
    first, second = (
        await a_sent_instruction(desk.buyer, firm.organisation_id, await open_cases(desk=desk, count=1)),
        await an_accepted_instruction(desk.buyer, firm.organisation_id, await open_cases(desk=desk, count=2)),
    )
    await refuse_instruction(firm.lawyer, first, "No capacity")
    request_id = await ask_for_more(firm.clerk, second, Money(100, "EUR"), "Post")
    await decide_request(desk.buyer, request_id, Money(100, "EUR"), shown=Money(100, "EUR"))
    await return_instruction(firm.lawyer, second, "No capacity", "Nothing is due.")
    await deliver()
    ours, theirs = await inbox(desk.buyer), await inbox(firm.lawyer)
    assert [(who, what) for who, what, _ in ours] == [
        ("Iván Soto", "Accepted"),
        ("Iván Soto", "Refused"),
        ("Iván Soto", "Asked"),
        ("Iván Soto", "Returned"),
    ]
    assert [(who, what) for who, what, _ in theirs] == [
        ("Ana Vega", "Sent"),
        ("Ana Vega", "Sent"),
        ("Ana Vega", "Granted"),
    ]
    assert "asks you to take 2 cases" in theirs[1][2]
    assert str(second) in theirs[1][2]
    assert not any("Núñez" in body or "No capacity" in body for _, _, body in [*ours, *theirs])


async def test_the_firm_is_told_when_the_cases_go() -> None:
    desk, firm = await a_pair()
    for over in (withdraw_instruction, end_instruction):
        case_ids = await open_cases(desk=desk, count=1)
        await over(desk.buyer, await an_accepted_instruction(desk.buyer, firm.organisation_id, case_ids))
    instruction_id = await a_sent_instruction(desk.buyer, firm.organisation_id, await open_cases(desk=desk, count=1))
    await check_conflicts(firm.clerk, instruction_id)
    await accept_instruction(firm.lawyer, instruction_id)
    await deliver()
    assert [what for _, what, _ in await inbox(firm.lawyer)] == ["Sent", "Withdrawn", "Sent", "Ended", "Sent"]
