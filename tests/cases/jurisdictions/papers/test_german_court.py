"""The sheets for the Mahngericht: exact to the cent, with the records inside, or refused with the reason."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cases.jurisdictions.contract import CaseFile, Paper, PaperKind
from cases.jurisdictions.de import DE
from cases.jurisdictions.de.eda.follow_ups import Ending
from cases.jurisdictions.de.eda.parts import message_of
from cases.jurisdictions.de.mahnverfahren import MACHINE
from cases.jurisdictions.de.papers.enforcement_order import ENFORCEMENT_ORDER
from cases.jurisdictions.de.papers.mahnantrag import MAHNANTRAG
from cases.jurisdictions.de.papers.query_answer import QUERY_ANSWER
from cases.jurisdictions.de.papers.withdrawing import WITHDRAWAL
from kernel.money import Money
from tests.builders.german_case import ACCOUNT, case_for_court, german_debtor, german_item, served_on

NUMBER = {"court_number": "26-1234567-0-1"}
SINCE = {**NUMBER, "payments_since": "2026-11-02 50.00; 2026-11-09 70.50"}
QUERY = {
    **NUMBER,
    "query_on": "2026-11-02",
    "query_application_on": "2026-10-02",
    "query_lines": "047;AGPLZ;1;0;1;2;1;6;58095\n012;AGO;1;0;1;2;2;6;Hagen",
}
COMPANY = german_debtor(name="Bäcker Süß & Söhne", kind="company", given_name=None, family_name=None)


def message_in(kind: PaperKind, case_file: CaseFile):
    paper = kind.prepare(case_file)
    assert isinstance(paper, Paper), paper
    (machine,) = paper.machine
    return message_of(machine.content)[1]


@pytest.mark.parametrize(
    ("changes", "fact", "enter_at"),
    [
        ({"court": None}, "court", "court"),
        ({"account": {}}, "Mahngericht", "court"),
        ({"debtors": (german_debtor(city=None),)}, "debtor city", "parties"),
        ({"debtors": (german_debtor(family_name=None),)}, "names apart", "parties"),
        ({"debtors": (german_debtor(country="at"),)}, "debtor in Germany", "parties"),
        ({"debtors": (COMPANY,)}, "legal form", "court"),
        ({"debtors": (COMPANY,)}, "representatives of the debtor", "court"),
        ({"debtors": (german_debtor(), german_debtor(role="guarantor"))}, "liability", "parties"),
        ({"items": (german_item(kind="interest", interest=None),)}, "days of earlier interest", "items"),
        ({"items": (german_item(), german_item(kind="fee", interest=None))}, "costs are", "claim"),
        ({"payments": "100.00"}, "payments set against the claims", "items"),
        ({"particulars": {"catalogue_number": "100"}}, "catalogue number", "claim"),
        ({"particulars": {"counter_performance": "perhaps"}}, "counter-performance", "court"),
        ({"particulars": {"dispute_court": "Hagen"}}, "court of the dispute", "court"),
        ({"particulars": {"assignor_place": ""}}, "seat of the assignor", "court"),
        ({"product": "consumer_loan"}, "effective annual rate", "court"),
        ({"product": "consumer_loan", "particulars": {"credit_rate": "11.13"}}, "credit that is not too dear", "claim"),
        (
            {"product": "consumer_loan", "particulars": {"credit_rate": "9.9"}, "contract_on": date(2001, 5, 2)},
            "base rate at signing",
            "claim",
        ),
        ({"debtors": (german_debtor(family_name="Łukasik"),)}, "format: defendants.1.name.2", "parties"),
        (
            {"debtors": (german_debtor(street="Am sehr langen Weg der zweiundzwanzig Linden 12"),)},
            "format: defendants.1.address.street",
            "parties",
        ),
        ({"account": {**ACCOUNT, "participant_is": "attorney"}}, "representatives of the creditor", "court"),
    ],
)
def test_each_missing_fact_stops_the_application(changes, fact, enter_at, refused):
    assert (fact, enter_at) in refused(MAHNANTRAG, case_for_court(**changes))


def test_the_sheet_says_what_the_law_asks_and_that_the_records_are_the_application(read):
    file = case_for_court(product="consumer_loan", particulars={"credit_rate": "7.25"})
    text = read(MAHNANTRAG, file).replace("\N{NO-BREAK SPACE}", " ")
    for said in (
        "nur in maschinell lesbarer Form stellen (§ 702 Abs. 2 ZPO)",
        "als Datei mahnantrag.eda bei",
        "Kennziffer 05012345",
        "1 46 Vertrag HA-4411 03.04.2021 4.200,00 €",
        "5,00 Prozentpunkte über dem Basiszinssatz 4.200,00 € 06.03.2024 Zahlung",
        "Am 29. Januar 2026 hat Stadtwerke Südhang AG sie an Ruhr Forderungen GmbH abgetreten",
        "anfänglicher effektiver Jahreszins 7,25 %",
        "die Gegenleistung ist erbracht",
        "Für das streitige Verfahren zuständig: Amtsgericht 58095 Hagen",
    ):
        assert said in text


def test_the_records_carry_what_the_sheet_says():
    application = message_in(MAHNANTRAG, case_for_court(product="consumer_loan", particulars={"credit_rate": "7.25"}))
    (claim,) = application.catalogue
    (step,) = claim.interest
    assert (application.claimant_code, application.claimants, application.marks) == ("05012345", (), (111,))
    assert application.defendants[0].name == ("Jürgen", "Groß")
    assert (claim.number, claim.amount) == (46, Money(420_000, "EUR"))
    assert (step.rate, step.over_base_rate, step.last_on, step.base) == (Decimal(5), True, None, None)
    assert (claim.assignment.assignor, claim.assignment.postcode) == ("Stadtwerke Südhang AG", "59494")
    assert claim.credit.annual_rate == Decimal("7.25")


def test_a_credit_of_twelve_points_above_the_base_rate_at_signing_is_just_not_too_dear():
    """The Basiszins of April 2021 was -0.88 percent."""
    file = case_for_court(product="consumer_loan", particulars={"credit_rate": "11.12"})
    assert isinstance(MAHNANTRAG.prepare(file), Paper)


def test_companies_pay_nine_points_and_joint_debtors_have_their_mark():
    two = (german_debtor(), german_debtor(role="co-debtor", given_name="Zoë", family_name="Müller"))
    joint = message_in(MAHNANTRAG, case_for_court(debtors=two, particulars={"liability": "joint and several"}))
    assert joint.marks == (110, 111)
    firm = replace(COMPANY, name="Bäcker Süß GmbH")
    company = message_in(
        MAHNANTRAG,
        case_for_court(
            debtors=(firm,),
            items=(german_item(debtor_kind="company"),),
            particulars={"debtor_represented_by": "Geschäftsführer: Jan Süß", "counter_performance": "none"},
        ),
    )
    assert company.defendants[0].legal_form == "GmbH"
    assert company.catalogue[0].interest[0].rate == Decimal(9)
    assert company.marks == (112,)


def test_costs_go_where_the_person_says_they_belong():
    fee = german_item(kind="fee", amount="12.50", reference="Mahnung", interest=None)
    for place, found in (("dunning", "expenses"), ("other", "ancillary")):
        application = message_in(
            MAHNANTRAG, case_for_court(items=(german_item(), fee), particulars={"costs_are": place})
        )
        there = {"expenses": application.expenses is not None, "ancillary": bool(application.ancillary)}
        assert [name for name, it in there.items() if it] == [found]


def test_without_the_places_of_the_marks_no_record_is_written_and_the_sheet_says_so(read):
    file = case_for_court(account={**ACCOUNT, "marks": ""})
    assert MAHNANTRAG.prepare(file).machine == ()
    assert "Datensätze liegen ihm nicht bei" in read(MAHNANTRAG, file)


@pytest.mark.parametrize(
    ("particulars", "fact"),
    [
        ({}, "case number"),
        ({"court_number": "1234"}, "case number"),
        (NUMBER, "payments since"),
        ({**NUMBER, "payments_since": "fifty euro"}, "payments since"),
        ({**NUMBER, "payments_since": "2027-01-02 50.00"}, "payments since"),
        ({**NUMBER, "payments_since": ";".join(["2026-11-02 1.00"] * 7)}, "six payments"),
        ({**SINCE, "order_service": "post"}, "order service"),
        ({**SINCE, "order_costs": "much"}, "order costs"),
        ({**SINCE, "order_costs": "5.00"}, "format: other_ground"),
    ],
)
def test_each_missing_fact_stops_the_order(particulars, fact, refused):
    assert fact in [one for one, _ in refused(ENFORCEMENT_ORDER, case_for_court(particulars=particulars))]


def test_the_order_states_what_was_paid_since(read):
    file = case_for_court(particulars=SINCE)
    text = read(ENFORCEMENT_ORDER, file).replace("\N{NO-BREAK SPACE}", " ")
    for said in ("Geschäftsnummer: 26-1234567-0-1", "02.11.2026 50,00 €", "Summe 120,50 €", "von Amts wegen zustellen"):
        assert said in text
    order = message_in(ENFORCEMENT_ORDER, file)
    assert (order.number, sum(one.amount.minor for one in order.payments)) == ("26123456701", 12_050)
    none = message_in(ENFORCEMENT_ORDER, case_for_court(particulars={**NUMBER, "payments_since": "none"}))
    assert none.payments == ()


@pytest.mark.parametrize(
    ("on", "served", "facts"),
    [
        (date(2026, 11, 20), (), ["service of the Mahnbescheid"]),
        (date(2026, 5, 20), (served_on(date(2026, 5, 6)),), ["end of the time to object"]),
        (date(2026, 5, 21), (served_on(date(2026, 5, 6)),), []),
        (date(2026, 11, 6), (served_on(date(2026, 5, 6)),), []),
        (date(2026, 11, 7), (served_on(date(2026, 5, 6)),), ["life of the Mahnbescheid"]),
        (date(2026, 6, 5), (served_on(date(2026, 5, 21)),), ["end of the time to object"]),
        (date(2026, 6, 6), (served_on(date(2026, 5, 21)),), []),
    ],
    ids=["not served", "last day to object", "day after", "last day", "lapsed", "Corpus Christi somewhere", "over"],
)
def test_an_order_is_asked_for_after_the_time_to_object_and_within_six_months(on, served, facts):
    """ZPO 699 I 2 and 701. A day is late only where it is late in every Land, and early where it is in one."""
    file = case_for_court(on=on, pre_action=served, particulars={**NUMBER, "payments_since": "none"})
    assert [lack.fact for lack in ENFORCEMENT_ORDER.in_time(file)] == facts
    assert isinstance(ENFORCEMENT_ORDER.prepare(file), Paper) is not bool(facts)


def test_of_several_debtors_the_last_served_sets_the_wait_and_the_first_the_end():
    names = ("Jürgen Groß", "Ute Groß", "Olaf Groß")
    both = (served_on(date(2026, 5, 6), names[0]), served_on(date(2026, 6, 1), names[1]))
    file = case_for_court(debtors=tuple(german_debtor(name=name) for name in names), pre_action=both)
    told = {
        day: [lack.fact for lack in ENFORCEMENT_ORDER.in_time(replace(file, on=day))]
        for day in (date(2026, 6, 15), date(2026, 6, 16), date(2026, 11, 7))
    }
    assert list(told.values()) == [["end of the time to object"], [], ["life of the Mahnbescheid"]]


def test_a_monierung_is_answered_line_by_line(read, refused):
    file = case_for_court(particulars=QUERY)
    assert "47 AGPLZ 58095" in read(QUERY_ANSWER, file)
    answer = message_in(QUERY_ANSWER, file)
    assert [line.content for line in answer.lines] == ["58095", "Hagen"]
    lacking = case_for_court(particulars={**QUERY, "query_lines": "047;AGPLZ", "query_on": "soon"})
    facts = [fact for fact, _ in refused(QUERY_ANSWER, lacking)]
    assert facts == ["query on", "lines of the Monierung"]


def test_a_withdrawal_carries_its_record_unless_it_is_of_a_part():
    given_up = {**NUMBER, "withdrawal_ground": "settled"}
    assert message_in(WITHDRAWAL, case_for_court(particulars=given_up)).ending is Ending.RÜCKNAHME
    of_a_part = WITHDRAWAL.prepare(case_for_court(particulars={**given_up, "withdrawal_sum": "100.00"}))
    assert isinstance(of_a_part, Paper)
    assert of_a_part.machine == ()


def test_they_go_to_the_court_and_their_leaving_is_a_step_of_the_procedure():
    procedure = DE.procedures["mahnverfahren"]
    for kind in (MAHNANTRAG, QUERY_ANSWER, ENFORCEMENT_ORDER, WITHDRAWAL):
        assert not procedure.is_letter(kind.code)
        assert procedure.leaves_as[kind.code] in {*MACHINE.transitions, *procedure.acts}
    assert [kind for kind in procedure.leaves_as if procedure.begins(kind)] == [MAHNANTRAG.code]


def test_what_is_settled_is_declared_so_on_the_sheet_and_in_the_record_alike(read, refused):
    told = {**NUMBER, "withdrawal_ground": "settled", "withdrawal_as": "settled"}
    file = case_for_court(particulars=told)
    assert message_in(WITHDRAWAL, file).ending is Ending.ERLEDIGUNG
    text = read(WITHDRAWAL, file)
    assert "in der Hauptsache für erledigt erklärt" in text
    assert "zurückgenommen" not in text
    for more, fact in (({"withdrawal_as": "gone"}, "withdrawal as"), ({"withdrawal_sum": "1.00"}, "whole settled")):
        assert fact in dict(refused(WITHDRAWAL, case_for_court(particulars={**told, **more})))
