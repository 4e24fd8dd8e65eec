"""Who may decide about whom."""

from typing import Literal
from uuid import UUID

from kernel.actor import Actor


def can_move(actor: Actor, organisation_id: UUID) -> Literal[True] | str:
    if not actor.may("organisations.vet"):
        return "Only the operator decides about an organisation's standing."
    if organisation_id == actor.organisation_id:
        return "The operator's own organisation is not vetted by itself."
    return True
