"""What defendants did, as the court's list of responses tells it."""

from collections.abc import Iterator

from cases.jurisdictions.court_channel import CourtAnswer, CourtPaper
from cases.jurisdictions.gb_ew.sdt.codes import Outcome, Response
from cases.jurisdictions.gb_ew.sdt.defences import Defence, Defences

RESPONSES: dict[Response, tuple[str, str]] = {
    Response.ACKNOWLEDGMENT_OF_SERVICE: ("service_acknowledged", "acknowledged service"),
    Response.DEFENCE: ("defence_filed", "filed a defence"),
    Response.DEFENCE_AND_COUNTERCLAIM: ("defence_filed", "filed a defence and a counterclaim"),
    Response.PART_ADMISSION: ("part_admitted", "admitted a part of the claim"),
}


def responses(answer: Defences) -> Iterator[CourtAnswer]:
    if answer.status.code is Outcome.ERROR:
        error = answer.status.error
        said = f"The court could not list the defences: {error.description if error else 'no reason given'}"
        yield CourtAnswer("told", ended(said), code=error.code if error else None)
    for one in answer.defences:
        yield _response(one)


def _response(one: Defence) -> CourtAnswer:
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
        papers=papers,
    )


def ended(sentence: str) -> str:
    """With one full stop, whatever the court wrote."""
    return sentence if sentence.endswith(".") else f"{sentence}."
