"""Searching the vault with MANY documents of very unequal owners ÷ the same with FEW.

`python bench/bench_vault_search.py [MANY] [FEW]`: both in one run, on one private cluster that is thrown away. One
owner has nine documents of ten, the other tenth is shared by ninety-eight; a firm works a third of the large owner's.
Each figure is the least that one page took, in milliseconds, asked of both vaults in turn; excerpts are not counted:
they are made from the texts of one page, whatever else the vault holds. The small owner's own documents stay the same:
his price is that of the others.
"""

import asyncio
import os
import random
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import mkdtemp

import asyncpg
from msgspec.structs import replace as replaced

sys.path.insert(0, str(Path(__file__).parents[1]))  # the migrations and the tests' builders lie beside `src`

from documents.search.queries import Asked, search
from documents.text.vectors import lexemes_of, vector
from documents.text.words import fold
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.settings import Settings, settings
from tests.builders.accounts import a_member, an_organisation
from web.embedded.postgres import ensure_postgres
from web.migrate import migrate

TIMES = 25
POOLS: dict[str, dict[db.PoolName, asyncpg.Pool]] = {}
SMALL = 300
"""Documents of the small owner that is watched, at either size."""
OTHERS = 98
WORDS = 60
TEXTS = 1_000
"""Different texts; each document has besides a word of its own."""
CHUNK = 500
DOCUMENTS = (
    "INSERT INTO documents (id, organisation_id, firm_organisation_id, subject_kind, subject_id, kind, title, language,"
    " status, version, created_at, sealed_at) SELECT f.id, $1, $2, 'claim', uuidv7(),"
    " (ARRAY['contract', 'statement', 'termination', 'invoice'])[1 + f.n % 4], 'Paper ' || f.n, 'mul', 'drafted', 1,"
    " now() - f.n * interval '1 second', NULL FROM unnest($3::uuid[], $4::int[]) AS f(id, n)"
)
VERSIONS = (
    "INSERT INTO document_versions (id, document_id, number, file_name, media_type, object_key, data_key_id, sha256,"
    " size_bytes, created_at) SELECT uuidv7(), f.id, 1, 'paper.pdf', 'application/pdf', f.id::text, $1,"
    " sha256(f.id::text::bytea), 1000, now() FROM unnest($2::uuid[]) AS f(id)"
)
INDEXED = (
    "INSERT INTO document_words (document_id, reader_id, subject_id, kind, made_at, words)"
    " SELECT d.id, $1, d.subject_id, d.kind, d.created_at, f.words::tsvector"
    " FROM unnest($2::uuid[], $3::text[]) AS f(id, words) JOIN documents d ON d.id = f.id"
)

type Page = Callable[[], Awaitable[object]]


class Papers:
    """Texts in which, as in any language, a few words are in nearly every text and most in hardly any."""

    def __init__(self) -> None:
        self._chance = random.Random(7)
        self._known: dict[int, dict[str, list[int]]] = {}
        self._vocabulary = [self._word() for _ in range(20_000)]
        self._weights = [1 / (rank + 10) for rank in range(20_000)]

    def _word(self) -> str:
        return "".join(self._chance.choice(("ka", "re", "mo", "ti", "zu", "lan", "ver", "so")) for _ in range(4))

    def text(self, number: int) -> str:
        words = self._chance.choices(self._vocabulary, self._weights, k=WORDS)
        return " ".join([*words, "deuda beleg", "mahnung" if number % 20 == 0 else "rechnung"])

    def lexemes(self, number: int) -> dict[str, Sequence[int]]:
        if number % TEXTS not in self._known:
            self._known[number % TEXTS] = lexemes_of([self.text(number)], ("de",))
        own = {fold(f"beleg{number}x"): [900]} if number < 1_000 else {fold("beleg" + "x" * 3): [900]}
        return {**self._known[number % TEXTS], **own}


async def grow(
    owner: asyncpg.Connection, papers: Papers, actor: Actor, firm: Actor | None, first: int, many: int
) -> None:
    key_id = await owner.fetchval("SELECT id FROM data_keys WHERE organisation_id = $1 LIMIT 1", actor.organisation)
    if key_id is None:
        key_id = new_id()
        await owner.execute(
            "INSERT INTO data_keys (id, organisation_id, purpose, wrapped, created_at)"
            " VALUES ($1, $2, 'object', '\\x00', now())",
            key_id,
            actor.organisation,
        )
    for start in range(first, first + many, CHUNK):
        numbers = list(range(start, min(start + CHUNK, first + many)))
        ids = [new_id() for _ in numbers]
        instructed = firm.organisation if firm and (start // CHUNK) % 3 == 0 else None
        await owner.execute(DOCUMENTS, actor.organisation, instructed, ids, numbers)
        await owner.execute(VERSIONS, key_id, ids)
        found = [papers.lexemes(number) for number in numbers]
        for reader in filter(None, (actor.organisation, instructed)):
            await owner.execute(INDEXED, reader, ids, [vector(one, reader) for one in found])


def pages(reader: Actor, number: int) -> dict[str, Page]:
    def asked(**narrowed: object) -> Page:
        return lambda: search(reader, Asked(**narrowed))  # type: ignore[arg-type]

    return {
        "no words, newest": asked(),
        "no words, one class": asked(kind="contract"),
        "a word of one document": asked(q=f"beleg{number}x"),
        "a word of every document": asked(q="deuda"),
        "a word of every twentieth": asked(q="mahnungen"),
        "two words": asked(q="mahnung deuda"),
        "a beginning of many words": asked(q="kare"),
        "best first": asked(q="mahnung deuda", order="best"),
        "a phrase": asked(q='"deuda beleg"'),
        "a word of none": asked(q="niemals"),
    }


async def took(page: Page) -> float:
    began = time.perf_counter()
    await page()
    return (time.perf_counter() - began) * 1000


async def _member(name: str) -> Actor:
    return await a_member(organisation_id=await an_organisation(kinds=("law_firm",), name=name), roles=("lawyer",))


async def a_vault(here: Settings, many: int) -> dict[str, tuple[Actor, int]]:
    """Fills the database the settings name. Returns who asks, each with the number of one of his documents."""
    await db.open_pools(here.database_url, here.platform_url, size=2, limits=db.Limits())
    large, small, firm = await _member("Large"), await _member("Small"), await _member("Firm")
    others = [await _member(f"Owner {n}") for n in range(OTHERS)]
    owner = await asyncpg.connect(here.migrations_url)
    await owner.execute("SET statement_timeout = 0")
    index = await owner.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = 'document_words_by_word'")
    await owner.execute("DROP INDEX document_words_by_word")
    papers = Papers()
    await grow(owner, papers, small, None, 1, SMALL)
    await grow(owner, papers, large, firm, 1, many * 9 // 10)
    for place, other in enumerate(others):
        share = many // 10 // len(others)
        await grow(owner, papers, other, None, 1 + place * share, share)
    await owner.execute(index)
    await owner.execute("VACUUM ANALYZE documents, document_words, document_versions, document_texts")
    size = await owner.fetchval("SELECT pg_size_pretty(pg_relation_size('document_words_by_word'))")
    print(f"{many:,} documents: an index of {size}", flush=True)
    await owner.close()
    POOLS[here.database_url] = dict(db._pools)
    db._pools.clear()
    return {"a small owner": (small, 100), "the largest owner": (large, 700), "its firm": (firm, 100)}


def questions(readers: dict[str, tuple[Actor, int]]) -> dict[str, Page]:
    return {
        f"{who}: {what}": page
        for who, (reader, number) in readers.items()
        for what, page in pages(reader, number).items()
    }


def use(here: Settings) -> None:
    """Asks this vault from now on: both keep their connections, so that a busy moment of the machine meets both."""
    db._pools.clear()
    db._pools.update(POOLS[here.database_url])


async def main(many: int, few: int) -> None:
    var = Path(mkdtemp(prefix="recourse-bench-"))
    os.environ["RECOURSE_VAR"] = str(var)
    cluster = ensure_postgres(var)
    taken: dict[int, dict[str, list[float]]] = {few: {}, many: {}}
    try:
        vaults = []
        for size in (few, many):
            cluster.create_database(f"vault_{size}")
            roles = ("recourse_app", "recourse_platform", "recourse_owner")
            app, platform, owner = (cluster.url(role, f"vault_{size}") for role in roles)
            here = replaced(settings(), database_url=app, platform_url=platform, migrations_url=owner)
            await migrate(owner)
            vaults.append((size, here, await a_vault(here, size)))
        asked = {size: questions(readers) for size, _, readers in vaults}
        for name in asked[few]:
            for _ in range(TIMES):
                for size, here, _ in vaults:
                    use(here)
                    taken[size].setdefault(name, []).append(await took(asked[size][name]))
        for here in (one for _, one, _ in vaults):
            use(here)
            await db.close_pools()
    finally:
        cluster.stop()
        shutil.rmtree(var, ignore_errors=True)
    for name, times in taken[many].items():
        before, after = min(taken[few][name]), min(times)
        print(f"{name:<44} {before:9.1f} ms at {few:,} {after:9.1f} ms at {many:,} {after / before:6.2f} x")


if __name__ == "__main__":
    asyncio.run(main(*[int(one) for one in (sys.argv[1:] + ["100000", "10000"][len(sys.argv) - 1 :])]))
