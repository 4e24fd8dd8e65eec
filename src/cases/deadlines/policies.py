"""Who may close a deadline or give it away; the same answers hide the buttons."""

from typing import Literal

from cases.deadlines.states import DEADLINES, DeadlineStatus
from kernel.actor import Actor

RIGHT = "deadlines.keep"


def can_keep(actor: Actor, status: str) -> Literal[True] | str:
    """Whether the actor may close or assign a deadline of this status, or the sentence that says why not."""
    if not actor.may(RIGHT):
        return f"Your role does not include the right “{RIGHT}”. Ask an administrator for it."
    if not DEADLINES.available(DeadlineStatus(status)):
        return f"It is {status} already, and a closed deadline stays as it is."
    return True
