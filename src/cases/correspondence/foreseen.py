"""What recording an event would do: the event is recorded, looked at, and taken back.

Nothing is reckoned a second way for the preview, so that it cannot differ from what is confirmed.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import msgspec

from cases.deadlines.queries import DeadlineDetail, DeadlineShown, deadline, deadlines_of_case
from cases.deadlines.second_person import held_by
from cases.proceedings.commands import Happened, record_event
from kernel import db
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Deadlines that open, with their reckoning; those that close, as they will stand; those that would close once a
    second person has looked; and where the case goes."""

    opens: tuple[DeadlineDetail, ...]
    closes: tuple[DeadlineShown, ...]
    asks: tuple[DeadlineShown, ...]
    status: str
    status_after: str
    step_after: str | None

    @property
    def digest(self) -> str:
        """SHA-256 of what was shown: rules with their dates, what closes and how, and the status after it."""
        opened = sorted((one.shown.rule, str(one.shown.safe_on), str(one.shown.statutory_on)) for one in self.opens)
        closed = sorted((str(one.id), one.status) for one in self.closes)
        asked = sorted(str(one.id) for one in self.asks)
        return sha256(msgspec.json.encode([opened, closed, asked, self.status_after, self.step_after])).hexdigest()


class _TakenBack(Exception):
    pass


async def foresee(actor: Actor, case_id: UUID, happened: Happened) -> Foreseen:
    """The same refusals as recording it; nothing of it stays."""
    return await foresee_act(actor, case_id, lambda: record_event(actor, case_id, happened))


async def foresee_act(actor: Actor, case_id: UUID, act: Callable[[], Awaitable[UUID | None]]) -> Foreseen:
    """What anything that records an event of the case would do, its event returned; nothing of it stays."""
    seen: list[Foreseen] = []
    try:
        async with db.transaction(actor):
            _, foreseen = await act_and_see(actor, case_id, act)
            seen.append(foreseen)
            raise _TakenBack
    except _TakenBack:
        return seen[0]


async def record_and_see(actor: Actor, case_id: UUID, happened: Happened) -> tuple[UUID, Foreseen]:
    """Records the event and tells what it did. In the caller's transaction; returns the event's id."""
    recorded: list[UUID] = []

    async def act() -> UUID:
        recorded.append(await record_event(actor, case_id, happened))
        return recorded[0]

    _, foreseen = await act_and_see(actor, case_id, act)
    return recorded[0], foreseen


async def act_and_see(
    actor: Actor, case_id: UUID, act: Callable[[], Awaitable[UUID | None]]
) -> tuple[UUID | None, Foreseen]:
    """The same of whatever `act` does in the case; the event is None where it records none."""
    async with db.transaction(actor):
        before = {one.id: one.status for one in await deadlines_of_case(actor, case_id)}
        status = await db.fetch_value("SELECT status FROM cases WHERE id = $1", case_id)
        event_id = await act()
        after = await deadlines_of_case(actor, case_id)
        case = await db.fetch_sure("SELECT status, procedure_step FROM cases WHERE id = $1", case_id)
        opens = [await deadline(actor, one.id) for one in after if one.id not in before]
        closes = [one for one in after if one.id in before and before[one.id] != one.status]
        held = await held_by(event_id) if event_id is not None else set()
        asks = [one for one in after if one.id in held]
    return event_id, Foreseen(tuple(opens), tuple(closes), tuple(asks), status, case["status"], case["procedure_step"])
