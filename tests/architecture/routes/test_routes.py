"""Every address is tried as anonymous, stranger, member without a right and holder of all rights.

`table.csv` says what each must get. A route that is not in it fails, and so does a line without a route.
"""

import csv
import os
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from documents.vault.commands import store
from kernel.settings import Settings, settings
from tests.architecture.routes.world import World, build_world, trying
from web.app import create_site

TABLE = Path(__file__).with_name("table.csv")
SUBJECTS = ("anonymous", "stranger", "member", "holder")


@pytest.fixture
async def own_vault(object_store: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bucket of this test alone: the record's witnesses in it belong to this database."""
    monkeypatch.setenv("S3_BUCKET", f"routes-{os.urandom(4).hex()}")
    settings.cache_clear()
    store.cache_clear()
    await store().prepare()


def application(site: Any) -> Litestar:
    while not isinstance(site, Litestar):
        site = site.app
    return site


def addresses(site: Any) -> set[tuple[str, str]]:
    """Method and path of every route but the interface description's own pages and the built files."""
    found = set()
    for route in application(site).routes:
        if route.path.startswith(("/api/schema", "/static/")):
            continue
        found |= {(method, route.path) for method in route.methods if method not in {"OPTIONS", "HEAD"}}
    return found


def expected() -> dict[tuple[str, str], dict[str, int]]:
    with TABLE.open(newline="") as file:
        return {
            (row["method"], row["path"]): {subject: int(row[subject]) for subject in SUBJECTS}
            for row in csv.DictReader(file)
        }


async def answers(world: World, site: Any, subject: str) -> dict[tuple[str, str], tuple[int, str]]:
    """Reads before writes, and what ends a session last, so that one try does not spoil the next."""
    found = {}
    order = sorted(
        addresses(site), key=lambda one: (one[0] != "GET", "sign-out" in one[1] or "sessions" in one[1], one)
    )
    for method, path in order:
        async with trying(world.subject(subject, path), site) as client:
            address = world.fill(path)
            if method == "POST" and not path.startswith("/api/"):
                response = await client.submit(address)
            else:
                response = await client.request(method, address)
        found[method, path] = (response.status_code, response.text)
    return found


@pytest.mark.scenario
async def test_every_address_answers_each_subject_as_the_table_says(database: Settings, own_vault: None) -> None:
    world = await build_world(database)
    site = create_site(connects=False)
    table = expected()
    assert addresses(site) == set(table)
    wrong, leaks = [], []
    for subject in SUBJECTS:
        for (method, path), (status, body) in (await answers(world, site, subject)).items():
            if status != table[method, path][subject]:
                wrong.append(f"{method} {path} as {subject}: {status}, the table says {table[method, path][subject]}")
            if subject in {"anonymous", "stranger"}:
                leaks += [f"{method} {path} as {subject}: {canary}" for canary in world.canaries if canary in body]
    assert wrong == []
    assert leaks == []


def test_the_table_lets_nobody_in_without_signing_in_and_no_stranger_at_anothers_things() -> None:
    open_to_all = {"/", "/health", "/metrics", "/apply", "/calendar/{name:str}"}
    for (method, path), line in expected().items():
        # Without a secret no webhook can be believed: the address says that it is not available.
        assert max(line.values()) < 500 or path == "/webhooks/stripe", path
        if path in open_to_all or path.startswith(("/sign-in", "/invitations", "/sign-out", "/webhooks", "/api/law/")):
            continue
        assert line["anonymous"] in {303, 401, 403}, (method, path)
        # A listing of the open circle, and its lots, are there for the whole market to see.
        public = path.startswith(("/market", "/api/listings", "/lots"))
        if ":uuid}" in path and not public:
            assert line["stranger"] in {303, 400, 403, 404, 422}, (method, path)
