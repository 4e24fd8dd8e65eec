"""The certificate of service: what was served, on whom, how, where and when, and the day the law deems it served."""

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.gb_ew.papers import law, needs
from cases.jurisdictions.gb_ew.papers.in_court import defendant, defendant_number, shared, which_defendant
from cases.jurisdictions.gb_ew.papers.letters import address_lines
from cases.jurisdictions.paperwork.entered import (
    PLACE,
    day_said,
    entered_choice,
    entered_day,
    lacking,
    said,
)
from cases.jurisdictions.paperwork.needs import Needs

CODE = "certificate_of_service"
SUBJECT = "Certificate of service"
DOCUMENTS = {
    "claim form": "the claim form with the response pack",
    "claim form and particulars": "the claim form with the particulars of claim and the response pack",
    "particulars": "the particulars of claim",
}
PLACES = {
    "usual residence": "the usual residence of the person served",
    "last known residence": "the last known residence of the person served",
    "place of business": "a place of business of the person served",
    "principal office": "the principal office of the company",
    "registered office": "the registered office of the company",
    "solicitor": "the address of the solicitor authorised to accept service",
}


def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = tuple(_needed(case_file))
    if missing:
        return missing
    document = said(case_file, "service_document").casefold()
    step_on = day_said(case_file, "service_step_on") or case_file.on
    counted = law.CLAIM_FORM if document.startswith("claim form") else law.OTHER_DOCUMENT
    method = said(case_file, law.METHOD)
    deemed_on, arguable_on, rule = law.counting().served(method, counted, step_on)
    debtor = defendant(case_file)
    return Paper(
        kind=CODE,
        title=SUBJECT,
        language="en",
        template="gb_ew/service/certificate.html",
        context={
            **shared(case_file, SUBJECT),
            "debtor": debtor,
            "debtor_number": defendant_number(case_file),
            "document": DOCUMENTS[document],
            "method": method,
            "place": PLACES[said(case_file, "service_place").casefold()],
            "address": said(case_file, "service_address") or ", ".join(address_lines(debtor)[1:]),
            "step_on": step_on,
            "deemed_on": deemed_on,
            "arguable_on": arguable_on if arguable_on != deemed_on else None,
            "rule": law.reckon(rule, step_on).authority.citation,
        },
    )


def _needed(case_file: CaseFile) -> Needs:
    yield from needs.in_court(case_file)
    yield from which_defendant(case_file, "A certificate is about")
    step = "The day on which the document was posted, left, delivered or sent"
    yield from lacking(
        entered_choice(case_file, "service_document", "What was served", DOCUMENTS),
        entered_choice(case_file, "service_place", "Where it was served", PLACES),
        entered_day(case_file, "service_step_on", step, by=case_file.on),
    )
    if not said(case_file, law.METHOD):
        told = "How the document was served is not entered: the day of service follows from it (CPR 6.14, 6.26)."
        yield Missing("method of service", told, PLACE)
    yield from law.known_method(case_file)
    yield from needs.signatory(case_file)


CERTIFICATE_OF_SERVICE = PaperKind(CODE, "Certificate of service (CPR 6.17)", "en", prepare)
