"""A scanner on loopback that speaks clamd's protocol and finds one signature: whatever holds `EICAR` is infected."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

FINDING = "Eicar-Test-Signature"


@asynccontextmanager
async def scanner() -> AsyncIterator[str]:
    """Its address, for CLAMD_ADDRESS."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.readuntil(b"\0") == b"zVERSION\0":
            writer.write(f"ClamAV 1.4.6/27500/{datetime.now(UTC):%a %b %d %H:%M:%S %Y}\0".encode())
        else:
            content = b""
            while length := int.from_bytes(await reader.readexactly(4)):
                content += await reader.readexactly(length)
            writer.write(f"stream: {FINDING} FOUND\0".encode() if b"EICAR" in content else b"stream: OK\0")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
