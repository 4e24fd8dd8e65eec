"""Run by test_store in a process of its own: puts a file into the vault, streams it back, reports peak
memory.
"""

import asyncio
import hashlib
import json
import resource
import sys
from pathlib import Path

from documents.store import ObjectStore, content_key
from kernel.ids import new_id
from kernel.keys import new_data_key


def peak_kb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def main(endpoint: str, access_key: str, secret_key: str, tape: Path) -> None:
    store = ObjectStore.at(endpoint, access_key, secret_key, "recourse-test")
    with tape.open("rb") as file:
        written = hashlib.file_digest(file, "sha256").hexdigest()
    data_key, key = new_data_key(), content_key(new_id(), written)
    before = peak_kb()
    await store.put(key, tape, sha256=written, media_type="text/csv", data_key=data_key)
    digest = hashlib.sha256()
    async for piece in store.stream(key, data_key=data_key):
        digest.update(piece)
    growth = (peak_kb() - before) // 1024
    print(json.dumps({"sha256_written": written, "sha256_read": digest.hexdigest(), "peak_growth_mb": growth}))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4], Path(sys.argv[4])))
