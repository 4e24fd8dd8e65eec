"""The Swedish applications for enforcement, and to withdraw or lower one: complete, exact to the öre, or refused."""

from dataclasses import replace
from typing import Any

import pytest

from cases.jurisdictions.contract import CaseFile, Paper
from cases.jurisdictions.se import SE
from cases.jurisdictions.se.papers.application import APPLICATION
from cases.jurisdictions.se.papers.change import APPLICATION_CHANGE
from cases.jurisdictions.se.papers.enforcement import ENFORCEMENT
from documents.render.words import money
from kernel.money import Money
from tests.builders.case_file import exhibit
from tests.builders.swedish_case import swedish_case, swedish_debtor

TITLE = {"title_is": "utslag", "enforceable_title": "Kronofogdens utslag den 2 november 2026"}
JUDGMENT = {"title_is": "judgment", "enforceable_title": "Umeå tingsrätts dom den 2 november 2026"}
CHANGE = {"change_of": "enforcement", "withdrawal_ground": "paid"}


def a_case(*, particulars: dict[str, str], **changes: Any) -> CaseFile:
    case_file = swedish_case(**changes)
    return replace(case_file, particulars={**case_file.particulars, **particulars})


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("particulars", "changes", "fact", "enter_at"),
    [
        ({}, {}, "title is", "claim"),
        ({"title_is": "utslag"}, {}, "enforceable title", "court"),
        ({**TITLE, "court_number": ""}, {}, "case number", "court"),
        (JUDGMENT, {}, "judgment", "documents"),
        ({**TITLE, "title_costs": "many"}, {}, "title costs", "claim"),
        (TITLE, {"debtors": (swedish_debtor(national_id=None),)}, "debtor national_id", "parties"),
        (TITLE, {"debtors": (swedish_debtor(), swedish_debtor(role="co-debtor"))}, "liability", "parties"),
        (TITLE, {"currency": "EUR"}, "currency", "claim"),
        (TITLE, {"title": ()}, "chain of title", "title"),
        (TITLE, {"signatory": None}, "signatory", "signatory"),
    ],
)
def test_each_missing_fact_stops_the_application_for_enforcement(particulars, changes, fact, enter_at, refused):
    assert (fact, enter_at) in refused(ENFORCEMENT, a_case(particulars=particulars, **changes))


def test_an_utslag_is_enforced_for_its_sum_with_interest_in_kronor_and_is_not_handed_in(read):
    file = a_case(particulars={**TITLE, "title_costs": "680.00", "assets": "anställd hos Umeå kommun"})
    asked = file.total + Money(68_000, "SEK")
    text = plain(read(ENFORCEMENT, file))
    for said in (
        "Kronofogdens utslag den 2 november 2026, mål nr BF-26-77123",
        "behöver inte ges in (2 kap. 2 § utsökningsbalken)",
        f"Sökanden yrkar utmätning för {money(asked, 'sv')} samt dröjsmålsränta",
        f"Kostnader enligt exekutionstiteln {money(Money(68_000, 'SEK'), 'sv')}",
        f"Summa {money(asked, 'sv')}",
        "Ursprunglig fordringsägare är Norrbanken AB.",
        "anställd hos Umeå kommun",
        "Personnummer: 19640823-3234",
    ):
        assert plain(said) in text


def test_a_judgment_goes_along(read):
    file = a_case(particulars=JUDGMENT)
    file = replace(file, exhibits=(*file.exhibits, exhibit(4, "decision", "Dom med lagakraftbevis", None)))
    paper = ENFORCEMENT.prepare(file)
    assert isinstance(paper, Paper)
    assert (paper.attachments, paper.machine) == (("04 Dom med lagakraftbevis",), ())
    assert "Titeln ges in med denna ansökan." in read(ENFORCEMENT, file)


@pytest.mark.parametrize(
    ("particulars", "fact"),
    [
        ({}, "change of"),
        ({"change_of": "suit", "withdrawal_ground": "paid"}, "change of"),
        ({"change_of": "enforcement"}, "withdrawal ground"),
        ({**CHANGE, "withdrawal_sum": "some"}, "withdrawal sum"),
        ({**CHANGE, "withdrawal_sum": "0.00"}, "withdrawal sum"),
        ({**CHANGE, "court_number": ""}, "case number"),
    ],
)
def test_each_missing_fact_stops_the_change(particulars, fact, refused):
    assert fact in [one for one, _ in refused(APPLICATION_CHANGE, a_case(particulars=particulars))]


def test_an_application_is_withdrawn_whole_or_lowered_by_a_sum(read):
    whole = plain(read(APPLICATION_CHANGE, a_case(particulars={**CHANGE, "change_of": "application"})))
    assert "återkallar sin ansökan om betalningsföreläggande i dess helhet. Beloppet har betalats." in whole
    lowered = plain(read(APPLICATION_CHANGE, a_case(particulars={**CHANGE, "withdrawal_sum": "500.00"})))
    assert "Nedsättning av ansökan" in lowered
    assert "sitt yrkande i ansökan om verkställighet med 500,00 kr och vidhåller det i övrigt" in lowered


def test_a_running_promissory_note_is_told_where_somebody_said_so(read, refused):
    assert "löpande skuldebrev" in read(APPLICATION, a_case(particulars={"promissory_note": "yes"}))
    assert "löpande skuldebrev" not in read(APPLICATION, swedish_case())
    assert refused(APPLICATION, a_case(particulars={"promissory_note": "maybe"})) == [("promissory note", "claim")]


def test_both_go_to_the_kronofogden_and_the_first_begins_enforcement():
    procedure = SE.procedures["betalningsforelaggande"]
    assert not procedure.is_letter("enforcement")
    assert not procedure.is_letter("application_change")
    assert procedure.case_status[procedure.leaves_as["enforcement"]] == "enforcement"
    assert SE.channels == ()
