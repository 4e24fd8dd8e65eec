"""From the part inside a sealed paper to the court's file, and from the court's answer to the event it is."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.jurisdictions.contract import CaseFile, MachineFile, Paper, PaperKind
from cases.jurisdictions.court_channel import CourtAnswer, Part
from cases.jurisdictions.gb_ew import GB_EW
from cases.jurisdictions.gb_ew.papers.claim import CLAIM
from cases.jurisdictions.gb_ew.papers.court_notices import BREATHING_SPACE_NOTICE, STATUS_UPDATE
from cases.jurisdictions.gb_ew.papers.judgment_request import JUDGMENT_REQUEST
from cases.jurisdictions.gb_ew.papers.warrant_request import WARRANT_REQUEST
from cases.jurisdictions.gb_ew.sdt.batches import batch_faults, read_batch
from cases.jurisdictions.gb_ew.sdt.channel import SDT
from cases.jurisdictions.gb_ew.sdt.parts import part_of
from kernel.errors import Invalid
from tests.builders.case_file import english_case, english_debtor, english_item
from tests.builders.court_files import EXAMPLES, Schema, an_occasion, schema
from tests.builders.money_claims import a_claim, a_defendant, a_judgment_case, an_issued_case
from tests.cases.jurisdictions.gb_ew_sdt.test_answers import DEFENCES, FEEDBACK

ACCOUNT = {"customer_id": "12345678", "target": "mcol", "claim_prefix": "QZ"}


@pytest.fixture(scope="module")
def bulk_schema(shared: Path) -> Schema:
    return schema(shared, "uk-hmcts-sdt/xsd/BulkRequestResponse/BulkSubmitRequest.xsd")


def the_part(kind: PaperKind, case_file: CaseFile) -> MachineFile:
    paper = kind.prepare(case_file)
    assert isinstance(paper, Paper), paper
    (part,) = paper.machine
    return part


def parts(*contents: bytes) -> list[Part]:
    return [Part(f"id-{number:019}", f"RC-{number}", one) for number, one in enumerate(contents, start=1)]


UPDATED = {"status_update": "paid", "paid_in_full_on": "2026-11-17"}
BREATHING = {"breathing_space": "entered", "breathing_space_on": "2026-11-18"}
EVERY: list[tuple[PaperKind, Callable[..., CaseFile], str]] = [
    (CLAIM, english_case, "mcol-claim.xml"),
    (JUDGMENT_REQUEST, an_issued_case, "mcol-judgment.xml"),
    (JUDGMENT_REQUEST, lambda: an_issued_case(particulars={"warrant_at_once": "yes"}), "mcol-judgment-warrant.xml"),
    (WARRANT_REQUEST, a_judgment_case, "mcol-warrant.xml"),
    (STATUS_UPDATE, lambda: an_issued_case(particulars=UPDATED), "mcol-status.xml"),
    (BREATHING_SPACE_NOTICE, lambda: an_issued_case(particulars=BREATHING), "mcol-breathing-space.xml"),
]


def test_every_part_is_of_the_channel_and_one_file_takes_them_all(bulk_schema: Schema) -> None:
    found = [the_part(kind, make()) for kind, make, _ in EVERY]
    assert [one.name for one in found] == [name for *_, name in EVERY]
    assert {one.name for one in found} == set(SDT.parts)
    done = SDT.lodge(parts(*(one.content for one in found)), ACCOUNT, an_occasion("BOOK7"))
    (file,) = done.files
    assert done.left_out == ()
    assert bulk_schema.faults(file.content) == []
    assert file.request_ids == tuple(f"id-{number:019}" for number in range(1, 7))
    controls = dict(file.controls)
    assert (controls["Requests"], controls["mcolClaim"], controls["Claimed in all"]) == ("6", "1", "5111.34 GBP")
    assert (file.reference, file.name, controls["Claim number prefix"]) == ("BOOK7-001", "BOOK7-001.xml", "QZ")
    for one in found:
        assert one.name in SDT.parts
        assert SDT.twin(one.name, one.content).rows or SDT.twin(one.name, one.content).parts


NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz '-&", min_size=3, max_size=60).filter(str.strip)
STREETS = st.text("abcdefghij 0123456789,/-", min_size=1, max_size=30).filter(lambda one: one.strip() != "")
POSTCODES = st.sampled_from(["LS2 7EQ", "M5 3EF", "SW1A 1AA", "CF10 1AA", "B1 1BB"])
PENCE = st.integers(1, 9_999_999).map(lambda minor: f"{minor // 100}.{minor % 100:02}")
COSTS = st.none() | PENCE


@st.composite
def legal_cases(draw: st.DrawFn) -> tuple[PaperKind, CaseFile]:
    """Cases whose papers can be prepared and whose facts fit the court's format."""
    kind, _, _ = draw(st.sampled_from(EVERY))
    on = date(2026, 11, 20) + timedelta(days=draw(st.integers(0, 30)))
    one_or_two = draw(st.integers(1, 2))
    debtors = tuple(
        english_debtor(
            name=f"{draw(NAMES)[:58]} {number}", street=draw(STREETS), city=draw(STREETS), postcode=draw(POSTCODES)
        )
        for number in range(1, one_or_two + 1)
    )
    items = [english_item(amount=draw(PENCE), interest_to=on)]
    chosen = {"defendant_number": str(draw(st.integers(1, one_or_two))), "liability": "joint and several"}
    payment = draw(st.sampled_from(["at once", "by 2027-03-01", f"{draw(PENCE)} monthly", "10.00 weekly"]))
    costs = {"legal_costs": draw(COSTS), "judgment_costs": draw(COSTS), "warrant_costs": draw(COSTS)}
    particulars = {
        **chosen,
        **UPDATED,
        **BREATHING,
        "judgment_payment": payment,
        "warrant_at_once": draw(st.sampled_from(["yes", "no"])),
        "decreed_sum": draw(PENCE),
        **{name: value for name, value in costs.items() if value is not None},
    }
    born = a_judgment_case if kind is WARRANT_REQUEST else an_issued_case
    return kind, born(debtors=debtors, items=items, on=on, particulars=particulars)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=legal_cases())
def test_every_legal_case_goes_from_paper_to_part_to_a_file_the_courts_schema_accepts(
    bulk_schema: Schema, drawn: tuple[PaperKind, CaseFile]
) -> None:
    kind, case_file = drawn
    part = the_part(kind, case_file)
    done = SDT.lodge(parts(part.content), ACCOUNT, an_occasion("RANDOM"))
    assert done.left_out == ()
    (file,) = done.files
    assert bulk_schema.faults(file.content) == []
    assert batch_faults(read_batch(file.content)) == ()
    (sent,) = read_batch(file.content).requests
    again = part_of("again", sent.message)
    assert isinstance(again, MachineFile)
    assert again.content == part.content, "what was approved is what is sent"


def test_a_bad_part_is_left_out_with_its_reasons_and_takes_no_good_one_with_it() -> None:
    good = the_part(CLAIM, english_case()).content
    foreign = good.replace(b"Aoife O'Brien", "Łukasz Żak ☃".encode())
    done = SDT.lodge(parts(foreign, good, b"<nothing/>", b"not xml"), ACCOUNT, an_occasion("BOOK7"))
    assert [file.request_ids for file in done.files] == [(f"id-{2:019}",)]
    left = {one.case_reference: one.faults for one in done.left_out}
    assert set(left) == {"RC-1", "RC-3", "RC-4"}
    (fault,) = left["RC-1"]
    assert (fault.field, fault.found) == ("message.defendants.1.name", "Łukasz Żak ☃")
    assert "“Lukasz Zak ☃” might do: somebody must decide it" in fault.remedy
    assert "guess at ☃" in fault.remedy


def test_more_than_two_thousand_parts_become_several_files() -> None:
    message = part_of("RC-1", a_claim(defendants=(a_defendant(),)))
    assert isinstance(message, MachineFile)
    done = SDT.lodge(parts(*[message.content] * 2001), ACCOUNT, an_occasion("BOOK7"))
    assert [len(file.request_ids) for file in done.files] == [2000, 1]
    assert [file.reference for file in done.files] == ["BOOK7-001", "BOOK7-002"]


@pytest.mark.parametrize(
    ("account", "reference", "place"),
    [
        ({**ACCOUNT, "customer_id": "0234567"}, "BOOK7", "customer_id"),
        ({**ACCOUNT, "target": "moon"}, "BOOK7", "target"),
        ({}, "BOOK7", "customer_id"),
        (ACCOUNT, "BOOK 7", "reference"),
        (ACCOUNT, "B" * 29, "reference"),
    ],
)
def test_an_account_or_a_name_that_is_unfit_is_refused(account: dict[str, str], reference: str, place: str) -> None:
    with pytest.raises(Invalid) as refused:
        SDT.lodge([], account, an_occasion(reference))
    assert refused.value.places[0].where == place


def test_the_account_asks_for_what_the_file_needs_and_keeps_the_key_secret() -> None:
    fields = {one.name: one for one in SDT.account}
    assert re.fullmatch(fields["customer_id"].pattern, "12345678")
    assert re.fullmatch(fields["target"].pattern, "C_MC")
    assert {one.name for one in SDT.account if one.secret} == {"client_certificate", "client_key"}
    assert re.fullmatch(fields["client_key"].pattern, "-----BEGIN KEY-----\nabc\n")


def answer(content: str) -> tuple[CourtAnswer, ...]:
    return SDT.answers(content.strip().encode())


def test_an_accepted_claim_is_issued_and_then_served() -> None:
    file, issued, served, rejected, received, twice = answer(FEEDBACK)
    assert (file.outcome, file.file_reference, file.request_id) == ("received", "BOOK7-001", None)
    assert (issued.outcome, issued.event, issued.on, issued.court_number) == (
        "accepted",
        "claim_issued",
        date(2026, 11, 23),
        "9QZ12345",
    )
    assert [str(amount) for _, amount in issued.amounts] == ["70.00 GBP"]
    assert (served.outcome, served.event, served.on) == ("told", "claim_form_served", date(2026, 11, 28))
    assert (rejected.outcome, rejected.code, rejected.request_id) == ("rejected", "DUP_CUST_REQID", "RC-2")
    assert "Duplicate request id" in rejected.sentence
    assert (received.outcome, received.event) == ("received", None)
    assert twice.outcome == "rejected"


def of_one(request_type: str, detail: str) -> tuple[CourtAnswer, ...]:
    made = re.sub(r"(?s)<f:response requestType=.*?</f:response>", "", FEEDBACK, count=3)
    made = re.sub(r"<f:response requestType.*?</f:response>", "", made)
    one = (
        f'<f:response requestType="{request_type}" requestId="X"><f:responseDetail><f:mcolResponseDetail>{detail}'
        '</f:mcolResponseDetail></f:responseDetail><f:status code="Accepted"/></f:response>'
    )
    return answer(made.replace("</f:responses>", f"{one}</f:responses>"))[1:]


def test_judgment_and_warrant_are_told_each_as_its_own_event() -> None:
    judged = of_one(
        "mcolJudgmentWarrant",
        "<d:claimNumber>9QZ12345</d:claimNumber><d:judgmentEnteredDate>2026-11-30</d:judgmentEnteredDate>"
        "<d:warrantNumber>AB123456</d:warrantNumber><d:enforcingCourtName>Leeds</d:enforcingCourtName>",
    )
    assert [(one.outcome, one.event, one.on) for one in judged] == [
        ("accepted", "judgment_requested", date(2026, 11, 22)),
        ("told", "judgment_entered", date(2026, 11, 30)),
        ("told", "enforcement_started", None),
    ]
    assert ("Name of the enforcing court", "Leeds") in judged[0].said


def test_every_event_an_answer_may_be_is_one_the_procedure_knows() -> None:
    procedure = GB_EW.procedures["money_claim"]
    assert procedure.steps is not None
    known = {*procedure.steps.transitions, *procedure.acts}
    numbers = "<d:claimNumber>9QZ12345</d:claimNumber>"
    types = ("mcolClaim", "mcolJudgment", "mcolWarrant", "mcolClaimStatusUpdate", "mcolBreathingSpace")
    heard = [one.event for request_type in types for one in of_one(request_type, numbers)]
    assert None not in heard
    assert set(heard) <= known
    left = {event for paper, event in procedure.leaves_as.items() if paper not in {"letter_of_claim", "succession"}}
    assert left - {"service_certified"} == set(heard)


@pytest.mark.parametrize(
    ("code", "event"),
    [("AS", "service_acknowledged"), ("DE", "defence_filed"), ("DC", "defence_filed"), ("PA", "part_admitted")],
)
def test_a_defence_is_an_event_of_its_claim_and_brings_its_words(code: str, event: str) -> None:
    (told,) = answer(DEFENCES.replace(">DE<", f">{code}<"))
    assert (told.outcome, told.court_number, told.event, told.on) == ("told", "9QZ12345", event, date(2026, 12, 1))
    assert told.papers[0].content.decode() == "I paid <all> of it."


def test_a_file_the_court_refused_is_refused_as_a_whole() -> None:
    refused = FEEDBACK.replace(
        '<f:bulkStatus code="Completed"/>',
        '<f:bulkStatus code="Completed"><b:error><b:code>NO_VALID_REQS</b:code><b:description>None valid'
        "</b:description></b:error></f:bulkStatus>",
    )
    first = answer(refused)[0]
    assert (first.outcome, first.code, first.request_id) == ("rejected", "NO_VALID_REQS", None)


def test_a_twin_of_something_else_is_refused() -> None:
    content = the_part(CLAIM, english_case()).content
    with pytest.raises(Invalid, match="holds a <mcolClaim>"):
        SDT.twin("mcol-warrant.xml", content)
    with pytest.raises(Invalid, match="has no part"):
        SDT.twin("claim.xml", content)


def test_a_number_that_is_not_the_courts_own_leaves_the_paper_without_its_part() -> None:
    paper = JUDGMENT_REQUEST.prepare(an_issued_case(particulars={"court_number": "A1"}))
    assert isinstance(paper, Paper)
    assert paper.machine == ()
