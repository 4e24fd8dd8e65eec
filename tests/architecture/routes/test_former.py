"""Who once had to do with the cases and has no more: each address, read as the seller after the transfer, as the firm
after its recall and as a member who left. Beside what is each one's own, nothing of a case is told.
"""

from dataclasses import replace

import asyncpg
import pytest

from cases.instructions.commands import end_instruction
from kernel.actor import Actor
from kernel.settings import Settings
from tests.architecture.routes.test_routes import addresses, own_vault
from tests.architecture.routes.world import EVERY_ROLE, World, build_world, trying
from tests.builders.accounts import a_member
from web.app import create_site

__all__ = ["own_vault"]
OF_CASES = ("cases", "filings", "submissions", "bundles", "documents", "deadlines", "events", "chains", "preflight")
KEPT: dict[str, tuple[str, ...]] = {
    "seller": ("/sales/", "/tapes/", "/api/tapes/"),
    "firm": ("/conflicts", "/instructions/", "/api/instructions/", "/documents/packages/"),
    "left": (),
}
"""What stays each one's own: the seller his tape and the schedule as sold; the firm its register and its own list."""


def is_kept(who: str, path: str) -> bool:
    return any(path.startswith(one) if one.endswith("/") else path == one for one in KEPT[who])


async def reads(world: World, actor: Actor) -> dict[str, tuple[int, str]]:
    """What each address that reads answers."""
    site, found = create_site(connects=False), {}
    for _, path in sorted(one for one in addresses(site) if one[0] == "GET" and "sign-out" not in one[1]):
        async with trying(actor, site) as client:
            answer = await client.get(world.fill(path))
        found[path] = (answer.status_code, answer.text)
    return found


@pytest.mark.scenario
async def test_nothing_of_a_case_is_told_to_who_has_left_it(database: Settings, own_vault: None) -> None:
    world = await build_world(database)
    owner = await asyncpg.connect(database.migrations_url)
    names = {
        row["text"]
        for row in await owner.fetch(
            "SELECT name AS text FROM parties WHERE length(name) > 5 UNION SELECT reference FROM cases UNION"
            " SELECT title FROM documents WHERE subject_kind IN ('case', 'claim') AND length(title) > 12"
        )
    }
    cast = world.cast
    subjects = {
        "seller": await a_member(organisation_id=cast.seller.actor.organisation, roles=EVERY_ROLE),
        "firm": await a_member(organisation_id=cast.lawyer.actor.organisation, roles=EVERY_ROLE),
        "left": await a_member(organisation_id=cast.lawyer.actor.organisation, roles=EVERY_ROLE),
    }
    await owner.execute(
        "UPDATE memberships SET until = now() - interval '1 day' WHERE person_id = $1", subjects["left"].person_id
    )
    buyer = replace(cast.buyer.actor, permissions=frozenset({"*"}))
    for row in await owner.fetch("SELECT id FROM instructions WHERE status = 'accepted'"):
        await end_instruction(buyer, row["id"], "The firm is recalled.")
    await owner.close()
    wrong = []
    for who, actor in subjects.items():
        for path, (status, body) in (await reads(world, actor)).items():
            if is_kept(who, path):
                continue
            of_a_case = ":uuid}" in path and path.removeprefix("/api").split("/")[1] in OF_CASES
            if status >= 500 or (of_a_case and status not in {403, 404}):
                wrong.append(f"{who} {path}: {status}")
            wrong += [f"{who} {path}: {name}" for name in names if name in body]
    assert wrong == []
