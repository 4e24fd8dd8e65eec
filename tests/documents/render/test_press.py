"""The press sets papers: the same words as the other engine, accessible and archivable, and nothing in them acts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from documents.render.engine import MachineData, Rendered, Renderer
from documents.render.inspection import inspect_pdf
from documents.render.pool import Printed, RenderPool
from documents.render.press.blocks import NotForThePress, paper_of
from documents.render.press.engine import Press
from documents.render.press.fitting import fitted
from kernel.errors import Invalid
from tests.documents.render.standing import misplaced
from tests.documents.render.test_pool import PAPERS, job

AS_OF = date(2026, 11, 20)
LOGO = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
BETWEEN = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{SOFT HYPHEN}-\N{HYPHEN}")


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(Renderer({"test": PAPERS}))


def pressed(press: Press, name: str = "NG/1", **changed: object) -> Rendered:
    one = job(name, **changed)
    return press.set_paper(one.template, one.context, language=one.language, as_of=one.as_of)


def closely(text: str) -> str:
    """Without what a line break adds or takes."""
    return "".join(text.split()).translate(BETWEEN)


def words_of(paper: Rendered) -> str:
    return closely("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper.pdf)).pages))


def test_a_letter_is_archivable_accessible_and_says_what_it_was_given(press: Press) -> None:
    paper = pressed(press, debtor="Zofia Łęcka-Ñuñez", addressee=["Zofia Łęcka-Ñuñez", "Storgatan 5, Åmål"])

    seen = inspect_pdf(paper.pdf)
    assert (seen.faults, seen.accessible, seen.language) == ((), True, "en")
    assert all("Liberation" in font for font in seen.fonts)
    text = words_of(paper)
    for said in ("Zofia Łęcka-Ñuñez", "Storgatan 5, Åmål", "£1,000.00", "NG/1", "Page 1 of 1"):
        assert closely(said) in text


def test_the_same_letter_has_the_same_bytes(press: Press) -> None:
    assert pressed(press) == pressed(Press(Renderer({"test": PAPERS})))
    assert pressed(press) != pressed(press, "NG/2")


def test_every_word_of_the_page_is_in_the_letter(press: Press) -> None:
    one = job("NG/3", paragraphs=["First, with <b>marks</b> & more.", "Second: " + "a long word after another " * 40])
    page = Renderer({"test": PAPERS}).html(one.template, one.context, language="en", as_of=AS_OF)
    body = BeautifulSoup(page, "lxml").body
    assert body is not None
    text = words_of(pressed(press, "NG/3", **one.context))
    for line in body.main.stripped_strings if body.main else ():
        assert closely(line) in text


@given(
    name=st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "S"]), min_size=1, max_size=60),
    markup=st.sampled_from(["#pagebreak()", "$x^2$", "*b*", "_i_", "= H", "<script>go()</script>", "\\", "@a", "`c`"]),
)
def test_nothing_that_a_name_says_acts(name: str, markup: str) -> None:
    paper = pressed(_PRESS, debtor=f"{markup}{name}", addressee=[f"{markup}{name}"])

    assert paper.pages == 1
    assert closely(f"{markup}{name}") in words_of(paper)


_PRESS = Press(Renderer({"test": PAPERS}))


def test_a_logo_stands_in_the_letterhead_with_its_name(press: Press) -> None:
    sender = {"name": "Northgate Receivables Ltd", "lines": ["12 Quayside"], "logo": LOGO}

    paper = pressed(press, sender=sender)

    assert inspect_pdf(paper.pdf).faults == ()
    assert b"/Image" in paper.pdf
    with pytest.raises(NotForThePress, match="picture"):
        pressed(press, sender=sender | {"logo": "https://example.org/logo.png"})


@pytest.mark.parametrize("sign", ["\ufeff", "\ue000"])
def test_a_sign_that_no_archive_takes_is_named(press: Press, sign: str) -> None:
    with pytest.raises(Invalid, match=f"U\\+{ord(sign):04X}.*Correct the text"):
        pressed(press, addressee=[f"Zofia{sign}Łęcka"])


def test_a_letter_no_font_can_set_is_refused_by_its_characters(press: Press) -> None:
    with pytest.raises(Invalid, match=r"U\+16A0"):
        pressed(press, debtor="Rune \N{RUNIC LETTER FEHU FEOH FE F}")


LONG = "w" * 45
NEARLY_ENDLESS = " ".join(f"word{number}" for number in range(3_000))
ROW = f"<tr><th>{LONG}</th><td class='amount'>1</td><td>{NEARLY_ENDLESS}</td></tr>"
COLUMNS = "<colgroup><col class='width-10'><col class='width-5'><col class='width-85'></colgroup>"


@pytest.mark.parametrize(
    "tall",
    [
        f"<div class='notice'><p>{NEARLY_ENDLESS}</p></div>",
        f"<section class='whole'><p>{NEARLY_ENDLESS}</p></section>",
        f"<table class='pairs'><tbody><tr><th>{LONG}</th><td>{NEARLY_ENDLESS}</td></tr></tbody></table>",
        f"<table class='grid whole'>{COLUMNS}<tbody>{ROW}</tbody></table>",
        f"<p>{'w' * 3_000}</p><div class='signature'><p>{NEARLY_ENDLESS}</p></div>",
    ],
    ids=["notice", "section", "pairs", "row", "signature"],
)
def test_what_no_page_can_hold_goes_on_on_the_next(tall: str, tmp_path: Path) -> None:
    (tmp_path / "tall.html").write_text(
        f"{{% extends 'documents/paper.html' %}}{{% block content %}}{tall}{{% endblock %}}", encoding="utf-8"
    )
    given = {"title": "Tall", "author": "Recourse", "reference": "NG/1"}

    paper = Press(Renderer({"test": tmp_path})).set_paper("test/tall.html", given, language="en", as_of=AS_OF)

    assert paper.pages > 1
    assert misplaced(paper.pdf) == []
    said = words_of(paper)
    assert [word for word in (*NEARLY_ENDLESS.split(), LONG) if word in tall and word not in said] == []


def test_an_annex_begins_on_a_page_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "annex.html").write_text(
        "{% extends 'documents/paper.html' %}{% block content %}<h1>Deed</h1><h2 class='new-page'>Annex</h2><p>Rows</p>"
        "{% endblock %}",
        encoding="utf-8",
    )
    given = {"title": "Annexed", "author": "Recourse", "reference": "NG/1"}

    paper = Press(Renderer({"test": tmp_path})).set_paper("test/annex.html", given, language="en", as_of=AS_OF)

    first, second = (page.extract_text() for page in pypdf.PdfReader(BytesIO(paper.pdf)).pages)
    assert "Annex" not in first
    assert second.strip().startswith("Annex")


def test_numbered_paragraphs_run_on_through_the_headings(tmp_path: Path) -> None:
    lists = "<h2>One</h2><ol class='numbered'><li>a</li><li>b</li></ol><h2>Two</h2><ol class='numbered'><li>c</li></ol>"
    page = f'<html lang="en"><body><div class="foot"><td>x</td></div>{lists}</body></html>'

    assert [one["start"] for one in paper_of(page)["blocks"] if one["k"] == "list"] == [1, 3]


def test_a_machine_file_travels_inside_as_it_was(press: Press) -> None:
    one = job("NG/8")
    sent = MachineData("claim.xml", b"<claim>\xc5\x81\xf3d\xc5\xba</claim>\x00\xff", "What the court reads", "Data")

    paper = press.set_paper(one.template, one.context, language="en", as_of=AS_OF, attachments=[sent])

    seen = inspect_pdf(paper.pdf)
    assert (seen.faults, seen.attachments, seen.accessible) == ((), ("claim.xml",), True)
    with pikepdf.open(BytesIO(paper.pdf)) as opened:
        assert opened.attachments["claim.xml"].get_file().read_bytes() == sent.content
        assert opened.attachments["claim.xml"].description == sent.description
        assert str(opened.attachments["claim.xml"].obj.AFRelationship) == "/Data"


@pytest.mark.parametrize(
    "unknown",
    [
        "<form></form>",
        "<p class='glowing'>x</p>",
        "<p style='color: red'>x</p>",
        "<style>p { color: red }</style>",
        "<p>so <u>much</u></p>",
        "<svg></svg>",
        '<table><tr><td rowspan="2">x</td></tr></table>',
        "<table><tbody><tr><td>x</td></tr></tbody><tfoot><tr><td>y</td></tr></tfoot></table>",
        "<table><tr><td>x</td><td>1.00</td></tr><tr><td>2.00</td></tr></table>",
        "<table><colgroup><col><col></colgroup><tr><td>x</td><td>1.00</td><td>2.00</td></tr></table>",
        "<ul>Before<li>x</li></ul>",
        "<ol><li>x</li>after</ol>",
        "<ul><li>x</li><ul><li>nested in the list itself</li></ul></ul>",
    ],
)
def test_what_the_layout_does_not_know_is_never_left_out(unknown: str) -> None:
    with pytest.raises(NotForThePress):
        paper_of(f'<html lang="en"><body><div class="foot"><td>a</td></div>{unknown}</body></html>')


def test_a_column_without_a_width_takes_what_the_others_leave() -> None:
    row = "<tr><td>a</td><td>b</td><!-- a remark --><td>c</td></tr>"
    cols = "<col class='width-20'><col><col class='width-30'>"
    table = f"<table class='grid'><colgroup>{cols}</colgroup><tbody>{row}</tbody></table>"

    (held,) = fitted(
        paper_of(f'<html lang="en"><body><div class="foot"><td>x</td></div>{table}</body></html>')["blocks"]
    )

    assert held["widths"] == [20, 50, 30]
    assert [len(one["cells"]) for one in held["rows"]] == [3]


def test_a_picture_in_a_list_is_drawn_too(tmp_path: Path) -> None:
    (tmp_path / "listed.html").write_text(
        "{% extends 'documents/paper.html' %}{% block content %}"
        f"<ul><li>Our mark <p>below</p><img src='{LOGO}' alt='Mark'></li></ul>{{% endblock %}}",
        encoding="utf-8",
    )
    given = {"title": "Listed", "author": "Recourse", "reference": "NG/1"}

    paper = Press(Renderer({"test": tmp_path})).set_paper("test/listed.html", given, language="en", as_of=AS_OF)

    assert b"/Image" in paper.pdf


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter with a part that no other has."""
    folder = tmp_path_factory.mktemp("papers")
    known = (PAPERS / "claim_letter.html").read_text(encoding="utf-8")
    (folder / "claim_letter.html").write_text(known, encoding="utf-8")
    odd = known.replace("{% block letter %}", "{% block letter %}<dl><dt>Odd</dt><dd>part</dd></dl>")
    (folder / "odd_letter.html").write_text(odd, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def pool(papers: Path) -> Iterator[RenderPool]:
    with RenderPool({"test": papers}, workers=1) as pool:
        yield pool


def test_a_pool_sets_letters_by_the_press_and_odd_ones_by_the_other_engine(pool: RenderPool, papers: Path) -> None:
    known = job("NG/4")
    odd = replace(job("NG/5"), template="test/odd_letter.html")

    outcomes = {one.job_id: one for one in pool.render_many([known, odd])}

    renderer = Renderer({"test": papers})
    by_press = Press(renderer).set_paper(known.template, known.context, language="en", as_of=AS_OF)
    by_other = renderer.render_paper(odd.template, odd.context, language="en", as_of=AS_OF)
    assert outcomes == {"NG/4": Printed("NG/4", by_press), "NG/5": Printed("NG/5", by_other)}
