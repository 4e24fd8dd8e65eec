"""Reading documents one after the other, and keeping what they say."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from documents.text.faults import NotRead
from documents.text.keeping import opened, sealed
from documents.text.languages import languages_of
from documents.text.pictures import SPOKEN
from documents.text.reading import Read, read_file
from documents.text.vectors import lexemes_of, vector
from documents.vault.queries import SCANNED, SHOWN, DocumentShown, Opened
from kernel import db
from kernel.actor import Actor
from kernel.data_keys import DataKey, open_key
from kernel.errors import Problem, Unavailable

MOST_ATTEMPTS = 3
LATE = timedelta(minutes=30)
"""Whoever took a document so long ago has died over it: another may take it."""
MOST_READERS_TRIED = 5

type State = Literal["read", "partly", "unreadable"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A version to be read, or whose words are to be made anew; `languages` are those its reader may expect."""

    version_id: UUID
    document_id: UUID
    title: str
    file_name: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept of one reading."""

    state: State
    reason: str | None
    pages: tuple[str, ...]
    key: DataKey | None


async def read_next(platform: Actor) -> bool:
    """Reads the newest document that waits, outside any transaction; False if none does. Safe to be killed anywhere."""
    taken, attempts = await _take(platform)
    if taken is None:
        return False
    if attempts > MOST_ATTEMPTS:
        said = Said("unreadable", f"reading it ended {MOST_ATTEMPTS} times without an answer", (), None)
    else:
        try:
            said = await _read(platform, taken)
        except Unavailable:
            await _give_back(platform, taken)
            raise
    await _keep(platform, taken, said.pages, languages_of(said.pages), said)
    return True


async def index_next(platform: Actor) -> bool:
    """Makes the words anew of one document whose readers changed; False if there is none."""
    async with db.transaction(platform):
        row = await db.fetch_one(
            "SELECT t.version_id, t.document_id, d.title, v.file_name, t.sealed, t.languages, v.data_key_id"
            " FROM document_texts t JOIN document_versions v ON v.id = t.version_id JOIN documents d"
            " ON d.id = t.document_id WHERE t.indexed_at IS NULL AND t.state IN ('read', 'partly', 'unreadable')"
            " ORDER BY t.version_id DESC LIMIT 1"
        )
        if row is None:
            return False
        key = await open_key(row["data_key_id"]) if row["sealed"] else None
    pages = opened(key, row["version_id"], row["sealed"]) if key else []
    taken = Taken(row["version_id"], row["document_id"], row["title"], row["file_name"], tuple(row["languages"] or ()))
    await _keep(platform, taken, pages, taken.languages, None)
    return True


async def _take(platform: Actor) -> tuple[Taken | None, int]:
    async with db.transaction(platform):
        row = await db.fetch_one(
            "UPDATE document_texts t SET attempts = t.attempts + 1, taken_at = $1 FROM document_versions v, documents d"
            " WHERE v.id = t.version_id AND d.id = t.document_id AND t.version_id = (SELECT w.version_id"
            " FROM document_texts w WHERE w.state = 'waiting' AND (w.taken_at IS NULL OR w.taken_at < $2)"
            " ORDER BY w.version_id DESC LIMIT 1 FOR UPDATE SKIP LOCKED)"
            " RETURNING t.version_id, t.document_id, d.title, v.file_name, d.language, country_of(d.id) AS country,"
            " t.attempts",
            platform.now(),
            platform.now() - LATE,
        )
    if row is None:
        return None, 0
    spoken = (row["language"], SPOKEN.get(row["country"] or "", "en"))
    return Taken(row["version_id"], row["document_id"], row["title"], row["file_name"], spoken), row["attempts"]


async def _read(platform: Actor, taken: Taken) -> Said:
    try:
        found = await open_version(platform, taken.version_id)
        content = await found.content()
    except Unavailable:
        raise
    except Problem as problem:
        return Said("unreadable", problem.sentence[:500], (), None)
    try:
        read: Read = await asyncio.to_thread(read_file, content, found.shown.media_type, taken.languages)
    except NotRead as fault:
        return Said("unreadable", fault.reason[:500], (), None)
    return Said("partly" if read.reason else "read", read.reason, read.pages, found.key)


async def open_version(actor: Actor, version_id: UUID) -> Opened:
    """One version, whether it is the newest or not; as `documents.vault.queries.open_document` otherwise."""
    async with db.transaction(actor):
        row = await db.fetch_sure(
            f"SELECT {SHOWN}, v.object_key, v.data_key_id, {SCANNED} AS scan FROM document_versions v"
            " JOIN documents d ON d.id = v.document_id WHERE v.id = $1",
            version_id,
        )
        if row["scan"] == "infected":
            raise Problem("the scanner found something harmful in it")
        key = await open_key(row["data_key_id"])
    shown = DocumentShown(**{name: row[name] for name in DocumentShown.__dataclass_fields__})
    return Opened(shown, row["object_key"], key)


async def _keep(
    platform: Actor, taken: Taken, pages: Sequence[str], languages: Sequence[str], said: Said | None
) -> None:
    """The words for whoever reads the document now; with `said`, the text and its state too."""
    named = f"{taken.title}\n{taken.file_name.replace('_', ' ')}"
    lexemes = await asyncio.to_thread(lexemes_of, [named, *pages], languages)
    content = sealed(said.key, taken.version_id, said.pages) if said and said.key else None
    for _ in range(MOST_READERS_TRIED):
        async with db.transaction(platform):
            readers = await db.fetch_value("SELECT readers_of($1)", taken.document_id)
            kept = await db.fetch_value(
                "SELECT keep_text($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                taken.version_id,
                said.state if said else None,
                said.reason if said else None,
                content,
                list(languages) if content else None,
                len(pages) if content else None,
                platform.now(),
                readers,
                [vector(lexemes, one) for one in readers],
            )
        if kept:
            return


async def _give_back(platform: Actor, taken: Taken) -> None:
    """The store did not answer: that is no fault of the file."""
    async with db.transaction(platform):
        await db.execute(
            "UPDATE document_texts SET attempts = attempts - 1, taken_at = NULL WHERE version_id = $1"
            " AND state = 'waiting' AND attempts > 0",
            taken.version_id,
        )
