"""What defendants did, as the court's list of responses tells it."""

from collections.abc import Iterator, Sequence

from cases.jurisdictions.court_channel import CourtAnswer, CourtPaper
from cases.jurisdictions.court_files.standing_xml import mark_of
from cases.jurisdictions.court_files.xml_reading import Unread
from cases.jurisdictions.gb_ew.sdt.codes import Outcome, Response
from cases.jurisdictions.gb_ew.sdt.defences import Defence, Defences

FAULTS_TOLD = 3
RESPONSES: dict[Response, tuple[str, str]] = {
    Response.ACKNOWLEDGMENT_OF_SERVICE: ("service_acknowledged", "acknowledged service"),
    Response.DEFENCE: ("defence_filed", "filed a defence"),
    Response.DEFENCE_AND_COUNTERCLAIM: ("defence_filed", "filed a defence and a counterclaim"),
    Response.PART_ADMISSION: ("part_admitted", "admitted a part of the claim"),
}


def record_name(number: int) -> str:
    """How a record of an answer is called, in a sentence and in its twin."""
    return f"Record {number}"


def unread_record(unread: Unread, file: str | None, court_file: str | None) -> CourtAnswer:
    """What can be told of it: which one it is, what is wrong, and the names it gives, if these can be read."""
    wrong = " ".join(f"{one.field}: {one.limit}" for one in unread.faults[:FAULTS_TOLD])
    told = f"{record_name(unread.number)} of the answer (line {unread.node.line}) cannot be read."
    number = unread.node.child("claimNumber")
    return CourtAnswer(
        "told",
        told,
        file,
        court_file,
        unread.node.attributes.get("requestId"),
        court_number=number.text.strip() if number is not None else None,
        fault=f"{told} {wrong}",
        mark=mark_of(unread.node),
        record=record_name(unread.number),
    )


def responses(answer: Defences, numbers: Sequence[int]) -> Iterator[CourtAnswer]:
    if answer.status.code is Outcome.ERROR:
        error = answer.status.error
        said = f"The court could not list the defences: {error.description if error else 'no reason given'}"
        yield CourtAnswer("told", ended(said), code=error.code if error else None)
    for number, one in zip(numbers, answer.defences, strict=True):
        yield _response(one, number)


def _response(one: Defence, number: int) -> CourtAnswer:
    response = one.response
    event, words = RESPONSES[response.kind]
    text = response.defence
    papers = (CourtPaper(f"{one.claim_number}-{response.defendant}.txt", "text/plain", text.encode()),) if text else ()
    return CourtAnswer(
        "told",
        f"Defendant {response.defendant} {words}.",
        court_number=one.claim_number,
        event=event,
        on=response.filed_on,
        said=(
            ("Defendant", str(response.defendant)),
            ("Noted by the court", response.created.isoformat(sep=" ", timespec="seconds")),
            ("Filed online", "yes" if response.on_mcol else "no"),
        ),
        of_one=True,
        defendant=response.defendant,
        papers=papers,
        record=record_name(number),
    )


def ended(sentence: str) -> str:
    """With one full stop, whatever the court wrote."""
    return sentence if sentence.endswith(".") else f"{sentence}."
