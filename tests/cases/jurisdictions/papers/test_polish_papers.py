"""The Polish notice, demand and suit: complete, exact to the grosz, and refused with the reason otherwise."""

from dataclasses import replace
from datetime import date

import pytest

from cases.jurisdictions.pl.papers.letters import DEMAND_FOR_PAYMENT, NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.pl.papers.suit import SUIT, court_fee
from documents.render.words import money
from tests.builders.case_file import exhibit
from tests.builders.polish_case import polish_case, polish_debtor, polish_item

TWO = (polish_debtor(), polish_debtor(name="Łukasz Żak", role="co-debtor"))
WANTED_BY_LETTERS = [
    ({"debtors": ()}, "debtors", "parties"),
    ({"debtors": (polish_debtor(street=None),)}, "debtor street", "parties"),
    ({"currency": "EUR"}, "currency", "claim"),
    ({"title": ()}, "chain of title", "title"),
    ({"contact": {}}, "contact", "mandate"),
    ({"bank_account": None}, "bank account", "bank"),
    ({"signatory": None}, "signatory", "signatory"),
]
WANTED_BY_SUIT = [
    ({"court": None}, "court", "court"),
    ({"creditor": replace(polish_case().creditor, national_id=None)}, "creditor national_id", "parties"),
    ({"debtors": (polish_debtor(country=None),)}, "debtor country", "parties"),
    ({"debtors": (polish_debtor(country="de"),)}, "debtor in Poland", "parties"),
    ({"original_creditor": "", "title": ()}, "original creditor", "claim"),
    ({"contract_on": None}, "contract date", "claim"),
    ({"pre_action": ()}, "demand before suit", "pre-action"),
    ({"items": (polish_item(due_on=date(2027, 1, 5)),)}, "due debt", "items"),
    ({"items": (polish_item(interest_to=date(2026, 9, 1)),)}, "interest rate", "items"),
]


@pytest.mark.parametrize("letter", [NOTICE_OF_ASSIGNMENT, DEMAND_FOR_PAYMENT], ids=lambda kind: kind.code)
@pytest.mark.parametrize(("changes", "fact", "enter_at"), WANTED_BY_LETTERS, ids=[row[1] for row in WANTED_BY_LETTERS])
def test_each_missing_fact_stops_the_letter(letter, changes, fact, enter_at, refused):
    assert (fact, enter_at) in refused(letter, polish_case(**changes))


@pytest.mark.parametrize(("changes", "fact", "enter_at"), WANTED_BY_SUIT, ids=[row[1] for row in WANTED_BY_SUIT])
def test_each_missing_fact_stops_the_suit(changes, fact, enter_at, refused):
    assert (fact, enter_at) in refused(SUIT, polish_case(**changes))


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        ("assignment", "deed of assignment or certified extract of it"),
        ("power", "power of attorney or register extract"),
        ("fee", "proof that the court fee was paid"),
    ],
)
def test_the_suit_goes_with_its_documents(kind, fact, refused):
    rest = tuple(one for one in polish_case().exhibits if one.kind != kind)
    assert refused(SUIT, polish_case(exhibits=rest)) == [(fact, "documents")]


def test_a_sum_that_does_not_add_up_is_refused(refused):
    short = polish_case()
    reasons = refused(SUIT, replace(short, total=short.total - short.interest))
    assert reasons == [("total that adds up", "items")]


@pytest.mark.parametrize("entered", ["", "soon", "0", "-3", "7.5", "１４"])
def test_the_demand_needs_its_days_as_a_whole_number(entered, refused):
    assert refused(DEMAND_FOR_PAYMENT, polish_case(particulars={"demand_days": entered})) == [("days to pay", "court")]


def test_the_notice_says_who_holds_the_claim_and_whom_to_pay(read):
    file = polish_case()
    text = read(NOTICE_OF_ASSIGNMENT, file)
    for said in (
        "29 stycznia 2026 r. nastąpił przelew (cesja) wierzytelności; zbywca: Bank Pomorski S.A., nabywca: Bałtyk",
        "umowa przelewu nr 7/2026",
        "PL61 1090 1014 0000 0712 1981 2874",
        "Żaneta Śliwińska-Łęcka ul. Źródlana 14/3 80-288 Gdańsk",
        money(file.total, "pl").replace("\N{NO-BREAK SPACE}", " "),
        "Prezesa Urzędu Ochrony Danych Osobowych",
    ):
        assert said in text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_suit_demands_the_whole_and_the_interest_that_runs_on(read):
    file = polish_case()
    text = read(SUIT, file).replace("\N{NO-BREAK SPACE}", " ")
    for said in (
        "Sąd Rejonowy Gdańsk-Południe w Gdańsku, I Wydział Cywilny",
        f"kwoty {money(file.total, 'pl')} wraz z dalszymi odsetkami od kwoty {money(file.principal, 'pl')} od dnia"
        " 1 lipca 2026 r. do dnia zapłaty (odsetki ustawowe za opóźnienie)",
        f"Opłata od pozwu {money(court_fee(file).amount, 'pl')}",
        "art. 187 § 1 pkt 1¹ k.p.c.",
        "Wysłano 4 maja 2026 r. wezwanie do zapłaty",
        "z konsumentem",
    ):
        assert said.replace("\N{NO-BREAK SPACE}", " ") in text


def test_no_running_interest_is_asked_where_none_runs(read):
    file = polish_case(items=(polish_item(interest=None),))
    assert "dalszymi odsetkami" not in read(SUIT, file)


def test_several_defendants_are_sued_together_only_where_it_is_recorded_how_they_are_bound(read, refused):
    assert ("liability", "parties") in refused(SUIT, polish_case(debtors=TWO))
    bound = polish_case(debtors=TWO, particulars={"liability": "joint and several"})
    text = read(SUIT, bound)
    assert "od pozwanych solidarnie" in text
    assert "Łukasz Żak" in text


def test_no_debtor_is_named_in_the_letter_of_another(read):
    file = polish_case(debtors=TWO)
    for letter in (NOTICE_OF_ASSIGNMENT, DEMAND_FOR_PAYMENT):
        first, second = read(letter, file).split("Łukasz Żak", 1)
        assert "Żaneta" not in second
        assert first.count("Żaneta") >= 1


def test_the_reason_may_stand_in_for_a_settlement_that_was_not_tried(read):
    file = polish_case(pre_action=(), particulars={"settlement_untried": "pozwany zmienił adres bez wiadomości."})
    assert "Innych prób nie podjęto: pozwany zmienił adres bez wiadomości." in read(SUIT, file)


def test_markup_in_a_name_stays_a_name(renderer):
    for kind in (NOTICE_OF_ASSIGNMENT, DEMAND_FOR_PAYMENT, SUIT):
        hostile = polish_case(
            debtors=(polish_debtor(name="<script>alert(1)</script>"),),
            pre_action=(),
            particulars={"demand_days": "14", "settlement_untried": "-"},
        )
        paper = kind.prepare(hostile)
        html = renderer.html(paper.template, paper.context, language="pl", as_of=hostile.on)
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_the_print_keeps_every_polish_letter_and_sixty_rows(renderer):
    items = tuple(polish_item(amount=f"{100 + n}.01", kind="invoice", reference=f"FV/{n}/2024") for n in range(60))
    file = polish_case(
        items=items, product="invoice", exhibits=(*polish_case().exhibits, exhibit(8, "invoice", "Faktury", None))
    )
    paper = SUIT.prepare(file)
    rendered = renderer.render_paper(paper.template, paper.context, language="pl", as_of=file.on)
    assert rendered.pages >= 3
