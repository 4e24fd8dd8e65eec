"""HMCTS Secure Data Transfer by its service: SOAP 1.2, document and literal, without an action (SdtEndpointDist.wsdl).

Operations submitBulk, getBulkFeedback and submitQuery. The customer reference is unique for a customer, so the court
itself tells a file it has (DUP_CUST_FILEID) from a new one: sending again is asking.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from xml.sax.saxutils import quoteattr

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
from cases.submissions.connectors.tls import CERTIFICATE, KEY, client_tls
from kernel.errors import Problem

SDT = "http://ws.sdt.moj.gov.uk/2013/sdt/"
QUERY = "http://ws.sdt.moj.gov.uk/2013/mcol/QuerySchema"
SAME_FILE = "DUP_CUST_FILEID"
BUSY = frozenset({"SDT_INT_ERR", "TAR_APP_BUSY", "TAR_APP_ERROR"})
UNKNOWN_CUSTOMER = frozenset({"CUST_NOT_SETUP", "CUST_ID_INVALID"})
DEFENCES = "mcolDefenceCriteria"


class SdtClient:
    """Sends bulk requests and fetches feedback and defences. `account`: customer_id, target, client_certificate and
    client_key (PEM; needed where the service asks for them).
    """

    code = "sdt"
    repeats_safely = True

    def __init__(self, address: str) -> None:
        self._address = address

    async def send(self, file: ToSend, account: Mapping[str, str]) -> Receipt:
        said = await self._call(_body(file.content), account, changes=True)
        error = _error(said)
        if said.is_theirs:
            raise MayHaveArrived(f"Secure Data Transfer failed while it had the file: {said.fault}")
        if said.is_fault:
            raise RefusedByCourt(f"Secure Data Transfer refused the file: {said.fault}", content=said.content)
        if error is None:
            return Receipt(text_of(said.message, "sdtBulkReference") or None, said.content)
        code, words = error
        if code == SAME_FILE:
            return Receipt(text_of(said.message, "sdtBulkReference") or None, said.content, again=True)
        if code in BUSY:
            raise NotSent(f"Secure Data Transfer took nothing just now: {words} ({code}).")
        if code in UNKNOWN_CUSTOMER:
            raise AccountRefused(f"Secure Data Transfer does not know the customer: {words} ({code}).")
        raise RefusedByCourt(f"Secure Data Transfer refused the file: {words} ({code}).", content=said.content)

    async def arrived(self, file: ToSend, account: Mapping[str, str], since: datetime) -> Receipt | None:
        """Sending again asks: what it has it names as a duplicate, what it has not it takes now."""
        return await self.send(file, account)

    async def collect(
        self, account: Mapping[str, str], since: datetime, now: datetime, files: Mapping[str, str]
    ) -> Collected:
        """Feedback of each file, then the defences of the days; those not come, or not readable, are asked again."""
        contents: list[bytes] = []
        missed: Problem | None = None
        until = now
        for message in (*(_feedback(account, one) for one in files.values()), None):
            try:
                asked = message or _defences(account, since, now)
                contents.append((await self._call(asked, account, changes=False)).content)
                if sum(map(len, contents)) > MOST_AT_ONCE:
                    return Collected(tuple(contents), since, TooMuch())
            except NotSent as problem:
                until = now if message else since
                if isinstance(problem, Unreadable):
                    contents.append(problem.content)
                else:
                    missed = missed or problem
        return Collected(tuple(contents), until, missed)

    async def _call(self, message: bytes, account: Mapping[str, str], *, changes: bool) -> Said:
        tls = await asyncio.to_thread(client_tls, account.get(CERTIFICATE, ""), account.get(KEY, ""))
        return await call(Call(self._address, "", message, "1.2", changes), tls)


def _body(content: bytes) -> bytes:
    """The bulk request as it lies in the vault, without the declaration that only a whole document may begin with."""
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text[text.index(b"?>") + 2 :].lstrip() if text.startswith(b"<?xml") else text


def _feedback(account: Mapping[str, str], bulk_reference: str) -> bytes:
    header = element("sdtCustomerId", account.get("customer_id", "")) + element("sdtBulkReference", bulk_reference)
    return _wrapped("bulkFeedbackRequest", f"{SDT}BulkFeedbackRequestSchema", b"<header>" + header + b"</header>")


def _defences(account: Mapping[str, str], since: datetime, now: datetime) -> bytes:
    header = element("sdtCustomerId", account.get("customer_id", "")) + element(
        "targetApplicationId", account.get("target", "")
    )
    days = (
        f"<q:fromDate>{since.isoformat(timespec='seconds')}</q:fromDate>"
        f"<q:toDate>{now.isoformat(timespec='seconds')}</q:toDate>"
    )
    criterion = (
        f'<criterion criteriaType="{DEFENCES}"><{DEFENCES} xmlns:q={quoteattr(QUERY)}>{days}</{DEFENCES}></criterion>'
    )
    inside = b"<header>" + header + b"</header><criteria>" + criterion.encode() + b"</criteria>"
    return _wrapped("submitQueryRequest", f"{SDT}SubmitQueryRequestSchema", inside)


def _wrapped(name: str, namespace: str, inside: bytes) -> bytes:
    return f"<{name} xmlns={quoteattr(namespace)}>".encode() + inside + f"</{name}>".encode()


def _error(said: Said) -> tuple[str, str] | None:
    error = found(said.message, "error")
    return (text_of(error, "code"), text_of(error, "description")) if error is not None else None
