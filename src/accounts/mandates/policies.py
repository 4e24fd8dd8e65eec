"""Who can be given which mandate."""

from typing import Any, Literal
from uuid import UUID

from kernel.actor import Actor

AGENTS: dict[str, frozenset[str]] = {
    "bidding": frozenset({"servicer", "purchaser"}),
    "servicing": frozenset({"servicer"}),
    "litigation": frozenset({"law_firm"}),
}
"""What the mandate is for → the kinds of organisation that may hold it."""


def can_act(actor: Actor, agent_id: UUID, agent: Any, kind: str) -> Literal[True] | str:
    """`agent` is the row of its name, kinds and status."""
    if agent_id == actor.organisation_id:
        return "An organisation needs no mandate from itself."
    if agent["status"] != "vetted":
        return f"{agent['name']} is not vetted by the operator."
    if not AGENTS[kind] & set(agent["kinds"]):
        return f"{agent['name']} is not registered for {kind}."
    return True
