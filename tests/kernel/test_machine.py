from enum import StrEnum

import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound, StaleState
from kernel.ids import new_id
from kernel.machine import Machine


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"


LIGHTS = Machine(
    "lights",
    Light,
    [
        ("go", {Light.RED}, Light.GREEN),
        ("stop", {Light.GREEN}, Light.RED),
        ("break", {Light.RED, Light.GREEN}, Light.BROKEN),
    ],
)


def test_a_machine_knows_what_may_follow_and_what_is_final() -> None:
    assert [one.name for one in LIGHTS.available(Light.RED)] == ["go", "break"]
    assert LIGHTS.final == {Light.BROKEN}
    assert "red --> green: go" in LIGHTS.mermaid()
    with pytest.raises(ValueError, match="share a name"):
        Machine("twice", Light, [("go", {Light.RED}, Light.GREEN), ("go", {Light.GREEN}, Light.RED)])


@pytest.mark.usefixtures("database")
async def test_a_stale_move_names_the_state_it_found() -> None:
    async with db.transaction(Actor.platform()):
        await db.execute("CREATE TEMP TABLE lights (id uuid, status text, version int) ON COMMIT DROP")
        light = new_id()
        await db.execute("INSERT INTO lights VALUES ($1, 'red', 0)", light)
        moved = await db.move("lights", light, LIGHTS["go"])
        assert (moved["status"], moved["version"]) == ("green", 1)
        with pytest.raises(StaleState, match="it is green now"):
            await db.move("lights", light, LIGHTS["go"])
        with pytest.raises(NotFound):
            await db.move("lights", new_id(), LIGHTS["go"])
