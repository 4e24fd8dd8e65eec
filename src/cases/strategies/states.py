"""A proposal: made by a rule, then accepted or declined by a person, or let go where it fits no more."""

from enum import StrEnum

from kernel.machine import Machine


class ProposalStatus(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


S = ProposalStatus
PROPOSALS = Machine(
    "strategy_proposals",
    ProposalStatus,
    [
        ("accept", {S.PROPOSED}, S.ACCEPTED),
        ("decline", {S.PROPOSED}, S.DECLINED),
        ("lapse", {S.PROPOSED}, S.LAPSED),
    ],
)
