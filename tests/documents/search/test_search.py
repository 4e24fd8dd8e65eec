"""Whoever may read a document finds it by what it says, in any of the five languages; nobody else finds anything."""

from uuid import UUID

import pytest

from documents.search.queries import Asked, Found, search
from documents.text.jobs import read_waiting
from kernel import data_keys, db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid
from kernel.ids import new_id
from tests.builders.accounts import a_member, an_organisation
from tests.builders.documents import a_document, a_pdf_that_says, a_read_document, a_scan, a_scanned_pdf

pytestmark = pytest.mark.usefixtures("database", "object_store")

NAKAZ = "Sąd Rejonowy Lublin-Zachód\nNakaz zapłaty w postępowaniu upominawczym\nPozwany Łukasz Żółkiewski zapłaci"
REQUERIMIENTO = "Juzgado de Primera Instancia\nRequerimiento de pago al señor Íñigo Muñoz Ibáñez\ndesde la notificación"
ORDER = "Kronofogdemyndigheten\nFöreläggande\nSvaranden Åsa Östberg ska betala skulden till sökanden"


async def a_house(*, country: str = "ES", name: str = "Banco del Norte") -> Actor:
    return await a_member(organisation_id=await an_organisation(country=country, name=name), roles=("lawyer",))


async def titles(actor: Actor, q: str, **narrowed: object) -> list[str]:
    found = await search(actor, Asked(q=q, **narrowed))  # type: ignore[arg-type]
    return sorted(one.shown.title for one in found.hits)


def excerpted(found: Found, at: int = 0) -> str:
    piece = found.hits[at].excerpt
    assert piece is not None
    return "".join(f"[{one.text}]" if one.hit else one.text for one in piece.pieces)


async def test_scans_in_three_languages_are_found_by_their_words_with_marks_and_without() -> None:
    ana = await a_house()
    pages = a_scanned_pdf(a_scan(REQUERIMIENTO), a_scan(NAKAZ, turned=90))
    await a_document(ana, pages, media_type="application/pdf", language="pl", title="Scanned file", file_name="s.pdf")
    await a_document(ana, a_scan(ORDER, turned=180), media_type="image/png", language="sv", title="Order")
    await read_waiting()
    for word in ("Łukasz", "lukasz", "ŻÓŁKIEWSKI", "zapłata", "nakazem", "señor", "senor", "Ibáñez", "notificaciones"):
        assert await titles(ana, word) == ["Scanned file"], word
    for word in ("Föreläggande", "forelaggande", "skuld", "Östberg", "betala"):
        assert await titles(ana, word) == ["Order"], word
    found = await search(ana, Asked(q="Żółkiewski pozwany"))
    assert found.hits[0].excerpt
    assert found.hits[0].excerpt.page == 2
    assert "[Pozwany] Łukasz [Żółkiewski]" in excerpted(found)


async def test_words_are_found_in_every_inflection_and_by_their_beginning() -> None:
    ana = await a_house()
    await a_read_document(ana, "Wezwanie do zapłaty dłużnika w terminie od dnia na konto i do rąk", title="pl")
    await a_read_document(
        ana, "Die Mahnungen wurden dem Schuldner von der Bank nicht in der Frist zugestellt", title="de"
    )
    await a_read_document(
        ana, "The debtors of the bank have acknowledged this claim in writing and it is due", title="en"
    )
    assert await titles(ana, "dłużnikowi wezwania") == ["pl"]
    assert await titles(ana, "Mahnung Schuldners") == ["de"]
    assert await titles(ana, "acknowledging debtor") == ["en"]
    assert await titles(ana, "acknow") == ["en"]
    assert await titles(ana, '"acknowledged this claim"') == ["en"]
    assert await titles(ana, '"this acknowledged claim"') == []
    assert await titles(ana, "bank") == ["de", "en"]
    assert await titles(ana, "bank -debtor") == ["de"]


async def test_an_identifier_is_found_whole_and_never_stands_in_the_index(database: object, settled: object) -> None:
    ana = await a_house()
    words = "Konto PL61 1090 1014 0000 0712 1981 2874, PESEL 85070912345, tel. +48 600 100 200, jan@example.org"
    await a_read_document(ana, words, title="Wniosek")
    for asked in (
        "PL61109010140000071219812874",
        "PL61 1090 1014 0000 0712 1981 2874",
        "85070912345",
        "jan@example.org",
    ):
        assert await titles(ana, asked) == ["Wniosek"], asked
    assert await titles(ana, "+48600100200") == ["Wniosek"]
    assert await titles(ana, "8507091234") == []
    kept = await as_owner(settled, "SELECT string_agg(words::text, ' ') FROM document_words")
    assert "wniosek" in kept
    for secret in ("85070912345", "1090", "2874", "600", "example", "jan@"):
        assert secret not in kept


async def as_owner(settled: object, sql: str) -> str:
    import asyncpg

    connection = await asyncpg.connect(settled.migrations_url)  # type: ignore[attr-defined]
    try:
        return str(await connection.fetchval(sql))
    finally:
        await connection.close()


async def test_two_houses_never_see_each_others_hits_whatever_they_type() -> None:
    ours, theirs = await a_house(), await a_house(name="Bank Południe")
    await a_read_document(ours, "the secret settlement with Íñigo", title="ours")
    await a_read_document(theirs, "the secret settlement with Łukasz", title="theirs")
    assert await titles(ours, "secret settlement") == ["ours"]
    assert await titles(theirs, "secret") == ["theirs"]
    mark = theirs.organisation.hex[-10:]
    hostile = [
        f"'{mark}secret':*",
        "secret') OR true --",
        "secret | settlement & !x <-> (",
        "'; DROP TABLE document_words; --",
        "\\' \\\\ :* :A <2>",
        f"secret' | '{mark}secret",
        "secret\u2060settlement",
        "%_*?",
        "secret\0",
    ]
    for typed in hostile:
        assert "theirs" not in await titles(ours, typed), typed
    async with db.transaction(ours):
        asked = f"'{mark}secret'"
        sql = "SELECT * FROM search_words($1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, NULL, NULL, NULL, 50)"
        assert await db.fetch(sql, asked) == []
        assert await db.fetch(sql.replace("false", "true"), asked) == []


async def test_nobody_reads_the_index_itself() -> None:
    import asyncpg

    ana = await a_house()
    await a_read_document(ana, "some words")
    for sql in (
        "SELECT * FROM document_words",
        "DELETE FROM document_words",
        "UPDATE document_texts SET state = 'read'",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(ana):
                await db.execute(sql)
    for sql in (
        "SELECT keep_text($1, 'read', NULL, NULL, NULL, NULL, now(), '{}', '{}')",
        "SELECT readers_of($1)",
        "SELECT country_of($1)",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(ana):
                await db.execute(sql, new_id())


async def test_who_has_no_right_is_told_so() -> None:
    nobody = await a_member(organisation_id=await an_organisation(), roles=("administrator",))
    with pytest.raises(Forbidden):
        await search(nobody, Asked(q="anything"))


async def test_the_instructed_firm_finds_what_it_works_on_until_it_no_longer_does() -> None:
    owner, firm = await a_house(), await a_house(name="Abogados Sur")
    document_id = await a_read_document(
        owner, "contrato de préstamo", title="Contract", firm_organisation_id=firm.organisation
    )
    assert await titles(firm, "préstamos") == ["Contract"]
    async with db.transaction(owner):
        await db.execute("UPDATE documents SET firm_organisation_id = NULL WHERE id = $1", document_id)
    assert await titles(firm, "préstamos") == []
    assert await titles(owner, "préstamos") == []
    await read_waiting()
    assert await titles(owner, "préstamos") == ["Contract"]
    assert await titles(firm, "préstamos") == []


async def test_a_list_without_words_is_narrowed_and_goes_on_page_by_page() -> None:
    ana = await a_house()
    claim = new_id()
    for number in range(7):
        kind = "contract" if number % 2 else "statement"
        await a_document(ana, b"x", title=f"paper {number}", kind=kind, subject_id=claim if number == 5 else None)
    assert await titles(ana, "", kind="contract") == ["paper 1", "paper 3", "paper 5"]
    assert await titles(ana, "", text="waiting", status="sealed") == [f"paper {n}" for n in range(7)]
    assert await titles(ana, "", scan="clean") == []
    seen, after = [], ""
    while True:
        page = await search(ana, Asked(after=after), most=3)
        seen += [one.shown.title for one in page.hits]
        after = page.next
        if not after:
            break
    assert seen == [f"paper {n}" for n in reversed(range(7))]


@pytest.mark.parametrize("order", ["newest", "best"])
async def test_hits_go_on_page_by_page_in_either_order(order: str) -> None:
    ana = await a_house()
    for number in range(5):
        await a_document(ana, ("deuda " * (number + 1) + "otra cosa").encode(), title=f"paper {number}")
    await read_waiting()
    seen, after = [], ""
    for _ in range(3):
        page = await search(ana, Asked(q="deuda", order=order, after=after), most=2)  # type: ignore[arg-type]
        seen += [one.shown.title for one in page.hits]
        after = page.next
    assert after == ""
    assert sorted(seen) == [f"paper {n}" for n in range(5)]
    assert seen[0] == "paper 4"


async def test_a_page_that_nobody_gave_is_refused() -> None:
    ana = await a_house()
    for asked in (Asked(after="x_y"), Asked(q=" ".join(["wort"] * 40)), Asked(q="-only")):
        with pytest.raises(Invalid):
            await search(ana, asked)


async def test_markup_in_a_document_stays_text() -> None:
    ana = await a_house()
    await a_read_document(ana, "<script>alert('paid')</script> & <b>deuda</b>", title="Hostile")
    found = await search(ana, Asked(q="deuda alert"))
    assert "<script>[alert]('paid')</script> & <b>[deuda]</b>" in excerpted(found)


async def test_a_new_version_takes_the_words_of_the_former_away() -> None:
    ana = await a_house()
    document_id = await a_read_document(ana, "former wording", title="Draft", sealed=False)
    assert await titles(ana, "former") == ["Draft"]
    await a_second_version(ana, document_id, b"later wording")
    assert await titles(ana, "wording") == []
    await read_waiting()
    assert await titles(ana, "later") == ["Draft"]
    assert await titles(ana, "former") == []


async def a_second_version(actor: Actor, document_id: UUID, content: bytes) -> None:
    from documents.vault.commands import _add_version, put

    stored = await put(content, media_type="text/plain")
    async with db.transaction(actor):
        await _add_version(actor, stored, document_id, 2, file_name="v2.txt", pages=None, source_digest=None)


async def test_the_destroyed_key_takes_the_text_and_its_words(settled: object) -> None:
    ana = await a_house()
    document_id = await a_read_document(ana, "the debtor lives in Gdynia", title="Letter")
    await a_read_document(ana, "another in Gdynia", title="Stays")
    async with db.transaction(ana):
        key_id = await db.fetch_value("SELECT data_key_id FROM document_versions WHERE document_id = $1", document_id)
        await data_keys.destroy(ana, key_id)
    assert await titles(ana, "Gdynia") == ["Stays"]
    async with db.transaction(ana):
        row = await db.fetch_one("SELECT state, sealed, pages FROM document_texts WHERE document_id = $1", document_id)
    assert row is not None
    assert tuple(row) == ("erased", None, None)
    left = await as_owner(settled, f"SELECT count(*) FROM document_words WHERE document_id = '{document_id}'")
    assert left == "0"


async def test_a_hit_names_the_page_of_a_long_document() -> None:
    ana = await a_house()
    pages = ["Statement of account of the debtor with the bank and all its entries"] * 9
    pages[6] = "Here the debtor acknowledges the whole claim by his own hand in Malaga"
    await a_document(ana, a_pdf_that_says(*pages), media_type="application/pdf", title="Long", file_name="l.pdf")
    await read_waiting()
    found = await search(ana, Asked(q="acknowledge malaga"))
    assert found.hits[0].excerpt is not None
    assert found.hits[0].excerpt.page == 7
