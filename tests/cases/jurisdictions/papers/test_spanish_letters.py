"""The notice of assignment and the request to negotiate, and the Spanish of sums and lists."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.jurisdictions.es.papers.assignment_notice import NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.es.papers.documents import file_name
from cases.jurisdictions.es.papers.masc import REQUEST_TO_NEGOTIATE
from cases.jurisdictions.es.papers.wording import in_series
from documents.render.words import in_words
from kernel.money import Money
from tests.builders.case_file import exhibit, item, spanish_case, spanish_debtor

LETTERS = (NOTICE_OF_ASSIGNMENT, REQUEST_TO_NEGOTIATE)
REMOVED = [
    ({"debtors": ()}, "debtors", "parties"),
    ({"debtors": (spanish_debtor(street=None),)}, "debtor street", "parties"),
    ({"creditor": replace(spanish_case().creditor, national_id=None)}, "creditor national_id", "parties"),
    ({"items": ()}, "items", "items"),
    ({"title": ()}, "chain of title", "title"),
    ({"contact": {}}, "contact", "mandate"),
    ({"bank_account": None}, "bank account", "bank"),
    ({"signatory": None}, "signatory", "signatory"),
]


@pytest.mark.parametrize("letter", LETTERS, ids=lambda kind: kind.code)
@pytest.mark.parametrize(("changes", "fact", "enter_at"), REMOVED, ids=[row[1] for row in REMOVED])
def test_each_missing_fact_stops_the_letter(letter, changes, fact, enter_at, refused):
    assert refused(letter, spanish_case(**changes)) == [(fact, enter_at)]


def test_the_notice_says_who_owns_who_manages_and_whom_to_pay(read):
    text = read(NOTICE_OF_ASSIGNMENT, spanish_case())
    for fact in (
        "Banco del Norte S.A. cedió el 29 de mayo de 2026 a Cantábrica Activos DAC",
        "Entidad gestora Gestora Litoral S.L.",
        "Paseo de la Castellana 110",
        "4.570,23 €",
        "ES91 2100 0418 4502 0005 1332",
        "artículo 1527 del Código Civil",
        "BCN-99-120457",
    ):
        assert fact in text


def test_there_is_nothing_to_notify_without_an_assignment(refused):
    own = spanish_case(title=(), original_creditor="Cantábrica Activos DAC")
    assert refused(NOTICE_OF_ASSIGNMENT, own) == [("assignment", "title")]


def test_the_request_defines_its_object_and_gives_the_statutory_days(read):
    text = read(REQUEST_TO_NEGOTIATE, spanish_case(on=date(2026, 9, 10)))
    for fact in (
        "contrato de préstamo celebrado el 3 de abril de 2021",
        "4.570,23 € (cuatro mil quinientos setenta euros con veintitrés céntimos)",
        "30 días naturales",
        "por teléfono, en el +34 984 555 900, o por correo electrónico, en acuerdos@litoral.example",
    ):
        assert fact in text


def test_no_debtor_is_named_in_the_letter_of_another(read):
    two = (spanish_debtor(), spanish_debtor(name="Blas Gil", role="guarantor", national_id="11111111H"))
    file = spanish_case(debtors=two, particulars={"liability": "joint and several"})
    for letter in LETTERS:
        first, second = read(letter, file).split("Blas Gil", 1)
        assert "11111111H" not in first
        assert "Lucía" not in second


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (1, "cero euros con un céntimo"),
        (100, "un euro"),
        (101, "un euro con un céntimo"),
        (2121, "veintiún euros con veintiún céntimos"),
        (3131, "treinta y un euros con treinta y un céntimos"),
        (10_000, "cien euros"),
        (2_100_000, "veintiún mil euros"),
        (10_100_000, "ciento un mil euros"),
        (100_000_000, "un millón de euros"),
        (100_000_100, "un millón un euros"),
        (200_000_000, "dos millones de euros"),
        (1_622_316, "dieciséis mil doscientos veintitrés euros con dieciséis céntimos"),
    ],
)
def test_sums_are_written_as_spanish_asks(cents, words):
    assert in_words(Money(cents, "EUR"), "es") == words


@given(st.integers(1, 10**11))
def test_no_sum_in_words_breaks_the_agreement_with_its_noun(cents):
    words = in_words(Money(cents, "EUR"), "es")
    assert "uno " not in words
    assert not words.endswith("uno")
    assert "millón euros" not in words
    assert "millones euros" not in words


def test_a_sum_reaches_the_petition_in_words(read):
    letter = read(REQUEST_TO_NEGOTIATE, spanish_case(items=[item(amount="1000000.00", interest=None)]))
    assert "(un millón de euros)" in letter


@pytest.mark.parametrize(
    ("names", "series"),
    [
        (["Ana"], "Ana"),
        (["Ana", "Luis"], "Ana y Luis"),
        (["Ana", "Irene"], "Ana e Irene"),
        (["Ana", "Hilario"], "Ana e Hilario"),
        (["Ana", "Hierros S.A."], "Ana y Hierros S.A."),
        (["Ana", "Luis", "Íñigo"], "Ana, Luis e Íñigo"),
    ],
)
def test_lists_end_with_y_or_e(names, series):
    assert in_series(names) == series


@given(st.text(max_size=200))
def test_a_file_name_is_plain_and_keeps_its_ordinal(title):
    name = file_name(exhibit(7, "contract", title, None))
    assert name.startswith("07 Contrato - ")
    assert name.endswith(".pdf")
    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>|')
