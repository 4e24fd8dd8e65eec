"""What the e-court's service says, in the words of every court's answers.

Nothing is concluded from a word that our sources do not explain: a state of a case is shown, not followed. An order's
delivery is the debtor's only where its description says so, since the service lists deliveries to its user too.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from cases.jurisdictions.court_channel import CourtAnswer, CourtPaper
from cases.jurisdictions.court_files.standing_xml import mark_of
from cases.jurisdictions.pl.epu.answers import (
    Answer,
    Case,
    Decision,
    Delivery,
    Event,
    Letter,
    Order,
    Row,
    Validated,
)
from cases.jurisdictions.pl.epu.reading import Listed, read_rows, row_name
from kernel.errors import Invalid, Place
from kernel.money import Money

type Said = tuple[tuple[str, str], ...]
type Outcome = Literal["received", "accepted", "rejected", "told"]
FAULTS_TOLD = 3
DISCONTINUES, PARTLY, OPPOSES, DEFENDANT = "umorz", "częś", "sprzeciw", "pozwan"
"""Beginnings of the words that say it: umorzenie, w części, sprzeciw, pozwanemu."""


def told(content: bytes) -> tuple[CourtAnswer, ...]:
    """Everything the answer says; Invalid where the service refused the call itself or the file is none of its."""
    head, rows = read_rows(content)
    answer = replace(head, rows=tuple(one.row for one in rows if not isinstance(one.row, Invalid)))
    return (*_whole(answer, len(rows)), *(said for one in rows for said in _listed(answer, one)))


def _listed(answer: Answer, one: Listed) -> Iterator[CourtAnswer]:
    record = row_name(one.name, one.number)
    if isinstance(one.row, Invalid):
        yield _unread(answer, one, one.row, record)
        return
    for said in _row(answer, one.row):
        yield replace(said, record=record)


def _unread(answer: Answer, one: Listed, problem: Invalid, record: str) -> CourtAnswer:
    """What can be told of a row that cannot be read: which it is, what is wrong, and the names it gives."""
    told = f"The {record} (line {one.node.line}) cannot be read."
    wrong = " ".join(f"{place.where}: {place.sentence}" for place in problem.places[:FAULTS_TOLD])
    named = {each.name: each.text.strip() or None for each in one.node.children}
    return CourtAnswer(
        outcome="told",
        sentence=told,
        file_reference=answer.designation,
        case_reference=named.get("sygnaturaWgPowoda"),
        court_number=named.get("sygnaturaSprawy"),
        fault=f"{told} {wrong}",
        mark=mark_of(one.node),
        record=record,
    )


def _whole(answer: Answer, rows: int) -> Iterator[CourtAnswer]:
    """What is said of the file we sent."""
    words = _words(answer.description, answer.information)
    if answer.designation is None:
        if not answer.accepted:
            raise Invalid(
                f"The e-court's service answered {answer.code}. {words}".strip(),
                places=[Place("kod", answer.code, "Compare the account and the call with what the court gave you.")],
            )
        return
    known = answer.accepted
    whole: Outcome = "received" if known else "told" if rows else "rejected"
    yield CourtAnswer(
        outcome=whole,
        sentence=f"The e-court answered {answer.code} for the file {answer.designation}. {words}".strip(),
        file_reference=answer.designation,
        amounts=_amounts(("court fees", answer.fees), ("value in dispute", answer.dispute_values)),
        said=_said(("claims", answer.claims)),
        code=None if known else answer.code,
    )


def _row(answer: Answer, row: Row) -> Iterator[CourtAnswer]:
    match row:
        case Validated():
            yield _validated(answer, row)
        case Case():
            yield _case(row)
        case Order():
            yield from _order(row)
        case Decision():
            yield from _decision(row)
        case Delivery():
            yield _delivery(row)
        case Letter():
            yield _letter(row)
        case Event():
            yield _event(row)


def _validated(answer: Answer, row: Validated) -> CourtAnswer:
    words = _words(row.description, row.information)
    code = None
    outcome: Outcome
    if row.passed and answer.accepted:
        outcome, sentence = "received", "The claim passed the e-court's checks."
    elif row.passed:
        outcome = "told"
        sentence = (
            f"The claim itself passed, but the service answered {answer.code} for the file: look for it in the list of"
            " cases before it is filed again."
        )
    else:
        outcome, sentence = "rejected", "The e-court refused the claim."
        code = row.code or (str(row.claim_code) if row.claim_code is not None else answer.code)
    return CourtAnswer(
        outcome=outcome,
        sentence=f"{sentence} {words}".strip(),
        file_reference=answer.designation,
        case_reference=row.reference,
        amounts=_amounts(("court fee", row.fee), ("value in dispute", row.dispute_value)),
        said=_said(("number in the file", row.ordinal)),
        claimed=row.dispute_value,
        code=code,
    )


def _case(row: Case) -> CourtAnswer:
    return CourtAnswer(
        outcome="accepted",
        sentence=f"The e-court holds the case as {row.signature}." if row.signature else "The e-court holds the case.",
        case_reference=row.reference,
        court_number=row.signature,
        event="epu_filed" if row.received else None,
        on=_day(row.received),
        said=_said(
            ("state", row.state),
            ("final", _day(row.final)),
            ("closed", _day(row.closed)),
            ("number in the service", row.court_case_id),
        ),
        claimed=row.dispute_value,
    )


def _order(row: Order) -> Iterator[CourtAnswer]:
    said = _said(
        ("number of the order", row.order_id), ("code of the decision", row.decision_code), ("status", row.status)
    )
    yield _told(row, "An order for payment is there.", "nakaz_issued_epu", row.decided, said, row.document)
    if row.final:
        yield _told(row, "The order for payment is final.", "nakaz_final", row.final, said)


def _decision(row: Decision) -> Iterator[CourtAnswer]:
    name = (row.name or "").casefold()
    ends = DISCONTINUES in name and PARTLY not in name
    said = _said(
        ("decision", row.name),
        ("status", row.status),
        ("number of the decision", row.decision_id),
        ("instance", row.instance),
        ("final", _day(row.final)),
    )
    yield _told(row, _decided(row), "epu_discontinued" if ends else None, row.decided, said, row.document)
    if row.clause_given:
        clause = _said(("number of the clause", row.clause_id), ("code of the clause", row.clause_code))
        yield _told(row, "The enforcement clause is given.", "clause_given", row.clause_given, clause)


def _decided(row: Decision) -> str:
    return f"The e-court decided: {row.name}." if row.name else "The e-court decided."


def _delivery(row: Delivery) -> CourtAnswer:
    to_debtor = row.order_id is not None and DEFENDANT in (row.description or "").casefold()
    said = _said(
        ("delivery", row.delivery_id),
        ("of the order", row.order_id),
        ("of the decision", row.decision_id),
        ("sent", _day(row.sent)),
        ("description", row.description),
    )
    sentence = "A delivery is recorded."
    # What was sent only is not served yet.
    event = "nakaz_served_epu" if to_debtor and row.delivered else None
    told = _told(row, sentence, event, row.delivered or row.sent, said)
    return replace(told, of_one=to_debtor)


def _letter(row: Letter) -> CourtAnswer:
    opposes = OPPOSES in (row.kind or "").casefold()
    said = _said(("kind", row.kind), ("status", row.status), ("number of the letter", row.letter_id))
    told = _told(row, "A letter is in the file.", "sprzeciw_filed_epu" if opposes else None, row.dated, said)
    return replace(told, of_one=opposes)


def _event(row: Event) -> CourtAnswer:
    """A history names no case: whoever reads it says whose it is."""
    return CourtAnswer(
        outcome="told",
        sentence=f"The history of a case says: {row.description or row.category or 'nothing'}.",
        on=_day(row.at),
        said=_said(("category", row.category)),
    )


def _told(
    row: Order | Decision | Delivery | Letter,
    sentence: str,
    event: str | None,
    at: datetime | None,
    said: Said,
    document: str | None = None,
) -> CourtAnswer:
    """An event without its day is no event of the procedure."""
    return CourtAnswer(
        outcome="told",
        sentence=sentence,
        case_reference=row.reference,
        court_number=row.signature,
        event=event if at else None,
        on=_day(at),
        said=said,
        papers=(CourtPaper("e-court.xml", "application/xml", document.encode()),) if document else (),
    )


def _day(at: datetime | None) -> date | None:
    """The service states Polish time without a zone."""
    return at.date() if at else None


def _words(*texts: str | None) -> str:
    return " ".join(one.strip() for one in texts if one and one.strip())


def _amounts(*pairs: tuple[str, Money | None]) -> tuple[tuple[str, Money], ...]:
    return tuple((label, value) for label, value in pairs if value is not None)


def _said(*pairs: tuple[str, object]) -> Said:
    return tuple((label, str(value)) for label, value in pairs if value is not None and value != "")
