"""ClamAV's daemon, asked over its socket (`zINSTREAM`, `zVERSION`; clamd(8)). Who is not sure is never called clean."""

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from kernel.settings import settings

PIECE = 64 << 10
OLDEST = timedelta(days=7)
"""Signatures older than this prove nothing: what is in the mail today was written since."""
PATIENCE = 60.0
_DATED = re.compile(r"^ClamAV [^/]+/\d+/(?P<day>\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})")

type State = Literal["clean", "infected", "not_scanned"]


@dataclass(frozen=True, slots=True)
class Scan:
    """`finding` names the signature that was found, or says why nothing was scanned; none for a clean file."""

    state: State
    finding: str | None
    definitions_at: datetime | None


async def scan(content: bytes, *, now: datetime) -> Scan:
    """What the scanner of CLAMD_ADDRESS says. Never raises: without an answer the file is not scanned."""
    address = settings().clamd_address
    if not address:
        return Scan("not_scanned", "no scanner is set up", None)
    try:
        async with asyncio.timeout(PATIENCE):
            dated = definitions_of(await _asked(address, b"zVERSION\0"))
            said = (await _asked(address, b"zINSTREAM\0", content)).removeprefix("stream: ")
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as error:
        return Scan("not_scanned", f"the scanner does not answer ({type(error).__name__})", None)
    if said.endswith(" FOUND"):
        return Scan("infected", said.removesuffix(" FOUND")[:200], dated)
    if said != "OK":
        return Scan("not_scanned", f"the scanner says: {said}"[:200], dated)
    if dated is None or now - dated > OLDEST:
        age = f"of {dated:%Y-%m-%d}" if dated else "of an unknown day"
        return Scan("not_scanned", f"the scanner's signatures are {age}", dated)
    return Scan("clean", None, dated)


async def definitions() -> datetime | None:
    """The moment of the signatures the scanner has now; None where none is set up, answers, or tells."""
    address = settings().clamd_address
    if not address:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            return definitions_of(await _asked(address, b"zVERSION\0"))
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
        return None


def definitions_of(version: str) -> datetime | None:
    """The moment of the signatures in `ClamAV 1.4.6/27500/Sat Nov 21 09:26:33 2026`; None where it tells none."""
    found = _DATED.match(version)
    return datetime.strptime(found["day"], "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC) if found else None


async def _asked(address: str, command: bytes, content: bytes | None = None) -> str:
    """One command on one connection; with `content`, as pieces each after its length, closed by an empty one."""
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(command)
        if content is not None:
            for at in range(0, len(content), PIECE):
                piece = content[at : at + PIECE]
                writer.write(len(piece).to_bytes(4) + piece)
                await writer.drain()
            writer.write(bytes(4))
        await writer.drain()
        return (await reader.readuntil(b"\0"))[:-1].decode(errors="replace").strip()
    finally:
        writer.close()
