"""A chunk of what was ordered: the papers that still wait, judged as they are to leave, and the account they go by."""

from dataclasses import dataclass
from uuid import UUID

from cases.answers.channels import Way, way_named
from cases.desk.reach import CaseAtHand, cases_at_hand
from cases.submissions.accounts import AccountShown, account_at_hand
from cases.submissions.fees import fee_of
from cases.submissions.leaving import COLUMNS, Judged, judged, leaving_of
from cases.submissions.states import BatchStatus
from kernel import db
from kernel.actor import Actor
from kernel.money import Money

NOT_OURS = "Another firm prepared this paper under its own name: set it aside and prepare your own."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper that waits to be put into a file."""

    part_id: UUID
    case: CaseAtHand
    request_id: str
    document_id: UUID
    fee: Money | None
    judged: Judged


@dataclass(frozen=True, slots=True)
class Chunk:
    """`taken`: references of the account's files that the court may still answer."""

    batch: db.Row
    way: Way
    account: AccountShown
    waiting: tuple[Waiting, ...]
    taken: frozenset[str]
    done_before: int


async def chunk_of(actor: Actor, batch_id: UUID, chunk: int) -> Chunk | None:
    """What waits; None where the batch is done with or out of reach."""
    async with db.transaction(actor):
        batch = await db.fetch_one(
            "SELECT * FROM submission_batches WHERE id = $1 AND (organisation_id = $2 OR firm_organisation_id = $2)",
            batch_id,
            actor.organisation,
        )
        if batch is None or batch["status"] != BatchStatus.ORDERED:
            return None
        rows = await db.fetch(
            f"SELECT p.id, p.case_id, p.request_id, p.filing_id, f.document_id, {COLUMNS},"
            " EXISTS (SELECT 1 FROM documents d WHERE d.id = f.document_id) AS readable"
            " FROM submission_parts p JOIN filings f ON f.id = p.filing_id"
            " WHERE p.batch_id = $1 AND p.chunk = $2 AND p.outcome = 'waiting' ORDER BY p.id",
            batch_id,
            chunk,
        )
        way = way_named(batch["channel"])
        account = await account_at_hand(actor, batch["channel"])
        waiting = await _judged(actor, way, rows)
        living = await db.fetch(
            "SELECT reference FROM submissions WHERE account_id = $1"
            " AND status NOT IN ('withdrawn', 'refused', 'answered')",
            account.id,
        )
        done = await db.fetch_value(
            "SELECT count(*) FROM submission_parts WHERE batch_id = $1 AND outcome <> 'waiting'", batch_id
        )
    return Chunk(batch, way, account, waiting, frozenset(row["reference"] for row in living), done)


async def _judged(actor: Actor, way: Way, rows: list[db.Row]) -> tuple[Waiting, ...]:
    if not rows:
        return ()
    cases = {one.id: one for one in await cases_at_hand(actor, [row["case_id"] for row in rows])}
    papers = [leaving_of(row, row["filing_id"], cases[row["case_id"]]) for row in rows]
    ours = [paper for row, paper in zip(rows, papers, strict=True) if row["readable"]]
    found = await judged(actor, ours, on=actor.today(way.jurisdiction.time_zone))
    return tuple(
        Waiting(
            row["id"],
            paper.case,
            row["request_id"],
            row["document_id"],
            fee_of(paper.case, paper.kind, paper.total, paper.prepared_on),
            found.get(paper.filing_id) or Judged([NOT_OURS]),
        )
        for row, paper in zip(rows, papers, strict=True)
    )
