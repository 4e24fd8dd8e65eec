"""The firm's register of interests: clients, adversaries and others, entered by hand, from a file, or by acceptance."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from cases.instructions.conflicts import identifier_hash
from cases.instructions.facts import InterestRemoved, InterestsEntered
from documents.neutral import restored_text
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place
from kernel.ids import new_id

InterestSide = Literal["client", "adverse", "other"]
LONGEST_NAME = 200
MOST_ROWS = 50_000
LARGEST_FILE = 8 << 20
COLUMNS = ("name", "side", "identifier")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Interest:
    """`identifier` is hashed and not kept."""

    name: str
    side: InterestSide
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class InterestShown:
    id: UUID
    name: str
    side: str
    source: str
    has_identifier: bool
    number: str | None
    entered_at: datetime
    by: str | None


def interest_of(name: str, side: str, identifier: str, where: str = "") -> Interest:
    """Invalid for a name that is none, or a side the register does not know."""
    known: InterestSide | None = next((one for one in get_args(InterestSide) if one == side.strip().lower()), None)
    said = " ".join(name.split())
    if known is None:
        raise Invalid(
            "Whose side is it?", places=[Place(where or "side", side[:20] or None, "client, adverse or other")]
        )
    if not 0 < len(said) <= LONGEST_NAME:
        place = Place(where or "name", said[:40] or None, f"Write a name of at most {LONGEST_NAME} characters.")
        raise Invalid("The name cannot be entered.", places=[place])
    return Interest(said, known, identifier.strip())


def read_interests(content: bytes) -> list[Interest]:
    """A CSV with the columns name, side and, where known, identifier. Invalid names the first line that cannot be."""
    if len(content) > LARGEST_FILE:
        raise Invalid("The file is too large.", places=[Place("file", None, f"At most {LARGEST_FILE >> 20} MB.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("The file is not UTF-8 text.", places=[Place("file", None, "Save it as CSV, UTF-8.")]) from error
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    heads = {head.strip().lower(): head for head in rows.fieldnames or () if head}
    if not {"name", "side"} <= set(heads):
        wanted = "The first line names the columns: name, side, identifier."
        raise Invalid("The columns are not there.", places=[Place("line 1", None, wanted)])
    found = []
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise Invalid(f"At most {MOST_ROWS:,} lines.", places=[Place("file", None, "Bring it in several files.")])
        name, side, identifier = (restored_text(row.get(heads.get(one, ""), "") or "") for one in COLUMNS)
        found.append(interest_of(name, side, identifier, where=f"line {number}"))
    return found


async def enter_interests(actor: Actor, interests: Sequence[Interest], *, source: Literal["hand", "file"]) -> int:
    """Adds to the register what is not in it under the same side, name and identifier; returns how many are new."""
    actor.must("cases.work")
    if not interests:
        raise Invalid("There is nothing to enter.")
    async with db.transaction(actor):
        done = await db.execute(
            "INSERT INTO conflict_interests (id, organisation_id, side, name, name_key, identifier_hash, source,"
            " entered_by, entered_at) SELECT DISTINCT ON (n.side, plain_name(n.name), n.hash) n.id, $1, n.side, n.name,"
            " plain_name(n.name), n.hash, $6, $7, $8"
            " FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bytea[]) AS n(id, side, name, hash)"
            " WHERE NOT EXISTS (SELECT 1 FROM conflict_interests k WHERE k.organisation_id = $1"
            " AND k.removed_at IS NULL AND k.side = n.side AND k.name_key = plain_name(n.name)"
            " AND k.identifier_hash IS NOT DISTINCT FROM n.hash)",
            actor.organisation,
            [new_id() for _ in interests],
            [one.side for one in interests],
            [one.name for one in interests],
            [identifier_hash(one.identifier) for one in interests],
            source,
            actor.person_id,
            actor.now(),
        )
        if done:
            await facts.record(actor, InterestsEntered(subject_id=actor.organisation, count=done))
    return done


async def remove_interest(actor: Actor, interest_id: UUID) -> None:
    """Takes an interest off; it stays on record, and what was decided about it stands."""
    actor.must("instructions.answer")
    async with db.transaction(actor):
        done = await db.execute(
            "UPDATE conflict_interests SET removed_at = $3"
            " WHERE id = $1 AND organisation_id = $2 AND removed_at IS NULL",
            interest_id,
            actor.organisation,
            actor.now(),
        )
        if not done:
            raise NotFound("There is no such interest here.")
        await facts.record(actor, InterestRemoved(subject_id=interest_id))


async def interests(actor: Actor, *, q: str = "", after: UUID | None = None) -> list[InterestShown]:
    """The register, latest first, a page and one; with `q` those whose name holds its words."""
    actor.must("cases.work")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT n.id, n.name, n.side, n.source, n.identifier_hash IS NOT NULL AS has_identifier, i.number,"
            " n.entered_at, p.name AS by FROM conflict_interests n LEFT JOIN instructions i ON i.id = n.instruction_id"
            " LEFT JOIN people p ON p.id = n.entered_by WHERE n.organisation_id = $1 AND n.removed_at IS NULL"
            " AND ($2 = '' OR string_to_array(n.name_key, ' ') @> string_to_array(plain_name($2), ' '))"
            " AND ($3::uuid IS NULL OR n.id < $3) ORDER BY n.id DESC LIMIT $4",
            actor.organisation,
            q.strip(),
            after,
            PAGE + 1,
        )
    return [InterestShown(**dict(row)) for row in rows]
