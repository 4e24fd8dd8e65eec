"""What must be kept until when, and what must go: one report of both, by class and paper by paper."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from documents.neutral import neutralised_text
from documents.retention.classes import BASES, CLASSES, STOPS
from kernel import db
from kernel.actor import Actor

COLUMNS = (
    *("document", "title", "kind", "class", "country", "stored on", "counted from", "keep until", "what", "why"),
    *("basis", "ground", "store refuses until"),
)


@dataclass(frozen=True, slots=True)
class ClassReport:
    """Papers of one class under one rule (`ground` is empty where none counts). `stops` are counted by their word."""

    document_class: str
    country: str | None
    basis: str | None
    ground: str
    months: int | None
    papers: int
    due: int
    kept: int
    first_until: date | None
    last_until: date | None
    stops: tuple[tuple[str, int], ...]


async def report(actor: Actor) -> list[ClassReport]:
    """By class and rule, over all papers of the organisation that were not destroyed."""
    actor.must("holds.place")
    today = actor.today("UTC")
    async with db.transaction(actor):
        rows = await db.fetch(
            "WITH s AS (SELECT * FROM retention_states($1, $2)), k AS (SELECT document_class, rule_id, stop,"
            " count(*) AS papers, count(*) FILTER (WHERE stop = '' AND keep_until <= $2) AS due,"
            " count(*) FILTER (WHERE stop = '' AND keep_until > $2) AS kept, min(keep_until) AS first_until,"
            " max(keep_until) AS last_until FROM s GROUP BY 1, 2, 3)"
            " SELECT k.document_class, r.country, r.basis, coalesce(r.ground, '') AS ground, r.months,"
            " sum(papers)::int AS papers, sum(due)::int AS due, sum(kept)::int AS kept,"
            " min(first_until) AS first_until, max(last_until) AS last_until, array_agg(stop ORDER BY stop) AS words,"
            " array_agg(papers ORDER BY stop) AS counts FROM k LEFT JOIN retention_rules r ON r.id = k.rule_id"
            " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2 NULLS FIRST",
            actor.organisation,
            today,
        )
    return [_class(row) for row in rows]


def _class(row: db.Row) -> ClassReport:
    plain = {name: row[name] for name in ClassReport.__dataclass_fields__ if name != "stops"}
    stops = tuple((word, many) for word, many in zip(row["words"], row["counts"], strict=True) if word)
    return ClassReport(**plain, stops=stops)


async def report_csv(actor: Actor) -> bytes:
    """Paper by paper, what must go first. UTF-8 with a byte order mark; no cell is run by a spreadsheet."""
    actor.must("holds.place")
    today = actor.today("UTC")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT s.document_id, d.title, d.kind, s.document_class, s.country, s.stored_on, s.counted_from,"
            " s.keep_until, s.stop, r.basis, r.ground, d.locked_until::date AS locked_until"
            " FROM retention_states($1, $2) s JOIN documents d ON d.id = s.document_id"
            " LEFT JOIN retention_rules r ON r.id = s.rule_id"
            " ORDER BY s.stop <> '', s.keep_until NULLS LAST, s.document_id",
            actor.organisation,
            today,
        )
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow(COLUMNS)
    lines.writerows(_line(row, today) for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _line(row: db.Row, today: date) -> Iterator[str]:
    over = row["keep_until"] is not None and row["keep_until"] <= today
    what = "must go" if not row["stop"] and over else "keep"
    why = STOPS.get(row["stop"], "Its time is over." if over else "Its time is not over.")
    basis = BASES.get(row["basis"] or "", "")
    shown = (row["document_id"], row["title"], row["kind"], CLASSES[row["document_class"]], row["country"])
    days = (row["stored_on"], row["counted_from"], row["keep_until"])
    for value in (*shown, *days, what, why, basis, row["ground"], row["locked_until"]):
        yield neutralised_text("" if value is None else str(value))
