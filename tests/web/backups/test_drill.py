"""The drill: a house burns down, and stands again from its backup and its keys."""

import io
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from minio import Minio
from minio.error import S3Error
from minio.retention import Retention
from psycopg import sql

from kernel.settings import Settings
from tests.builders.accounts import an_organisation
from web.embedded.cluster import Cluster
from web.embedded.object_store import ObjectStore
from web.embedded.seaweedfs import ensure_object_store, stop_object_store

UNTIL = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    var = tmp_path_factory.mktemp("objects")
    yield ensure_object_store(var)
    stop_object_store(var)


@pytest.fixture(scope="module")
def client(store: ObjectStore) -> Minio:
    address = store.endpoint.removeprefix("http://")
    return Minio(endpoint=address, access_key=store.access_key, secret_key=store.secret_key, secure=False)


class House:
    """One house, as an operator at the command line sees it."""

    def __init__(self, cluster: Cluster, store: ObjectStore, *, database: str, bucket: str, var: Path) -> None:
        self.bucket, self.var, self.owner_url = bucket, var, cluster.url("recourse_owner", database)
        self.environment = os.environ | {
            "DATABASE_URL": cluster.url("recourse_app", database),
            "PLATFORM_URL": cluster.url("recourse_platform", database),
            "MIGRATIONS_URL": self.owner_url,
            "BACKUP_URL": cluster.url("recourse_backup", database),
            "S3_ENDPOINT": store.endpoint,
            "S3_ACCESS_KEY": store.access_key,
            "S3_SECRET_KEY": store.secret_key,
            "S3_BUCKET": bucket,
            "RECOURSE_VAR": str(var),
        }

    def recourse(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "web.cli", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def rows(self) -> dict[str, int]:
        """Every table of the house and how many rows it holds, read by its owner."""
        with psycopg.connect(self.owner_url) as connection:
            found = connection.execute("SELECT relname::text FROM pg_stat_user_tables").fetchall()
            counts = {}
            for (table,) in found:
                row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
                counts[table] = row[0] if row else -1
        return counts

    def guards(self) -> set[tuple[str, ...]]:
        """Who may do what: policies, tables under row-level security, and every grant on a column or function."""
        with psycopg.connect(self.owner_url) as connection:
            found = connection.execute(
                "SELECT 'policy', tablename, policyname, cmd, roles::text FROM pg_policies"
                " UNION ALL SELECT 'secured', relname, '', '', '' FROM pg_class WHERE relrowsecurity"
                " UNION ALL SELECT 'column', table_name, column_name, grantee, privilege_type"
                " FROM information_schema.column_privileges WHERE table_schema = 'public'"
                " UNION ALL SELECT 'function', routine_name, '', grantee, privilege_type"
                " FROM information_schema.routine_privileges WHERE specific_schema = 'public'"
            )
            return {tuple(map(str, row)) for row in found}


@pytest.fixture
async def burning(
    database: Settings, cluster: Cluster, database_name: str, store: ObjectStore, client: Minio, tmp_path: Path
) -> House:
    """A house with two organisations, a sealed paper of two versions, a deleted one, and its keys."""
    await an_organisation(name="Łódzki Fundusz", country="PL")
    await an_organisation(name="Banco del Norte")
    bucket = f"old-{os.urandom(3).hex()}"
    house = House(cluster, store, database=database_name, bucket=bucket, var=tmp_path / "old")
    (house.var / "keys").mkdir(parents=True)
    (house.var / "keys" / "platform.key").write_text("ab" * 32)
    client.make_bucket(bucket_name=f"{bucket}-vault", object_lock=True)
    client.make_bucket(bucket_name=f"{bucket}-landing")
    put(client, f"{bucket}-vault", "a/petition", b"%PDF first")
    sealed = put(
        client, f"{bucket}-vault", "a/petition", b"%PDF second", metadata={"x-amz-meta-recourse-sealed": "RCS1"}
    )
    kept = Retention("GOVERNANCE", UNTIL)
    client.set_object_retention(f"{bucket}-vault", "a/petition", kept, sealed)
    client.enable_object_legal_hold(f"{bucket}-vault", "a/petition", sealed)
    put(client, f"{bucket}-vault", "b/withdrawn", b"%PDF first")
    client.remove_object(bucket_name=f"{bucket}-vault", object_name="b/withdrawn")
    put(client, f"{bucket}-landing", "upload", b"reference;balance\n1;100\n")
    return house


@pytest.fixture
def plot(cluster: Cluster, store: ObjectStore, tmp_path: Path) -> Iterator[House]:
    """An empty place to build the house again."""
    name = f"plot_{os.urandom(4).hex()}"
    cluster.create_database(name)
    yield House(cluster, store, database=name, bucket=f"new-{os.urandom(3).hex()}", var=tmp_path / "new")
    cluster.drop_database(name)


def put(client: Minio, bucket: str, key: str, content: bytes, metadata: dict[str, str] | None = None) -> str | None:
    return client.put_object(bucket, key, io.BytesIO(content), len(content), metadata=metadata).version_id


def contents(client: Minio, bucket: str) -> list[tuple[str | None, bool, bytes]]:
    """Key, whether it is a deletion mark, and bytes of every version, newest first."""
    return [
        (
            one.object_name,
            bool(one.is_delete_marker),
            b""
            if one.is_delete_marker
            else client.get_object(bucket, str(one.object_name), version_id=one.version_id).data,
        )
        for one in client.list_objects(bucket, recursive=True, include_version=True)
    ]


async def test_a_house_stands_again_with_every_row_version_lock_and_key(
    burning: House, plot: House, client: Minio, tmp_path: Path
) -> None:
    saved, keys = tmp_path / "saved", tmp_path / "keys"
    done = burning.recourse("backup", saved, "--keys-to", keys)
    assert done.returncode == 0, done.stderr
    assert "keys: platform.key" in done.stdout

    done = plot.recourse("restore", saved, "--keys-from", keys)
    assert done.returncode == 0, done.stderr
    assert plot.rows() == burning.rows()
    assert plot.rows()["organisations"] == 2
    assert plot.guards() == burning.guards()
    assert len(plot.guards()) > 100
    for shelf in ("vault", "landing"):
        assert contents(client, f"{plot.bucket}-{shelf}") == contents(client, f"{burning.bucket}-{shelf}")
    assert (plot.var / "keys" / "platform.key").read_text() == "ab" * 32

    vault = f"{plot.bucket}-vault"
    newest = client.stat_object(vault, "a/petition")
    assert newest.metadata is not None
    assert newest.metadata["x-amz-meta-recourse-sealed"] == "RCS1"
    assert client.is_object_legal_hold_enabled(vault, "a/petition", newest.version_id)
    retention = client.get_object_retention(vault, "a/petition", newest.version_id)
    assert retention is not None
    assert (retention.mode, retention.retain_until_date) == ("GOVERNANCE", UNTIL)
    with pytest.raises(S3Error):
        client.remove_object(vault, "a/petition", newest.version_id)


async def test_no_key_is_in_the_backup_and_every_file_is_its_owners_alone(burning: House, tmp_path: Path) -> None:
    done = burning.recourse("backup", tmp_path / "saved", "--keys-to", tmp_path / "keys")
    assert done.returncode == 0, done.stderr
    files = [file for file in (tmp_path / "saved").rglob("*") if file.is_file()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in [*files, tmp_path / "keys" / "platform.key"]} == {0o600}
    assert not [file for file in files if b"ab" * 32 in file.read_bytes()]
    inside = burning.recourse("backup", tmp_path / "again", "--keys-to", tmp_path / "again" / "keys")
    assert inside.returncode == 1
    assert "may not lie together" in inside.stderr
    assert not (tmp_path / "again").exists()


async def test_a_backup_without_the_keys_says_so(burning: House, tmp_path: Path) -> None:
    done = burning.recourse("backup", tmp_path / "saved")
    assert done.returncode == 0
    assert "keys: NOT saved" in done.stderr


async def test_nothing_is_ever_overwritten(burning: House, plot: House, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    assert burning.recourse("backup", saved).returncode == 0
    again = burning.recourse("backup", saved)
    assert "is not empty" in again.stderr
    onto_itself = burning.recourse("restore", saved)
    assert onto_itself.returncode == 1
    assert "The database is not empty" in onto_itself.stderr
    plot.environment["S3_BUCKET"] = burning.bucket
    onto_objects = plot.recourse("restore", saved)
    assert f"The bucket {burning.bucket}-vault is not empty" in onto_objects.stderr
    assert plot.rows() == {}


@pytest.mark.parametrize("harm", ["one byte of the dump", "one document", "a line of the index", "no manifest"])
async def test_a_backup_that_changed_is_refused_before_anything_is_written(
    burning: House, plot: House, client: Minio, tmp_path: Path, harm: str
) -> None:
    saved = tmp_path / "saved"
    assert burning.recourse("backup", saved).returncode == 0
    document = next(file for file in (saved / "objects").rglob("*") if file.is_file())
    match harm:
        case "one byte of the dump":
            dump = saved / "database.dump"
            whole = bytearray(dump.read_bytes())
            whole[len(whole) // 2] ^= 1
            dump.write_bytes(whole)
        case "one document":
            document.unlink()
        case "a line of the index":
            index = saved / "objects.jsonl"
            index.write_text("".join(index.read_text().splitlines(keepends=True)[1:]))
        case _:
            (saved / "manifest.json").unlink()
    done = plot.recourse("restore", saved)
    assert done.returncode == 1
    assert ("is not whole" in done.stderr) != ("is no finished backup" in done.stderr)
    assert plot.rows() == {}
    assert not client.bucket_exists(f"{plot.bucket}-vault")
