"""How pages are put together: escaped, complete, in the reader's language."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader, UndefinedError
from markupsafe import Markup

from kernel.errors import Invalid, Place
from kernel.money import Money
from web.reader import READER, Reader
from web.rendering import PACKAGES, complaints, page_environment, render, url
from web.shell import NavLink, current
from web.static_files import asset, icon, manifest
from web.statuses import TONES, Tone, tone, words

SOURCES = Path(__file__).parents[2] / "src"


def written(source: str, **context: object) -> str:
    return page_environment().from_string(source).render(**context)


def plain(markup: str) -> str:
    return str(Markup(markup).striptags()).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def spanish() -> Iterator[None]:
    token = READER.set(Reader("es_ES", "Europe/Madrid"))
    yield
    READER.reset(token)


def test_a_debtors_name_cannot_become_markup() -> None:
    assert written("{{ name }}", name="<b>Kowalski</b>") == "&lt;b&gt;Kowalski&lt;/b&gt;"


def test_a_name_that_was_not_passed_is_an_error_not_a_blank() -> None:
    with pytest.raises(UndefinedError):
        written("{{ debtor_name }}")
    with pytest.raises(UndefinedError):
        written("{% if debtor_name %}x{% endif %}")


def test_text_mails_are_text_and_html_mails_are_escaped() -> None:
    environment = page_environment()
    body = '{% extends "layout/mail.EXT" %}{% block title %}t{% endblock %}{% block content %}{{ x }}{% endblock %}'
    mails = DictLoader({f"mail.{kind}": body.replace("EXT", kind) for kind in ("txt", "html")})
    assert environment.loader is not None
    with_mails = environment.overlay(loader=ChoiceLoader([mails, environment.loader]))
    assert with_mails.get_template("mail.txt").render(x="Kowalski & Sons").startswith("Kowalski & Sons")
    assert "Kowalski &amp; Sons" in with_mails.get_template("mail.html").render(x="Kowalski & Sons")


@given(st.text())
def test_whatever_is_written_in_a_filter_is_text(text: str) -> None:
    shown = written("{{ x|reference }}", x=text)
    assert "<" not in shown.removeprefix('<span class="reference">').removesuffix("</span>")


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ x|money }}", Money(123_456, "EUR"), "€1,234.56"),
        ("{{ x|money }}", Money(-5, "EUR"), "-€0.05"),
        ("{{ x|money }}", Money(1_000, "JPY"), "JP¥1,000"),
        ("{{ x|money }}", None, "–"),
        ("{{ x|day }}", date(2026, 11, 2), "2 Nov 2026"),
        ("{{ x|moment('Europe/Madrid') }}", datetime(2026, 7, 1, 10, 0, tzinfo=UTC), "1 Jul 2026, 12:00 CEST"),
        ("{{ x|moment }}", datetime(2026, 7, 1, 10, 0, tzinfo=UTC), "1 Jul 2026, 10:00 UTC"),
        ("{{ x|count }}", 12345, "12,345"),
        ("{{ x|percent }}", Decimal("8.15"), "8.15%"),
        ("{{ x|share }}", Decimal("0.125"), "12.5%"),
        ("{{ x|reference }}", "ES-2024/17", "ES-2024/17"),
        ("{{ x|reference }}", UUID("01900000-0000-7000-8000-0000deadbeef"), "DEADBEEF"),
    ],
)
def test_figures_and_dates_read_as_people_write_them(source: str, value: object, shown: str) -> None:
    assert plain(written(source, x=value)) == shown


@pytest.mark.usefixtures("spanish")
def test_figures_follow_the_readers_language_and_zone() -> None:
    assert plain(written("{{ x|money }}", x=Money(123_456_789, "EUR"))) == "1.234.567,89 €"
    assert plain(written("{{ x|moment }}", x=datetime(2026, 7, 1, 10, 0, tzinfo=UTC))).startswith("1 jul 2026, 12:00")


def test_a_moment_is_never_shown_as_a_day_nor_without_a_zone() -> None:
    with pytest.raises(TypeError, match="moment"):
        written("{{ x|day }}", x=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    with pytest.raises(TypeError, match="aware"):
        written("{{ x|moment }}", x=datetime(2026, 7, 1, 23, 30))  # noqa: DTZ001


def test_a_complaint_stands_under_its_field_and_is_tied_to_it() -> None:
    problem = Invalid("No.", places=[Place("amount", "x", "Write <digits>.")])
    assert complaints(problem, "amount") == ("Write <digits>.",)
    assert complaints(problem, "date") == ()
    source = '{% import "components/form.html" as form %}{{ form.money("amount", "Amount", "EUR", "x", problem) }}'
    field = written(source, problem=problem)
    assert 'aria-describedby="field-amount-error"' in field
    assert 'aria-invalid="true"' in field
    assert 'id="field-amount-error"' in field
    assert "Write &lt;digits&gt;." in field


def test_a_form_that_binds_carries_a_key_and_the_amount_shown() -> None:
    source = '{% import "components/form.html" as form %}{{ form.binding(shown=price) }}'
    first, second = written(source, price=Money(1050, "EUR")), written(source, price=Money(1050, "EUR"))
    assert 'name="shown_amount" value="10.50"' in first
    assert 'name="shown_currency" value="EUR"' in first
    assert first != second


def test_a_finished_progress_asks_no_more() -> None:
    running = render("components/page.html", {})
    assert running.strip() == ""
    source = '{% import "components/page.html" as page %}{{ page.progress("p", "/p", "Rows", done, 5, done == 5) }}'
    assert 'hx-trigger="every 2s"' in written(source, done=4)
    assert "hx-trigger" not in written(source, done=5)


def test_a_query_leaves_out_what_is_none() -> None:
    assert url("/bids", after="a&b", q=None) == "/bids?after=a%26b"
    assert url("/bids") == "/bids"


def test_the_place_in_the_side_bar_is_found_by_whole_parts_of_the_path() -> None:
    bids = NavLink("Bids", "/bids", "gavel")
    assert current(bids, "/bids/7")
    assert not current(bids, "/bidders")
    assert not current(NavLink("Start", "/", "home"), "/bids")


def test_statuses_have_one_tone_and_a_word() -> None:
    assert tone("overdue") is Tone.BAD
    assert tone("pre-action") is tone("pre_action") is Tone.ACTIVE
    assert tone("never heard of") is Tone.NEUTRAL
    assert words("pre_action") == "Pre action"
    assert set(TONES.values()) == set(Tone)


def page_templates() -> list[Path]:
    """Pages and components lie in `<package>/templates`; papers beside the feature that prints them, by another
    environment, like those of `documents`; mails may have inline styles."""
    found = [
        path
        for package in ("web", *PACKAGES)
        if package != "documents"
        for path in (SOURCES / package / "templates").rglob("*.html")
    ]
    return [path for path in found if path.parent.parent.name != "mail" and path.name != "mail.html"]


def test_every_page_template_compiles() -> None:
    environment = page_environment()
    assert len(page_templates()) > 80
    for path in page_templates():
        package, _, name = path.relative_to(SOURCES).as_posix().partition("/templates/")
        environment.get_template(name if package == "web" else f"{package}/{name}")


def test_no_template_breaks_the_content_security_policy() -> None:
    forbidden = re.compile(r"""\sstyle=|\son[a-z]+=["']|<script(?![^>]*src=)|hx-on|data-bs-|\|\s*safe\b|javascript:""")
    broken = {path.as_posix(): forbidden.findall(path.read_text()) for path in page_templates()}
    assert {path: found for path, found in broken.items() if found} == {}


def test_built_files_are_found_by_their_plain_names() -> None:
    built = manifest()
    assert built is not None, "run setup/build_assets.py"
    assert re.fullmatch(r"/static/built/app-\w+\.css", asset("app.css"))
    with pytest.raises(KeyError):
        asset("missing.css")


def test_an_icon_says_something_or_hides() -> None:
    assert 'aria-hidden="true"' in icon("gavel")
    assert 'role="img" aria-label="Bid &lt;b&gt;"' in icon("gavel", "Bid <b>")


def test_every_icon_named_by_a_template_is_drawn() -> None:
    built = manifest()
    assert built is not None
    named = {
        name for path in page_templates() for name in re.findall(r"""\bicon\(["']([a-z0-9-]+)["']""", path.read_text())
    }
    assert named - set(built.icons) == set()
