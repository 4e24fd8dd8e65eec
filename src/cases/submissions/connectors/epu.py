"""The Polish e-court by its service: SOAP 1.1 (EpuService.wsdl), every call with user name, password and API key.

At most one request a second for each user: the client rests after each, and its callers run one job of an account at a
time. The service does not know a file again, so what may have arrived is looked for among the cases of the account.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cases.jurisdictions.court_files.xml_parsing import Node, parse
from cases.submissions.connectors.seam import (
    MOST_AT_ONCE,
    AccountRefused,
    Collected,
    MayHaveArrived,
    NotSent,
    Receipt,
    RefusedByCourt,
    TooMuch,
    ToSend,
    Unreadable,
)
from cases.submissions.connectors.soap import Call, Said, call, element, found, text_of
from kernel.errors import Invalid, Problem

NAMESPACE = "http://e-sad.gov.pl/2010/03/26/epu/"
REST = timedelta(seconds=1)
"""The service's throttle for one user, as described in 2012."""
WARSAW = ZoneInfo("Europe/Warsaw")
PAGE = 100
MOST_PAGES = 200
OPERATIONS: dict[str, tuple[str, str]] = {
    "Pozwy": ("ZlozPozwy", "listaPozwowXML"),
    "DokumentyEPU": ("ZlozDokumenty", "listaDokumentowXML"),
    "WnioskiEgzekucyjneEPU": ("ZlozWnioskiEgzekucyjne", "listaWnioskowEgzekucyjnychXML"),
}
"""By the root of the file: the operation that takes it, and the name of the parameter that carries it."""
LISTS = ("MojeSprawy", "MojeNakazy", "MojeOrzeczeniaVer2", "MojeDoreczeniaVer2")
"""What is fetched, of the days asked for."""
TAKEN = frozenset({"OK", "Created"})
NO_ENTRY = frozenset({"Unauthorized", "AuthenticationError", "AuthorizationError"})
NAMED = 3


class EpuClient:
    """`account`: user_name, password, api_key."""

    code = "epu"
    repeats_safely = False

    def __init__(self, address: str, *, rest: timedelta = REST) -> None:
        self._address = address
        self._rest = rest.total_seconds()

    async def send(self, file: ToSend, account: Mapping[str, str]) -> Receipt:
        root = _root(file)
        operation, parameter = OPERATIONS[root.name]
        said = await self._call(operation, account, [(parameter, file.content.decode("utf-8-sig"))], changes=True)
        if said.is_theirs and not text_of(said.message, "kod"):
            raise MayHaveArrived(f"The e-court's service failed while it had the file: {said.fault}")
        _taken(said)
        return Receipt(text_of(said.message, "oznaczeniePaczki") or None, said.content)

    async def arrived(self, file: ToSend, account: Mapping[str, str], since: datetime) -> Receipt | None:
        """Found by our own signatures among the cases that came in since; letters and applications are in no list."""
        ours = {one.text.strip() for one in _all(_root(file), "SprawaWgPowoda")}
        async for said in self._pages("MojeSprawy", account, since, since + timedelta(days=2)):
            theirs = {one.text.strip() for one in _all(said.message, "sygnaturaWgPowoda")}
            if ours & theirs:
                return Receipt(None, said.content, again=True)
        return None

    async def collect(
        self, account: Mapping[str, str], since: datetime, now: datetime, files: Mapping[str, str]
    ) -> Collected:
        """Every list as far as it came. Where one broke off, all are asked for the same days again: nothing is done
        twice by it, and what was not read is not lost.
        """
        contents: list[bytes] = []
        missed: Problem | None = None
        for operation in LISTS:
            try:
                async for said in self._pages(operation, account, since, now):
                    contents.append(said.content)
                    if sum(map(len, contents)) > MOST_AT_ONCE:
                        return Collected(tuple(contents), since, TooMuch())
            except AccountRefused:
                raise
            except (NotSent, RefusedByCourt) as problem:
                missed = missed or problem
                contents += [problem.content] if isinstance(problem, Unreadable) else []
        return Collected(tuple(contents), since if missed else now, missed)

    async def _pages(
        self, operation: str, account: Mapping[str, str], since: datetime, until: datetime
    ) -> AsyncIterator[Said]:
        for number in range(1, MOST_PAGES + 1):
            asked = [("numerStrony", str(number)), ("wielkoscStrony", str(PAGE))]
            asked += [("dataOd", _moment(since)), ("dataDo", _moment(until))]
            said = await self._call(operation, account, asked, changes=False)
            _taken(said)
            yield said
            if number >= _pages_of(said):
                break

    async def _call(
        self, operation: str, account: Mapping[str, str], parameters: Sequence[tuple[str, str]], *, changes: bool
    ) -> Said:
        who = [("userName", "user_name"), ("password", "password"), ("apiKey", "api_key")]
        inside = b"".join(element(name, account.get(field, "")) for name, field in who)
        inside += b"".join(element(name, value) for name, value in parameters)
        message = f'<{operation} xmlns="{NAMESPACE}">'.encode() + inside + f"</{operation}>".encode()
        try:
            return await call(
                Call(self._address, f"{NAMESPACE}EpuService/{operation}", message, "1.1", changes=changes)
            )
        finally:
            await asyncio.sleep(self._rest)


def _root(file: ToSend) -> Node:
    root = parse(file.content)
    if root.name not in OPERATIONS:
        raise Invalid(f"The e-court takes no file of <{root.name}>; it takes {', '.join(OPERATIONS)}.")
    return root


def _taken(said: Said) -> None:
    """Raises what the service says instead of taking or answering. Its faults carry the same code."""
    code = text_of(said.message, "kod")
    if code in TAKEN and not said.is_fault:
        return
    words = text_of(said.message, "informacja") or text_of(said.message, "opis") or said.fault
    if code in NO_ENTRY:
        raise AccountRefused(f"The e-court did not let the account in: {words} ({code}).")
    if code:
        told = "; ".join([words, *_of_filings(said.message)])
        raise RefusedByCourt(f"The e-court refused the whole file: {told} ({code}).", content=said.content)
    raise NotSent(f"The e-court's service took nothing: {words}")


def _pages_of(said: Said) -> int:
    """How many pages the list has; one where the service names none."""
    told = text_of(said.message, "iloscStron") or "1"
    if not (told.isascii() and told.isdigit() and len(told) < 8):
        raise NotSent(f"The e-court's list has an unreadable number of pages: {told[:20]}.")
    return int(told)


def _of_filings(message: Node) -> list[str]:
    """What it says of the first filings that failed."""
    results = found(message, "wynikiWalidacji")
    failed = [one for one in (results.children if results else ()) if text_of(one, "status").lower() == "false"]
    return [f"{text_of(one, 'liczbaPorzadkowa')}: {text_of(one, 'opisWalidacji')}" for one in failed[:NAMED]]


def _all(node: Node, name: str) -> list[Node]:
    own = [node] if node.name == name else []
    return own + [hit for one in node.children for hit in _all(one, name)]


def _moment(when: datetime) -> str:
    """As the service's xsd:dateTime without a zone is read: by the clock of Warsaw."""
    return when.astimezone(WARSAW).replace(tzinfo=None).isoformat(timespec="seconds")
