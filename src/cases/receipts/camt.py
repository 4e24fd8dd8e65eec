"""Payments received by a bank account from a CAMT.053 statement (ISO 20022, editions .02 and .08 alike). Pure.

Read with lxml's iterparse, without entities and without network; a document type is refused before anything is parsed.
"""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from lxml import etree

from cases.receipts.lines import Fault, Line, creditor_reference
from kernel.errors import Invalid
from kernel.money import Money


def read_camt(content: bytes) -> Iterator[Line | Fault]:
    """Every booked credit, entry by entry; details of a batch each for itself. Rows are numbered by entry from 1.

    Debits are passed over, but one that takes a payment back is a Fault. Invalid if it is no such statement.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Invalid("The file declares a document type; no bank's statement needs one, and it is not read.")
    number, seen = 0, False
    try:
        steps = etree.iterparse(
            BytesIO(content), events=("end",), resolve_entities=False, no_network=True, load_dtd=False
        )
        for _, element in steps:
            name = etree.QName(element).localname
            seen = seen or name in {"Stmt", "BkToCstmrStmt"}
            if name != "Ntry":
                continue
            seen, number = True, number + 1
            yield from _entry(element, number)
            element.clear()
    except etree.XMLSyntaxError as error:
        raise Invalid(f"The file is not well-formed XML: line {error.lineno}.") from error
    if not seen:
        raise Invalid("The file is XML but no account statement (camt.053): it has no entries.")


def _entry(entry: Any, number: int) -> Iterator[Line | Fault]:
    status = _text(entry, "{*}Sts/{*}Cd") or _text(entry, "{*}Sts")
    credit = _text(entry, "{*}CdtDbtInd") == "CRDT"
    reversal = _text(entry, "{*}RvslInd") == "true"
    if not credit:
        if reversal:
            reason = "The bank took a payment back. Find it and take its booking back by hand."
            yield Fault(number, "RvslInd", _text(entry, "{*}Amt"), reason)
        return
    if status not in {"", "BOOK"}:
        yield Fault(number, "Sts", status, "The entry is not booked yet; it comes again with a later statement.")
        return
    day = _day(entry)
    if day is None:
        yield Fault(number, "BookgDt", "", "The entry names no day.")
        return
    whole = _amount(entry.find("{*}Amt"))
    if whole is None:
        yield Fault(number, "Amt", _text(entry, "{*}Amt"), "The amount cannot be read.")
        return
    yield from _details(entry, number, day, whole)


def _details(entry: Any, number: int, day: date, whole: Money) -> Iterator[Line | Fault]:
    bank_number = _text(entry, "{*}AcctSvcrRef") or _text(entry, "{*}NtryRef")
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    if len(details) <= 1:
        yield _line(details[0] if details else entry, number, day, whole, bank_number)
        return
    amounts = [_amount(_first(one, "{*}Amt", "{*}AmtDtls/{*}TxAmt/{*}Amt")) for one in details]
    known = [one for one in amounts if one is not None and one.currency == whole.currency]
    if len(known) != len(details) or sum(one.minor for one in known) != whole.minor:
        yield Fault(number, "Amt", whole.text(), "The payments of the batch do not add up to the entry.")
        return
    for place, (one, amount) in enumerate(zip(details, known, strict=True), start=1):
        yield _line(one, number, day, amount, f"{bank_number}/{place}" if bank_number else "")


def _line(one: Any, number: int, day: date, amount: Money, bank_number: str) -> Line:
    words = [piece.text or "" for piece in one.findall("{*}RmtInf/{*}Ustrd")]
    end_to_end = _text(one, "{*}Refs/{*}EndToEndId")
    if end_to_end not in {"", "NOTPROVIDED"}:
        words.append(end_to_end)
    return Line(
        row_no=number,
        received_on=day,
        amount=amount,
        reference=creditor_reference(_text(one, "{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref"))[:140],
        payer=(_text(one, "{*}RltdPties/{*}Dbtr/{*}Nm") or _text(one, "{*}RltdPties/{*}Dbtr/{*}Pty/{*}Nm"))[:200],
        iban=_text(one, "{*}RltdPties/{*}DbtrAcct/{*}Id/{*}IBAN")[:34],
        remittance=" ".join(word.strip() for word in words if word.strip())[:500],
        own_number=bank_number or _text(one, "{*}Refs/{*}AcctSvcrRef"),
    )


def _day(entry: Any) -> date | None:
    """The earlier of booking and value day, which favours whoever paid."""
    found = []
    for path in ("{*}BookgDt/{*}Dt", "{*}BookgDt/{*}DtTm", "{*}ValDt/{*}Dt", "{*}ValDt/{*}DtTm"):
        try:
            found.append(date.fromisoformat(_text(entry, path)[:10]))
        except ValueError:
            continue
    return min(found, default=None)


def _amount(element: Any) -> Money | None:
    if element is None or element.text is None:
        return None
    try:
        amount = Money.parse(element.text, element.get("Ccy") or "")
    except Invalid:
        return None
    return amount if amount.minor > 0 else None


def _first(one: Any, *paths: str) -> Any:
    return next((found for path in paths if (found := one.find(path)) is not None), None)


def _text(one: Any, path: str) -> str:
    return (one.findtext(path) or "").strip()
