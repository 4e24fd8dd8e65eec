"""Who may do what with a tape, in words. The same answer hides the button."""

from typing import Literal

from kernel.actor import Actor
from marketplace.tapes.states import TAPES, TapeStatus

Answer = Literal[True] | str


def can_map(actor: Actor, status: TapeStatus) -> Answer:
    return _can(actor, "tapes.upload", "map", status, "Its columns were mapped and its rows became claims.")


def can_check(actor: Actor, status: TapeStatus) -> Answer:
    return _can(actor, "tapes.upload", "check", status, "Map its columns first.")


def can_accept(actor: Actor, status: TapeStatus, rows_accepted: int | None) -> Answer:
    answer = _can(actor, "tapes.accept", "begin_accepting", status, "It must be checked first.")
    if answer is True and not rows_accepted:
        return "No row passed the checks. Mend the file and upload it again."
    return answer


def can_undo(actor: Actor, status: TapeStatus, *, listed: bool) -> Answer:
    answer = _can(actor, "tapes.accept", "undo", status, "It has not been accepted.")
    return "A listing uses its claims." if answer is True and listed else answer


def can_reject(actor: Actor, status: TapeStatus) -> Answer:
    return _can(actor, "tapes.upload", "reject", status, "Its rows are claims: undo the acceptance first.")


def _can(actor: Actor, right: str, verb: str, status: TapeStatus, otherwise: str) -> Answer:
    if not actor.may(right):
        return f"Your role does not include the right “{right}”."
    return True if status in TAPES[verb].sources else otherwise
