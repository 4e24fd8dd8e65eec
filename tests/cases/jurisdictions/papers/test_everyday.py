"""The papers every case may need, in every country's words: complete and exact, or refused with the reason."""

from dataclasses import replace
from datetime import date

import pytest

from cases.jurisdictions.contract import FiledPayment, Paper
from cases.jurisdictions.paperwork.every_case import TO_COURT
from cases.jurisdictions.registry import JURISDICTIONS
from documents.render.press.blocks import paper_of
from documents.render.words import day, money
from kernel.money import Money
from tests.builders.everyday import BUILDERS, KINDS, everyday_case

EVERY = [
    pytest.param(country, kind, id=f"{country}-{code}")
    for country, kinds in KINDS.items()
    for code, kind in kinds.items()
]
COUNTRIES = pytest.mark.parametrize("country", KINDS)
OWED = ("account_statement", "payment_plan", "settlement")
LETTERS = (*OWED, "goodbye_letter")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def said(amount, paper):
    return plain(money(amount, paper.language))


@pytest.mark.parametrize(("country", "kind"), EVERY)
def test_it_is_prepared_whole_and_printed(country, kind, read, renderer):
    file = everyday_case(country)
    text = plain(read(kind, file))
    assert file.claim_reference in text
    assert file.creditor.name in text
    if kind.code in LETTERS:
        letter = kind.prepare(file)
        html = renderer.html(letter.template, letter.context, language=letter.language, as_of=file.on)
        assert paper_of(html)["blocks"], "a letter is one that the press can set"
    paper = kind.prepare(file)
    assert paper.context["owed"].currency == file.currency
    assert renderer.render_paper(paper.template, paper.context, language=paper.language, as_of=file.on).pages <= 3


@COUNTRIES
def test_the_account_lists_each_payment_with_its_day_and_adds_up(country, read):
    file, kind = everyday_case(country), KINDS[country]["account_statement"]
    paper, text = kind.prepare(file), plain(read(kind, file))
    due = paper.context["due"]
    assert due.total == due.principal + due.interest + due.costs - due.payments
    assert due.interest == sum((one.amount for one in due.periods), Money.zero(file.currency))
    for amount in (due.total, due.principal, due.payments, *(one.amount for one in file.received)):
        assert said(amount, paper) in text
    assert day(file.received[1].received_on, paper.language) in text
    assert day(file.received[0].by_on, paper.language) in text


def test_interest_that_only_a_court_gives_is_in_no_english_account(read):
    file, kind = everyday_case("gb_ew"), KINDS["gb_ew"]["account_statement"]
    due = kind.prepare(file).context["due"]
    assert file.interest.minor > 0
    assert due.interest == Money.zero("GBP")
    assert due.total == file.total - file.interest
    assert "only if a court awards it" in read(kind, file)


@COUNTRIES
def test_payments_that_are_not_listed_one_by_one_stop_the_account(country, refused):
    file = everyday_case(country, received=(FiledPayment(Money.parse("1.00", BUILDERS[country]().currency), None),))
    assert refused(KINDS[country]["account_statement"], file) == [("payments one by one", "items")]


@COUNTRIES
@pytest.mark.parametrize("size", [{"plan_instalments": "7"}, {"plan_instalments": "", "plan_amount": "333.33"}])
def test_the_plan_prints_a_schedule_that_adds_up_to_the_balance(country, size, read):
    file, kind = everyday_case(country, entered=size), KINDS[country]["payment_plan"]
    paper, text = kind.prepare(file), plain(read(kind, file))
    lines = paper.context["lines"]
    assert sum((one.amount for one in lines), Money.zero(file.currency)) == paper.context["due"].total
    for line in lines:
        assert day(line.due_on, paper.language) in text
        assert said(line.amount, paper) in text
    assert text.count(file.debtors[0].name) >= 2
    assert file.signatory.name in text


@pytest.mark.parametrize("country", ["es", "pl", "se", "de"])
def test_the_plan_says_plainly_whether_interest_runs(country, read, refused):
    kind = KINDS[country]["payment_plan"]
    running, still = (everyday_case(country, entered={"plan_interest": one}) for one in ("runs", "none"))
    daily = said(kind.prepare(running).context["due"].daily, kind.prepare(running))
    assert daily in plain(read(kind, running))
    assert daily not in plain(read(kind, still))
    resting = replace(running, items=tuple(replace(one, interest=None) for one in running.items))
    resting = replace(resting, interest=Money.zero(running.currency), total=resting.principal - resting.payments)
    assert refused(kind, resting) == [("plan interest", "claim")]


@COUNTRIES
@pytest.mark.parametrize(
    ("entered", "fact"),
    [
        ({"plan_first_on": "31.12.2026"}, "plan first on"),
        ({"plan_first_on": "2020-01-01"}, "plan first on"),
        ({"plan_first_on": "2096-01-01"}, "plan first on"),
        ({"plan_rhythm": "when I can"}, "plan rhythm"),
        ({"plan_instalments": ""}, "plan size"),
        ({"plan_amount": "10.00"}, "plan size"),
        ({"plan_instalments": "0"}, "plan instalments"),
        ({"plan_instalments": "601"}, "plan instalments"),
        ({"plan_instalments": "", "plan_amount": "-5"}, "plan amount"),
        ({"plan_instalments": "", "plan_amount": "0.01"}, "schedule"),
        ({"plan_interest": ""}, "plan interest"),
        ({"plan_grace": "１４"}, "plan grace"),
    ],
)
def test_a_plan_whose_terms_are_not_clear_is_refused(country, entered, fact, refused):
    assert refused(KINDS[country]["payment_plan"], everyday_case(country, entered=entered)) == [(fact, "claim")]


@COUNTRIES
def test_the_settlement_says_what_is_paid_and_what_is_released(country, read):
    file, kind = everyday_case(country), KINDS[country]["settlement"]
    paper, text = kind.prepare(file), plain(read(kind, file))
    assert paper.context["agreed"] + paper.context["released"] == paper.context["due"].total
    assert said(paper.context["agreed"], paper) in text
    assert said(paper.context["released"], paper) in text
    assert paper.context["owed"] == paper.context["agreed"]


@COUNTRIES
@pytest.mark.parametrize(
    ("entered", "fact"),
    [
        ({"settlement_sum": "999999.00"}, "settlement sum"),
        ({"settlement_sum": "much"}, "settlement sum"),
        ({"settlement_on": "2020-01-01"}, "settlement on"),
        ({"settlement_on": ""}, "settlement on"),
    ],
)
def test_a_settlement_that_cannot_be_is_refused(country, entered, fact, refused):
    assert refused(KINDS[country]["settlement"], everyday_case(country, entered=entered)) == [(fact, "claim")]


@pytest.mark.parametrize("country", ["es", "pl", "se", "de"])
def test_a_claim_is_withdrawn_as_paid_only_where_the_account_agrees(country, read, refused):
    kind = KINDS[country]["withdrawal"]
    owing = everyday_case(country, entered={"withdrawal_ground": "paid"})
    assert refused(kind, owing) == [("payment", "claim")]
    paid = replace(owing, total=Money.zero(owing.currency))
    assert "17/2026" in read(kind, paid)
    part = everyday_case(country, entered={"withdrawal_ground": "paid", "withdrawal_sum": "200.00"})
    assert said(Money.parse("200.00", part.currency), kind.prepare(part)) in plain(read(kind, part))
    for changes, fact in (({"court": None}, "court"), ({"signatory": None}, "signatory"), ({"debtors": ()}, "debtors")):
        assert fact in [one for one, _ in refused(kind, everyday_case(country, **changes))]


@COUNTRIES
def test_nobody_empowers_himself(country, refused):
    file = everyday_case(country)
    kind = KINDS[country]["power_of_attorney"]
    own = replace(file, signatory=replace(file.signatory, of_creditor=False))
    assert refused(kind, own) == [("signatory of the creditor", "signatory")]
    assert refused(kind, replace(file, representative=None)) == [("representative", "mandate")]


@COUNTRIES
def test_the_goodbye_letter_is_the_sellers_under_a_power_and_tells_no_amount(country, read, refused):
    file, kind = everyday_case(country), KINDS[country]["goodbye_letter"]
    seller = replace(file.title[-2], address="Calle de Alcalá 112, 28009 Madrid")
    file = replace(file, title=(*file.title[:-2], seller, file.title[-1]))
    text = plain(read(kind, file))
    assert "Calle de Alcalá 112, 28009 Madrid" in text
    assert text.index(file.title[-2].holder) < text.index(file.debtors[0].name)
    assert "clause 9 of the deed of assignment" in text
    for amount in (file.total, file.principal, file.interest):
        assert said(amount, kind.prepare(file)) not in text
    assert refused(kind, everyday_case(country, entered={"goodbye_power": " "})) == [("goodbye power", "claim")]
    assert ("assignment", "title") in refused(kind, replace(file, title=(), original_creditor=file.creditor.name))


@COUNTRIES
def test_the_chain_of_title_shows_each_link_with_its_documents_and_seals(country, read, refused):
    file, kind = everyday_case(country), KINDS[country]["title_chain"]
    text = plain(read(kind, file))
    assert text.count(file.exhibits[0].sha256) == 2
    assert file.title[-1].deed in text
    for amount in (file.total, file.principal):
        assert said(amount, kind.prepare(file)) not in text
    silent = replace(file, title=(file.title[0], replace(file.title[1], notice_on=None)))
    assert ("notice of assignment", "title") in refused(kind, silent)
    assert ("notice of it", "documents") in refused(kind, replace(file, exhibits=file.exhibits[:1]))
    torn = replace(file, exhibits=tuple(replace(one, sha256=None) for one in file.exhibits))
    assert ("file of document 1", "documents") in refused(kind, torn)


@COUNTRIES
@pytest.mark.parametrize("code", LETTERS)
def test_no_debtor_is_named_in_the_paper_of_another(country, code, read):
    file = everyday_case(country, entered={"liability": "joint and several"})
    two = replace(file, debtors=(file.debtors[0], replace(file.debtors[0], name="Łukasz Öberg", role="guarantor")))
    first, second = read(KINDS[country][code], two).split("Łukasz Öberg", 1)
    assert file.debtors[0].name in first
    assert file.debtors[0].name not in second


@COUNTRIES
@pytest.mark.parametrize("code", ["payment_plan", "settlement"])
def test_nobody_signs_for_the_whole_where_it_is_not_recorded_how_debtors_are_bound(country, code, refused):
    file = everyday_case(country, entered={"liability": ""})
    two = replace(file, debtors=(file.debtors[0], replace(file.debtors[0], name="Łukasz Öberg", role="guarantor")))
    assert refused(KINDS[country][code], two) == [("liability", "parties")]


@pytest.mark.parametrize(("country", "kind"), EVERY)
def test_hostile_names_stay_names(country, kind, renderer):
    long = "Zażółć & Gęślą Åäö " * 10 + "<script>alert(1)</script>"
    file = everyday_case(country)
    hostile = replace(
        file,
        debtors=(replace(file.debtors[0], name=long, kind="company"),),
        creditor=replace(file.creditor, name=f"B{long}"),
        title=(file.title[0], replace(file.title[1], holder=f"B{long}")),
    )
    paper = kind.prepare(hostile)
    assert isinstance(paper, Paper), paper
    html = renderer.html(paper.template, paper.context, language=paper.language, as_of=hostile.on)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    if country == "pl":
        printed = renderer.render_paper(paper.template, paper.context, language="pl", as_of=hostile.on)
        assert printed.pages <= 5


def test_letters_go_to_the_debtor_and_what_asks_nothing_shows_no_amount_owed():
    for jurisdiction in JURISDICTIONS:
        for procedure in jurisdiction.procedures.values():
            codes = {paper.code for paper in procedure.papers}
            if "account_statement" not in codes:
                continue
            assert all(procedure.is_letter(code) for code in LETTERS)
            assert not any(procedure.is_letter(code) for code in TO_COURT)
            assert procedure.exhibit_as["account_statement"] == "account"
    for country, kinds in KINDS.items():
        for code in (TO_COURT | {"goodbye_letter"}) & kinds.keys():
            assert kinds[code].prepare(everyday_case(country)).context["owed"].minor == 0


def test_the_first_instalment_may_fall_on_the_very_day():
    file = everyday_case("de", entered={"plan_first_on": "2026-11-20"})
    assert KINDS["de"]["payment_plan"].prepare(file).context["lines"][0].due_on == date(2026, 11, 20)
