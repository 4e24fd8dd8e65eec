"""The private object store: what is locked stays, and nobody but the holder of its keys gets in."""

import io
import json
import os
import signal
import ssl
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_connection
from typing import Any

import psutil
import pytest
from minio import Minio
from minio.error import S3Error
from minio.retention import Retention

from web.embedded.object_store import ObjectStore
from web.embedded.seaweedfs import ensure_object_store, stop_object_store


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("objects")
    yield folder / "var"
    stop_object_store(folder / "var")


def client(store: ObjectStore, *, secret: str | None = None) -> Minio:
    return Minio(
        endpoint=store.endpoint.removeprefix("http://"),
        access_key=store.access_key,
        secret_key=secret or store.secret_key,
        secure=False,
    )


def noted(var: Path) -> Any:
    return json.loads((var / "seaweedfs" / "server.json").read_text())


def put(minio: Minio, bucket: str, name: str, content: bytes) -> str:
    done = minio.put_object(bucket_name=bucket, object_name=name, data=io.BytesIO(content), length=len(content))
    return str(done.version_id)


def test_what_is_put_comes_back_and_a_wrong_key_is_refused(var: Path) -> None:
    store = ensure_object_store(var)
    minio = client(store)
    minio.make_bucket(bucket_name="letters")
    put(minio, "letters", "demand.txt", b"Please pay.")
    answer = minio.get_object(bucket_name="letters", object_name="demand.txt")
    assert answer.read() == b"Please pay."
    with pytest.raises(S3Error):
        client(store, secret="guessed-guessed-guessed").list_buckets()
    assert store.secret_key not in repr(store)


def test_a_locked_document_outlives_delete_bypass_and_a_killed_server(var: Path) -> None:
    minio = client(ensure_object_store(var))
    minio.make_bucket(bucket_name="vault", object_lock=True)
    version = put(minio, "vault", "petition.pdf", b"%PDF sealed")
    until = datetime.now(UTC) + timedelta(days=1)
    minio.set_object_retention(
        bucket_name="vault",
        object_name="petition.pdf",
        config=Retention("COMPLIANCE", until),
        version_id=version,
    )
    os.kill(noted(var)["pid"], signal.SIGKILL)
    again = ensure_object_store(var)
    assert again.owned
    minio = client(again)
    with pytest.raises(S3Error):
        minio.remove_object(bucket_name="vault", object_name="petition.pdf", version_id=version)
    kept = minio.get_object(bucket_name="vault", object_name="petition.pdf", version_id=version)
    assert kept.read() == b"%PDF sealed"


def test_a_second_process_attaches_and_never_stops_the_store(var: Path) -> None:
    first = ensure_object_store(var)
    code = f"""
from pathlib import Path
from web.embedded.seaweedfs import ensure_object_store
store = ensure_object_store(Path({str(var)!r}))
store.stop()
print(store.owned, store.endpoint)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", first.endpoint]
    assert client(first).list_buckets()


def test_every_file_with_a_secret_is_the_owners_alone(var: Path) -> None:
    ensure_object_store(var)
    home = var / "seaweedfs"
    for name in ("keys.json", "s3.json", "security.toml", "grpc.key"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_every_port_is_on_loopback_and_the_program_calls_nobody(var: Path) -> None:
    ensure_object_store(var)
    process = psutil.Process(noted(var)["pid"])
    assert {one.laddr.ip for one in process.net_connections("inet") if one.status == "LISTEN"} == {"127.0.0.1"}
    assert "-master.telemetry=false" in process.cmdline()


def first_word(port: int, certificate: Path | None) -> bytes:
    """What a gRPC server says first to a client that speaks TLS, with or without a certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    if certificate:
        context.load_cert_chain(certificate, certificate.with_name("grpc.key"))
    with create_connection(("127.0.0.1", port), timeout=10) as raw, context.wrap_socket(raw) as wrapped:
        return wrapped.recv(9)


@pytest.mark.parametrize("part", ["filer.port.grpc", "master.port.grpc", "volume.port.grpc", "s3.port.grpc"])
def test_an_inner_port_talks_to_the_holder_of_our_certificate_alone(var: Path, part: str) -> None:
    ensure_object_store(var)
    port = noted(var)["ports"][part]
    assert first_word(port, var / "seaweedfs" / "grpc.crt")[3] == 4  # HTTP/2 SETTINGS
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        first_word(port, None)


def test_the_inner_http_ports_erase_nothing_for_a_stranger(var: Path) -> None:
    minio = client(ensure_object_store(var))
    minio.make_bucket(bucket_name="erase-me")
    put(minio, "erase-me", "one.txt", b"still here")
    for part in ("filer.port", "volume.port"):
        address = f"http://127.0.0.1:{noted(var)['ports'][part]}/buckets/erase-me?recursive=true"
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(urllib.request.Request(address, method="DELETE"), timeout=10)
    assert minio.get_object(bucket_name="erase-me", object_name="one.txt").read() == b"still here"


def test_the_one_who_started_it_stops_it_quickly_and_leaves_no_socket(tmp_path: Path) -> None:
    before = sockets()
    store = ensure_object_store(tmp_path)
    server = noted(tmp_path)
    store.stop()
    assert not psutil.pid_exists(server["pid"])
    left = sockets() - before
    assert not [name for name in left for port in server["ports"].values() if str(port) in name]


def sockets() -> set[str]:
    """Those of other servers too, dead ones among them."""
    return {name.name for name in Path("/tmp").glob("seaweedfs-*.sock")}
