"""Form A before the courts of four Member States: by the form's codes, in the court's language, and read back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.jurisdictions.contract import FiledPayment, Paper
from cases.jurisdictions.eu import order_before
from cases.jurisdictions.eu.form_a import choices
from cases.jurisdictions.eu.form_a.form import After, FormA, Interest, Principal, written
from cases.jurisdictions.eu.form_a.wording import words_in
from cases.jurisdictions.registry import by_code
from kernel.money import Money
from tests.builders.case_file import item, sums
from tests.builders.european_case import a_european_case, a_lodged_case, paper

SEATS = pytest.mark.parametrize("seat", ["es", "pl", "se", "de"])
TITLES = {
    "es": "Petición de requerimiento europeo de pago",
    "pl": "Pozew o wydanie europejskiego nakazu zapłaty",
    "se": "Ansökan om ett europeiskt betalningsföreläggande",
    "de": "Antrag auf Erlass eines Europäischen Zahlungsbefehls",
}
LOCALES = {"es": "es_ES", "pl": "pl_PL", "se": "sv_SE", "de": "de_DE"}


def form(seat: str, **changes: Any) -> FormA:
    made = paper(seat, "form_a").prepare(a_european_case(seat, **changes))
    assert isinstance(made, Paper), made
    (machine,) = made.machine
    assert machine.name == "form-a.json"
    read = msgspec.json.decode(machine.content, type=FormA)
    assert sum(Decimal(one.amount) for one in read.principals) == Decimal(read.total)
    return read


def flat(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@SEATS
def test_every_fact_of_the_claim_stands_on_the_form_in_the_courts_language(read, seat: str) -> None:
    case_file = a_european_case(seat, particulars={"eop_fee_by": "transfer", "eop_after": "national"})
    text = flat(read(paper(seat, "form_a"), case_file))
    assert TITLES[seat] in text
    assert flat(case_file.principal.formatted(LOCALES[seat])) in text
    for fact in (
        case_file.court,
        case_file.creditor.name,
        case_file.debtors[0].name,
        case_file.debtors[0].street,
        case_file.original_creditor,
        case_file.bank_account,
        case_file.signatory.name if case_file.signatory else None,
        *(one.title for one in case_file.exhibits),
    ):
        assert fact is not None
        assert fact in text, fact
    for number in range(1, 12):
        assert f" {number}. " in text
    words = words_in(form(seat).language)
    assert f"15 {words.kinds['15']}" in text
    assert f"08 {words.grounds['08']}" in text
    assert words.after["national"] in text
    assert words.text["appendix_1_note"] in text
    assert "None" not in text


@SEATS
def test_the_codes_say_what_the_case_says(seat: str) -> None:
    made = form(seat)
    case_file = a_european_case(seat)
    assert [one.role for one in made.parties][:2] == ["01", "02"]
    assert (made.cross_border.claimant, made.cross_border.court) == ("IE", seat.upper())
    assert made.cross_border.defendants == (seat.upper(),)
    assert made.consumer.contract
    assert made.total == case_file.principal.text()
    assert [one.name for one in made.assignors] == [link.holder for link in reversed(case_file.title[:-1])]
    assert len(made.evidence) == len(case_file.exhibits)
    assert made.signed_on == case_file.on
    assert made.interest[-1].ends_on is None, "interest runs on until payment"


def test_interest_lines_cover_every_day_once() -> None:
    for seat in TITLES:
        lines = form(seat).interest
        for earlier, later in pairwise(lines):
            assert earlier.ends_on is not None
            assert later.starts_on is not None
            assert (later.starts_on - earlier.ends_on).days == 1


def test_the_fee_is_the_states_own_or_the_courts_to_fix() -> None:
    spanish, german = form("es").costs[0], form("de").costs[0]
    fees = by_code("es")
    assert fees is not None
    case_file = a_european_case("es")
    assert (
        Money.parse(spanish.amount or "", "EUR")
        == fees.fee("european_order", case_file.principal, case_file.on, "company").amount
    )
    assert (german.code, german.amount) == ("01", None)


REMOVED: list[tuple[dict[str, Any], list[str]]] = [
    ({"court": None}, ["court"]),
    ({"debtors": ()}, ["debtors"]),
    ({"exhibits": ()}, ["evidence"]),
    ({"signatory": None}, ["signatory"]),
    ({"contract_on": None}, ["contract date"]),
    ({"product": "invoice"}, ["kind of claim", "consumer contract"]),
    ({"product": "invoice", "particulars": {"eop_kind": "26", "eop_consumer": "yes"}}, ["kind of claim"]),
    ({"product": "rent", "particulars": {"eop_consumer": "no"}}, ["ground of jurisdiction"]),
    ({"particulars": {"eop_fee_by": "gold"}}, ["eop fee by"]),
    ({"particulars": {"eop_after": "appeal"}}, ["eop after"]),
    ({"particulars": {"eop_circumstance": "99"}}, ["eop circumstance"]),
]


@pytest.mark.parametrize(("changes", "facts"), REMOVED, ids=[str(number) for number in range(len(REMOVED))])
def test_what_is_missing_is_named_and_nothing_else(refused, changes: dict[str, Any], facts: list[str]) -> None:
    assert [fact for fact, _ in refused(paper("es", "form_a"), a_european_case("es", **changes))] == facts


class TestWhere:
    """Articles 3 and 6."""

    def test_all_at_home_is_no_case_for_it(self, refused) -> None:
        born = a_european_case("es")
        home = replace(born, creditor=replace(born.creditor, country="es"))
        assert refused(paper("es", "form_a"), home) == [("cross-border case", "procedure")]
        dane = replace(born, creditor=replace(born.creditor, country="dk"))
        assert refused(paper("es", "form_a"), dane) == [("cross-border case", "procedure")]

    def test_a_consumer_is_sued_at_home_alone(self, refused) -> None:
        born = a_european_case("es", particulars={"eop_ground": "02"})
        abroad = replace(born, debtors=(replace(born.debtors[0], country="pt"),))
        assert refused(paper("es", "form_a"), abroad) == [("court of the consumer's domicile", "procedure")]
        assert form("es", particulars={"eop_ground": "02"}).grounds[0].code == "08"

    def test_a_company_may_be_sued_elsewhere_for_a_reason(self, refused) -> None:
        born = a_european_case("es", product="invoice", particulars={"eop_kind": "01"})
        company = replace(born.debtors[0], kind="company", country="pt")
        abroad = replace(born, debtors=(company,))
        assert refused(paper("es", "form_a"), abroad) == [("ground of jurisdiction", "claim")]
        given = {"eop_kind": "01", "eop_ground": "02", "eop_ground_details": "Entrega en Gijón"}
        made = form("es", product="invoice", particulars=given, debtors=(company,))
        assert (made.grounds[0].code, made.grounds[0].details) == ("02", "Entrega en Gijón")
        assert made.consumer.contract is False

    def test_a_country_without_its_own_words_gets_english_ones(self, read) -> None:
        irish = order_before("ie")
        born = a_european_case("es")
        there = replace(
            born,
            creditor=replace(born.creditor, country="es"),
            debtors=(replace(born.debtors[0], country="ie"),),
        )
        application = next(one for one in irish.papers if one.code == "form_a")
        assert "Application for a European order for payment" in read(application, there)


def test_what_was_paid_is_off_the_principal_or_the_form_is_refused(refused) -> None:
    paid = item(amount="4200.00")
    assert paid.interest is not None
    half = replace(paid.interest.periods[-1], base=Money.parse("4000.00", "EUR"))
    less = replace(paid, interest=replace(paid.interest, periods=(*paid.interest.periods[:-1], half)))
    received = (FiledPayment(Money.parse("200.00", "EUR"), date(2026, 11, 1)),)
    made = form("es", items=(less,), received=received, **sums((less,), "200.00", "EUR"))
    assert made.total == "4000.00"
    assert any("200,00" in statement for statement in made.statements)
    elsewhere = a_european_case("es", items=(paid,), received=received, **sums((paid,), "200.00", "EUR"))
    assert refused(paper("es", "form_a"), elsewhere) == [("payments against principal", "payments")]


class TestLater:
    @SEATS
    def test_form_b_is_answered_with_the_whole_application(self, read, seat: str) -> None:
        lodged = a_lodged_case(seat, "completion", particulars={"eop_completion": "§ The address is 2 Quay."})
        text = read(paper(seat, "form_b_reply"), lodged)
        assert "§ The address is 2 Quay." in text
        assert "12 EuM 34/26" in text
        assert TITLES[seat] in text
        made = paper(seat, "form_b_reply").prepare(lodged)
        assert isinstance(made, Paper)
        assert msgspec.json.decode(made.machine[0].content, type=FormA).language == made.language

    @SEATS
    def test_form_c_is_accepted_or_refused_for_the_sum_the_court_named(self, read, seat: str) -> None:
        lodged = a_lodged_case(seat, "modification", particulars={"eop_proposed_sum": "1234.50"})
        amount = flat(Money.parse("1234.50", lodged.currency).formatted(LOCALES[seat]))
        accepted, declined = (flat(read(paper(seat, f"form_c_{one}"), lodged)) for one in ("acceptance", "refusal"))
        assert amount in accepted
        assert amount in declined
        assert accepted != declined
        made = paper(seat, "form_c_acceptance").prepare(lodged)
        assert isinstance(made, Paper)
        assert made.context["owed"] == Money.parse("1234.50", lodged.currency)

    @pytest.mark.parametrize("sum_", ["", "0.00", "-5.00", "a lot"])
    def test_a_proposal_without_its_sum_is_no_answer(self, refused, sum_: str) -> None:
        lodged = a_lodged_case("es", "modification", particulars={"eop_proposed_sum": sum_})
        assert refused(paper("es", "form_c_refusal"), lodged) == [("eop proposed sum", "claim")]

    def test_the_choice_can_be_told_until_the_order_is_issued(self, read, refused) -> None:
        chosen = {"eop_after": "discontinue"}
        text = read(paper("de", "appendix_2"), a_lodged_case("de", particulars=chosen))
        assert "das Verfahren zu beenden." in text
        issued = a_lodged_case("de", "order", particulars=chosen)
        assert refused(paper("de", "appendix_2"), issued) == [("order not yet issued", "events")]
        assert refused(paper("de", "appendix_2"), a_lodged_case("de")) == [("eop after", "claim")]

    def test_nothing_is_withdrawn_or_answered_that_was_never_lodged_or_asked(self, read, refused) -> None:
        assert "02.11.2026" in read(paper("pl", "eop_withdrawal"), a_lodged_case("pl"))
        assert refused(paper("pl", "eop_withdrawal"), a_european_case("pl")) == [("application", "events")]
        lodged = a_lodged_case("pl", particulars={"eop_proposed_sum": "1.00", "eop_completion": "x"})
        assert refused(paper("pl", "form_c_acceptance"), lodged) == [("modification", "events")]
        assert refused(paper("pl", "form_b_reply"), lodged) == [("completion", "events")]


@SEATS
def test_each_paper_leaves_as_an_event_its_procedure_knows(seat: str) -> None:
    jurisdiction = by_code(seat)
    assert jurisdiction is not None
    order = jurisdiction.procedures["european_order"]
    assert order.steps is not None
    assert {one.code for one in order.papers} == set(order.leaves_as)
    assert set(order.leaves_as.values()) <= {*order.steps.transitions, *order.acts}
    assert order.begins("form_a")
    assert not any(order.is_letter(one.code) for one in order.papers)


def test_every_language_has_every_word_and_code() -> None:
    english = msgspec.to_builtins(words_in("en"))
    for language in ("es", "pl", "sv", "de"):
        theirs = msgspec.to_builtins(words_in(language))
        assert {name: set(table) for name, table in theirs.items()} == {k: set(v) for k, v in english.items()}
        assert all(word.strip() for table in theirs.values() for word in table.values())
        for name, text in english["text"].items():
            assert sorted(part for part in ("{day}", "{amount}", "{number}", "{giver}") if part in text) == sorted(
                part for part in ("{day}", "{amount}", "{number}", "{giver}") if part in theirs["text"][name]
            ), (language, name)
    assert set(choices.KINDS.values()) <= set(english["kinds"])
    assert set(choices.FEE_WAYS.values()) == set(english["fees"])
    assert set(choices.AFTER.values()) == set(english["after"]) == set(get_args(After.__value__))


CENTS = st.integers(1, 10**9).map(lambda minor: Money(minor, "EUR").text())
TEXTS = st.text(min_size=1, max_size=60)
RATES = st.decimals(0, 9999, places=2).map(str)
DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))
CODES = st.from_regex("[0-9]{2}", fullmatch=True)
PRINCIPALS = st.lists(
    st.builds(Principal, id=TEXTS, amount=CENTS, kind=CODES, circumstance=CODES), min_size=1, max_size=5
)
LINES = st.builds(Interest, id=TEXTS, code=CODES, rate=st.none() | RATES, on=st.none() | CENTS, starts_on=DAYS)


@settings(max_examples=60, deadline=None)
@given(claims=PRINCIPALS, lines=st.lists(LINES, max_size=5), said=st.lists(TEXTS, max_size=3), signed_by=TEXTS, on=DAYS)
def test_whatever_a_form_says_is_read_back_the_same(
    claims: list[Principal], lines: list[Interest], said: list[str], signed_by: str, on: date
) -> None:
    total = sum((Money.parse(one.amount, "EUR") for one in claims), Money.zero("EUR")).text()
    made = msgspec.structs.replace(
        form("es"),
        principals=tuple(claims),
        total=total,
        interest=tuple(lines),
        statements=tuple(said),
        signed_by=signed_by,
        signed_on=on,
    )
    assert msgspec.json.decode(written(made), type=FormA) == made


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"form-a/1"', '"form-a/2"'),
        ('"amount": "4200.00"', '"amount": "-1"'),
        ('"currency": "EUR"', '"currency": "euro"'),
        ('"signed_by"', '"signed"'),
    ],
)
def test_a_form_of_another_shape_is_refused(old: str, new: str) -> None:
    content = written(form("es")).decode()
    assert old in content
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(content.replace(old, new, 1), type=FormA)
