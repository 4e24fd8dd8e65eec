"""An instruction is sent, answered, and over; a firm sees a case exactly while an accepted instruction stands."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.agenda.commands import write_note
from cases.agenda.hearings import Wanted, fix_hearing
from cases.desk.reach import case_at_hand
from cases.instructions.answers import accept_instruction, refuse_instruction, return_instruction
from cases.instructions.commands import end_instruction, send_instruction, withdraw_instruction
from cases.instructions.conflict_queries import parties_named
from cases.instructions.conflicts import check_conflicts
from cases.instructions.drafting import draft_instruction
from cases.instructions.queries import cases_given, instruction, instructions
from cases.proceedings.commands import Happened, record_event
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Problem, Refused, StaleState
from tests.builders.cases import Desk, Firm, a_desk, a_document, a_firm, open_cases
from tests.builders.instructions import TERMS, a_sent_instruction, an_accepted_instruction

pytestmark = pytest.mark.usefixtures("database")
ROWS = (
    "cases",
    "claims",
    "parties",
    "claim_items",
    "claim_titles",
    "case_events",
    "hearings",
    "deadlines",
    "documents",
)


async def rows_seen(actor: Actor) -> dict[str, int]:
    async with db.transaction(actor):
        return {table: await db.fetch_value(f"SELECT count(*) FROM {table}") for table in ROWS}


async def an_offer(count: int = 2) -> tuple[Desk, Firm, list[UUID], UUID]:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    case_ids = await open_cases(desk=desk, count=count)
    return desk, firm, case_ids, await a_sent_instruction(desk.buyer, firm.organisation_id, case_ids)


async def test_before_it_accepts_the_firm_sees_names_and_sums_and_no_row_of_a_case() -> None:
    desk, firm, case_ids, instruction_id = await an_offer()
    other = await a_firm(desk=desk, name="Ríos Procesal SLP")

    offered = await instruction(firm.lawyer, instruction_id)
    assert (offered.status, offered.cases, dict(offered.countries)) == ("sent", 2, {"ES": 2})
    assert [money.minor for money in offered.balance] == [840_000]
    named = await parties_named(firm.clerk, instruction_id)
    assert {one.name for one in named} == {"Lucía Núñez Peña"}
    assert set(type(named[0]).__dataclass_fields__) == {"party_id", "reference", "role", "kind", "name"}
    assert not any((await rows_seen(firm.lawyer)).values())
    with pytest.raises(NotFound):
        async with db.transaction(firm.lawyer):
            await case_at_hand(firm.lawyer, case_ids[0])

    assert await parties_named(other.clerk, instruction_id) == []
    assert await parties_named(desk.lawyer, instruction_id) == []
    assert await instructions(other.lawyer, "instructed") == []
    for act in (instruction(other.lawyer, instruction_id), accept_instruction(other.lawyer, instruction_id)):
        with pytest.raises(NotFound):
            await act
    assert await cases_given(other.lawyer, instruction_id) == []


async def test_a_draft_is_the_owners_alone() -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    (case_id,) = await open_cases(desk=desk, count=1)
    drafted = await draft_instruction(desk.buyer, firm.organisation_id, TERMS, [case_id])
    assert await instructions(firm.lawyer, "instructed") == []
    assert await cases_given(firm.lawyer, drafted.id) == []
    with pytest.raises(Refused, match="1 cases now, not 7"):
        await send_instruction(desk.buyer, drafted.id, shown=7)
    with pytest.raises(Forbidden):
        await send_instruction(desk.lawyer, drafted.id, shown=1)
    with pytest.raises(Refused, match="another instruction that stands"):
        await draft_instruction(desk.buyer, firm.organisation_id, TERMS, [case_id])
    await withdraw_instruction(desk.buyer, drafted.id)
    async with db.transaction(firm.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM facts WHERE kind LIKE 'instructions:%'") == 0
    again = await draft_instruction(desk.buyer, firm.organisation_id, TERMS, [case_id])
    assert again.cases == 1


async def test_on_return_nothing_stays_with_the_firm_but_its_list_and_the_owner_keeps_what_it_wrote() -> None:
    desk, firm, (one, two), instruction_id = await an_offer()
    await check_conflicts(firm.clerk, instruction_id)
    assert await accept_instruction(firm.lawyer, instruction_id) == 2
    event_id = await record_event(firm.lawyer, one, Happened("masc_request_sent", date(2026, 9, 1), "burofax"))
    trial = Wanted(date(2026, 12, 3), time(9, 30), "Juzgado n.º 5", "Vista", person_id=firm.lawyer.person_id)
    hearing_id = await fix_hearing(firm.lawyer, two, trial)
    await write_note(firm.clerk, one, "The debtor called.")
    async with db.transaction(desk.system):
        paper = await a_document(desk.system, firm_id=firm.organisation_id)
        await db.execute(
            "INSERT INTO case_exhibits (id, case_id, organisation_id, firm_organisation_id, document_id, kind, title,"
            " added_at) VALUES (uuidv7(), $1, $2, $3, $4, 'contract', 'Contract', now())",
            one,
            desk.owner_id,
            firm.organisation_id,
            paper,
        )
    assert (await rows_seen(firm.lawyer))["documents"] == 1

    with pytest.raises(Forbidden):
        await return_instruction(firm.clerk, instruction_id, "No capacity", "See the notes.")
    await return_instruction(firm.lawyer, instruction_id, "No capacity", "The burofax went out on 1 September.")

    assert not any((await rows_seen(firm.lawyer)).values())
    async with db.transaction(firm.lawyer):
        naming = await db.fetch(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'firm_organisation_id'"
            " AND table_schema = 'public' AND table_name <> ALL($1)",
            ["instructions", "instruction_cases", "instruction_reports", "authority_requests", "fee_commitments"],
        )
        seen = {row[0]: await db.fetch_value(f"SELECT count(*) FROM {row[0]}") for row in naming}
    assert len(seen) >= 10
    assert not any(seen.values()), seen
    assert [case.status for case in await cases_given(firm.lawyer, instruction_id)] == ["gone", "gone"]
    async with db.transaction(desk.buyer):
        assert await db.fetch_value("SELECT recorded_by FROM case_events WHERE id = $1", event_id) == (
            firm.lawyer.person_id
        )
        kept = await db.fetch_sure("SELECT person_id, firm_organisation_id FROM hearings WHERE id = $1", hearing_id)
        assert tuple(kept) == (None, None)
    shown = await instruction(desk.buyer, instruction_id)
    assert (shown.status, shown.handover) == ("returned", "The burofax went out on 1 September.")
    for act in (
        record_event(firm.lawyer, one, Happened("masc_request_sent", date(2026, 9, 2), "burofax")),
        write_note(firm.clerk, one, "Again."),
    ):
        with pytest.raises(NotFound):
            await act

    second = await a_firm(desk=desk, name="Ríos Procesal SLP")
    await an_accepted_instruction(desk.buyer, second.organisation_id, [one, two])
    seen = await rows_seen(second.lawyer)
    assert (seen["cases"], seen["case_events"], seen["hearings"]) == (2, 1, 1)
    assert not any((await rows_seen(firm.lawyer)).values())


async def test_the_database_itself_puts_nobody_on_a_case() -> None:
    desk, firm, _, instruction_id = await an_offer()
    other = await a_firm(desk=desk, name="Ríos Procesal SLP")
    accept = "UPDATE instructions SET status = 'accepted', accepted_at = now() WHERE id = $1"
    attacks: list[tuple[Actor, str, list[object]]] = [
        (desk.buyer, "UPDATE cases SET firm_organisation_id = $1", [firm.organisation_id]),
        (desk.buyer, "UPDATE claims SET firm_organisation_id = $1", [firm.organisation_id]),
        (desk.buyer, accept, [instruction_id]),
        (firm.lawyer, accept, [instruction_id]),
        (firm.lawyer, "UPDATE instructions SET status = 'withdrawn' WHERE id = $1", [instruction_id]),
        (desk.buyer, "UPDATE instructions SET status = 'refused', reason = 'x' WHERE id = $1", [instruction_id]),
        (desk.buyer, "UPDATE instructions SET firm_organisation_id = $1", [other.organisation_id]),
        (desk.buyer, "UPDATE instructions SET whole_limit_minor = 0 WHERE id = $1", [instruction_id]),
        (firm.lawyer, "UPDATE instruction_cases SET status = 'taken'", []),
        (firm.lawyer, "INSERT INTO conflict_checks SELECT uuidv7(), $1, $2, 0, 0, 0, sha256('x'), NULL, now()",
         [instruction_id, firm.organisation_id]),
        (firm.lawyer, "INSERT INTO instruction_cases SELECT uuidv7(), instruction_id, case_id, claim_id,"
         " organisation_id, firm_organisation_id, reference, country, balance_minor, currency, 'proposed', NULL"
         " FROM instruction_cases", []),
        (desk.buyer, "SELECT move_with_instruction()", []),
    ]  # fmt: skip
    for who, sql, arguments in attacks:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(who):
                await db.execute(sql, *arguments)
    for who in (other.lawyer, desk.buyer):
        with pytest.raises(asyncpg.NoDataFoundError):
            async with db.transaction(who):
                await db.execute("SELECT * FROM check_conflicts($1, now(), NULL)", instruction_id)
    assert not any((await rows_seen(firm.lawyer)).values())


async def test_accepting_and_withdrawing_at_once_exactly_one_wins() -> None:
    for _ in range(4):
        desk, firm, _, instruction_id = await an_offer(count=1)
        await check_conflicts(firm.clerk, instruction_id)
        answers = await asyncio.gather(
            accept_instruction(firm.lawyer, instruction_id),
            refuse_instruction(firm.lawyer, instruction_id, "No capacity"),
            return_exceptions=True,
        )
        assert [isinstance(one, StaleState) for one in answers].count(True) == 1
        status = (await instruction(desk.buyer, instruction_id)).status
        assert status == ("accepted" if answers[0] == 1 else "refused")
        assert (await rows_seen(firm.lawyer))["cases"] == (1 if status == "accepted" else 0)

        (fresh,) = await open_cases(desk=desk, count=1)
        second = await a_sent_instruction(desk.buyer, firm.organisation_id, [fresh])
        await check_conflicts(firm.clerk, second)
        before = (await rows_seen(firm.lawyer))["cases"]
        took, took_back = await asyncio.gather(
            accept_instruction(firm.lawyer, second),
            withdraw_instruction(desk.buyer, second),
            return_exceptions=True,
        )
        # Withdrawing is possible after the acceptance as well; then the cases came and went.
        assert took_back is None
        assert took == 1 or isinstance(took, StaleState)
        assert (await instruction(desk.buyer, second)).status == "withdrawn"
        assert (await rows_seen(firm.lawyer))["cases"] == before


MOVES = ("onward", "refuse", "withdraw", "return", "end", "another")


@dataclass
class Story:
    """Two firms, two cases, and the instructions drafted so far; a move that is not possible changes nothing."""

    desk: Desk
    firms: list[Firm]
    case_ids: list[UUID]
    ids: list[UUID] = field(default_factory=list)

    async def draft(self, which: int) -> None:
        firm = self.firms[which].organisation_id
        self.ids.append((await draft_instruction(self.desk.buyer, firm, TERMS, self.case_ids[which:])).id)

    async def move(self, verb: str, which: int) -> None:
        if not self.ids or verb == "another":
            await self.draft(which)
            return
        latest, buyer, lawyer = self.ids[-1], self.desk.buyer, self.firms[which].lawyer
        if verb == "onward":
            one = await instruction(buyer, latest)
            if one.status == "draft":
                await send_instruction(buyer, latest, shown=one.cases)
            else:
                await check_conflicts(lawyer, latest)
                await accept_instruction(lawyer, latest)
        elif verb == "refuse":
            await refuse_instruction(lawyer, latest, "No capacity")
        elif verb == "withdraw":
            await withdraw_instruction(buyer, latest)
        elif verb == "return":
            await return_instruction(lawyer, latest, "No capacity", "Nothing is due.")
        else:
            await end_instruction(buyer, latest)


@given(moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 1)), max_size=12))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_after_any_moves_a_firm_sees_a_case_exactly_while_an_accepted_instruction_stands(
    database: object, moves: list[tuple[str, int]]
) -> None:
    desk = await a_desk()
    firms = [await a_firm(desk=desk, name=name) for name in ("Vega Abogados SLP", "Ríos Procesal SLP")]
    story = Story(desk, firms, await open_cases(desk=desk, count=2))
    for verb, which in moves:
        with suppress(Problem):
            await story.move(verb, which)
        async with db.transaction(desk.buyer):
            standing = await db.fetch(
                "SELECT x.case_id, x.firm_organisation_id AS firm FROM instruction_cases x JOIN instructions i"
                " ON i.id = x.instruction_id WHERE i.status = 'accepted' AND x.status = 'taken'"
            )
        for firm in firms:
            async with db.transaction(firm.lawyer):
                seen = {row["id"] for row in await db.fetch("SELECT id FROM cases")}
                claims = await db.fetch_value("SELECT count(*) FROM claims")
            assert seen == {row["case_id"] for row in standing if row["firm"] == firm.organisation_id}
            assert claims == len(seen)
