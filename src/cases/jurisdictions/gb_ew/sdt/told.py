"""What the court's answers mean for our filings and cases: each answer with the event of the procedure that it is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from cases.jurisdictions.court_channel import CourtAnswer
from cases.jurisdictions.gb_ew.sdt.answers import Acknowledgement, BulkFeedback, Detail, Feedback, RequestAnswer
from cases.jurisdictions.gb_ew.sdt.codes import Outcome, RequestState
from cases.jurisdictions.gb_ew.sdt.defences import Defences
from cases.jurisdictions.gb_ew.sdt.reading import read_records
from cases.jurisdictions.gb_ew.sdt.told_responses import ended, record_name, responses, unread_record
from kernel.money import Money

ASKED: dict[str, tuple[str, str]] = {
    "mcolClaim": ("claim_issued", "The court issued the claim"),
    "mcolJudgment": ("judgment_requested", "The court took the request for judgment"),
    "mcolWarrant": ("warrant_requested", "The court took the request for a warrant"),
    "mcolJudgmentWarrant": ("judgment_requested", "The court took the request for judgment and warrant"),
    "mcolClaimStatusUpdate": ("status_update_sent", "The court noted what became of the claim"),
    "mcolBreathingSpace": ("breathing_space_told", "The court noted the breathing space"),
    "mcolSetAside": ("", "The court took the application to set judgment aside"),
}
"""What acceptance is in the case, by the type of the request: the event that the paper's leaving is."""
STATES: dict[RequestState, str] = {
    RequestState.RECEIVED: "The court has received the request.",
    RequestState.FORWARDED: "The request was forwarded to the court's case system.",
    RequestState.INITIALLY_ACCEPTED: "The court's case system has taken the request and not yet worked it.",
    RequestState.AWAITING_DATA: "The court's case system waits for data before it works the request.",
}


def answers(content: bytes) -> tuple[CourtAnswer, ...]:
    """Everything one answer of Secure Data Transfer says. Invalid, with places, for what is none of its answers."""
    apart = read_records(content)
    answer = apart.answer
    if isinstance(answer, Acknowledgement):
        return (_acknowledged(answer),)
    said = _fed_back(answer, apart.numbers) if isinstance(answer, Feedback) else responses(answer, apart.numbers)
    file = answer.bulk if isinstance(answer, Feedback) else None
    unread = (
        unread_record(one, file.reference if file else None, file.bulk_reference if file else None)
        for one in apart.unread
    )
    return (*said, *unread, *_lost(answer, len(apart.numbers) + len(apart.unread), content))


def _lost(answer: Feedback | Defences, there: int, content: bytes) -> Iterator[CourtAnswer]:
    """A list of defences says how many it holds."""
    if isinstance(answer, Defences) and answer.count != there:
        fault = f"The answer counts {answer.count} responses and holds {there}. Ask the court again: one may be lost."
        mark = sha256(content).hexdigest()
        yield CourtAnswer("told", "The court's list of defences is not complete.", fault=fault, mark=mark)


def _acknowledged(answer: Acknowledgement) -> CourtAnswer:
    error, on = answer.status.error, answer.submitted.date()
    if answer.status.code is Outcome.ERROR:
        said = f"The court refused the file: {error.description}" if error else "The court refused the file."
        return CourtAnswer(
            "rejected", ended(said), answer.reference, answer.bulk_reference, on=on, code=error.code if error else None
        )
    sentence = f"The court received the file with {answer.count} requests."
    return CourtAnswer("received", sentence, answer.reference, answer.bulk_reference, on=on)


def _fed_back(feedback: Feedback, numbers: Sequence[int]) -> Iterator[CourtAnswer]:
    yield _of_file(feedback.bulk)
    for number, one in zip(numbers, feedback.answers, strict=True):
        for each in _of_request(one, feedback.bulk):
            yield replace(each, record=record_name(number))


def _of_file(bulk: BulkFeedback) -> CourtAnswer:
    on = bulk.submitted.date() if bulk.submitted else None
    if bulk.status.code is Outcome.ERROR:
        error = bulk.status.error
        said = f"The court could not answer for the file: {error.description if error else 'no reason given'}"
        code = error.code if error else None
        return CourtAnswer("told", ended(said), bulk.reference, bulk.bulk_reference, on=on, code=code)
    state = bulk.state
    if state is not None and state.error is not None:
        said = ended(f"The court refused the file: {state.error.description}")
        return CourtAnswer("rejected", said, bulk.reference, bulk.bulk_reference, on=on, code=state.error.code)
    said = f"The file is {state.code.value.lower() if state else 'received'} at the court."
    return CourtAnswer("received", said, bulk.reference, bulk.bulk_reference, on=on)


def _of_request(one: RequestAnswer, bulk: BulkFeedback) -> Iterator[CourtAnswer]:
    if one.status.code is RequestState.ACCEPTED:
        yield from _accepted(one, bulk)
        return
    file, court_file, number = bulk.reference, bulk.bulk_reference, one.detail.claim_number
    if one.status.code is RequestState.REJECTED:
        error = one.status.error
        said = f"The court rejected the request: {error.description if error else 'no reason given'}"
        code = error.code if error else None
        yield CourtAnswer("rejected", ended(said), file, court_file, one.request_id, court_number=number, code=code)
        return
    yield CourtAnswer("received", STATES[one.status.code], file, court_file, one.request_id, court_number=number)


def _accepted(one: RequestAnswer, bulk: BulkFeedback) -> Iterator[CourtAnswer]:
    """The acceptance first, then what else the court did with the request, each on its own day."""
    detail = one.detail
    event, sentence = ASKED.get(one.request_type, ("", f"The court accepted the {one.request_type}"))
    sent_on = bulk.submitted.date() if bulk.submitted else None
    said = tuple(_said(detail))
    yield CourtAnswer(
        "accepted",
        f"{sentence}.",
        bulk.reference,
        bulk.bulk_reference,
        one.request_id,
        court_number=detail.claim_number,
        event=event or None,
        on=(detail.issued_on or sent_on) if one.request_type == "mcolClaim" else sent_on,
        amounts=(("Fee", detail.fee),) if isinstance(detail.fee, Money) else (),
        said=said,
    )
    for further, on, words in _further(detail):
        yield CourtAnswer(
            "told",
            words,
            bulk.reference,
            bulk.bulk_reference,
            one.request_id,
            court_number=detail.claim_number,
            event=further,
            on=on,
            said=said,
        )


def _further(detail: Detail) -> Iterator[tuple[str, date | None, str]]:
    if detail.served_on is not None:
        yield "claim_form_served", detail.served_on, "The court served the claim form; this is the day of service."
    if detail.judgment_on is not None:
        yield "judgment_entered", detail.judgment_on, "The court entered judgment."
    if detail.warrant_number is not None:
        yield "enforcement_started", None, f"The court issued warrant {detail.warrant_number}; it names no day."


def _said(detail: Detail) -> Iterator[tuple[str, str]]:
    days = (
        ("Issued on", detail.issued_on),
        ("Served on", detail.served_on),
        ("Judgment entered on", detail.judgment_on),
        ("First payment on", detail.first_payment_on),
    )
    for label, day in days:
        if day is not None:
            yield label, day.isoformat()
    texts = (
        ("Warrant number", detail.warrant_number),
        ("Enforcing court", detail.court_code),
        ("Name of the enforcing court", detail.court_name),
        ("Judgment and warrant", detail.judgment_warrant_status),
    )
    for label, text in texts:
        if text is not None:
            yield label, text
