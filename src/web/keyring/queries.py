"""Which platform key wraps how much: what tells an operator that a replaced key may go."""

from dataclasses import dataclass
from typing import Literal

from kernel import db
from kernel.actor import Actor
from kernel.keys import MARK, NONCE, PREFIX, PlatformKey, key_name, platform_key
from web.keyring.rewrapping import WRAPPED

NAMELESS = NONCE + 32 + 16
"""The length of what was wrapped before keys had names: a nonce, 32 bytes and their tag."""

type Standing = Literal["current", "replaced", "absent", "nameless"]


@dataclass(frozen=True, slots=True)
class KeyUse:
    """`name` is empty for what was wrapped before keys had names; `absent`: no process here has that key."""

    name: str
    standing: Standing
    data_keys: int
    second_factors: int

    @property
    def needed(self) -> int:
        return self.data_keys + self.second_factors


@dataclass(frozen=True, slots=True)
class Keyring:
    uses: tuple[KeyUse, ...]
    destroyed: int

    def needs(self, name: str) -> int:
        """How many values would be lost with this key. Those without a name may be anybody's."""
        return sum(one.needed for one in self.uses if one.name == name or one.standing == "nameless")

    @property
    def waiting(self) -> int:
        """What is still to be wrapped anew."""
        return sum(one.needed for one in self.uses if one.standing != "current")


async def keyring(actor: Actor) -> Keyring:
    """Counted over everything; the operator's alone. Reads no key."""
    actor.must("trade.watch")
    ring = platform_key()
    platform = Actor.platform(actor.clock)
    async with db.transaction(platform):
        counts = {table: await _counts(table, column) for table, column in WRAPPED}
        destroyed = await db.fetch_value("SELECT count(*) FROM data_keys WHERE wrapped IS NULL")
    names = {name for found in counts.values() for name in found} | {
        key_name(one) for one in (ring.secret, *ring.others)
    }
    uses = (
        KeyUse(name, _standing(ring, name), counts["data_keys"].get(name, 0), counts["second_factors"].get(name, 0))
        for name in names
    )
    order = ("current", "replaced", "nameless", "absent")
    return Keyring(tuple(sorted(uses, key=lambda one: (order.index(one.standing), one.name))), destroyed)


async def _counts(table: str, column: str) -> dict[str, int]:
    rows = await db.fetch(
        f"SELECT CASE WHEN octet_length({column}) <> {NAMELESS} AND substring({column} FOR {len(MARK)}) = $1"
        f" THEN encode(substring({column} FROM {len(MARK) + 1} FOR {PREFIX - len(MARK)}), 'hex') ELSE '' END AS name,"
        f" count(*) AS many FROM {table} WHERE {column} IS NOT NULL GROUP BY 1",
        MARK,
    )
    return {row["name"]: row["many"] for row in rows}


def _standing(ring: PlatformKey, name: str) -> Standing:
    if not name:
        return "nameless"
    if name == ring.id:
        return "current"
    return "replaced" if name in {key_name(one) for one in ring.others} else "absent"
