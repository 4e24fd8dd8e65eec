"""How far a decision about a batch has come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel import db
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """The newest of a batch, as the organisation that decided sees it. `gone`: left out, and in other hands, so that
    no list here shows it; `spared`: not reached when it was stopped.
    """

    id: UUID
    batch_id: UUID
    verb: str
    seal: bool
    status: str
    papers: int
    done: int
    left_out: int
    gone: int
    spared: int
    decided_at: datetime
    decided_by: str | None

    @property
    def under_way(self) -> bool:
        return self.status == "ordered"

    @property
    def looked_at(self) -> int:
        return self.papers if not self.under_way else self.done + self.left_out

    def said(self) -> str:
        """What became of it, for whoever decided."""
        if self.verb == "file":
            what = f"{self.done:,} papers went out on that day; their deadlines are set."
        elif self.seal:
            what = f"Approved and sealed: {self.done:,}. The record keeps the hash of every paper."
        else:
            what = f"Approved: {self.done:,}. Seal them to fix them for ever."
        if self.under_way:
            what = f"It is decided for {self.papers:,} papers, and is being carried out. The page may be closed."
        left = f" Left out: {self.left_out:,}, each with its reason." if self.left_out else ""
        return what + left


async def decision_shown(actor: Actor, batch_id: UUID) -> DecisionShown | None:
    """None where nobody of the actor's organisation decided anything of the whole batch."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT n.id, n.batch_id, n.verb, n.seal, n.status, n.papers, n.decided_at, p.name AS decided_by"
            " FROM filing_decisions n LEFT JOIN people p ON p.id = n.decided_by"
            " WHERE n.organisation_id = $1 AND n.batch_id = $2 ORDER BY n.id DESC LIMIT 1",
            actor.organisation,
            batch_id,
        )
        if row is None:
            return None
        counts = await db.fetch_sure(
            "SELECT count(*) FILTER (WHERE d.outcome = 'done') AS done,"
            " count(*) FILTER (WHERE d.outcome = 'left_out') AS left_out,"
            " count(*) FILTER (WHERE d.outcome = 'left_out' AND f.id IS NULL) AS gone,"
            " count(*) FILTER (WHERE d.outcome = 'spared') AS spared FROM decided_papers d LEFT JOIN filings f"
            " ON f.id = d.filing_id AND (f.organisation_id = $1 OR f.firm_organisation_id = $1)"
            " WHERE d.decision_id = $2",
            actor.organisation,
            row["id"],
        )
    return DecisionShown(**dict(row), **dict(counts))
