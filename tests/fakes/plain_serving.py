"""A server of bytes on loopback, for connections as no web framework behaves: it hangs, dribbles, or asks who comes."""

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from tests.fakes.certificates import Authority

type Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def talking(talk: Talk) -> AsyncIterator[str]:
    """The address under which it talks like this to whoever comes."""

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.close()
        server.close_clients()


async def request_of(reader: asyncio.StreamReader) -> bytes:
    """The body of one request."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
    return await reader.readexactly(length)


@contextmanager
def asking_who_comes(tls: ssl.SSLContext, answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """The address of a server that ends a handshake it does not like with its alert, from a thread of its own."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                plain, _ = listening.accept()
                with plain, suppress(OSError), tls.wrap_socket(plain, server_side=True) as one:
                    _answer(one, answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def _answer(one: ssl.SSLSocket, answer: Callable[[bytes], bytes]) -> None:
    with one.makefile("rb") as reading:
        length = 0
        while (line := reading.readline().lower()) not in {b"\r\n", b""}:
            length = int(line.partition(b":")[2]) if line.startswith(b"content-length:") else length
        content = answer(reading.read(length))
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    one.sendall(head.encode() + content)


def demanding(authority: Authority, folder: Path) -> ssl.SSLContext:
    """Of a server that lets in whom the authority signed, and says so within the handshake (TLS 1.2): by the later
    version a client may lose the reason with the connection.
    """
    shown, paths = authority.shows("the court"), (folder / "court.pem", folder / "court.key", folder / "trusted.pem")
    for path, content in zip(paths, (shown.certificate, shown.key, authority.certificate), strict=True):
        path.write_text(content)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=paths[2])
    context.load_cert_chain(paths[0], paths[1])
    context.verify_mode = ssl.CERT_REQUIRED
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context
