"""One large file into the vault and out again ÷ the same bytes by a bare put and get of the same client.

`python bench/bench_vault_stream.py [MIB] [FOLDER]`: both in one run on one private SeaweedFS, thrown away afterwards,
each in a process of its own, for the peak of its memory. The vault hashes the file, encrypts, writes, reads everything
back and compares it, then reads it once more, decrypted and hashed; the bare side writes and reads, and hashes nothing.
So the vault moves the bytes three times over the wire and the bare side twice. Needs three times the file on the disk.
"""

import asyncio
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import mkdtemp

from documents.shelves import connected
from documents.store import ObjectStore
from kernel.ids import new_id
from kernel.keys import new_data_key
from web.embedded.seaweedfs import ensure_object_store, stop_object_store

PIECE = 1 << 20


async def vault(endpoint: str, access: str, secret: str, file: Path) -> tuple[float, float]:
    """Seconds up and seconds down."""
    store = ObjectStore.at(endpoint, access, secret, "bench")
    await store.prepare()
    key, data_key = f"{new_id()}/large", new_data_key()
    with file.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    began = time.monotonic()
    await store.put(key, file, sha256=digest, media_type="application/octet-stream", data_key=data_key)
    up, began, found = time.monotonic() - began, time.monotonic(), hashlib.sha256()
    async for piece in store.stream(key, data_key=data_key):
        found.update(piece)
    if found.hexdigest() != digest:
        raise SystemExit("other bytes came back")
    return up, time.monotonic() - began


def bare(endpoint: str, access: str, secret: str, file: Path) -> tuple[float, float]:
    client = connected(
        endpoint.removeprefix("http://"), access, secret, secure=False, region="us-east-1", timeout=300.0
    )
    client.make_bucket("bare")
    began = time.monotonic()
    with file.open("rb") as source:
        client.put_object("bare", "large", source, file.stat().st_size, part_size=8 << 20, num_parallel_uploads=1)
    up, began, read = time.monotonic() - began, time.monotonic(), 0
    answer = client.get_object("bare", "large")
    for piece in answer.stream(PIECE):
        read += len(piece)
    answer.close()
    if read != file.stat().st_size:
        raise SystemExit("not all came back")
    return up, time.monotonic() - began


def measured(which: str, *where: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, "one", which, *where], check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def one(which: str, endpoint: str, access: str, secret: str, file: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    up, down = (
        asyncio.run(vault(endpoint, access, secret, file)) if which == "vault" else bare(endpoint, access, secret, file)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"up": up, "down": down, "before_mb": before / 1024, "peak_mb": peak / 1024}))


def main(mebibytes: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < 4 * mebibytes * PIECE:
        raise SystemExit(f"{folder} has {free >> 30} GiB free; {4 * mebibytes >> 10} are wanted")
    home = Path(mkdtemp(prefix="bench-vault-", dir=folder))
    try:
        file = home / "large"
        block = os.urandom(PIECE)
        with file.open("wb") as target:
            for _ in range(mebibytes):
                target.write(block)
        server = ensure_object_store(home / "var")
        where = (server.endpoint, server.access_key, server.secret_key, str(file))
        ours, theirs = measured("vault", *where), measured("bare", *where)
    finally:
        stop_object_store(home / "var")
        shutil.rmtree(home)
    for name, told in (("vault", ours), ("bare", theirs)):
        speeds = ", ".join(f"{way} {told[way]:.1f} s, {mebibytes / told[way]:.0f} MiB/s" for way in ("up", "down"))
        print(f"{name}: {speeds}, peak memory {told['peak_mb']:.0f} MiB (at start {told['before_mb']:.0f})")
    print(
        f"{mebibytes} MiB: up {ours['up'] / theirs['up']:.2f}, down {ours['down'] / theirs['down']:.2f} times the bare"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        one(sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5], Path(sys.argv[6]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 256, Path(sys.argv[2]) if sys.argv[2:] else Path("/tmp"))
