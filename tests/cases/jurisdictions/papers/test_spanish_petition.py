"""The monitorio petition: complete from the case file, refused with the one reason that applies, its sums true."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cases.jurisdictions.contract import PreAction
from cases.jurisdictions.es.papers.petition import PETITION
from kernel.money import Money
from tests.builders.case_file import exhibit, item, spanish_case, spanish_debtor

GOLDEN = Path(__file__).parent / "golden" / "monitorio_petition.txt"
GUARANTEE = exhibit(8, "guarantee", "Póliza de afianzamiento", date(2021, 4, 3))


def without(*kinds):
    return {"exhibits": tuple(one for one in spanish_case().exhibits if one.kind not in kinds)}


def creditor(**changes):
    return {"creditor": replace(spanish_case().creditor, **changes)}


def link(**changes):
    first, last = spanish_case().title
    return {"title": (first, replace(last, **changes))}


def asked(**changes):
    return {"pre_action": (replace(spanish_case().pre_action[0], **changes),)}


REMOVED = [
    ({"court": None}, "court", "court"),
    (creditor(national_id=None), "creditor national_id", "parties"),
    (creditor(street=None), "creditor street", "parties"),
    (creditor(postcode=None), "creditor postcode", "parties"),
    (creditor(city=None), "creditor city", "parties"),
    ({"debtors": ()}, "debtors", "parties"),
    ({"debtors": (spanish_debtor(name=""),)}, "debtor name", "parties"),
    ({"debtors": (spanish_debtor(national_id=None),)}, "debtor national_id", "parties"),
    ({"debtors": (spanish_debtor(street=None),)}, "debtor street", "parties"),
    ({"debtors": (spanish_debtor(postcode=None),)}, "debtor postcode", "parties"),
    ({"debtors": (spanish_debtor(city=None),)}, "debtor city", "parties"),
    ({"debtors": (spanish_debtor(country=None),)}, "debtor country", "parties"),
    ({"debtors": (spanish_debtor(country="pt"),)}, "debtor in Spain", "parties"),
    ({"original_creditor": "", "title": ()}, "original creditor", "claim"),
    ({"contract_on": None}, "contract date", "claim"),
    ({"items": ()}, "items", "items"),
    ({"currency": "PLN"}, "currency", "claim"),
    ({"items": [item(due_on=None)], "default_on": None}, "due date", "items"),
    ({"items": [item(due_on=date(2027, 1, 1))]}, "due debt", "items"),
    ({"payments": "9000.00"}, "amount", "items"),
    ({"total": Money(1, "EUR")}, "total that adds up", "items"),
    (link(from_on=None), "date of assignment", "title"),
    (link(deed=None), "deed", "title"),
    (link(notice_on=None), "notice of assignment", "title"),
    (link(holder="Another Fund"), "chain of title", "title"),
    ({"title": ()}, "chain of title", "title"),
    ({"pre_action": ()}, "negotiation attempt", "pre-action"),
    (asked(sent_on=None), "negotiation day of sending", "pre-action"),
    (asked(received_on=None), "negotiation day of receipt", "pre-action"),
    (asked(proof=None), "negotiation proof", "pre-action"),
    (asked(answered_on=date(2026, 9, 20)), "end of negotiation", "pre-action"),
    (without("masc"), "proof of negotiation", "documents"),
    (without("contract", "statement"), "document of the debt", "documents"),
    (without("assignment"), "deed of assignment", "documents"),
    (without("power"), "power of attorney", "documents"),
    (without("fee"), "fee receipt", "documents"),
    ({"bank_account": None}, "bank account", "bank"),
    ({"signatory": None}, "signatory", "signatory"),
]


@pytest.mark.parametrize(
    ("changes", "fact", "enter_at"), REMOVED, ids=[row[1] + str(i) for i, row in enumerate(REMOVED)]
)
def test_each_missing_fact_stops_the_petition_and_is_the_only_reason(changes, fact, enter_at, refused):
    expected = [(fact, enter_at)]
    if fact == "original creditor":
        expected.append(("chain of title", "title"))
    assert refused(PETITION, spanish_case(**changes)) == expected


def test_a_document_without_its_file_is_named(refused):
    first, *others = spanish_case().exhibits
    papers = (replace(first, sha256=None), *others)
    assert refused(PETITION, spanish_case(exhibits=papers)) == [("file of document 1", "documents")]


def test_agreed_interest_needs_the_contract_itself(refused):
    agreed = [item(interest_kind="contractual", rate=Decimal("9.50"))]
    changes = {"items": agreed, **without("contract")}
    assert refused(PETITION, spanish_case(**changes)) == [("contract document", "documents")]


def test_a_rate_that_is_only_the_last_one_known_stops_the_petition(refused):
    held = [item(interest_to=date(2027, 3, 1))]
    file = spanish_case(items=held, on=date(2027, 3, 1))
    assert refused(PETITION, file) == [("interest rate", "items")]


class TestNegotiation:
    """LO 1/2025: thirty natural days without an answer, then a year to file."""

    def test_the_thirtieth_day_is_too_early(self, refused):
        file = spanish_case(on=date(2026, 10, 15))
        assert refused(PETITION, file) == [("end of the waiting time", "pre-action")]

    def test_the_day_after_the_thirtieth_is_not(self, read):
        assert "15 de octubre de 2026 (artículo 10.4)" in read(PETITION, spanish_case(on=date(2026, 10, 16)))

    def test_an_attempt_older_than_a_year_does_not_count(self, refused):
        old = asked(sent_on=date(2025, 9, 1), received_on=date(2025, 9, 5))
        assert refused(PETITION, spanish_case(**old)) == [("recent negotiation attempt", "pre-action")]

    def test_a_refusal_in_writing_ends_it_at_once(self, read):
        ended = asked(answered_on=date(2026, 9, 21), outcome="refused")
        text = read(PETITION, spanish_case(on=date(2026, 9, 22), **ended))
        assert "terminaron sin acuerdo, por escrito, el 21 de septiembre de 2026" in text

    def test_a_binding_offer_waits_a_month_and_its_content_stays_out(self, read, refused):
        offer = asked(kind="masc_offer", outcome="ofrecía una quita del 40 %")
        assert refused(PETITION, spanish_case(on=date(2026, 10, 15), **offer)) == [
            ("end of the waiting time", "pre-action")
        ]
        text = read(PETITION, spanish_case(**offer))
        assert "oferta vinculante confidencial" in text
        assert "quita" not in text

    def test_each_of_several_debtors_must_have_been_asked(self, refused):
        two = (spanish_debtor(), spanish_debtor(name="Blas Gil", role="co-debtor"))
        file = spanish_case(debtors=two, particulars={"liability": "joint and several"}, **asked(to=two[0].name))
        assert refused(PETITION, file) == [("negotiation attempt", "pre-action")]
        both = (
            *file.pre_action,
            PreAction("masc_request", date(2026, 9, 1), date(2026, 9, 3), None, None, "burofax", "Blas Gil"),
        )
        assert not isinstance(PETITION.prepare(replace(file, pre_action=both)), tuple)


def test_the_petition_says_every_fact_of_its_file_and_none_of_another(read):
    text = read(PETITION, spanish_case())
    for fact in (
        "Tribunal de Instancia de Gijón, Sección Civil",
        "Cantábrica Activos DAC",
        "W0123456J",
        "Paseo de la Castellana 110, planta 4, 28046 Madrid",
        "Gestora Litoral S.L.",
        "B87654323",
        "Lucía Núñez Peña",
        "48765432Y",
        "Calle de la Reconquista 14, 2.º B, 33205 Gijón (Asturias)",
        "Banco del Norte S.A.",
        "3 de abril de 2021",
        "5 de marzo de 2024",
        "29 de mayo de 2026",
        "escritura n.º 1.204",
        "12 de junio de 2026",
        "4.200,00 €",
        "370,23 €",
        "4.570,23 €",
        "cuatro mil quinientos setenta euros con veintitrés céntimos",
        "3,25 %",
        "990",
        "10 de septiembre de 2026",
        "15 de septiembre de 2026",
        "burofax con acuse de recibo",
        "modelo 696",
        "100,00 €",
        "en el plazo de 20 días",
        "ES91 2100 0418 4502 0005 1332",
        "RC-2026-004711",
        "Marta Ibarra Cueto",
        "20 de noviembre de 2026",
        "05 Actividad negociadora previa - Solicitud de negociacion y acuse de recibo.pdf",
    ):
        assert fact.replace("\N{NO-BREAK SPACE}", " ") in text, fact
    other = spanish_case(
        case_reference="RC-2026-009999", debtors=(spanish_debtor(name="Blas Gil", national_id="11111111H"),)
    )
    its_text = read(PETITION, other)
    assert "Lucía" not in its_text
    assert "48765432Y" not in its_text
    assert "RC-2026-004711" not in its_text
    assert "None" not in text
    assert "Undefined" not in text


def test_the_rendered_sums_add_up(read):
    rows = [
        item(amount="1850.40", kind="instalment", reference="31", interest_kind="contractual", rate=Decimal("9.50")),
        item(
            amount="300.33", kind="instalment", reference="32", due_on=date(2015, 4, 5), interest_from=date(2015, 4, 6)
        ),
        item(amount="112.33", kind="interest", interest=None),
        item(amount="21.01", kind="fee", interest=None),
    ]
    file = spanish_case(items=rows, payments="150.00")
    text = read(PETITION, file)
    table = text[text.index("Cálculo de los intereses") : text.index("Resumen de la cantidad")]
    lines = re.findall(r"(\d+) \d\d/\d\d/\d{4} \d\d/\d\d/\d{4} \d+ \S+ € \S+ % .*? (\S+) €", table)
    assert len(lines) == 4, "one agreed rate, and three runs of the legal one"
    per_item = {number: sum(euros(amount) for one, amount in lines if one == number) for number, _ in lines}
    assert per_item == {str(n): row.interest.total.amount for n, row in enumerate(rows, 1) if row.interest}
    summary = text[text.index("Resumen de la cantidad") : text.index("La cantidad total que")]
    *parts, total = (euros(amount) for amount in re.findall(r"(-?[\d.]+,\d\d) €", summary))
    assert sum(parts) == total == file.total.amount
    sheet = text[text.index("Sin este concepto") : text.index("Tasa judicial")]
    for amount, remaining in re.findall(r"([\d.]+,\d\d) € ([\d.]+,\d\d) €", sheet):
        assert euros(amount) + euros(remaining) == total


def euros(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


class TestConsumers:
    def test_a_company_has_no_consumer_paragraph(self, read):
        company = spanish_debtor(name="Talleres Peña S.L.", kind="company", national_id="B11111119")
        b2b = [item(kind="invoice", reference="F-2023/119", debtor_kind="company")]
        text = read(PETITION, spanish_case(product="invoice", items=b2b, debtors=(company,)))
        assert "consumidor" not in text.casefold()
        assert "815.3" not in text
        assert "Ley 3/2004" in text

    def test_the_forty_euro_are_claimed_only_as_an_item(self, read):
        company = (spanish_debtor(name="Talleres Peña S.L.", kind="company", national_id="B11111119"),)
        plain = spanish_case(product="invoice", items=[item(debtor_kind="company")], debtors=company)
        assert "40,00 €" not in read(PETITION, plain)
        fixed = item(kind="cost", amount="40.00", reference="art. 8 Ley 3/2004", interest=None)
        with_it = spanish_case(product="invoice", items=[item(debtor_kind="company"), fixed], debtors=company)
        assert "40,00 €" in read(PETITION, with_it)

    def test_a_person_behind_an_invoice_is_treated_as_one_without_being_called_one(self, read):
        text = read(PETITION, spanish_case(product="invoice"))
        assert "No consta que Lucía Núñez Peña, persona física, actuara" in text

    def test_the_term_relied_on_is_named(self, read):
        agreed = [item(interest_kind="contractual", rate=Decimal("9.50"))]
        text = read(PETITION, spanish_case(items=agreed, particulars={"term_interest": "condición general 7.ª"}))
        assert "Interés pactado condición general 7.ª" in text


class TestSeveralDebtors:
    def test_liability_is_never_presumed(self, refused):
        two = (spanish_debtor(), spanish_debtor(name="Blas Gil", role="co-debtor"))
        assert refused(PETITION, spanish_case(debtors=two)) == [("liability", "parties")]

    def test_sentences_agree_in_number(self, read):
        two = (spanish_debtor(), spanish_debtor(name="Irene Gil", role="co-debtor"))
        text = read(PETITION, spanish_case(debtors=two, particulars={"liability": "joint and several"}))
        for phrase in (
            "las partes deudoras no atendieron",
            "Requiera a las partes deudoras",
            "paguen a Cantábrica Activos DAC",
            "comparezcan y aleguen",
            "no deben, en todo o en parte",
            "Lucía Núñez Peña e Irene Gil, personas físicas que actuaron como consumidoras",
        ):
            assert phrase in text
        single = read(PETITION, spanish_case())
        assert "partes deudoras" not in single
        for phrase in ("la parte deudora no atendió", "pague a", "comparezca y alegue", "no debe, en todo"):
            assert phrase in single

    def test_a_guarantor_did_not_make_the_contract(self, read, refused):
        two = (spanish_debtor(), spanish_debtor(name="Irene Gil", role="guarantor"))
        file = spanish_case(debtors=two, particulars={"liability": "joint and several"})
        assert refused(PETITION, file) == [("guarantee", "documents")]
        text = read(PETITION, replace(file, exhibits=(*file.exhibits, GUARANTEE)))
        assert "como acreedora originaria, y Lucía Núñez Peña (documentos n.º 1 y 2)" in text
        assert "Irene Gil afianzó el pago (documento n.º 8)" in text


class TestFee:
    def test_up_to_the_limit_there_is_none_and_no_receipt_is_asked_for(self, read):
        small = spanish_case(items=[item(amount="1500.00")], **without("fee"))
        assert "exenta de la tasa" in read(PETITION, small)
        assert "artículo 4.1.c)" in read(PETITION, small)

    def test_a_person_pays_none(self, read):
        assert "artículo 4.2.a)" in read(PETITION, spanish_case(**creditor(kind="person"), **without("fee")))


def test_the_original_creditor_needs_no_chain_of_title(read):
    own = spanish_case(title=(), original_creditor="Cantábrica Activos DAC", **without("assignment", "notice"))
    text = read(PETITION, own)
    assert "Titularidad del crédito" not in text
    assert "cesión" not in text


def test_the_words_of_the_petition_are_those_that_were_read_and_approved(read):
    assert read(PETITION, spanish_case()) == GOLDEN.read_text(encoding="utf-8").strip()


def test_it_becomes_a_pdf_of_few_pages(renderer):
    paper = PETITION.prepare(spanish_case())
    rendered = renderer.render_paper(paper.template, paper.context, language="es", as_of=date(2026, 11, 20))
    assert rendered.pdf.startswith(b"%PDF")
    assert 3 <= rendered.pages <= 5
