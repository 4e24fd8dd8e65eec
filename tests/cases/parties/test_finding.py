"""A debtor is found by any part of the name, as people type it, among one's own debtors only."""

from uuid import UUID

import asyncpg
import pytest

from cases.desk.finding import found_cases
from cases.desk.reach import Side
from kernel import db
from kernel.actor import Actor
from kernel.settings import Settings
from tests.builders.cases import a_desk, a_firm, open_cases
from tests.builders.instructions import instruct_firm

pytestmark = pytest.mark.usefixtures("database")
MANY = 3_000
"""More cases than a firm's are read one by one."""


async def found(actor: Actor, side: Side, text: str) -> list[UUID]:
    async with db.transaction(actor):
        return sorted(await found_cases(actor, side, text))


@pytest.mark.parametrize("typed", ["núñez", "nunez", "NUÑEZ", "cia nú", "Peña", "ez pe"])
async def test_accents_and_case_do_not_matter_and_any_part_will_do(typed: str) -> None:
    desk, other = await a_desk(), await a_desk(name="Otra Compradora DAC")
    mine, theirs = await open_cases(desk=desk, count=2), await open_cases(desk=other, count=1)
    assert await found(desk.lawyer, "own", typed) == sorted(mine)
    assert await found(other.lawyer, "own", typed) == theirs


@pytest.mark.parametrize("typed", ["%", "__", "n%z", "Lucia_", "\\", "' OR true --", "ñññ"])
async def test_what_a_pattern_would_mean_finds_only_itself(typed: str) -> None:
    desk = await a_desk()
    await open_cases(desk=desk, count=1)
    assert await found(desk.lawyer, "own", typed) == []


async def test_a_firm_with_many_claims_finds_its_own_debtors_and_nobody_elses(database: Settings) -> None:
    desk = await a_desk()
    firm, stranger = await a_firm(desk=desk), await a_firm(desk=desk, name="Otro Bufete SLP")
    worked, kept = await open_cases(desk=desk, count=2)
    await instruct_firm(desk.buyer, firm.organisation_id, [worked])
    owner = await asyncpg.connect(database.migrations_url)
    await owner.execute(
        "INSERT INTO claims (id, tape_id, organisation_id, firm_organisation_id, reference, row_no, product,"
        " originator_kind, country, debtor_kind, currency, cut_off_on, principal_minor, interest_minor, costs_minor,"
        " payments_minor, balance_minor, status) SELECT uuidv7(), c.tape_id, c.organisation_id, $2, 'M-' || n, n,"
        " c.product, c.originator_kind, c.country, c.debtor_kind, c.currency, c.cut_off_on, 1, 0, 0, 0, 1, 'live'"
        " FROM cases k JOIN claims c ON c.id = k.claim_id, generate_series(1, $3::int) n WHERE k.id = $1",
        worked,
        firm.organisation_id,
        MANY,
    )
    await owner.close()
    assert await found(firm.lawyer, "instructed", "nunez") == [worked]
    assert await found(stranger.lawyer, "instructed", "nunez") == []
    assert await found(desk.lawyer, "own", "nunez") == sorted([worked, kept])
