"""The words of the samples: each in its paper's language, none beside another where it would be read as one with it."""

import re
from dataclasses import replace

import pytest

from cases.jurisdictions.contract import Paper
from cases.studio.samples.catalogue import papers_of, sample_of
from tests.cases.studio.papers import ALL, made, set_here, words_of

ENGLISH = re.compile(r"\b(?:the|and|of|with|this|agreement|contract|clause|deed|certified)\b", re.IGNORECASE)
OTHERS = [one for one in ALL if one[0] != "gb_ew"]


@pytest.mark.parametrize(("code", "procedure", "kind"), OTHERS, ids=["-".join(one) for one in OTHERS])
def test_a_sample_speaks_its_paper_s_language(code: str, procedure: str, kind: str) -> None:
    assert ENGLISH.findall(made(code, procedure, kind, bad=False).text) == []


@pytest.mark.parametrize(("code", "procedure"), [(one[0], one[1]) for one in ALL if one[2] == "settlement"])
def test_a_sum_does_not_follow_a_year(code: str, procedure: str) -> None:
    for kind in ("settlement", "payment_plan"):
        assert re.findall(r"[a-zäöź] 20\d\d(?: r\.)? £?\d", made(code, procedure, kind, bad=False).text) == []


@pytest.mark.parametrize(
    ("court", "called"),
    [
        ("Tribunal de Instancia de Gijón", "AL TRIBUNAL DE INSTANCIA DE GIJÓN"),
        ("Juzgado de lo Mercantil n.º 2 de Oviedo", "AL JUZGADO DE LO MERCANTIL N.º 2 DE OVIEDO"),
        ("Audiencia Provincial de Asturias", "A LA AUDIENCIA PROVINCIAL DE ASTURIAS"),
        ("A la Sala de lo Civil", "A LA SALA DE LO CIVIL"),
        ("Al Juzgado Decano", "AL JUZGADO DECANO"),
    ],
)
def test_a_writ_addresses_its_spanish_court(court: str, called: str) -> None:
    for kind in ("succession", "withdrawal", "monitorio_petition"):
        case = replace(sample_of("es", kind), court=court)
        paper = papers_of("es")["monitorio", kind].prepare(case)
        assert isinstance(paper, Paper)
        assert words_of(set_here(paper, case).pdf).startswith(f"{called} ")


def test_a_procurador_is_named_by_gender_where_the_name_tells() -> None:
    case = sample_of("es", "enforcement_request")
    for name, called in (("D. Álvaro Núñez", "procurador de"), ("D.ª Ana Vega", "procuradora de")):
        asked = replace(case, particulars={**case.particulars, "court_agent": name})
        paper = papers_of("es")["monitorio", "enforcement_request"].prepare(asked)
        assert isinstance(paper, Paper)
        assert f"{name}, {called} los Tribunales" in words_of(set_here(paper, asked).pdf)


def test_a_title_that_tells_its_number_is_not_given_it_twice() -> None:
    text = made("se", "betalningsforelaggande", "enforcement", bad=False).text
    assert "utslag den 2 november 2026, mål nr BF-26-77123. Titeln" in text
