"""From the parts of sealed papers to files AA … BB: every part in exactly one file, or left out with its reasons."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.jurisdictions.court_channel import CourtFile, LeftOut, Lodgement, Occasion, Part
from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.de.eda.account import NAME, Participant, participant_of
from cases.jurisdictions.de.eda.applications import Application
from cases.jurisdictions.de.eda.checks import CODEC
from cases.jurisdictions.de.eda.codes import FORMATS, Document
from cases.jurisdictions.de.eda.control import ControlSums, of_applications, of_court_numbers
from cases.jurisdictions.de.eda.files import write
from cases.jurisdictions.de.eda.follow_ups import QueryAnswer
from cases.jurisdictions.de.eda.parts import message_of, part_faults
from cases.jurisdictions.de.eda.records import LENGTH, known
from cases.jurisdictions.de.eda.short_values import day_text
from kernel.errors import Invalid, Place

MOST_APPLICATIONS = 32_768
"""The most a file may hold, as a guide to the courts' electronic post says of them; not read in the Konditionen."""
MOST_CATALOGUE_SUM = 10**7 - 1
"""The seven digits of the trailer."""
LONGEST_REFERENCE = 100
NUMBERS = 1000
"""Three digits follow the court's letters in the name of a file."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A part that may go: what it carries, and under which document."""

    part: Part
    document: Document
    message: Any


def lodge(parts: Sequence[Part], account: Mapping[str, str], occasion: Occasion) -> Lodgement:
    """One file for each kind of document, divided where a trailer's sum or the court's limit is full; its day is that
    of the lodging. Invalid where the account or the reference is unfit, or no name of a file is free.
    """
    participant, reference = participant_of(account), occasion.reference
    if not 1 <= len(reference) <= LONGEST_REFERENCE:
        raise Invalid(f"The reference has {len(reference)} characters; 1 to {LONGEST_REFERENCE} are read.")
    ready: list[Ready] = []
    left: list[LeftOut] = []
    seen: set[tuple[Document, str]] = set()
    for part in parts:
        found = _looked_at(part, participant, seen)
        if isinstance(found, Ready):
            seen.add((found.document, found.message.reference))
            ready.append(found)
        else:
            left.append(LeftOut(part.request_id, part.case_reference, found))
    groups = list(_groups(ready))
    names = _names(participant, occasion, len(groups))
    files = [_file(group, participant, name, occasion.on) for group, name in zip(groups, names, strict=True)]
    return Lodgement(tuple(files), tuple(left))


def _looked_at(part: Part, participant: Participant, seen: set[tuple[Document, str]]) -> Ready | tuple[Fault, ...]:
    try:
        kind, message = message_of(part.content)
    except Invalid as refused:
        return (Fault(part.case_reference, "part", None, refused.sentence, "Prepare the paper anew."),)
    faults = list(part_faults(message, kind))
    if isinstance(message, Application):
        faults.extend(_against_account(part, message, participant))
    if (kind.document, message.reference) in seen:
        limit = f"The file already holds {kind.description} under {message.reference}."
        faults.append(Fault(part.case_reference, "reference", message.reference, limit, "Withdraw one of the two."))
    return tuple(faults) if faults else Ready(part, kind.document, message)


def _against_account(part: Part, message: Application, participant: Participant) -> Iterator[Fault]:
    """What an application says of the account, which may have changed since the paper was written."""
    addressed = f"{message.court_postcode} {message.court_city}"
    if addressed != participant.court:
        limit = f"The application goes to {addressed}, the account is with {participant.court}."
        yield Fault(part.case_reference, "court", addressed, limit, "Use that court's account.")
    for code in (message.claimant_code, message.attorney_code):
        if code not in {None, participant.code}:
            limit = f"It was written for the Kennziffer {code}, the account has {participant.code}."
            yield Fault(part.case_reference, "participant", code, limit, "Prepare the paper anew.")
    if not set(message.marks) <= participant.marks:
        limit = "Its marks stand where the account does not say that marks stand."
        yield Fault(part.case_reference, "marks", None, limit, "Enter their places, then prepare the paper anew.")


def _groups(ready: Sequence[Ready]) -> Iterator[list[Ready]]:
    for document in FORMATS:
        group: list[Ready] = []
        total = 0
        for one in (each for each in ready if each.document is document):
            added = _catalogue_sum(one.message)
            if group and (len(group) == MOST_APPLICATIONS or total + added > MOST_CATALOGUE_SUM):
                yield group
                group, total = [], 0
            group.append(one)
            total += added
        if group:
            yield group


def _catalogue_sum(message: Any) -> int:
    return sum(one.number for one in message.catalogue) if isinstance(message, Application) else 0


def _file(group: Sequence[Ready], participant: Participant, name: str, on: date) -> CourtFile:
    document = group[0].document
    content = b"".join(one.part.content for one in group)
    records = [content[at : at + LENGTH] for at in range(0, len(content), LENGTH)]
    sums = _sums([one.message for one in group], len(records))
    header = {
        "participant": participant.code,
        "created": day_text(on),
        "document": document.value,
        "format": FORMATS[document],
        "name": name,
    }
    written = write(header, records, sums, tables=known(), codec=CODEC, ending=participant.ending)
    return CourtFile(
        reference=name,
        name=f"{name}.EDA",
        content=written,
        request_ids=tuple(one.part.request_id for one in group),
        controls=(
            ("Belegart", document.value),
            ("Applications", str(sums.applications)),
            ("Records", str(sums.records)),
            ("Sum of catalogue numbers", str(sums.catalogue_numbers)),
            ("Sum of amounts in cents", str(sums.amounts)),
            ("Sum of court numbers", str(sums.court_numbers)),
            ("Main claims", str(sums.claims)),
        ),
    )


def _sums(messages: Sequence[Any], records: int) -> ControlSums:
    applications = [one for one in messages if isinstance(one, Application)]
    if applications:
        return of_applications(applications, records=records)
    numbers = [number for one in messages for number in _numbers(one)]
    return of_court_numbers(numbers, records=records, applications=len(messages))


def _numbers(message: Any) -> tuple[str, ...]:
    return message.numbers if isinstance(message, QueryAnswer) else (message.number,)


def _names(participant: Participant, occasion: Occasion, many: int) -> list[str]:
    """Six characters each: the court's letters and a number, counted from one drawn from our reference, so that the
    same lodging gives the same names; passed over is what a file bears that the court may still answer.
    """
    drawn = int.from_bytes(hashlib.sha256(occasion.reference.encode()).digest()[:4])
    names = (f"{participant.name}{(drawn + at) % NUMBERS:03}" for at in range(NUMBERS))
    free = [name for name in names if name not in occasion.taken][:many]
    if len(free) < many:
        told = f"{participant.name}000 to {participant.name}{NUMBERS - 1} are borne by files that wait for answers."
        raise Invalid("No name is free for another file.", places=[Place(NAME, participant.name, told)])
    return free
