"""Filings as commands hold them: locked, in a state the verb may start from, and moved together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.proceedings.policies import can_move
from cases.proceedings.states import FilingStatus
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, StaleState
from kernel.machine import Transition
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class FilingRow:
    id: UUID
    case_id: UUID
    kind: str
    status: str
    prepared_on: date
    total: Money | None
    source_digest: bytes | None
    document_id: UUID | None
    signatory_id: UUID | None
    batch_id: UUID | None
    chunk: int | None


async def filings_at_hand(
    actor: Actor, filing_ids: Sequence[UUID], verb: Transition[FilingStatus]
) -> tuple[list[FilingRow], dict[UUID, NotFound | StaleState | Forbidden]]:
    """The filings that the verb may move, locked, and why each of the others it may not; in the open transaction."""
    wanted = sorted(set(filing_ids))
    rows = await db.fetch(
        "SELECT f.*, EXISTS (SELECT 1 FROM signatories s WHERE s.id = f.signatory_id AND s.organisation_id = $2)"
        " AS signed_here FROM filings f WHERE f.id = ANY($1)"
        " AND (f.organisation_id = $2 OR f.firm_organisation_id = $2)"
        " ORDER BY f.id FOR UPDATE",
        wanted,
        actor.organisation,
    )
    found: list[FilingRow] = []
    reached = {row["id"] for row in rows}
    others: dict[UUID, NotFound | StaleState | Forbidden] = {
        one: NotFound("There is no such filing here.") for one in wanted if one not in reached
    }
    for row in rows:
        if row["status"] not in verb.sources:
            others[row["id"]] = StaleState(
                f"“{verb.name}” is not possible: a filing is {row['status']} now. Reload the page."
            )
        elif (answer := can_move(actor, row, verb.name)) is not True:
            others[row["id"]] = Forbidden(answer)
        else:
            found.append(_filing(row))
    return found, others


async def all_filings_at_hand(
    actor: Actor, filing_ids: Sequence[UUID], verb: Transition[FilingStatus]
) -> list[FilingRow]:
    """Every one of them, locked. NotFound, StaleState or Forbidden where one cannot be moved so, NotFound for none."""
    found, others = await filings_at_hand(actor, filing_ids, verb)
    for problem in others.values():
        raise problem
    if not found:
        raise NotFound("There is no such filing here.")
    return found


async def move_rows(filings: Sequence[FilingRow], verb: Transition[FilingStatus], **changes: object) -> None:
    sets = "".join(f", {name} = ${number}" for number, name in enumerate(changes, start=4))
    await db.execute(
        f"UPDATE filings SET status = $2, version = version + 1{sets} WHERE id = ANY($1) AND status = ANY($3)",
        [one.id for one in filings],
        verb.target.value,
        [state.value for state in verb.sources],
        *changes.values(),
    )


def totals_of(filings: Sequence[FilingRow]) -> list[Money]:
    """The sum in each currency, by its code."""
    sums: dict[str, Money] = {}
    for one in filings:
        if one.total is not None:
            sums[one.total.currency] = sums.get(one.total.currency, Money.zero(one.total.currency)) + one.total
    return [sums[currency] for currency in sorted(sums)]


def _filing(row: db.Row) -> FilingRow:
    total = Money(row["total_minor"], row["currency"]) if row["total_minor"] is not None else None
    plain = {name: row[name] for name in FilingRow.__dataclass_fields__ if name != "total"}
    return FilingRow(**plain, total=total)
