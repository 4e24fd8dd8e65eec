"""Several issues of one tape: what the later adds, leaves out or changes, and what earlier tapes already brought."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal
from uuid import UUID

import asyncpg
import polars as pl

from cases.claims.facts import ClaimsUnaccepted
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Place, Refused
from kernel.money import Money
from marketplace.tapes.copying import as_csv
from marketplace.tapes.examine import examine
from marketplace.tapes.export import write_rows
from marketplace.tapes.facts import TapeSuperseded
from marketplace.tapes.scrub.scrubbing import Known, scrub_of
from marketplace.tapes.states import TAPES
from marketplace.tapes.stored import StoredTape, stored_tape
from marketplace.tapes.whole_rows import amounts, whole

STAGE = (
    "CREATE TEMP TABLE staged_issue (reference text, currency text, owed bigint) ON COMMIT DROP",
    "CREATE TEMP TABLE staged_former (reference text, currency text, owed bigint) ON COMMIT DROP",
)
COLUMNS = ("reference", "currency", "owed")
_COMPARE = (
    "INSERT INTO tape_differences (tape_id, organisation_id, reference, kind, currency, before_minor, after_minor)"
    " SELECT $1, $2, coalesce(n.reference, o.reference), CASE WHEN o.reference IS NULL THEN 'added'"
    " WHEN n.reference IS NULL THEN 'gone' ELSE 'changed' END, coalesce(n.currency, o.currency),"
    " o.balance_minor, n.owed FROM"
    " (SELECT reference, currency, sum(owed)::bigint AS owed FROM staged_issue GROUP BY reference, currency) n"
    " FULL JOIN ({former}) o ON o.reference = n.reference WHERE o.balance_minor IS DISTINCT FROM n.owed"
)
_AGAINST_CLAIMS = _COMPARE.format(
    former="SELECT reference, currency, balance_minor FROM claims WHERE tape_id = $3 AND organisation_id = $2"
)
_AGAINST_FILE = _COMPARE.format(
    former="SELECT reference, currency, sum(owed)::bigint AS balance_minor FROM staged_former"
    " GROUP BY reference, currency"
)
_LINE = (
    "WITH RECURSIVE line AS (SELECT o.id, o.status, o.accepted_at, o.supersedes_tape_id, 1 AS steps FROM tapes n"
    " JOIN tapes o ON o.id = n.supersedes_tape_id AND o.organisation_id = $2 WHERE n.id = $1 AND n.organisation_id = $2"
    " UNION ALL SELECT o.id, o.status, o.accepted_at, o.supersedes_tape_id, l.steps + 1 FROM line l"
    " JOIN tapes o ON o.id = l.supersedes_tape_id AND o.organisation_id = $2 WHERE l.status <> 'accepted')"
)
"""The issues before a tape, back to the one that is accepted."""

_LIVE = "SELECT reference FROM claims WHERE organisation_id = $1 AND tape_id <> ALL ($2::uuid[]) AND status = 'live'"
_SOLD = (
    "SELECT x.reference FROM sale_claims x JOIN sales s ON s.id = x.sale_id WHERE x.seller_organisation_id = $1"
    " AND x.dropped_reason IS NULL AND s.status IN ('transferred', 'final')"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind of change against the former issue. Amounts are of the currency of the tape."""

    kind: str
    accounts: int
    before: Money
    after: Money


async def former_issue(seller: Actor, tape_id: UUID) -> UUID | None:
    """The accepted tape that this one is a later issue of, whatever was only checked between. In the caller's
    transaction."""
    found: UUID | None = await db.fetch_value(
        f"{_LINE} SELECT id FROM line WHERE status = 'accepted' ORDER BY steps LIMIT 1",
        tape_id,
        seller.organisation,
    )
    return found


async def checked_issue(seller: Actor, tape_id: UUID) -> StoredTape | None:
    """The issue before this one where none was ever accepted, but that one was checked: it is compared by its file."""
    async with db.transaction(seller):
        found = await db.fetch_value(
            f"{_LINE} SELECT l.id FROM line l JOIN tapes t ON t.id = l.id WHERE l.steps = 1 AND t.mapping IS NOT NULL"
            " AND t.rows_read IS NOT NULL AND t.file_key_id IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM line WHERE accepted_at IS NOT NULL)",
            tape_id,
            seller.organisation,
        )
    return await stored_tape(seller, found) if found else None


async def compared_with(actor: Actor, tape_id: UUID) -> Literal["accepted", "checked"] | None:
    """What a tape's differences are told against: claims, or a former issue that never became any."""
    async with db.transaction(actor):
        found: Literal["accepted", "checked"] | None = await db.fetch_value(
            f"{_LINE} SELECT CASE WHEN bool_or(accepted_at IS NOT NULL) THEN 'accepted' ELSE 'checked' END FROM line"
            " HAVING count(*) > 0",
            tape_id,
            actor.organisation,
        )
    return found


def owed_of(tape: StoredTape, path: Path) -> list[BytesIO]:
    """What each account of a checked issue owed under its own mapping and policy, for COPY into `staged_former`."""
    scrub = scrub_of(tape.scrub_policy, tape.cut_off_on)
    chunks = examine(path, tape.sure_mapping, today=tape.cut_off_on, layout=tape.layout, scrub=scrub)
    return [staged_issue(chunk.accepted) for chunk in chunks]


async def known_before(seller: Actor, tape_id: UUID) -> Known:
    """References that other tapes of the seller brought, still theirs or sold; other issues of this tape apart."""
    async with db.transaction(seller):
        former = await former_issue(seller, tape_id)
        own = [one for one in (tape_id, former) if one is not None]
        live = await db.fetch(_LIVE, seller.organisation, own)
        sold = await db.fetch(_SOLD, seller.organisation)
    mine = pl.Series([row["reference"] for row in live], dtype=pl.String)
    gone = pl.Series([row["reference"] for row in sold], dtype=pl.String)
    return Known(live=mine, sold=gone.filter(~gone.is_in(mine.implode())))


def staged_issue(accepted: pl.DataFrame) -> BytesIO:
    """What each accepted row owes, for COPY into the stage."""
    rows = whole(accepted)
    balance = pl.struct(amounts()).struct.field("balance_minor")
    return as_csv(rows.select("reference", "currency", pl.coalesce("item_amount_minor", balance).alias("owed")))


async def keep_differences(seller: Actor, tape_id: UUID) -> None:
    """Compares what is staged with the claims of the former issue, or with what is staged of one that never became
    any. In the caller's transaction."""
    await db.execute(
        "DELETE FROM tape_differences WHERE tape_id = $1 AND organisation_id = $2", tape_id, seller.organisation
    )
    former = await former_issue(seller, tape_id)
    if former is not None:
        await db.execute(_AGAINST_CLAIMS, tape_id, seller.organisation, former)
    elif await db.fetch_value("SELECT 1 FROM staged_former LIMIT 1"):
        await db.execute(_AGAINST_FILE, tape_id, seller.organisation)


async def has_documents(seller: Actor, tape_id: UUID) -> bool:
    """Whether a document of the vault proves one of the tape's claims. In the open transaction."""
    found = await db.fetch_value(
        "SELECT 1 FROM documents d WHERE d.organisation_id = $1 AND d.subject_kind = 'claim'"
        " AND d.subject_id IN (SELECT c.id FROM claims c WHERE c.organisation_id = $1 AND c.tape_id = $2) LIMIT 1",
        seller.organisation,
        tape_id,
    )
    return found is not None


async def refuse_orphans(seller: Actor) -> None:
    """Refused where the new issue leaves out a claim that has documents; asked when its claims are written."""
    rows = await db.fetch(
        "SELECT DISTINCT f.reference FROM former_claims f JOIN documents d ON d.organisation_id = $1"
        " AND d.subject_kind = 'claim' AND d.subject_id = f.id"
        " WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.id = f.id) ORDER BY f.reference LIMIT 20",
        seller.organisation,
    )
    if rows:
        places = [Place("reference", row["reference"], "Keep its row, or leave the former issue.") for row in rows]
        raise Refused("The new issue leaves out claims that have documents in the vault.", places=places)


async def replace_former(seller: Actor, tape_id: UUID) -> bool:
    """Takes the former issue's claims back; their ids wait in `former_claims` for the same references. False if there
    is none. In the transaction that accepts the tape; Refused once a listing uses one of the claims."""
    former = await former_issue(seller, tape_id)
    if former is None:
        return False
    await db.execute(
        "CREATE TEMP TABLE former_claims ON COMMIT DROP AS SELECT id, reference FROM claims"
        f" WHERE tape_id = '{former}' AND organisation_id = '{seller.organisation}'"
    )
    await db.execute("CREATE UNIQUE INDEX ON former_claims (reference)")
    try:
        async with db.transaction(seller):
            gone = int(await db.fetch_value("SELECT claims_unaccept($1)", former))
    except (asyncpg.CheckViolationError, asyncpg.ForeignKeyViolationError) as error:
        raise Refused("A listing uses claims of the former issue, so it cannot be replaced.") from error
    await db.move("tapes", former, TAPES["replace"], claims_count=None, balances=None)
    await facts.record(seller, ClaimsUnaccepted(subject_id=former, claims=gone))
    await facts.record(seller, TapeSuperseded(subject_id=former, by_tape_id=tape_id))
    return True


async def differences(actor: Actor, tape_id: UUID) -> list[Difference]:
    """What the tape changes against its former issue; empty where there is none or nothing changed."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT kind, currency, count(*) AS accounts, coalesce(sum(before_minor), 0)::bigint AS before,"
            " coalesce(sum(after_minor), 0)::bigint AS after FROM tape_differences"
            " WHERE organisation_id = $1 AND tape_id = $2 GROUP BY kind, currency ORDER BY kind, currency",
            actor.organisation,
            tape_id,
        )
    return [
        Difference(
            row["kind"], row["accounts"], Money(row["before"], row["currency"]), Money(row["after"], row["currency"])
        )
        for row in rows
    ]


async def write_differences(actor: Actor, tape_id: UUID, path: Path) -> None:
    """Every account that changed, as a `.csv` or `.xlsx` file. NotFound where nothing is to tell."""
    actor.must("tapes.upload")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT reference, kind, currency, before_minor, after_minor FROM tape_differences"
            " WHERE organisation_id = $1 AND tape_id = $2 ORDER BY kind, reference",
            actor.organisation,
            tape_id,
        )
    if not rows:
        raise NotFound("This tape changes nothing against a former issue.")
    told = [(row["reference"], row["kind"], row["currency"], *_texts(row)) for row in rows]
    schema = dict.fromkeys(("reference", "change", "currency", "before", "after"), pl.String())
    write_rows(pl.DataFrame(told, schema=schema, orient="row"), path)


def _texts(row: db.Row) -> list[str | None]:
    minors = (row["before_minor"], row["after_minor"])
    return [None if minor is None else Money(minor, row["currency"]).text() for minor in minors]
