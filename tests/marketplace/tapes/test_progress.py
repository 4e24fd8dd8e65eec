"""A long upload shows how far it has come, step by step, and whoever comes back finds it where it is."""

from pathlib import Path

import psycopg
import pytest
from bs4 import BeautifulSoup

from kernel.actor import Actor
from kernel.progress import working
from kernel.settings import Settings
from marketplace.tapes.acceptance import accept_tape
from marketplace.tapes.commands import begin_accepting, map_tape, upload_tape
from marketplace.tapes.commands_check import check_tape
from tests.builders.accounts import a_member, an_organisation
from tests.marketplace.tapes.tape_files import HEADER, plain_mapping
from tests.marketplace.tapes.tape_files import tape as a_file
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")

ROWS = 45_000
LOG = """
CREATE TABLE told (place bigserial, what text, done bigint, total bigint, state text, sentence text);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN INSERT INTO told (what, done, total, state, sentence)
    VALUES (NEW.what, NEW.done, NEW.total, NEW.state, NEW.sentence); RETURN NULL; END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE ON progress FOR EACH ROW EXECUTE FUNCTION tell();
"""

type Told = tuple[int, int | None, str, str | None]


async def a_seller() -> Actor:
    return await a_member(organisation_id=await an_organisation(), roles=("seller",))


def told(owner: str, what: str) -> list[Told]:
    with psycopg.connect(owner) as connection:
        query = "SELECT done, total, state, sentence FROM told WHERE what = %s ORDER BY place"
        return connection.execute(query, (what,)).fetchall()  # type: ignore[return-value]


async def test_each_step_of_checking_and_accepting_is_told_as_it_happens(tmp_path: Path, database: Settings) -> None:
    owner = database.migrations_url
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(LOG)
    seller = await a_seller()
    system = Actor.system(seller.organisation, seller.clock)
    lines = (HEADER, *(f"A-{n};10.00;2025-01-31;Ann" for n in range(ROWS)))
    tape_id = (await upload_tape(seller, a_file(tmp_path, lines=lines), name="long", cut_off_on=seller.today("UTC"))).id
    await map_tape(seller, tape_id, plain_mapping())
    await check_tape(system, tape_id)
    await begin_accepting(seller, tape_id)
    assert await accept_tape(system, tape_id) is not None
    for what, worked in (("check", "Checking rows"), ("accept", "Writing claims")):
        steps = told(owner, what)
        read = [done for done, _, _, sentence in steps if sentence == "Reading rows"]
        work = [(done, total) for done, total, _, sentence in steps if sentence == worked]
        assert read[-1] == ROWS
        assert read == sorted(read)
        assert work == [(20_000, ROWS), (40_000, ROWS), (ROWS, ROWS)]
        assert steps[-1][:3] == (ROWS, ROWS, "done")
        assert steps[1][3] == "Fetching the file and comparing its hash"


async def test_who_leaves_and_comes_back_finds_the_work_where_it_is(tmp_path: Path) -> None:
    seller = await a_seller()
    colleague = await a_member(organisation_id=seller.organisation, roles=("seller",))
    tape_id = (await upload_tape(seller, a_file(tmp_path), name="long", cut_off_on=seller.today("UTC"))).id
    await map_tape(seller, tape_id, plain_mapping())
    async with working(Actor.system(seller.organisation), tape_id, "check") as progress:
        for done, total, words in ((20_000, None, "20,000"), (40_000, 60_000, "40,000 of 60,000")):
            await progress.report(done, total, "Checking rows")
            for visitor in (seller, colleague):
                async with browser(visitor) as there:
                    page = BeautifulSoup((await there.get(f"/tapes/{tape_id}")).text, "lxml")
                box = page.select_one("#tape-progress")
                assert box is not None
                assert words == " ".join(box.select_one("[role=status]").get_text().split())  # type: ignore[union-attr]
                assert box["hx-get"] == f"/tapes/{tape_id}/progress"
