"""Calls of a court's SOAP service: the envelope, what a broken call leaves open, and faults in the court's words."""

import asyncio
import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

import httpx

from cases.jurisdictions.court_files.xml_parsing import LARGEST_FILE, Node, first_words, parse
from cases.submissions.connectors.seam import AccountRefused, MayHaveArrived, NotSent, Unreadable
from kernel.errors import Invalid

SECONDS = 60.0
CONNECT_SECONDS = 10.0
WHOLE_SECONDS = 600.0
"""For all of an answer, however slowly its bytes drip."""
BUSY = frozenset({429, 503})
"""Said before anything is done. A gateway's 502 or 504 is not among them: what is behind it may have the file."""
OK = 200
PACKED = frozenset({"", "identity", "gzip", "deflate"})
"""How an answer may be packed: these grow a thousandfold at most, a piece of Brotli to more than a machine holds."""
ALERT = re.compile(r"ALERT_.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)")
"""What OpenSSL calls the refusal of a client's certificate, or of a client without one."""
NAMESPACES = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `changes`: it leaves something at the court, so that a broken call may have arrived."""

    address: str
    action: str
    message: bytes
    version: str
    changes: bool


@dataclass(frozen=True, slots=True)
class Said:
    """The court's answer: all its bytes, and the message inside; a fault's element where it refused."""

    content: bytes
    message: Node

    @property
    def is_fault(self) -> bool:
        return self.message.name == "Fault"

    @property
    def is_theirs(self) -> bool:
        """A fault of the service itself (Receiver, Server), not of what it was sent: it may have acted before."""
        code = text_of(self.message, "faultcode") or text_of(self.message, "Value")
        return self.is_fault and code.rpartition(":")[2].partition(".")[0] in {"Receiver", "Server"}

    @property
    def fault(self) -> str:
        """The fault's words, in one line."""
        return first_words(" ".join(" ".join(_texts(self.message)).split())) or "no words"


def element(name: str, value: str) -> bytes:
    """An element of the message's own namespace."""
    return f"<{name}>{escape(value)}</{name}>".encode()


def found(node: Node, name: str) -> Node | None:
    """The first element of the name at any depth."""
    if node.name == name:
        return node
    return next((hit for one in node.children if (hit := found(one, name)) is not None), None)


def text_of(node: Node, name: str) -> str:
    hit = found(node, name)
    return hit.text.strip() if hit else ""


async def call(one: Call, tls: ssl.SSLContext | None = None) -> Said:
    """The court's answer. NotSent where nothing arrived or the court is too busy; MayHaveArrived where it broke off
    after a changing request was on its way, or what came back cannot be read.
    """
    namespace = NAMESPACES[one.version]
    envelope = b"".join(
        (
            f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{namespace}"><s:Body>'.encode(),
            one.message,
            b"</s:Body></s:Envelope>",
        )
    )
    try:
        status, content = await _asked(one, envelope, tls)
    except (httpx.HTTPError, TimeoutError) as error:
        if (why := _not_let_in(error)) is not None:
            told = f"The court's service let nobody in ({why}): it asks for a client certificate that it knows."
            raise AccountRefused(told) from error
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
            raise NotSent(_unreached(error)) from error
        if not one.changes:
            raise NotSent("The court's service broke off while it was asked.") from error
        raise MayHaveArrived("The connection broke after the file was on its way: only the court knows.") from error
    if status in BUSY:
        raise NotSent(f"The court's service is too busy ({status}) and took nothing.")
    return _read(status, content, one)


def _causes(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__ or at.__context__


def _not_let_in(error: BaseException) -> str | None:
    """The alert with which a service ends the handshake for what the client showed: no request was read before it."""
    alerts = (one.reason for one in _causes(error) if isinstance(one, ssl.SSLError) and one.reason)
    return next((one.lower().replace("_", " ") for one in alerts if ALERT.search(one)), None)


def _unreached(error: BaseException) -> str:
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in _causes(error)):
        return "The certificate of the court's service is not trusted here. Nothing was sent: ask the operator."
    return "The court's service does not answer. Nothing was sent."


async def _asked(one: Call, envelope: bytes, tls: ssl.SSLContext | None) -> tuple[int, bytes]:
    """Status and bytes of the answer; of one larger than is ever read, no more than shows that."""
    times = httpx.Timeout(SECONDS, connect=CONNECT_SECONDS)
    content = bytearray()
    async with (
        asyncio.timeout(WHOLE_SECONDS),
        httpx.AsyncClient(timeout=times, verify=tls or True) as client,
        client.stream("POST", one.address, content=envelope, headers=_headers(one)) as answer,
    ):
        packed = answer.headers.get("content-encoding", "").lower() not in PACKED
        async for piece in answer.aiter_raw() if packed else answer.aiter_bytes():
            content += piece
            if len(content) > LARGEST_FILE:
                break
    return answer.status_code, bytes(content)


def _headers(one: Call) -> Mapping[str, str]:
    plain = {"Accept-Encoding": "gzip, deflate"}
    if one.version == "1.2":
        return plain | {"Content-Type": "application/soap+xml; charset=utf-8"}
    return plain | {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{one.action}"'}


def _read(status: int, content: bytes, one: Call) -> Said:
    try:
        root = parse(content)
        body = root.child("Body")
        if root.name != "Envelope" or body is None or not body.children:
            raise Invalid("no message")
    except Invalid as error:
        told = f"The court's service answered what is no SOAP message ({status})."
        if one.changes:
            raise MayHaveArrived(told) from error
        # What a gateway says in its stead is no answer of the court; what the service itself says is kept.
        raise (Unreadable(told, content=content) if status == OK and content else NotSent(told)) from error
    return Said(content, body.children[0])


def _texts(node: Node) -> list[str]:
    return [node.text.strip(), *(text for one in node.children for text in _texts(one))]
