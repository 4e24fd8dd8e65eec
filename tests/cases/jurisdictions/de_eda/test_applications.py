"""An application for a Mahnbescheid keeps within what EDA carries, or says where it does not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.jurisdictions.de.eda.applications import (
    Account,
    Address,
    Application,
    Assignment,
    CatalogueClaim,
    ConsumerCredit,
    DisputeCourt,
    InterestStep,
    Officer,
    OtherClaim,
    Person,
)
from cases.jurisdictions.de.eda.checks import application_faults, readable
from cases.jurisdictions.de.eda.codes import CourtKind, PartySalutation
from cases.jurisdictions.de.eda.control import of_applications
from kernel.money import Money

STEP = InterestStep(rate=Decimal(5), over_base_rate=True, first_on=date(2026, 2, 1))
BOUGHT = Assignment(assigned_on=date(2026, 5, 4), assignor="Beispielbank AG", postcode="60311", city="Frankfurt")

OFFICER = Officer(position="Vormund", name="Frau Beispiel")
CREDIT = ConsumerCredit(contract_on=date(2021, 4, 3), annual_rate=Decimal("7.25"))


def a_person(**other: Any) -> Person:
    given: dict[str, Any] = {
        "salutation": PartySalutation.HERR,
        "name": ("Jörg", "Müßig"),
        "address": Address(street="Weg 1", postcode="10115", city="Berlin"),
    }
    return Person(**{**given, **other})


def a_claim(**other: Any) -> CatalogueClaim:
    given: dict[str, Any] = {"number": 43, "amount": Money(123456, "EUR"), "first_on": date(2026, 1, 1)}
    return CatalogueClaim(**{**given, **other})


def an_application(**other: Any) -> Application:
    given: dict[str, Any] = {
        "reference": "RC-000017",
        "court_postcode": "13357",
        "court_city": "Berlin",
        "claimant_code": "12345678",
        "marks": (111,),
        "dispute": DisputeCourt(kind=CourtKind.AMTSGERICHT, postcode="58095", city="Hagen"),
        "defendants": (a_person(),),
        "catalogue": (a_claim(interest=(STEP,), assignment=BOUGHT),),
    }
    return Application(**{**given, **other})


def test_an_application_within_the_limits_passes_umlauts_and_all() -> None:
    assert application_faults(an_application()) == ()


@pytest.mark.parametrize(
    ("application", "field", "limit"),
    [
        (an_application(claimants=(a_person(),)), "claimants", "either named or known"),
        (an_application(claimant_code=None), "claimants", "either named or known"),
        (an_application(claimant_code=None, claimants=(a_person(),) * 7), "claimants", "6 are the most"),
        (an_application(defendants=(a_person(),) * 6), "defendants", "5 are the most"),
        (an_application(catalogue=(a_claim(),) * 46), "catalogue", "45 are the most"),
        (an_application(catalogue=(a_claim(assignment=BOUGHT),) * 5), "catalogue", "5 assignments; 4 fit"),
        (an_application(catalogue=(a_claim(interest=(STEP,) * 3),) * 19), "catalogue", "57 interest lines; 54 fit"),
        (an_application(catalogue=(a_claim(interest=(STEP,) * 4),)), "catalogue.1.interest", "3 are the most"),
        (an_application(catalogue=()), "catalogue", "no claim"),
        (an_application(marks=()), "marks", "is missing"),
        (an_application(marks=(115,)), "marks.1", "107 to 114"),
        (an_application(defendants=(a_person(legal_form="GmbH"),)), "defendants.1.salutation", "a legal form"),
        (an_application(catalogue=(a_claim(first_on=date(2080, 1, 1)),)), "catalogue.1.first_on", "two digits"),
        (an_application(catalogue=(a_claim(credit=CREDIT),) * 11), "catalogue", "11 statements on consumer credit"),
        (an_application(legal_aid=True), "legal_aid", "cannot be asked for"),
        (an_application(reference="x" * 36), "reference", "35 are the most"),
        (
            an_application(
                defendants=(a_person(representatives=(Officer(position="Vormund", name="Frau Beispiel"),) * 7),)
            ),
            "defendants.1.representatives",
            "6 are the most",
        ),
        (an_application(account=Account(iban="DE00500105175407324931")), "account.iban", "check digits"),
        (an_application(defendants=(a_person(name=("Łukasz", "Kowalski")),)), "defendants.1.name.1", "'Ł'"),
        (an_application(catalogue=(a_claim(amount=Money(1, "CHF")),)), "catalogue.1.amount", "in CHF"),
    ],
)
def test_a_limit_is_named_with_its_field(application: Application, field: str, limit: str) -> None:
    (fault,) = application_faults(application)
    assert (fault.case, fault.field) == (application.reference, field)
    assert limit in fault.limit


def test_the_euro_sign_is_in_one_of_the_two_code_pages() -> None:
    priced = an_application(others=(OtherClaim(words="5 €", amount=Money(500, "EUR"), first_on=date(2026, 1, 1)),))
    assert [fault.field for fault in application_faults(priced)] == ["others.1.words"]
    assert application_faults(priced, codec="cp858") == ()


def test_control_sums_come_from_the_data() -> None:
    two = [
        an_application(),
        an_application(
            catalogue=(a_claim(number=11), a_claim(number=12)),
            others=(OtherClaim(words="Sonstiges", amount=Money(100, "EUR"), first_on=date(2026, 1, 1)),),
        ),
    ]
    sums = of_applications(two, records=9)
    assert (sums.applications, sums.records, sums.catalogue_numbers) == (2, 9, 43 + 11 + 12)
    assert (sums.amounts, sums.claims) == (3 * 123456 + 100, 4)


def test_the_readable_twin_names_the_former_creditor() -> None:
    section = readable(replace(an_application(), reference="RC-9"))
    claim = next(part for part in section.parts if part.label == "Katalogforderung")
    assert [row.value for row in claim.rows] == ["43", "1234.56 EUR", "2026-01-01"]
    assignment = next(part for part in claim.parts if part.label == "Abtretung")
    assert [row.value for row in assignment.rows] == ["2026-05-04", "Beispielbank AG", "60311", "Frankfurt"]
