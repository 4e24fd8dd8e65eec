"""What a court answered before may fit its case now: answers that wait in somebody's tray are tried again."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from cases.desk.reach import CaseAtHand
from kernel import db, jobs


async def look_again(cases: Sequence[CaseAtHand]) -> None:
    """A court's number was named: what waits for its case is tried again in the tray of each house."""
    # What waits in one of these cases may have contradicted the number before: to it the case has gone on.
    await db.execute("UPDATE cases SET version = version + 1 WHERE id = ANY($1)", [case.id for case in cases])
    await _try_again({one for case in cases for one in (case.organisation_id, case.firm_organisation_id) if one})


async def cases_went_on(cases: Sequence[CaseAtHand]) -> None:
    """An event was recorded or corrected, or a procedure chosen: answers that wait in these cases are judged anew. In
    the open transaction, whose commit brings the cases' new versions.
    """
    rows = await db.fetch("SELECT houses_awaiting_cases($1) AS id", [case.id for case in cases])
    await _try_again(row["id"] for row in rows)


async def _try_again(houses: Iterable[UUID]) -> None:
    for house_id in sorted(houses):
        await jobs.defer("answers.try_again", queue="bulk", lock=f"answers:{house_id}", organisation_id=house_id)
