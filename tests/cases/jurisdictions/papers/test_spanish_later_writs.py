"""Spain after the petition: proof of the negotiation without terms, answer to an opposition, enforcement request."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.jurisdictions.contract import CaseFile, Paper, PreAction
from cases.jurisdictions.es import ES
from cases.jurisdictions.es.papers.enforcement import ENFORCEMENT
from cases.jurisdictions.es.papers.masc_proof import PROOF_OF_NEGOTIATION
from cases.jurisdictions.es.papers.opposition import OPPOSITION_ANSWER
from tests.builders.case_file import exhibit, item, spanish_case, spanish_debtor

LAWYERS = {"lawyer": "D.ª Inés Vega Ruiz, colegiada 4.410 del ICA de Oviedo", "court_agent": "D. Pelayo Cueto Sanz"}
PLEADED = {"opposition_reasons": "Que la deuda se pagó.", "opposition_reply": "No consta pago alguno."}


def under_way(*acts: PreAction, **particulars: str) -> CaseFile:
    case = spanish_case()
    documents = (*case.exhibits, exhibit(8, "decision", "Decreto de terminación del monitorio", date(2026, 11, 10)))
    said = {"court_number": "1204/2026", **LAWYERS, **particulars}
    return replace(case, exhibits=documents, pre_action=(*case.pre_action, *acts), particulars=said)


def act(kind: str, on: date) -> PreAction:
    return PreAction(kind, None, on, None, None, "notificación LexNET")


def decreed(**particulars: str) -> CaseFile:
    return under_way(act("decreto", date(2026, 11, 10)), **{"decreed_sum": "4812.40", **particulars})


def opposed(on: date = date(2026, 11, 12), **particulars: str) -> CaseFile:
    return under_way(act("opposition", on), **{**PLEADED, **particulars})


def test_enforcement_is_asked_for_what_the_decreto_fixes_less_what_was_paid(read):
    words = read(ENFORCEMENT, decreed(paid_since="812.40", assets="la nómina que percibe de Astur Talleres S.L."))

    for said in ("Proceso monitorio n.º 1204/2026", "Por decreto de 10 de noviembre de 2026", "4.812,40", "812,40"):
        assert said in words
    assert "4.000,00 €) de principal" in words.replace("\xa0", " ")
    assert "artículo 816.1 LEC" in words
    assert "la nómina que percibe de Astur Talleres" in words
    assert "D. Pelayo Cueto Sanz, procurador" in words


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (decreed(decreed_sum=""), ("decreed sum", "claim")),
        (decreed(decreed_sum="cuatro mil"), ("decreed sum", "claim")),
        (decreed(decreed_sum="-3.00"), ("decreed sum", "claim")),
        (decreed(paid_since="4812.40"), ("decreed sum", "claim")),
        (decreed(court_number=""), ("case number", "court")),
        (decreed(lawyer=""), ("lawyer", "court")),
        (decreed(court_agent=""), ("procurador", "court")),
        (under_way(decreed_sum="4812.40"), ("decreto", "procedure")),
        (replace(decreed(), exhibits=spanish_case().exhibits), ("decreto document", "documents")),
        (replace(decreed(), signatory=None), ("signatory", "signatory")),
    ],
)
def test_each_gap_stops_the_request_for_enforcement_alone(case, reason, refused):
    assert refused(ENFORCEMENT, case) == [reason]


@pytest.mark.parametrize(("decreed_on", "lapsed"), [(date(2021, 11, 20), False), (date(2021, 11, 17), True)])
def test_no_enforcement_is_asked_for_under_a_decreto_of_more_than_five_years(decreed_on, lapsed):
    """LEC 518, and the day of grace of 135.5."""
    case = under_way(act("decreto", decreed_on), decreed_sum="4812.40")
    assert ("life of the title" in [lack.fact for lack in ENFORCEMENT.in_time(case)]) is lapsed
    assert isinstance(ENFORCEMENT.prepare(case), Paper) is not lapsed


def test_nobody_needs_a_lawyer_for_a_small_sum(read):
    assert "asistencia letrada" not in read(ENFORCEMENT, decreed(decreed_sum="1500.00", lawyer="", court_agent=""))


def test_an_opposition_is_answered_with_the_sums_and_documents_of_the_case(read):
    case = opposed(opposition_reply="No consta pago alguno.\nEl justificante aportado es de otro contrato.")

    words = read(OPPOSITION_ANSWER, case).replace("\xa0", " ")

    assert "el 12 de noviembre de 2026 se dio traslado" in words
    assert "Que la deuda se pagó." in words
    assert "El justificante aportado es de otro contrato." in words
    assert "4.200,00 € son de principal" in words
    assert "tenga por impugnada en tiempo y forma la oposición" in words


def test_the_answer_comes_in_time_or_not_at_all(refused):
    """Ten working days (LEC 818.2), reckoned by the folder's own rule."""
    served = date(2026, 11, 3)
    last = ES.reckon("ES-MON-VERBAL", served).statutory_on

    assert isinstance(OPPOSITION_ANSWER.prepare(answered_on(last, served)), Paper)
    assert refused(OPPOSITION_ANSWER, answered_on(last + timedelta(days=1), served)) == [
        ("time to answer", "procedure")
    ]


def answered_on(on: date, served: date) -> CaseFile:
    case = spanish_case(items=(item(interest_to=on),))
    return replace(opposed(served), on=on, items=case.items, interest=case.interest, total=case.total)


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (under_way(**PLEADED), ("opposition", "procedure")),
        (opposed(opposition_reasons=" \n"), ("opposition reasons", "court")),
        (opposed(opposition_reply=""), ("opposition reply", "court")),
    ],
)
def test_each_gap_stops_the_answer_alone(case, reason, refused):
    assert refused(OPPOSITION_ANSWER, case) == [reason]


def test_the_proof_of_negotiation_tells_who_when_and_on_what_but_no_terms(read):
    offer = PreAction("masc_offer", date(2026, 9, 1), date(2026, 9, 4), date(2026, 9, 20), "refused", "burofax NB1")
    first, other = spanish_debtor(), spanish_debtor(name="Pablo Peña Núñez", role="co-debtor")
    asked = replace(spanish_case().pre_action[0], to=first.name)
    case = replace(spanish_case(), debtors=(first, other), pre_action=(replace(offer, to=other.name), asked))

    words = read(PROOF_OF_NEGOTIATION, case)

    for said in ("15 de septiembre de 2026", "4 de septiembre de 2026", "burofax NB1", "NB00457", "20 de septiembre"):
        assert said in words
    assert "Omitidos por su carácter confidencial" in words
    assert str(case.total.amount).replace(".", ",") not in words.replace(".", "")


def test_no_proof_before_the_attempt_is_over(refused):
    early = replace(spanish_case().pre_action[0], received_on=date(2026, 11, 15))
    assert refused(PROOF_OF_NEGOTIATION, replace(spanish_case(), pre_action=(early,))) == [
        ("end of the waiting time", "pre-action")
    ]


@pytest.mark.parametrize("kind", [ENFORCEMENT, OPPOSITION_ANSWER, PROOF_OF_NEGOTIATION])
def test_what_a_hostile_name_says_stays_a_name(kind, renderer):
    hostile = spanish_debtor(name="<script>alert(1)</script> & Zażółć «Ñ»")
    asked = replace(spanish_case().pre_action[0], to=None)
    case = replace(decreed(**PLEADED), debtors=(hostile,))
    acts = (asked, act("decreto", date(2026, 11, 10)), act("opposition", date(2026, 11, 12)))
    paper = kind.prepare(replace(case, pre_action=acts))
    assert isinstance(paper, Paper), paper
    html = renderer.html(paper.template, paper.context, language="es", as_of=case.on)
    assert "<script>" not in html
    assert "Zażółć" in html
