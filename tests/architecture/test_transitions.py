"""Every machine, in every state, given every verb: what the table allows moves, all else changes nothing."""

import re
from enum import StrEnum
from itertools import product

import pytest

from cases.jurisdictions.registry import JURISDICTIONS
from kernel import db
from kernel.actor import Actor
from kernel.errors import StaleState
from kernel.ids import new_id
from kernel.machine import Machine, Transition
from web.cli.machines import every_machine

MACHINES = {machine.name: machine for machine in every_machine()}
STEPS = {
    procedure.steps.name
    for one in JURISDICTIONS
    for procedure in one.procedures.values()
    if procedure.steps is not None
}
"""Steps of a procedure. They stand in `cases.procedure_step`, which belongs to every jurisdiction and lists none."""

CHECKS = """
    SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attname = 'status'
    WHERE c.contype = 'c' AND c.conrelid = $1::regclass AND c.conkey = ARRAY[a.attnum]
"""


async def stand_in(status: StrEnum) -> db.Row:
    return await db.fetch_sure("INSERT INTO one_life VALUES ($1, 7, $2) RETURNING *", new_id(), status.value)


@pytest.mark.usefixtures("database")
async def test_only_what_the_table_allows_moves() -> None:
    async with db.transaction(Actor.platform()):
        await db.execute("CREATE TEMP TABLE one_life (id uuid PRIMARY KEY, version int, status text) ON COMMIT DROP")
        for machine in MACHINES.values():
            for status, transition in product(machine.states, machine.transitions.values()):
                await try_once(status, transition)


async def try_once(status: StrEnum, transition: Transition[StrEnum]) -> None:
    before = await stand_in(status)
    said = f"{transition.name} from {status!r}"
    if status in transition.sources:
        moved = await db.move("one_life", before["id"], transition)
        assert (moved["status"], moved["version"]) == (transition.target.value, 8), said
        return
    with pytest.raises(StaleState, match=f"it is {re.escape(status.value)} now"):
        await db.move("one_life", before["id"], transition)
    assert await db.fetch_sure("SELECT * FROM one_life WHERE id = $1", before["id"]) == before, said


@pytest.mark.usefixtures("database")
async def test_the_database_knows_the_same_states() -> None:
    async with db.transaction(Actor.platform()):
        rows = {name: await db.fetch(CHECKS, name) for name in sorted(set(MACHINES) - STEPS)}
    for name, checks in rows.items():
        assert len(checks) == 1, f"{name} has {len(checks)} checks of its status alone"
        assert set(re.findall(r"'([^']*)'::", checks[0][0])) == {state.value for state in MACHINES[name].states}, name


@pytest.mark.usefixtures("database")
async def test_every_state_fits_its_column() -> None:
    async with db.transaction(Actor.platform()):
        rows = await db.fetch(
            "SELECT c.relname AS table_name, a.attname AS column_name, a.atttypmod - 4 AS most FROM pg_attribute a"
            " JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
            " WHERE a.attname IN ('status', 'procedure_step')"
        )
    most = {(row["table_name"], row["column_name"]): row["most"] for row in rows}
    for name, machine in MACHINES.items():
        longest = max(len(state.value) for state in machine.states)
        assert longest <= most[("cases", "procedure_step") if name in STEPS else (name, "status")], name


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_every_state_can_be_reached_from_the_first(name: str) -> None:
    machine: Machine[StrEnum] = MACHINES[name]
    reached, fresh = {machine.initial}, [machine.initial]
    while fresh:
        later = {transition.target for transition in machine.available(fresh.pop())} - reached
        reached |= later
        fresh += later
    assert reached == set(machine.states)
