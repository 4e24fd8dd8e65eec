"""From a text to what is kept of it: folded, stemmed, identifiers as hashes; and back to the hits of a query."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.search.highlight import excerpt, marked
from documents.search.query import parsed
from documents.text.languages import languages_of
from documents.text.vectors import lexemes_of, quoted
from documents.text.words import fold, words_of
from kernel.errors import Invalid
from kernel.ids import new_id
from kernel.keys import platform_key
from kernel.settings import settings

TEXTS = st.text(max_size=300)


@pytest.fixture(autouse=True, scope="module")
def a_key() -> Iterator[None]:
    """A platform's key, for the hashes, and no database."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("RECOURSE_KEY", "5a" * 32)
        settings.cache_clear()
        platform_key.cache_clear()
        yield
    settings.cache_clear()
    platform_key.cache_clear()


def folded(text: str) -> list[str]:
    return [one.folded for one in words_of(text)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Żółkiewski", "zolkiewski"), ("Łódź", "lodz"), ("GRÜSSE", "grusse"), ("Grüße", "grusse"), ("Ærø", "aero")],
)
def test_letters_lose_their_marks(written: str, kept: str) -> None:
    assert fold(written) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PL61 1090 1014 0000 0712 1981 2874", "pl61109010140000071219812874"),
        ("+34 910 000 000", "+34910000000"),
        ("12 1050 0099 7603 1234 5678 9123", "12105000997603123456789123"),
        ("12345678-Z", "12345678z"),
        ("Jan@Example.org", "jan@example.org"),
    ],
)
def test_an_identifier_is_one_word_however_it_is_grouped(one: str, other: str) -> None:
    (kept,) = folded(one)
    assert kept.startswith("#")
    assert folded(other) == [kept]


def test_figures_after_an_account_belong_to_the_next_word() -> None:
    account = folded("PL61 1090 1014 0000 0712 1981 2874")
    assert folded("PL61 1090 1014 0000 0712 1981 2874 12 zł") == [*account, "12", "zl"]


def test_years_amounts_of_few_digits_and_articles_stay_words() -> None:
    said = "art. 815 LEC, 2026, II Nc 12/26, 99,50"
    assert folded(said) == ["art", "815", "lec", "2026", "ii", "nc", "12", "26", "99", "50"]


def test_a_text_tells_its_language_by_its_commonest_words() -> None:
    polish = "Pozwany zapłaci w terminie do dnia i na konto, o ile nie wniesie sprzeciwu od nakazu"
    assert languages_of([polish]) == ("pl",)
    assert languages_of(["El deudor no ha pagado la deuda en el plazo que se le dio por la notificación"]) == ("es",)
    assert len(languages_of(["Kontoauszug 2026"])) == 5


@given(text=TEXTS)
def test_whatever_a_text_holds_its_words_stand_where_they_are_said_to(text: str) -> None:
    at = 0
    for word in words_of(text):
        assert at <= word.start < word.end <= len(text)
        if word.written is not None:
            assert text[word.start : word.end] == word.written
        at = word.end


@given(text=TEXTS)
def test_marking_hits_changes_no_letter(text: str) -> None:
    try:
        query = parsed(text[:60])
    except Invalid:
        query = parsed("a")
    assert "".join(piece.text for piece in marked(text, query)) == text


@given(word=st.from_regex(r"[A-Za-zżółćęśąźńÅÄÖåäöÑñáéíóú]{3,20}", fullmatch=True), before=TEXTS, after=TEXTS)
def test_a_word_of_a_text_is_found_by_itself(word: str, before: str, after: str) -> None:
    found = excerpt([f"{before} {word} {after}"], parsed(word))
    assert found is not None
    assert any(piece.hit for piece in found.pieces)


def test_a_lexeme_is_quoted_whatever_it_holds() -> None:
    assert quoted("a'b\\c") == "'a''b\\\\c'"


def test_a_vector_ends_before_the_database_would_refuse_it() -> None:
    letters = [chr(97 + n % 26) + chr(97 + n // 26 % 26) + chr(97 + n // 676 % 26) for n in range(9_000)]
    pages = [" ".join(f"slowo{one}{page}x" for one in letters) for page in "abcdef"]
    kept = lexemes_of(pages, ("pl",))
    assert 15_000 < len(kept) < sum(len(set(page.split())) for page in pages)
    assert sum(len(one) + 10 + 2 * len(places) + 4 for one, places in kept.items()) < 1_048_575


def test_what_a_person_types_is_no_command() -> None:
    reader = new_id()
    mark = reader.hex[-10:]
    asked = parsed("a|b & (c) ! <-> 'd' :*").asked(reader)
    assert asked is not None
    assert asked.count(mark) >= 4
    assert parsed("& | ! ( ) ' \\ :* <->").asked(reader) is None
