"""Letterheads and clauses: saved as versions by whoever keeps the organisation's details, read with every paper."""

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from cases.studio.facts import LetterheadSaved
from cases.studio.house import WORDS, Clause, House
from cases.studio.logos import drawable
from documents.intake.faults import NotTaken
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place, StaleState

LINES, LINE, FOOTER, CLAUSE, CLAUSES = 6, 80, 200, 1500, 20
"""At most so many lines of sender, characters of one, of the foot, of a clause, and clauses."""
MOST_VERSIONS = 2**31 - 1
VERSIONS_SHOWN = 50
SAVED_MEANWHILE = "Somebody saved the letterhead in the meantime. Reload the page to see theirs."
LANGUAGES = tuple(WORDS)


@dataclass(frozen=True, slots=True)
class Logo:
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Saved:
    """That a version was saved, when and by whom; a program or a person who left has no name here."""

    version: int
    saved_at: datetime
    saved_by: UUID | None
    saved_by_name: str | None


async def house_of(actor: Actor, version: int | None = None) -> House | None:
    """The newest letterhead of the actor's organisation, or the version asked for, in the open transaction; None where
    there is none.
    """
    row = await db.fetch_one(
        "SELECT * FROM letterheads WHERE organisation_id = $1 AND ($2::integer IS NULL OR version = $2)"
        " ORDER BY version DESC LIMIT 1",
        actor.organisation,
        version,
    )
    if row is None:
        return None
    logo = f"data:{row['logo_type']};base64,{b64encode(row['logo']).decode()}" if row["logo"] else None
    clauses = msgspec.json.decode(row["clauses"], type=list[Clause])
    return House(row["version"], tuple(row["sender"].splitlines()), row["footer"], logo, tuple(clauses))


async def shown_house(actor: Actor, version: int | None = None) -> House | None:
    actor.must("cases.read")
    if version is not None and not 0 < version <= MOST_VERSIONS:
        return None
    async with db.transaction(actor):
        return await house_of(actor, version)


async def versions_of(actor: Actor) -> list[Saved]:
    """Those saved last, the newest first."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT l.version, l.saved_at, l.saved_by, p.name AS saved_by_name FROM letterheads l"
            " LEFT JOIN people p ON p.id = l.saved_by WHERE l.organisation_id = $1 ORDER BY l.version DESC LIMIT $2",
            actor.organisation,
            VERSIONS_SHOWN,
        )
    return [Saved(**dict(row)) for row in rows]


async def save_letterhead(
    actor: Actor,
    *,
    was: int,
    sender: str,
    footer: str,
    clauses: Sequence[Clause],
    logo: Logo | None = None,
    keep_logo: bool = False,
) -> int:
    """The next version after `was`, the one the page showed (0 for none). Invalid names each place that cannot be
    printed; StaleState if somebody saved in the meantime.
    """
    actor.must("organisation.edit")
    lines = [line.strip() for line in sender.splitlines() if line.strip()]
    logo, lacks = await asyncio.to_thread(_looked_at, logo)
    places = [*_text_faults(lines, footer), *_clause_faults(clauses), *lacks]
    if places:
        raise Invalid("The letterhead cannot be saved like this.", places=places)
    async with db.transaction(actor):
        now = await db.fetch_value(
            "SELECT coalesce(max(version), 0) FROM letterheads WHERE organisation_id = $1", actor.organisation
        )
        if now != was:
            raise StaleState(SAVED_MEANWHILE)
        written = msgspec.json.encode(list(clauses))
        fresh = await db.execute(
            "INSERT INTO letterheads (organisation_id, version, sender, footer, logo, logo_type, clauses, saved_by,"
            " saved_at) SELECT $1, $2, $3, $4, coalesce($5, o.logo), coalesce($6, o.logo_type), $7::jsonb, $8, $9"
            " FROM (SELECT 1) one LEFT JOIN letterheads o ON o.organisation_id = $1 AND o.version = $10 AND $11"
            " ON CONFLICT DO NOTHING",
            actor.organisation,
            was + 1,
            "\n".join(lines),
            footer.strip(),
            logo.content if logo else None,
            logo.media_type if logo else None,
            written.decode(),
            actor.person_id,
            actor.now(),
            was,
            keep_logo and logo is None,
        )
        if not fresh:
            raise StaleState(SAVED_MEANWHILE)
        digest = sha256("\0".join([*lines, footer]).encode() + (logo.content if logo else b"") + written).hexdigest()
        await facts.record(
            actor, LetterheadSaved(subject_id=actor.organisation, version=was + 1, clauses=len(clauses), digest=digest)
        )
    return was + 1


def _text_faults(lines: Sequence[str], footer: str) -> list[Place]:
    found = []
    if len(lines) > LINES or any(len(line) > LINE for line in lines):
        found.append(Place("sender", None, f"At most {LINES} lines of {LINE} characters."))
    if len(footer) > FOOTER:
        found.append(Place("footer", None, f"At most {FOOTER} characters."))
    if any(_controls(text) for text in (*lines, footer)):
        found.append(Place("sender", None, "It holds characters that no paper can print."))
    return found


def _clause_faults(clauses: Sequence[Clause]) -> list[Place]:
    found = []
    if len(clauses) > CLAUSES:
        found.append(Place("clauses", str(len(clauses)), f"At most {CLAUSES} clauses."))
    for number, one in enumerate(clauses, start=1):
        if not 0 < len(one.text) <= CLAUSE or _controls(one.text):
            found.append(Place(f"clause {number}", None, f"Plain text of 1 to {CLAUSE} characters."))
        if one.language not in LANGUAGES:
            found.append(Place(f"clause {number}", one.language, f"One of {', '.join(LANGUAGES)}."))
    return found


def _controls(text: str) -> bool:
    return any(not (one.isprintable() or one in "\r\n") for one in text)


def _looked_at(logo: Logo | None) -> tuple[Logo | None, list[Place]]:
    """The logo as papers carry it, or what is wrong with it."""
    try:
        return (logo and Logo(drawable(logo.content, logo.media_type), logo.media_type)), []
    except NotTaken as refused:
        return None, [Place("logo", None, refused.reason)]
