"""A real clamd with a signature of our own, and a relay that lets it say how old its signatures are."""

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from tests.builders.files import eicar
from web.embedded.ports import free_ports

CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"
CONFIGURATION = """
DatabaseDirectory {folder}
TCPSocket {port}
TCPAddr 127.0.0.1
Foreground yes
SelfCheck 0
"""


@contextmanager
def real_scanner(folder: Path) -> Iterator[int]:
    """The port of a clamd that knows EICAR and nothing else. Skips where ClamAV is not installed."""
    if not Path(CLAMD).is_file():
        pytest.skip("clamd is absent: apt-get install clamav-daemon")
    [port] = free_ports(1)
    (folder / "own.ndb").write_text(f"Eicar-Test-Signature:0:*:{eicar().hex()}\n")
    settled = folder.parent / "clamd.conf"
    settled.write_text(CONFIGURATION.format(folder=folder, port=port))
    process = subprocess.Popen([CLAMD, "-c", settled], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_it_listens(process, port)
        yield port
    finally:
        process.kill()
        process.wait()


def _until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(600):
        assert process.poll() is None, "clamd stopped"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("clamd does not listen")


@asynccontextmanager
async def dated(scanner: int, at: datetime) -> AsyncIterator[str]:
    """The address of a relay to the scanner that answers for its version alone: with signatures of that moment.

    Signatures of our own carry no date, and official ones are not for tests.
    """

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        command = await reader.readuntil(b"\0")
        if command == b"zVERSION\0":
            writer.write(f"ClamAV 1.4.6/27500/{at:%a %b %d %H:%M:%S %Y}\0".encode())
        else:
            beyond_reader, beyond_writer = await asyncio.open_connection("127.0.0.1", scanner)
            beyond_writer.write(command)
            while (length := await reader.readexactly(4)) != bytes(4):
                beyond_writer.write(length + await reader.readexactly(int.from_bytes(length)))
            beyond_writer.write(bytes(4))
            writer.write(await beyond_reader.read())
            beyond_writer.close()
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
