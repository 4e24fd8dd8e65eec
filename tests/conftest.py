"""The house for tests: a private cluster and object store, and a fresh copy of the migrated database for each test."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest

from documents.vault.commands import store as vault_store
from kernel import db
from kernel.keys import platform_key
from kernel.settings import Settings, settings
from web.embedded.cluster import Cluster
from web.embedded.object_store import ObjectStore as Server
from web.embedded.postgres import ensure_postgres
from web.embedded.private_files import alone, folder
from web.embedded.seaweedfs import ensure_object_store
from web.migrate import migrate

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var" / "test"

# The same tree must give the same answer twice, however busy the machine; what nobody has tried yet is looked for by
# `make explore`.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The facts the house is built from. They are not part of the project."""
    found = ROOT.parent / "shared"
    if not found.is_dir():
        pytest.skip("../shared is absent")
    return found


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    folder(VAR)
    # Left running on a developer's machine, where several test runs may share it; `make test` stops it at its end.
    cluster = ensure_postgres(VAR)
    cluster.forget_the_disk()
    return cluster


@pytest.fixture(scope="session")
def migrated(cluster: Cluster) -> str:
    """The name of a template database with today's schema, made once for each state of `migrations/`."""
    digest = hashlib.sha256()
    for file in sorted((ROOT / "migrations").glob("0*")):
        digest.update(file.read_bytes())
    name = f"template_{digest.hexdigest()[:12]}"
    with alone(VAR / "template.lock"):
        if not _exists(cluster, name):
            cluster.drop_database(f"{name}_draft")
            cluster.create_database(f"{name}_draft")
            with asyncio.Runner() as runner:
                runner.run(migrate(cluster.url("recourse_owner", f"{name}_draft")))
            _rename(cluster, f"{name}_draft", name)
    return name


def _exists(cluster: Cluster, name: str) -> bool:
    with psycopg.connect(cluster.url("recourse_owner", "postgres")) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def _rename(cluster: Cluster, old: str, new: str) -> None:
    with psycopg.connect(cluster.url("recourse_owner", "postgres"), autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')


@pytest.fixture
def database_name(cluster: Cluster, migrated: str) -> Iterator[str]:
    """A fresh database of this test alone."""
    name = f"test_{os.getpid()}_{os.urandom(4).hex()}"
    with alone(VAR / "template.lock"):
        cluster.create_database(name, template=migrated, by_files=True)
    yield name
    cluster.drop_database(name)


@pytest.fixture
def settled(cluster: Cluster, database_name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings that point at the test's database."""
    for variable, role in (
        ("DATABASE_URL", "recourse_app"),
        ("PLATFORM_URL", "recourse_platform"),
        ("MIGRATIONS_URL", "recourse_owner"),
        ("BACKUP_URL", "recourse_backup"),
    ):
        monkeypatch.setenv(variable, cluster.url(role, database_name))
    monkeypatch.setenv("RECOURSE_ENV", "test")
    monkeypatch.setenv("RECOURSE_VAR", str(VAR))
    _forget()
    yield settings()
    _forget()


def _forget() -> None:
    """What a process keeps of its settings: a test before may have had others, and a store that is gone."""
    settings.cache_clear()
    platform_key.cache_clear()
    vault_store.cache_clear()


@pytest.fixture
async def database(settled: Settings) -> AsyncIterator[Settings]:
    """Open connections to the test's database, as the application's and the platform's role."""
    await db.open_pools(settled.database_url, settled.platform_url, size=10, limits=db.Limits())
    yield settled
    await db.close_pools()


@pytest.fixture(scope="session")
def store_beside() -> Server:
    """The private object store of the tests, shared by test runs like the cluster."""
    folder(VAR)
    return ensure_object_store(VAR)


@pytest.fixture
async def object_store(settled: Settings, store_beside: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """The store that `documents.vault` uses, in buckets of this project's tests."""
    monkeypatch.setenv("S3_ENDPOINT", store_beside.endpoint)
    monkeypatch.setenv("S3_ACCESS_KEY", store_beside.access_key)
    monkeypatch.setenv("S3_SECRET_KEY", store_beside.secret_key)
    settings.cache_clear()
    vault_store.cache_clear()
    await vault_store().prepare()
    yield
    vault_store.cache_clear()
