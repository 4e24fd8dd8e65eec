"""The platform's key is replaced: everything opens as before, searches find as before, and the old key may go."""

import asyncio
import os
from pathlib import Path
from uuid import UUID

import pytest

from kernel import data_keys, db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK
from kernel.errors import Invalid, Refused
from kernel.ids import new_id
from kernel.keys import PREFIX, Lasting, PlatformKey, load_platform_key, platform_key
from kernel.settings import read_settings, settings
from tests.builders.accounts import a_member, an_organisation
from tests.web.client import browser
from web.keyring.making import drop_key, make_key
from web.keyring.queries import keyring
from web.keyring.rewrapping import rewrap

pytestmark = pytest.mark.usefixtures("database")

OLD, NEW = os.urandom(32), os.urandom(32)
PLATFORM = Actor.platform(SYSTEM_CLOCK)


@pytest.fixture(autouse=True)
def _an_old_house(monkeypatch: pytest.MonkeyPatch) -> None:
    run_under(monkeypatch, OLD)


def run_under(monkeypatch: pytest.MonkeyPatch, key: bytes, *others: bytes) -> None:
    """As a house that is started again with these settings."""
    monkeypatch.setenv("RECOURSE_KEY", key.hex())
    monkeypatch.setenv("RECOURSE_OTHER_KEYS", ",".join(one.hex() for one in others))
    monkeypatch.setenv("RECOURSE_LASTING_KEY", Lasting.of(OLD).hex() if key != OLD else "")
    settings.cache_clear()
    platform_key.cache_clear()


async def silent(table: str, done: int) -> None:
    return


async def some_keys(many: int) -> tuple[Actor, list[data_keys.DataKey]]:
    owner = await a_member(organisation_id=await an_organisation())
    async with db.transaction(owner):
        return owner, [await data_keys.make(owner, "object") for _ in range(many)]


async def as_before_keys_had_names(key: data_keys.DataKey) -> None:
    async with db.transaction(PLATFORM):
        await db.execute(
            "UPDATE data_keys SET wrapped = $2 WHERE id = $1",
            key.id,
            PlatformKey(OLD).wrap(key.secret, key.id)[PREFIX:],
        )


async def opened(owner: Actor, keys: list[data_keys.DataKey]) -> list[bytes]:
    async with db.transaction(owner):
        return [(await data_keys.open_key(one.id)).secret for one in keys]


async def test_what_the_old_key_wrapped_opens_and_after_the_rotation_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner, keys = await some_keys(5)
    await as_before_keys_had_names(keys[0])
    run_under(monkeypatch, NEW, OLD)
    ring = await keyring(PLATFORM)
    assert ring.needs(PlatformKey(OLD).id) == 5
    assert {one.standing: one.data_keys for one in ring.uses} == {"current": 0, "replaced": 4, "nameless": 1}

    done = await rewrap(silent, at_once=2)

    assert (done.count, done.left) == (5, 0)
    run_under(monkeypatch, NEW)
    assert await opened(owner, keys) == [one.secret for one in keys]
    assert (await keyring(PLATFORM)).waiting == 0
    run_under(monkeypatch, OLD)
    with pytest.raises(Refused, match=PlatformKey(NEW).id):
        await opened(owner, keys)


async def test_hashes_and_published_seals_stay_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    before = platform_key()
    found, seals = before.search_hash("national_id", "12345678Z"), before.kept.seals
    run_under(monkeypatch, NEW, OLD)
    assert platform_key().search_hash("national_id", "12345678Z") == found
    assert platform_key().kept.seals == seals
    with pytest.raises(Invalid, match="RECOURSE_LASTING_KEY"):
        load_platform_key(NEW.hex(), Path(), others=OLD.hex())


async def test_a_rotation_that_was_killed_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, keys = await some_keys(6)
    run_under(monkeypatch, NEW, OLD)

    async def killed(table: str, done: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await rewrap(killed, at_once=2)
    assert (await keyring(PLATFORM)).waiting == 2
    assert await opened(owner, keys) == [one.secret for one in keys]
    assert (await rewrap(silent, at_once=2)).count == 2
    assert (await rewrap(silent, at_once=2)).count == 0


async def test_a_key_destroyed_meanwhile_stays_destroyed(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, keys = await some_keys(40)
    run_under(monkeypatch, NEW, OLD)

    async def destroyed(one: UUID) -> None:
        async with db.transaction(owner):
            await data_keys.destroy(owner, one)

    await asyncio.gather(rewrap(silent, at_once=3), *(destroyed(one.id) for one in keys[::2]))
    async with db.transaction(PLATFORM):
        rows = await db.fetch(
            "SELECT id, wrapped IS NULL AS gone FROM data_keys WHERE id = ANY($1)", [k.id for k in keys]
        )
    assert {row["id"] for row in rows if row["gone"]} == {one.id for one in keys[::2]}
    run_under(monkeypatch, NEW)
    assert len(await opened(owner, keys[1::2])) == 20


async def test_what_no_key_here_opens_is_counted_and_left(monkeypatch: pytest.MonkeyPatch) -> None:
    await some_keys(3)
    run_under(monkeypatch, NEW, os.urandom(32))
    done = await rewrap(silent)
    assert (done.count, done.left) == (0, 3)
    assert {one.standing for one in (await keyring(PLATFORM)).uses if one.needed} == {"absent"}


async def test_a_second_factor_is_wrapped_anew_too(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = await a_member(organisation_id=await an_organisation())
    factor_id = new_id()
    async with db.transaction(PLATFORM):
        await db.execute(
            "INSERT INTO second_factors (id, person_id, secret_sealed, created_at) VALUES ($1, $2, $3, now())",
            factor_id,
            owner.person_id,
            platform_key().wrap(b"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", factor_id),
        )
    run_under(monkeypatch, NEW, OLD)
    assert (await rewrap(silent)).count == 1
    async with db.transaction(PLATFORM):
        sealed = await db.fetch_value("SELECT secret_sealed FROM second_factors WHERE id = $1", factor_id)
    assert PlatformKey(NEW).unwrap(sealed, factor_id) == b"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_keys_in_files_are_replaced_beside_each_other_and_one_at_a_time_forgotten(tmp_path: Path) -> None:
    here = read_settings({"RECOURSE_VAR": str(tmp_path)})
    first = load_platform_key("", tmp_path)
    made = make_key(here, first)
    ring = load_platform_key("", tmp_path)
    assert (made.settings, ring.id, ring.others) == ((), made.name, (first.secret,))
    assert ring.search_hash("id", "1") == first.search_hash("id", "1")
    with pytest.raises(Refused, match="wraps now"):
        drop_key(here, ring, made.name)
    drop_key(here, ring, first.id)
    alone = load_platform_key("", tmp_path)
    assert (alone.secret, alone.others) == (ring.secret, ())
    assert alone.search_hash("id", "1") == first.search_hash("id", "1")


async def test_only_the_operator_sees_which_key_wraps_how_much() -> None:
    await some_keys(2)
    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    async with browser(operator) as site:
        page = (await site.get("/operations/keys")).text
    assert PlatformKey(OLD).id in page
    assert OLD.hex() not in page
    async with browser(await a_member(organisation_id=await an_organisation(), roles=("seller",))) as site:
        assert (await site.get("/operations/keys")).status_code == 403
