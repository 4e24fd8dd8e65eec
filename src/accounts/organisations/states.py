"""An organisation's standing: only a vetted one trades."""

from enum import StrEnum

from kernel.machine import Machine


class Standing(StrEnum):
    APPLIED = "applied"
    VETTED = "vetted"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    CLOSED = "closed"


ORGANISATIONS = Machine(
    "organisations",
    Standing,
    [
        ("vet", {Standing.APPLIED, Standing.REFUSED}, Standing.VETTED),
        ("refuse", {Standing.APPLIED}, Standing.REFUSED),
        ("suspend", {Standing.VETTED}, Standing.SUSPENDED),
        ("reinstate", {Standing.SUSPENDED}, Standing.VETTED),
        ("close", {Standing.APPLIED, Standing.VETTED, Standing.SUSPENDED, Standing.REFUSED}, Standing.CLOSED),
    ],
)
NEEDS_REASON = frozenset({"refuse", "suspend", "close"})
