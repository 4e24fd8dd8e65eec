"""What the Mahngericht says: notices 03, 05, 16, 18, 20, 22 and the receipt 90, as events of the Mahnverfahren.

A field counts only where it holds what its layout says (a day, a known code); else the notice is told and moves
nothing: the layouts of 03, 05 and 18 come from one program alone.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

from cases.jurisdictions.court_channel import CourtAnswer
from cases.jurisdictions.de.eda.answer_twin import notice_name
from cases.jurisdictions.de.eda.codes import CourtKind, Document
from cases.jurisdictions.de.eda.files import read
from cases.jurisdictions.de.eda.notices import CODEC, Notice, notices_of
from cases.jurisdictions.de.eda.records import known
from cases.jurisdictions.de.eda.trailer import EdaFile, Record
from kernel.errors import Invalid, Place
from kernel.money import Money

Outcome = Literal["received", "accepted", "rejected", "told"]
SERVICE: Mapping[str, tuple[str, str | None]] = {
    "05": ("The Mahnbescheid was served.", "mahnbescheid_served"),
    "06": ("The Mahnbescheid could not be served.", "service_failed"),
    "08": ("The Vollstreckungsbescheid was served.", "vollstreckungsbescheid_served"),
    "09": ("The Vollstreckungsbescheid could not be served.", None),
}
EXTENT = {"1": "the whole claim", "2": "a part of the claim"}
COSTS = {
    "court_fee": "Court fee",
    "outlays": "Claimant's outlays",
    "service": "Costs of service",
    "attorney_fee": "Attorney's fee",
    "attorney_outlays": "Attorney's outlays",
    "tax": "Value added tax",
    "interest": "Interest",
    "ancillary": "Ancillary claims",
}
_FILE_NAME = re.compile(r"\b[A-Z]{3}[0-9]{3}(?=QU\b|\b)")


@dataclass(frozen=True, slots=True)
class Told:
    """What one notice says beyond whom it concerns."""

    sentence: str
    outcome: Outcome = "told"
    event: str | None = None
    on: date | None = None
    amounts: tuple[tuple[str, Money], ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    of_one: bool = False
    unread: bool = False


def answers(content: bytes) -> tuple[CourtAnswer, ...]:
    """Invalid where the bytes are no EDA file, hold what the house sends and not the court, or lost records."""
    file = read(content, codec=CODEC)
    if file.document is None or not file.document.inbound:
        told = file.document.value if file.document else "nothing known"
        place = Place("AA.document", told, "Bring the file the court sent.")
        raise Invalid(f"The file holds {told}, which no Mahngericht sends.", places=[place])
    if file.document is Document.QUITTUNG:
        return (_receipt(file),)
    _hold_together(file)
    found = tuple(_answer(file, notice, number) for number, notice in enumerate(notices_of(file.records), start=1))
    if not found:
        raise Invalid("The file holds no notice.", places=[Place("KS", None, "Ask the court for it again.")])
    return found


def _hold_together(file: EdaFile) -> None:
    there = len(file.records)
    if file.sums is not None and file.sums.records != there:
        told = f"The trailer counts {file.sums.records} records, the file holds {there}."
        raise Invalid(told, places=[Place("BB.records", str(file.sums.records), "A part is missing: fetch it again.")])


def _answer(file: EdaFile, notice: Notice, number: int) -> CourtAnswer:
    reader = READERS.get(file.document) if file.document else None
    told = reader(notice) if reader else _unread(file, notice)
    numbers, record = notice.numbers, notice_name(number, notice.begins)
    return CourtAnswer(
        outcome=told.outcome,
        sentence=told.sentence,
        court_reference=file.name or None,
        case_reference=notice.key.get("reference") or None,
        court_number=numbers[0] if numbers else None,
        event=told.event,
        on=told.on,
        amounts=told.amounts,
        said=(*told.said, *((("Further numbers", ", ".join(numbers[1:])),) if len(numbers) > 1 else ())),
        of_one=told.of_one,
        fault=f"{record}: {told.sentence} Read it in the file and say what it is." if told.unread else None,
        mark=sha256(notice.content).hexdigest() if told.unread else None,
        record=record,
    )


def _unread(file: EdaFile, notice: Notice) -> Told:
    kind = file.document.value if file.document else ""
    said = (("Records", str(notice.unknown)),)
    return Told(f"A notice {kind} came, which is kept and not interpreted.", said=said, unread=True)


def _issued(record: str, what: str, event: str) -> Callable[[Notice], Told]:
    def told(notice: Notice) -> Told:
        on = notice.day("issued_on")
        amounts = tuple(
            (label, amount)
            for name, label in COSTS.items()
            if (amount := notice.amount(name, record)) is not None and amount.minor
        )
        if on is None:
            return Told(f"{what}; the day could not be read.", amounts=amounts, unread=True)
        return Told(f"{what}.", "accepted" if event == "mahnbescheid_issued" else "told", event, on, amounts)

    return told


def _served(notice: Notice) -> Told:
    on, what = notice.day("served_on"), notice.key.get("what", "")
    why = tuple(("Reason", one["said"]) for one in notice.fields.get("05 NZUG 01", []) if one["said"])
    if what not in SERVICE:
        return Told("A notice of service came whose kind could not be read.", said=(("Kind", what), *why), unread=True)
    sentence, event = SERVICE[what]
    if on is None:
        return Told(f"{sentence} The day could not be read.", said=why, unread=True)
    return Told(sentence, event=event, on=on, said=why, of_one=True)


def _handed_over(notice: Notice) -> Told:
    on = notice.day("handed_over_on")
    said = _court(notice.key)
    if on is None:
        return Told("The case was handed over; the day could not be read.", said=said, unread=True)
    return Told("The case was handed over to the court of the dispute.", event="handed_over", on=on, said=said)


def _opposed(notice: Notice) -> Told:
    fields = notice.first("18 WIPG 00")
    on, extent = notice.day("opposed_on", "18 WIPG 00"), EXTENT.get(fields.get("extent", ""))
    if on is None or extent is None:
        return Told("A Widerspruch was notified; its day and extent could not be read.", unread=True)
    principal = notice.amount("principal", "18 WIPG 00")
    amounts = (("Opposed of the principal", principal),) if principal is not None and principal.minor else ()
    return Told(
        f"A Widerspruch was raised against {extent}.",
        event="widerspruch_raised",
        on=on,
        amounts=amounts,
        said=_court(fields),
        of_one=True,
    )


def _queried(notice: Notice) -> Told:
    on = notice.day("queried_on")
    lines = notice.fields.get("20 MO 00", [])
    said = tuple((f"Line {at}", line_text(one)) for at, one in enumerate(lines, start=1))
    applied = notice.day("applied_on")
    if applied is not None:
        said = (("Application of", applied.isoformat()), ("About", notice.key.get("about", "")), *said)
    if on is None:
        return Told("A Monierung came; its day could not be read.", said=said, unread=True)
    return Told("The court asks back about the application (Monierung).", event="monierung_received", on=on, said=said)


def line_text(fields: Mapping[str, str]) -> str:
    """A line of a Monierung as the answer's particular takes it back: nine parts, the last of them to be corrected."""
    names = ("fault", "field", "first_index", "second_index", "page", "line", "half", "form", "content")
    return ";".join(fields.get(name, "") for name in names)


def _court(fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    kind = next((one for one in CourtKind if str(one.value) == fields.get("court_kind")), None)
    place = " ".join(one for one in (fields.get("court_postcode"), fields.get("court_city")) if one)
    if kind is None or not place:
        return ()
    return (("Court of the dispute", f"{kind.name.replace('_', ' ').capitalize()} {place}"),)


def _receipt(file: EdaFile) -> CourtAnswer:
    """A receipt names the file and no case; its header is filled in another way, which was not read."""
    lines = [text for text in _lines(file.records) if text]
    named = {found for text in lines for found in _FILE_NAME.findall(text)}
    return CourtAnswer(
        outcome="received",
        sentence="The Mahngericht has the file." if len(named) == 1 else "A receipt came that names no single file.",
        file_reference=named.pop() if len(named) == 1 else None,
        said=tuple((f"Line {at}", text) for at, text in enumerate(lines, start=1)),
    )


def _lines(records: Sequence[Record]) -> list[str]:
    table = known()["90 QU 00"]
    return [table.read(one.content, codec=CODEC)["said"] for one in records]


READERS: Mapping[Document, Callable[[Notice], Told]] = {
    Document.KOSTENMITTEILUNG_MB: _issued("03 AUSGB 00", "The Mahnbescheid was issued", "mahnbescheid_issued"),
    Document.ZUSTELLUNGSNACHRICHT: _served,
    Document.ABGABENACHRICHT: _handed_over,
    Document.WIDERSPRUCHSNACHRICHT: _opposed,
    Document.MONIERUNG_UND_ANTWORT: _queried,
    Document.KOSTENMITTEILUNG_VB: _issued(
        "22 AUSGB 00", "The Vollstreckungsbescheid was issued", "vollstreckungsbescheid_issued"
    ),
}
