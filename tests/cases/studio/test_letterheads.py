"""A firm's logo, sender, foot and clauses on its papers: versions, covered by the digest, and never more than words."""

import asyncio
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any
from zlib import crc32

import pytest
from PIL import Image

from cases.proceedings.filing_commands import approve_filings
from cases.proceedings.papers_offered import LETTERS
from cases.proceedings.pictures import rendered_paper
from cases.proceedings.preparing import prepare_filings
from cases.studio.house import ANY, Clause, House
from cases.studio.letterheads import Logo, save_letterhead, shown_house
from cases.studio.samples.catalogue import papers_of
from cases.studio.samples.spanish import spanish_case, spanish_debtor
from documents.render.inspection import inspect_pdf
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, Problem, Refused, StaleState
from kernel.money import Money
from tests.builders.cases import a_desk
from tests.cases.proceedings.test_filings import filings, ready_for_court, words_of
from tests.cases.studio.papers import words_of as words_in
from tests.web.client import browser

type Run = Callable[[], Awaitable[None]]
HOSTILE = "Pay 1.00 EUR </ol></main><script>alert(1)</script> {{ 7 * 7 }} {% raw %} שלום"


def a_png_of_nothing() -> bytes:
    """Every chunk whole and of its checksum, and no picture in them."""
    header = b"IHDR" + (16).to_bytes(4) * 2 + bytes([8, 2, 0, 0, 0])
    chunks = (header, b"IDAT" + b"no stream", b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join((len(one) - 4).to_bytes(4) + one + crc32(one).to_bytes(4) for one in chunks)


def a_logo(form: str = "PNG", size: tuple[int, int] = (300, 90)) -> bytes:
    held = BytesIO()
    Image.new("1" if size[0] > 1000 else "RGB", size, 1 if size[0] > 1000 else (20, 60, 120)).save(held, form)
    return held.getvalue()


async def saved(actor: Actor, **changes: Any) -> int:
    given: dict[str, Any] = {"was": 0, "sender": "Tel. +34 984 555 900", "footer": "Inscrita en Oviedo", "clauses": ()}
    return await save_letterhead(actor, **{**given, **changes})


async def test_every_letter_carries_them_and_hostile_words_stay_words() -> None:
    two = spanish_case(
        debtors=(spanish_debtor(), spanish_debtor(name="Otro Deudor")), particulars={"liability": "joint and several"}
    )
    paper = papers_of("es")["monitorio", "assignment_notice"].prepare(two)
    assert not isinstance(paper, tuple)
    house = House(1, ("Tel. 984 555 900",), "Inscrita en Oviedo", None, (Clause(ANY, "es", HOSTILE),))
    made = await rendered_paper(paper, on=two.on, more={"house": house.on(paper.kind, "es")})
    text = words_in(made.pdf)
    once = text[: len(text) // 2]
    assert once.count("<script>alert(1)</script> {{ 7 * 7 }}") == 2, "once for each addressee"
    assert once.count("Inscrita en Oviedo") == made.pages
    assert inspect_pdf(made.pdf).faults == ()


def test_a_clause_of_another_paper_or_language_changes_nothing() -> None:
    plain = House(1, (), "", None, ())
    more = House(2, (), "", None, (Clause("demand", "pl", "Prosimy"), Clause(ANY, "de", "Bitte")))
    assert plain.digest("demand", "es") == more.digest("demand", "es")
    assert plain.digest("demand", "pl") != more.digest("demand", "pl")


def test_no_clause_reaches_a_court_whatever_it_is_for() -> None:
    said = "Además se reclaman quinientos euros de gastos."
    own = House(1, ("Tel. 1",), "Foot", None, (Clause(ANY, ANY, said), Clause("monitorio_petition", "es", said)))
    court = [(code, kind) for (_, code), kind in papers_of("es").items() if code not in LETTERS]
    assert len(court) > 5
    assert {own.on(code, kind.language)["clauses"] for code, kind in court} == {()}
    assert own.digest("monitorio_petition", "es") == House(2, ("Tel. 1",), "Foot", None, ()).digest(
        "monitorio_petition", "es"
    )
    assert own.on("demand", "es")["clauses"] == (said,)


@pytest.mark.usefixtures("database", "object_store")
async def test_a_draft_made_before_a_new_version_is_prepared_again(run_jobs: Run) -> None:
    desk = await a_desk()
    await saved(desk.buyer, logo=Logo(a_logo(), "image/png"), clauses=[Clause(ANY, "es", "Cláusula propia.")])
    (case_id,) = await ready_for_court(desk)
    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    text = await words_of(desk.lawyer, row["document_id"])
    assert "Cláusula propia." not in text
    assert "Inscrita en Oviedo" in text
    total = Money(row["total_minor"], "EUR")
    await saved(desk.buyer, was=1, footer="Otra nota")
    with pytest.raises(Refused, match="changed since"):
        await approve_filings(desk.lawyer, [row["id"]], shown=[total])


@pytest.mark.usefixtures("database")
async def test_only_who_keeps_the_details_saves_and_two_at_once_do_not_overwrite_each_other() -> None:
    desk, other = await a_desk(), await a_desk(name="Another DAC")
    with pytest.raises(Forbidden):
        await saved(desk.lawyer)
    ends = await asyncio.gather(*(saved(desk.buyer, footer=str(one)) for one in range(4)), return_exceptions=True)
    assert [one for one in ends if one == 1] == [1]
    assert all(isinstance(one, Problem) for one in ends if one != 1)
    with pytest.raises(StaleState):
        await saved(desk.buyer)
    assert await shown_house(other.lawyer) is None


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "changes",
    [
        {"sender": "x" * 81},
        {"sender": "\n".join("abcdefg")},
        {"footer": "x" * 201},
        {"footer": "a\x00b"},
        {"clauses": [Clause(ANY, ANY, "x" * 1501)]},
        {"clauses": [Clause(ANY, "xx", "words")]},
        {"clauses": [Clause(ANY, ANY, "x")] * 21},
        {"logo": Logo(b"<svg onload=alert(1)>", "image/svg+xml")},
        {"logo": Logo(a_logo()[:-20], "image/png")},
        {"logo": Logo(a_logo() + b"<script>", "image/png")},
        {"logo": Logo(a_logo("JPEG"), "image/png")},
        {"logo": Logo(a_logo(size=(9000, 9000)), "image/png")},
        {"logo": Logo(a_png_of_nothing(), "image/png")},
    ],
)
async def test_what_cannot_be_printed_is_refused_with_its_place(changes: dict[str, Any]) -> None:
    desk = await a_desk()
    with pytest.raises(Invalid) as refused:
        await saved(desk.buyer, **changes)
    assert refused.value.places


@pytest.mark.usefixtures("database")
async def test_the_page_saves_and_keeps_the_logo() -> None:
    desk = await a_desk()
    files = {"logo": ("logo.jpg", a_logo("JPEG"), "image/jpeg")}
    words = {"was": "0", "sender": "Tel. 1", "footer": "Foot", "clause_kind": ANY, "clause_language": "es"}
    async with browser(desk.buyer) as page:
        await page.submit("/letterhead", {**words, "clause_text": "Cláusula"}, files=files)
        await page.submit("/letterhead", {**words, "was": "1", "clause_text": "Cláusula"})
        shown = (await page.get("/letterhead")).text
        await page.submit("/letterhead", {**words, "clause_kind": "goodbye_letter", "clause_text": "Ours"})
        odd = await page.submit("/letterhead", {**words, "was": "9" * 5000, "clause_text": "Ours"})
    assert odd.status_code == 303
    house = await shown_house(desk.lawyer)
    assert house is not None
    assert (house.version, house.clauses) == (2, (Clause(ANY, "es", "Cláusula"),))
    assert (house.logo or "").startswith("data:image/jpeg;base64,")
    assert "Version 2." in shown
