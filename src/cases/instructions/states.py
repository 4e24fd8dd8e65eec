"""The life of an instruction, and of a request for more authority."""

from enum import StrEnum

from kernel.machine import Machine


class InstructionStatus(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    ENDED = "ended"


class RequestStatus(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"


S, R = InstructionStatus, RequestStatus
INSTRUCTIONS = Machine(
    "instructions",
    InstructionStatus,
    [
        ("send", {S.DRAFT}, S.SENT),
        ("accept", {S.SENT}, S.ACCEPTED),
        ("refuse", {S.SENT}, S.REFUSED),
        ("withdraw", {S.DRAFT, S.SENT, S.ACCEPTED}, S.WITHDRAWN),
        ("return", {S.ACCEPTED}, S.RETURNED),
        ("end", {S.ACCEPTED}, S.ENDED),
    ],
)
"""Owner: send, withdraw, end. Firm: accept, refuse, return. The cases follow in the same statement (migration 0058)."""

REQUESTS = Machine(
    "authority_requests",
    RequestStatus,
    [("grant", {R.ASKED}, R.GRANTED), ("decline", {R.ASKED}, R.DECLINED)],
)
