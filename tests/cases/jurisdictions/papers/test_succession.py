"""A new creditor steps in, in running proceedings or under a title, in every country's words and without a price."""

from dataclasses import replace

import pytest

from cases.jurisdictions.de.papers.succession import SUCCESSION as GERMAN
from cases.jurisdictions.es.papers.succession import SUCCESSION as SPANISH
from cases.jurisdictions.gb_ew.papers.succession import SUCCESSION as ENGLISH
from cases.jurisdictions.pl.papers.succession import SUCCESSION as POLISH
from cases.jurisdictions.registry import JURISDICTIONS
from cases.jurisdictions.se.papers.succession import SUCCESSION as SWEDISH
from tests.builders.case_file import english_case, exhibit, spanish_case
from tests.builders.german_case import german_case
from tests.builders.polish_case import polish_case
from tests.builders.swedish_case import swedish_case

ENTERED = {
    "court_number": "17/2024",
    "enforceable_title": "the judgment of 5 May 2025",
    "formal_document": "extract of the deed, signature certified by a notary",
}
PROOF = (exhibit(1, "assignment", "Certified extract", None),)
COUNTRIES = [
    pytest.param(SPANISH, spanish_case, "artículo 540 LEC", "artículo 17 LEC", id="es"),
    pytest.param(POLISH, polish_case, "art. 788 k.p.c.", "uwzględnienie przejścia", id="pl"),
    pytest.param(SWEDISH, swedish_case, "Exekutionstitel", "träda i Norrbanken ABs ställe", id="se"),
    pytest.param(GERMAN, german_case, "§ 727 ZPO", "die Rechtsnachfolge zu vermerken", id="de"),
    pytest.param(ENGLISH, english_case, "CPR 83.2(3)(b)", "CPR 19.2", id="gb_ew"),
]


def a_case(builder, **entered):
    return builder(exhibits=PROOF, court="The court of the file", particulars={**ENTERED, **entered})


@pytest.mark.parametrize(("kind", "builder", "under_a_title", "running"), COUNTRIES)
def test_the_request_follows_what_there_is_to_succeed_in(kind, builder, under_a_title, running, read):
    with_title = read(kind, a_case(builder))
    assert under_a_title in with_title
    assert ENTERED["enforceable_title"] in with_title
    without = read(kind, a_case(builder, enforceable_title=""))
    assert running in without
    assert ENTERED["enforceable_title"] not in without


@pytest.mark.parametrize(("kind", "builder", "under_a_title", "running"), COUNTRIES)
def test_no_amount_is_told(kind, builder, under_a_title, running, read):
    file = a_case(builder)
    text = read(kind, file).replace("\N{NO-BREAK SPACE}", " ")
    for amount in (file.total, file.principal):
        for locale in ("es_ES", "en_GB", "pl_PL", "sv_SE", "de_DE"):
            assert amount.formatted(locale).replace("\N{NO-BREAK SPACE}", " ") not in text


@pytest.mark.parametrize(("kind", "builder", "under_a_title", "running"), COUNTRIES)
@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({"court": None}, "court"),
        ({"particulars": {"formal_document": "x"}}, "case number"),
        ({"exhibits": ()}, "deed of assignment or certified extract of it"),
        ({"signatory": None}, "signatory"),
        ({"title": ()}, "chain of title"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_missing_fact_stops_it(kind, builder, under_a_title, running, changes, fact, refused):
    assert fact in [one for one, _ in refused(kind, replace(a_case(builder), **changes))]


@pytest.mark.parametrize(("kind", "builder"), [(POLISH, polish_case), (GERMAN, german_case)], ids=["pl", "de"])
def test_the_form_of_the_proof_is_asked_for_where_it_matters(kind, builder, refused):
    assert ("formal document", "court") in refused(kind, a_case(builder, formal_document=""))


def test_england_asks_for_the_notice(refused):
    file = a_case(english_case)
    silent = replace(file, title=(file.title[0], replace(file.title[1], notice_on=None)))
    assert ("notice of assignment", "title") in refused(ENGLISH, silent)


def test_it_goes_to_the_court_and_not_to_the_debtor():
    for jurisdiction in JURISDICTIONS:
        for procedure in jurisdiction.procedures.values():
            if any(paper.code == "succession" for paper in procedure.papers):
                assert not procedure.is_letter("succession")
                assert procedure.is_letter("assignment_notice")
                assert procedure.acts[procedure.leaves_as["succession"]].kind == "succession"


@pytest.mark.parametrize(("kind", "builder", "under_a_title", "running"), COUNTRIES)
def test_markup_in_a_name_stays_a_name(kind, builder, under_a_title, running, renderer):
    file = a_case(builder, enforceable_title="<script>alert(1)</script>")
    paper = kind.prepare(file)
    html = renderer.html(paper.template, paper.context, language=paper.language, as_of=file.on)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
