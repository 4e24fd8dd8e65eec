"""The first letter after the transfer says all that a debtor must know of it, to a person and to a company apart."""

from dataclasses import replace

import pytest

from cases.jurisdictions.contract import Paper
from cases.jurisdictions.registry import JURISDICTIONS
from documents.render.words import long_day, money
from tests.builders.everyday import BUILDERS, everyday_case

NOTICES = {
    one.code: next(kind for way in one.procedures.values() for kind in way.papers if kind.code == "assignment_notice")
    for one in JURISDICTIONS
    if one.code in BUILDERS
}
KNOWN = {"servicer_registration": "REG-12/2025", "supervisor": "The Authority of the Place, 1 Main Street"}
CONSUMERS = {"es": "consumidores", "pl": "konsumentów", "se": "konsument", "de": "Verbraucher", "gb_ew": "consumers"}
ARTICLE_14 = {"es": "artículo 14", "pl": "art. 14", "se": "artikel 14", "de": "Art. 14", "gb_ew": "article 14"}


def first_letter(country, read, **changes):
    file = everyday_case(country, **changes)
    file = replace(file, contact={**file.contact, **KNOWN})
    return file, read(NOTICES[country], file).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("country", NOTICES)
def test_it_says_who_since_when_how_much_whom_to_pay_and_where_to_complain(country, read):
    file, text = first_letter(country, read)
    paper = NOTICES[country].prepare(file)
    for said in (
        long_day(file.on, paper.language),
        long_day(file.title[-1].from_on, paper.language),
        file.creditor.name,
        file.representative.name,
        file.contact["email"],
        money(file.principal, paper.language),
        money(file.costs, paper.language),
        file.title[-1].deed,
        *KNOWN.values(),
    ):
        assert said.replace("\N{NO-BREAK SPACE}", " ") in text
    assert file.bank_account.replace(" ", "") in text.replace(" ", "")


@pytest.mark.parametrize("country", NOTICES)
def test_a_person_learns_of_data_and_consumer_rights_and_a_company_is_not_told_it_is_one(country, read):
    _, person = first_letter(country, read)
    assert CONSUMERS[country] in person
    assert ARTICLE_14[country] in person
    file = everyday_case(country)
    _, company = first_letter(country, read, debtors=(replace(file.debtors[0], kind="company"),))
    assert CONSUMERS[country] not in company
    assert ARTICLE_14[country] not in company


@pytest.mark.parametrize("country", NOTICES)
def test_bank_credit_under_the_unions_law_is_not_told_of_without_an_authority_for_complaints(country):
    bank = everyday_case(country, product="consumer_loan", originator="bank")
    known = replace(bank, contact={**bank.contact, "complaints": "The Authority of the Place, 1 Main Street"})
    assert lacks_authority(country, bank) is (country != "gb_ew")
    for file in (known, replace(bank, originator="telecom"), replace(bank, product="invoice")):
        assert not lacks_authority(country, file)


def lacks_authority(country, file):
    outcome = NOTICES[country].prepare(file)
    return not isinstance(outcome, Paper) and "complaint authority" in {one.fact for one in outcome}


@pytest.mark.parametrize("country", NOTICES)
def test_nothing_stands_where_the_authority_is_not_known(country, read):
    file = everyday_case(country)
    text = read(NOTICES[country], file)
    assert "None" not in text
    assert KNOWN["supervisor"] not in text
