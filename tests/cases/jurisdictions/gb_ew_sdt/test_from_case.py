"""The claim that goes to the court as XML says what the claim form says, from the same case file."""

from dataclasses import replace
from pathlib import Path

from cases.jurisdictions.contract import CaseFile, Paper
from cases.jurisdictions.gb_ew.papers.claim import CLAIM as PAPER
from cases.jurisdictions.gb_ew.sdt.batches import Sender, batch, filing_faults
from cases.jurisdictions.gb_ew.sdt.claim_messages import Claim
from cases.jurisdictions.gb_ew.sdt.from_case import claim_filing, inside_the_form
from cases.jurisdictions.paperwork.figures import daily
from tests.builders.case_file import english_case
from tests.builders.court_files import schema
from tests.builders.money_claims import pounds


def test_amounts_days_and_names_are_those_of_the_claim_form(shared: Path) -> None:
    case_file = english_case(particulars={"legal_costs": "80.00"})
    filing = claim_filing(case_file, request_id="RC-1", statement_given=True)
    claim = filing.message
    assert isinstance(claim, Claim)
    assert (claim.amount, claim.solicitor_cost) == (case_file.total, pounds("80.00"))
    assert claim.interest is not None
    assert (claim.interest.daily, claim.interest.claimed_to) == (daily(case_file), case_file.on)
    assert [one.name for one in claim.defendants] == [debtor.name for debtor in case_file.debtors]
    assert "Assigned to the claimant" in " ".join(claim.particulars)
    assert filing_faults(filing) == ()
    done = batch([filing], sender=Sender(12345678), reference="BOOK7")
    judge = schema(shared, "uk-hmcts-sdt/xsd/BulkRequestResponse/BulkSubmitRequest.xsd")
    assert judge.faults(done.files[0].content) == []


def test_a_statement_of_truth_nobody_gave_is_a_fault() -> None:
    (fault,) = filing_faults(claim_filing(english_case(), request_id="RC-1", statement_given=False))
    assert fault.field == "message.statement.given"


def test_an_address_that_does_not_fit_is_named_and_never_cut() -> None:
    case_file = english_case()
    long = replace(case_file.debtors[0], street="Flat 12, The Old Corn Exchange Building, 345 Market Street")
    (fault,) = filing_faults(claim_filing(replace(case_file, debtors=(long,)), request_id="RC-1", statement_given=True))
    assert fault.field == "message.defendants.1.address.line1"
    assert "30 are the most" in fault.limit


def test_the_claim_inside_the_form_is_an_element_of_the_courts_schema(shared: Path) -> None:
    (machine,) = inside_the_form(english_case())
    assert schema(shared, "uk-hmcts-sdt/xsd/RootXSDs/Claim.xsd").faults(machine.content) == []
    foreign = replace(english_case().creditor, name="Łódź Receivables")
    told = filing_faults(
        claim_filing(replace(english_case(), creditor=foreign), request_id="RC-1", statement_given=True)
    )
    assert [fault.field for fault in told] == ["message.claimant.name"]


def test_it_travels_inside_the_claim_form_or_the_form_travels_alone() -> None:
    paper = PAPER.prepare(english_case())
    assert isinstance(paper, Paper)
    assert paper.machine == inside_the_form(english_case())
    assert len(paper.machine) == 1
    debtor = replace(english_case().debtors[0], name="Łukasz Żak")
    for case_file in (
        replace(english_case(), debtors=(debtor,)),
        replace(
            english_case(), debtors=(english_case().debtors[0],) * 3, particulars={"liability": "joint and several"}
        ),
        replace(english_case(), claim_reference="X" * 200),
    ):
        alone = PAPER.prepare(case_file)
        assert isinstance(alone, Paper), alone
        assert alone.machine == ()


def test_a_spelling_somebody_decided_on_goes_into_the_part_and_the_form_keeps_the_name() -> None:
    debtor = replace(english_case().debtors[0], name="Łukasz Żak")
    decided = {"court_spelling": "Łukasz = Lukasz; Żak = Zak; nonsense"}
    paper = PAPER.prepare(replace(english_case(), debtors=(debtor,), particulars=decided))
    assert isinstance(paper, Paper)
    (part,) = paper.machine
    assert b"<ns0:name>Lukasz Zak<" in part.content
    shown = paper.context["case"]
    assert isinstance(shown, CaseFile)
    assert shown.debtors[0].name == "Łukasz Żak"
    half = PAPER.prepare(replace(english_case(), debtors=(debtor,), particulars={"court_spelling": "Łukasz = Lukasz"}))
    assert isinstance(half, Paper)
    assert half.machine == (), "what nobody decided is never respelt"
