"""The private cluster: started once, shared by the second process, never confused by what a crash leaves."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from kernel.errors import Unavailable
from web.embedded import unprivileged
from web.embedded.cluster import HOUSE_ROLES, Cluster, Role
from web.embedded.postgres import ensure_postgres, stop_postgres

ATTACH = """
from pathlib import Path
from web.embedded.postgres import ensure_postgres
c = ensure_postgres(Path({var!r}))
"""


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    stop_postgres(tmp_path / "var")


def answer(cluster: Cluster, query: str, *, role: Role = "recourse_app", database: str = "recourse") -> object:
    with psycopg.connect(cluster.url(role, database), autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def in_another_process(var: Path, statement: str) -> str:
    code = ATTACH.format(var=str(var))
    done = subprocess.run([sys.executable, "-c", code + statement], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_every_role_signs_in_and_none_may_bypass_what_it_should_not(var: Path) -> None:
    cluster = ensure_postgres(var)
    seen = {
        role: answer(
            cluster,
            f"SELECT row(rolsuper, rolcreatedb, rolbypassrls)::text FROM pg_roles WHERE rolname = '{role}'",
        )
        for role in HOUSE_ROLES
    }
    assert seen == {
        "recourse_owner": "(f,t,f)",
        "recourse_app": "(f,f,f)",
        "recourse_platform": "(f,f,f)",
        "recourse_backup": "(f,f,t)",
    }
    assert (
        answer(cluster, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'recourse'")
        == "recourse_owner"
    )
    assert (
        answer(cluster, "SELECT datlocprovider::text || pg_encoding_to_char(encoding) FROM pg_database LIMIT 1")
        == "bUTF8"
    )
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(cluster.url("recourse_app").replace(cluster.password("recourse_app"), "guess"))


def test_secrets_are_the_owners_alone_and_the_folders_above_keep_their_mode(var: Path) -> None:
    var.parent.chmod(0o710)
    cluster = ensure_postgres(var)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (var / "postgres" / "passwords").iterdir()}
    assert modes == {"postgres": 0o600} | dict.fromkeys(HOUSE_ROLES, 0o600)
    assert stat.S_IMODE((var / "postgres" / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE(var.parent.stat().st_mode) == 0o710
    assert cluster.password("recourse_app") not in repr(cluster)


def test_a_second_process_attaches_and_never_stops_the_cluster(var: Path) -> None:
    cluster = ensure_postgres(var)
    assert cluster.owned
    assert in_another_process(var, "print(c.owned, c.port); c.stop()") == f"False {cluster.port}"
    assert answer(cluster, "SELECT 1") == 1
    cluster.stop()
    assert not psutil.pid_exists(cluster.pid)


def test_two_processes_that_start_at_once_get_one_cluster(var: Path) -> None:
    code = ATTACH.format(var=str(var))
    command = [sys.executable, "-c", code + "print(c.owned, c.pid)"]
    racers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [racer.communicate()[0].split() for racer in racers]
    assert sorted(owned for owned, _ in said) == ["False", "False", "True"]
    assert len({pid for _, pid in said}) == 1


def test_after_a_killed_server_what_was_committed_is_there_again(var: Path) -> None:
    cluster = ensure_postgres(var)
    with psycopg.connect(cluster.url("recourse_owner")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS amount")
    os.kill(cluster.pid, signal.SIGKILL)
    again = ensure_postgres(var)
    assert again.owned
    assert again.pid != cluster.pid
    assert answer(again, "SELECT amount FROM kept", role="recourse_owner") == 7


def test_a_pid_file_whose_number_was_reused_is_not_taken_for_a_server(var: Path) -> None:
    cluster = ensure_postgres(var)
    left_behind = var / "postgres" / "data" / "postmaster.pid"
    text = left_behind.read_text()
    cluster.stop()
    bystander = subprocess.Popen(["sleep", "300"])
    try:
        left_behind.write_text(text.replace(str(cluster.pid), str(bystander.pid), 1))
        again = ensure_postgres(var)
        assert again.owned
        assert answer(again, "SELECT 1") == 1
        again.stop()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_another_server_on_the_noted_port_is_stepped_around(var: Path, tmp_path: Path) -> None:
    first = ensure_postgres(var)
    first.stop()
    other = ensure_postgres(tmp_path / "other")
    try:
        (var / "postgres" / "port").write_text(str(other.port))
        again = ensure_postgres(var)
        assert again.port != other.port
        assert answer(again, "SELECT 1") == 1
    finally:
        other.stop()


def test_a_template_is_copied_with_its_rows(var: Path) -> None:
    cluster = ensure_postgres(var)
    cluster.create_database("template_house")
    with psycopg.connect(cluster.url("recourse_owner", "template_house")) as connection:
        connection.execute("CREATE TABLE laid AS SELECT 3 AS stones")
    cluster.create_database("copy", "template_house")
    assert answer(cluster, "SELECT stones FROM laid", role="recourse_owner", database="copy") == 3
    cluster.drop_database("copy")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        answer(cluster, "SELECT 1", database="copy")


def test_data_of_another_major_version_is_refused_and_left_alone(var: Path) -> None:
    ensure_postgres(var).stop()
    version = var / "postgres" / "data" / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(Unavailable, match=r"written by PostgreSQL 17, this is 18.*recourse restore"):
        ensure_postgres(var)
    assert version.read_text() == "17\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another identity")
def test_root_without_user_namespaces_runs_the_server_as_another_account(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    reachable = tmp_path_factory.mktemp("reachable")
    for folder in (reachable, *list(reachable.parents)[:2]):
        folder.chmod(0o755)
    monkeypatch.setattr(unprivileged, "namespace_works", lambda: False)
    cluster = ensure_postgres(reachable / "var")
    try:
        assert psutil.Process(cluster.pid).uids().real == unprivileged.account()
        assert answer(cluster, "SELECT 1") == 1
    finally:
        cluster.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another identity")
def test_that_account_works_below_a_folder_closed_to_it_and_the_folder_stays_closed(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    var.parent.chmod(0o700)
    monkeypatch.setattr(unprivileged, "namespace_works", lambda: False)
    cluster = ensure_postgres(var)
    assert psutil.Process(cluster.pid).uids().real == unprivileged.account()
    assert answer(cluster, "SELECT 1") == 1
    assert stat.S_IMODE(var.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another identity")
def test_a_folder_nobody_can_be_let_into_is_named(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    var.parent.chmod(0o700)
    monkeypatch.setattr(unprivileged, "namespace_works", lambda: False)
    monkeypatch.setattr(unprivileged, "lent_prefix", lambda uid: ())
    with pytest.raises(Unavailable, match=r"(?s)cannot enter .*RECOURSE_VAR"):
        ensure_postgres(var)
    assert stat.S_IMODE(var.parent.stat().st_mode) == 0o700
