"""A real clamd finds EICAR wherever it hides; who does not know is never called clean."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from documents.intake.clamd import PIECE, Scan, definitions_of, scan
from kernel.settings import settings
from tests.builders.files import a_pdf, a_zip, eicar
from tests.documents.intake.scanner import dated, real_scanner

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
type Point = Callable[[str], None]


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with real_scanner(tmp_path_factory.mktemp("signatures")) as port:
        yield port


@pytest.fixture
def pointed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Point]:
    def point(address: str) -> None:
        monkeypatch.setenv("CLAMD_ADDRESS", address)
        settings.cache_clear()

    yield point
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize(
    "content",
    [eicar(), a_zip(inner=eicar()), b"Dear all, " + eicar(), bytes(3 * PIECE) + eicar()],
    ids=["bare", "in an archive", "in a text", "behind the third piece"],
)
async def test_what_the_scanner_knows_is_found(clamd: int, pointed: Point, content: bytes) -> None:
    async with dated(clamd, NOW - timedelta(hours=9)) as address:
        pointed(address)
        found = await scan(content, now=NOW)
    assert (found.state, found.definitions_at) == ("infected", NOW - timedelta(hours=9))
    assert "Eicar-Test-Signature" in str(found.finding)


async def test_a_clean_file_is_clean_by_signatures_of_this_week(clamd: int, pointed: Point) -> None:
    async with dated(clamd, NOW - timedelta(days=6)) as address:
        pointed(address)
        assert await scan(a_pdf(), now=NOW) == Scan("clean", None, NOW - timedelta(days=6))


async def test_old_signatures_find_and_never_acquit(clamd: int, pointed: Point) -> None:
    async with dated(clamd, NOW - timedelta(days=8)) as address:
        pointed(address)
        assert (await scan(eicar(), now=NOW)).state == "infected"
        acquitted = await scan(a_pdf(), now=NOW)
    assert acquitted.state == "not_scanned"
    assert acquitted.finding == "the scanner's signatures are of 2026-11-14"


async def test_signatures_without_a_date_never_acquit(clamd: int, pointed: Point) -> None:
    pointed(f"127.0.0.1:{clamd}")
    assert (await scan(a_pdf(), now=NOW)).finding == "the scanner's signatures are of an unknown day"


@pytest.mark.parametrize("address", ["", "127.0.0.1:9", "nowhere"], ids=["none set up", "switched off", "misspelt"])
async def test_without_a_scanner_a_file_is_not_scanned(pointed: Point, address: str) -> None:
    pointed(address)
    found = await scan(a_pdf(), now=NOW)
    assert (found.state, found.definitions_at) == ("not_scanned", None)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("ClamAV 1.4.6/27500/Sat Nov 21 09:26:33 2026", datetime(2026, 11, 21, 9, 26, 33, tzinfo=UTC)),
        ("ClamAV 1.4.6/27500/Sun Nov  1 09:26:33 2026", datetime(2026, 11, 1, 9, 26, 33, tzinfo=UTC)),
        ("ClamAV 1.4.6", None),
        ("ClamAV 1.4.6/27500/soon", None),
    ],
)
def test_the_age_of_the_signatures_is_what_the_scanner_says(said: str, at: datetime | None) -> None:
    assert definitions_of(said) == at
