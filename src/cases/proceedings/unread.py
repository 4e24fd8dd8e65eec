"""Papers that wait for nothing but the text of a document: their batch is looked at again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from cases.jurisdictions.contract import Missing
from cases.preflight.price import UNREAD
from kernel import jobs
from kernel.actor import Actor

ALONE = "Nothing else is missing: the paper is prepared by itself once it was read."
BESIDE = "The paper stays stopped for what else is missing: mend that, then try the stopped papers again."
LATER = timedelta(minutes=1)
"""Between two looks at a batch: what is to be read is looked for each minute, too."""


def with_course(missing: Sequence[Missing]) -> tuple[Missing, ...]:
    """The same, and what becomes of a stopped paper that waits for texts, after the last of them."""
    unread = [number for number, one in enumerate(missing) if one.fact == UNREAD]
    if not unread:
        return tuple(missing)
    course = ALONE if len(unread) == len(missing) else BESIDE
    last = missing[unread[-1]]
    return (
        *missing[: unread[-1]],
        replace(last, sentence=f"{last.sentence} {course}"),
        *missing[unread[-1] + 1 :],
    )


async def wait_for_reading(actor: Actor, batch_id: UUID, stopped: Iterable[Sequence[Missing]]) -> None:
    """Has the batch looked at again where a paper of it waits for a text alone, in the open transaction."""
    if any({one.fact for one in missing} == {UNREAD} for missing in stopped):
        await look_later(actor, batch_id)


async def look_later(actor: Actor, batch_id: UUID) -> None:
    await jobs.defer(
        "cases.prepare_what_was_read",
        queue="bulk",
        once=f"cases.prepare_what_was_read:{batch_id}",
        at=actor.now() + LATER,
        organisation_id=actor.organisation,
        batch_id=batch_id,
    )
