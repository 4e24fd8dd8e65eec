"""After issue: judgment, warrant, certificate and notices say what the case says, or name the one thing missing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cases.jurisdictions.contract import FiledPayment, Paper, PreAction
from cases.jurisdictions.gb_ew import GB_EW
from cases.jurisdictions.gb_ew.papers.certificate import CERTIFICATE_OF_SERVICE
from cases.jurisdictions.gb_ew.papers.court_notices import BREATHING_SPACE_NOTICE, STATUS_UPDATE
from cases.jurisdictions.gb_ew.papers.judgment_request import JUDGMENT_REQUEST
from cases.jurisdictions.gb_ew.papers.warrant_request import WARRANT_REQUEST
from cases.jurisdictions.gb_ew.sdt.codes import JudgmentKind, Update
from cases.jurisdictions.gb_ew.sdt.parts import message_of
from tests.builders.case_file import english_debtor, english_item
from tests.builders.money_claims import a_judgment_case, an_issued_case, pounds

ISSUED = PreAction("claim", date(2026, 10, 1), None, None, None, None)
SERVED = PreAction("particulars", None, date(2026, 10, 6), None, None, None)
SERVICE = {
    "service_document": "claim form and particulars",
    "service_method": "post",
    "service_place": "usual residence",
    "service_step_on": "2026-10-06",
}


def told(kind: str, on: date, **more: Any) -> PreAction:
    return PreAction(kind, None, on, None, None, None, **more)


def message(kind: Any, case_file: Any) -> Any:
    paper = kind.prepare(case_file)
    assert isinstance(paper, Paper), paper
    (part,) = paper.machine
    return message_of(part.content, case="x")


class TestJudgmentInDefault:
    def test_claim_interest_since_fee_and_costs_come_to_what_is_asked(self, read) -> None:
        issued = an_issued_case(particulars={"legal_costs": "80.00", "judgment_costs": "22.00"})
        text = read(JUDGMENT_REQUEST, issued)
        asked = message(JUDGMENT_REQUEST, issued)
        on_issue = english_item(interest_to=date(2026, 10, 1))
        assert on_issue.interest is not None
        claimed = on_issue.amount + on_issue.interest.total
        assert claimed.formatted("en_GB") in text
        assert claimed + asked.interest == issued.total
        owed = issued.total + asked.court_fee + pounds("102.00")
        assert f"Amount payable by the Defendant {owed.formatted('en_GB')}" in text
        assert (asked.kind, asked.defendant, asked.joint) == (JudgmentKind.DEFAULT, 1, False)
        assert (asked.legal_costs, asked.solicitor_cost) == (pounds("80.00"), pounds("22.00"))

    def test_what_was_paid_since_issue_is_deducted_apart(self, read) -> None:
        paid = (FiledPayment(pounds("100.00"), date(2026, 9, 1)), FiledPayment(pounds("50.00"), date(2026, 11, 2)))
        issued = an_issued_case(payments="150.00", received=paid)
        asked = message(JUDGMENT_REQUEST, issued)
        assert asked.deducted == pounds("50.00")
        assert "Less paid since issue -£50.00" in read(JUDGMENT_REQUEST, issued)

    @pytest.mark.parametrize(
        ("on", "missing"),
        [(date(2026, 10, 20), ["end of the time to answer"]), (date(2026, 10, 21), [])],
    )
    def test_not_while_the_fourteen_days_run(self, refused, on: date, missing: list[str]) -> None:
        issued = an_issued_case(on=on, items=[english_item(interest_to=on)])
        if missing:
            assert [fact for fact, _ in refused(JUDGMENT_REQUEST, issued)] == missing
        else:
            assert isinstance(JUDGMENT_REQUEST.prepare(issued), Paper)

    def test_an_acknowledgment_gives_twenty_eight_days(self, refused, read) -> None:
        acts = (ISSUED, SERVED, told("acknowledgment", date(2026, 10, 12)))
        early = date(2026, 11, 3)
        waiting = an_issued_case(happened=acts, on=early, items=[english_item(interest_to=early)])
        assert refused(JUDGMENT_REQUEST, waiting) == [("end of the time to answer", "events")]
        assert "Service was acknowledged on 12 October 2026" in read(JUDGMENT_REQUEST, an_issued_case(happened=acts))

    @pytest.mark.parametrize(
        ("changes", "fact"),
        [
            ({"particulars": {"court_number": ""}}, "case number"),
            ({"particulars": {"judgment_payment": "some day"}}, "payment of the judgment"),
            ({"particulars": {"judgment_payment": "by 2026-11-19"}}, "payment of the judgment"),
            ({"particulars": {"served_by": ""}}, "served by"),
            ({"particulars": {"served_by": "the claimant"}}, "certificate of service"),
            ({"particulars": {"service_method": "pigeon"}}, "method of service"),
            ({"particulars": {"legal_costs": "much"}}, "legal costs"),
            ({"happened": (ISSUED,)}, "service"),
            ({"happened": (ISSUED, SERVED, told("defence", date(2026, 10, 14)))}, "undefended claim"),
            ({"payments": "10.00"}, "days of the payments"),
            ({"signatory": None}, "signatory"),
        ],
    )
    def test_one_missing_fact_is_the_only_reason(self, refused, changes: dict[str, Any], fact: str) -> None:
        assert [one for one, _ in refused(JUDGMENT_REQUEST, an_issued_case(**changes))] == [fact]

    def test_judgment_and_warrant_may_be_asked_for_at_once(self, read) -> None:
        issued = an_issued_case(particulars={"warrant_at_once": "yes"})
        both = message(JUDGMENT_REQUEST, issued)
        assert both.warrant.amount == both.warrant.balance
        assert both.warrant.amount.formatted("en_GB") in read(JUDGMENT_REQUEST, issued)
        paper = JUDGMENT_REQUEST.prepare(issued)
        assert isinstance(paper, Paper)
        assert paper.context["owed"] == both.warrant.amount


class TestJudgmentOnAdmission:
    def test_of_the_whole(self, read) -> None:
        issued = an_issued_case(happened=(ISSUED, SERVED, told("admission", date(2026, 10, 14))))
        asked = message(JUDGMENT_REQUEST, issued)
        assert asked.kind is JudgmentKind.ADMISSION
        assert asked.admitted + asked.interest == issued.total
        assert "admitted the whole of the claim" in read(JUDGMENT_REQUEST, issued)

    def test_of_a_part_asks_for_that_part_and_the_costs(self, read, refused) -> None:
        acts = (ISSUED, SERVED, told("part_admission", date(2026, 10, 14)))
        assert refused(JUDGMENT_REQUEST, an_issued_case(happened=acts)) == [("admitted amount", "claim")]
        issued = an_issued_case(happened=acts, particulars={"admitted_amount": "3000.00"})
        asked = message(JUDGMENT_REQUEST, issued)
        assert (asked.admitted, asked.interest) == (pounds("3000.00"), None)
        owed = (pounds("3000.00") + asked.court_fee).formatted("en_GB")
        assert f"Amount payable by the Defendant {owed}" in read(JUDGMENT_REQUEST, issued)


class TestWarrant:
    def test_balance_is_the_judgment_less_what_came_since(self, read) -> None:
        paid = (FiledPayment(pounds("250.00"), date(2026, 11, 12)),)
        judged = a_judgment_case(payments="250.00", received=paid, particulars={"bailiff_notes": "Dog in the yard"})
        asked = message(WARRANT_REQUEST, judged)
        assert (asked.balance, asked.amount, asked.notes) == (pounds("5750.00"), pounds("5750.00"), "Dog in the yard")
        assert "£5,750.00" in read(WARRANT_REQUEST, judged)

    def test_an_assigned_judgment_needs_permission_first(self, refused, read) -> None:
        first, last = a_judgment_case().title
        later = (first, replace(last, from_on=date(2026, 11, 15)))
        assert refused(WARRANT_REQUEST, a_judgment_case(title=later)) == [("permission to enforce", "events")]
        acts = (*a_judgment_case().pre_action, told("permission_to_enforce", date(2026, 11, 18)))
        allowed = replace(a_judgment_case(title=later), pre_action=acts)
        assert "permission to issue a warrant on 18 November 2026" in read(WARRANT_REQUEST, allowed)

    @pytest.mark.parametrize(
        ("particulars", "fact"),
        [
            ({"decreed_sum": ""}, "decreed sum"),
            ({"paid_since": "6000.00"}, "balance"),
            ({"warrant_amount": "6000.01"}, "amount of the warrant"),
            ({"warrant_amount": "x"}, "warrant amount"),
            ({"defendant_number": "2"}, "defendant"),
        ],
    )
    def test_what_stands_in_its_way_is_named(self, refused, particulars: dict[str, str], fact: str) -> None:
        assert [one for one, _ in refused(WARRANT_REQUEST, a_judgment_case(particulars=particulars))] == [fact]

    def test_a_judgment_older_than_six_years_needs_permission(self, refused) -> None:
        old = a_judgment_case(on=date(2033, 1, 3), items=[english_item(interest=None)])
        assert refused(WARRANT_REQUEST, old) == [("permission to enforce", "events")]


class TestCertificate:
    def test_the_day_of_service_follows_from_the_law(self, read) -> None:
        text = read(CERTIFICATE_OF_SERVICE, an_issued_case(particulars=SERVICE))
        assert "Day on which the step was taken 6 October 2026" in text
        assert "Deemed day of service 8 October 2026 (CPR 6.14)" in text
        assert "14 Canal Row, Leeds, LS2 7EQ, being the usual residence" in text

    def test_particulars_alone_go_by_the_other_rule(self, read) -> None:
        given = {**SERVICE, "service_document": "particulars"}
        assert "Deemed day of service 8 October 2026 (CPR 6.26)" in read(
            CERTIFICATE_OF_SERVICE, an_issued_case(particulars=given)
        )

    @pytest.mark.parametrize("name", SERVICE)
    def test_each_fact_is_needed(self, refused, name: str) -> None:
        given = {key: value for key, value in SERVICE.items() if key != name}
        assert len(refused(CERTIFICATE_OF_SERVICE, an_issued_case(particulars=given))) == 1


class TestNotices:
    @pytest.mark.parametrize(
        ("particulars", "update", "words"),
        [
            ({"status_update": "paid", "paid_in_full_on": "2026-11-17"}, Update.PAID, "17 November 2026"),
            ({"status_update": "Withdrawn"}, Update.WITHDRAWN, "withdraws the claim"),
            (
                {"status_update": "discontinued", "discontinuance_served_on": "2026-11-18"},
                Update.DISCONTINUED,
                "served on every other party on 18 November 2026",
            ),
        ],
    )
    def test_what_became_of_the_claim(self, read, particulars: dict[str, str], update: Update, words: str) -> None:
        issued = an_issued_case(particulars=particulars)
        assert message(STATUS_UPDATE, issued).update is update
        assert words in read(STATUS_UPDATE, issued)

    def test_a_payment_to_come_is_no_payment(self, refused) -> None:
        given = {"status_update": "paid", "paid_in_full_on": "2026-11-21"}
        assert refused(STATUS_UPDATE, an_issued_case(particulars=given)) == [("paid in full on", "claim")]

    def test_of_two_defendants_the_one_in_breathing_space_is_named(self, read, refused) -> None:
        two = (english_debtor(), english_debtor(name="Bob Lee"))
        given = {"breathing_space": "entered", "breathing_space_on": "2026-11-18", "liability": "joint and several"}
        assert refused(BREATHING_SPACE_NOTICE, an_issued_case(debtors=two, particulars=given)) == [
            ("defendant", "claim")
        ]
        about = an_issued_case(debtors=two, particulars={**given, "defendant_number": "2"})
        assert "moratorium has begun for Bob Lee, with effect from 18 November 2026" in read(
            BREATHING_SPACE_NOTICE, about
        )
        assert message(BREATHING_SPACE_NOTICE, about).defendant == 2


def test_none_of_these_papers_is_taken_for_a_letter_to_the_debtor() -> None:
    procedure = GB_EW.procedures["money_claim"]
    letters = {one.code for one in procedure.papers if procedure.is_letter(one.code)}
    assert letters & {"judgment_request", "warrant_request", "certificate_of_service", "status_update"} == set()
    assert {"status_update", "breathing_space_notice"} <= procedure.tells_court
