"""The Polish e-court's service as far as Recourse uses it: stateful, on loopback, with its own refusals.

One request a rest for each user, else 503; AuthenticationError (600) for who may not enter; a whole batch refused with
ValidationError (602) where one claim fails or the account does not hold the fees. Refusals are SOAP faults whose detail
carries the code, as the service's description has them.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from xml.sax.saxutils import escape

from litestar import Litestar, Request, Response, post

from cases.jurisdictions.court_files.xml_parsing import Node, parse
from cases.submissions.connectors.soap import text_of
from tests.fakes.serving import at_once

NAMESPACE = "http://e-sad.gov.pl/2010/03/26/epu/"
TYPES = "http://schemas.datacontract.org/2004/07/EpuWS.DataTypes"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
LISTS = {"MojeNakazy": "mojeNakazy", "MojeOrzeczeniaVer2": "listaOrzeczen", "MojeDoreczeniaVer2": "mojeDoreczenia"}


@dataclass
class Filed:
    signature: str
    reference: str
    batch: str


@dataclass
class FakeEpu:
    password: str = "hasło"
    balance: Decimal = Decimal("1000.00")
    rest: float = 0.05
    filed: list[Filed] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    held_up: Callable[[str], Awaitable[None]] = at_once
    """Waited for `before` and `after` it does what it is asked; whoever holds it up there holds back the answer."""
    last: dict[str, float] = field(default_factory=dict)
    too_fast: int = 0
    silent: int = 0
    """So many batches are taken and their answer lost on the way."""

    def application(self) -> Litestar:
        @post("/", status_code=200)
        async def answer(request: Request) -> Response[bytes]:
            message = parse(await request.body()).child("Body").children[0]
            assert request.headers["soapaction"] == f'"{NAMESPACE}EpuService/{message.name}"'
            await self.held_up("before")
            said = self._answered(message)
            await self.held_up("after")
            return said

        return Litestar([answer], openapi_config=None)

    def _answered(self, message: Node) -> Response[bytes]:
        user, now = text_of(message, "userName"), time.monotonic()
        if now - self.last.get(user, -1.0) < self.rest:
            self.too_fast += 1
            return Response(b"", status_code=503)
        self.last[user] = now
        self.calls.append(message.name)
        if text_of(message, "password") != self.password:
            return _fault("OutputData", "AuthenticationError", "Błąd logowania.")
        if message.name == "ZlozPozwy":
            return self._file(parse(text_of(message, "listaPozwowXML").encode()))
        if message.name == "MojeSprawy":
            return _result(message.name, "OK", _list("listaSpraw", [_case(one) for one in self.filed]))
        lists = {
            "MojeNakazy": "mojeNakazy",
            "MojeOrzeczeniaVer2": "listaOrzeczen",
            "MojeDoreczeniaVer2": "mojeDoreczenia",
        }
        return _result(message.name, "OK", _list(lists[message.name], []))

    def _file(self, batch: Node) -> Response[bytes]:
        claims = [one for one in batch.children if one.name == "PozewEPU"]
        fees = sum((Decimal(_fee(one)) for one in claims), Decimal(0))
        if fees > self.balance:
            return _fault("ZlozPozwyOutputData", "ValidationError", f"Brak środków: {fees} PLN.")
        self.balance -= fees
        name = batch.attributes["OznaczeniePaczki"]
        for one in claims:
            number = len(self.filed) + 1
            self.filed.append(Filed(f"VI Nc-e {number}/26", text_of(one, "SprawaWgPowoda"), name))
        if self.silent:
            self.silent -= 1
            return Response(b"<html/>", status_code=500, media_type="text/html")
        rows = [
            f"<ZlozPozwyOutputElement><liczbaPorzadkowa>{number}</liczbaPorzadkowa><status>true</status>"
            f"<kodWalidacji>OK</kodWalidacji><sygnaturaWgPowoda>{escape(text_of(one, 'SprawaWgPowoda'))}"
            f"</sygnaturaWgPowoda><oplataSadowa>{_fee(one)}</oplataSadowa></ZlozPozwyOutputElement>"
            for number, one in enumerate(claims, start=1)
        ]
        inside = f"<oznaczeniePaczki>{name}</oznaczeniePaczki><liczbaPozow>{len(claims)}</liczbaPozow>"
        return _result("ZlozPozwy", "Created", inside + _list("wynikiWalidacji", rows))


def _fee(claim: Node) -> str:
    fee = claim.child("OplataSadowa")
    return fee.attributes["wartosc"] if fee is not None else "0"


def _case(one: Filed) -> str:
    return (
        f"<SprawaOutputElement><id>1</id><sygnaturaSprawy>{one.signature}</sygnaturaSprawy>"
        f"<sygnaturaWgPowoda>{escape(one.reference)}</sygnaturaWgPowoda><stanSprawy>wpłynęła</stanSprawy>"
        "<dataWplywu>2026-11-20T10:00:00</dataWplywu></SprawaOutputElement>"
    )


def _list(name: str, rows: list[str]) -> str:
    return f"<{name}>{''.join(rows)}</{name}>"


def _result(operation: str, code: str, inside: str) -> Response[bytes]:
    return _soap(
        f'<{operation}Response xmlns="{NAMESPACE}"><{operation}Result xmlns="{TYPES}"><kod>{code}</kod>{inside}'
        f"</{operation}Result></{operation}Response>"
    )


def _fault(kind: str, code: str, words: str) -> Response[bytes]:
    detail = f'<{kind} xmlns="{TYPES}"><informacja>{words}</informacja><kod>{code}</kod></{kind}>'
    return _soap(
        f"<s:Fault><faultcode>s:Client</faultcode><faultstring>{code}</faultstring><detail>{detail}</detail></s:Fault>",
        status=500,
    )


def _soap(message: str, *, status: int = 200) -> Response[bytes]:
    body = f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{message}</s:Body></s:Envelope>'
    return Response(body.encode(), status_code=status, media_type="text/xml; charset=utf-8")
