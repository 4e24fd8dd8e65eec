"""Prints differences of the routes table."""
import json, os
import pytest
from tests.architecture.routes.test_routes import *
from tests.architecture.routes.test_routes import own_vault  # noqa
async def test_tab(database, own_vault):
    world = await build_world(database)
    site = create_site(connects=False)
    table = expected()
    diff = {}
    for subject in SUBJECTS:
        for key, (status, body) in (await answers(world, site, subject)).items():
            if table.get(key, {}).get(subject) != status:
                diff.setdefault(" ".join(key), {})[subject] = (table.get(key, {}).get(subject), status)
            if subject in {"anonymous", "stranger"}:
                for c in world.canaries:
                    if c in body: diff.setdefault("LEAK "+" ".join(key),{})[subject]=c
    json.dump(diff, open("/tmp/tab.json","w"), indent=1)
