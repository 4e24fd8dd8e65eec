"""A case's life: short and general. Each procedure's own steps are a machine of its jurisdiction."""

from enum import StrEnum

from kernel.machine import Machine


class CaseStatus(StrEnum):
    ONBOARDING = "onboarding"
    AMICABLE = "amicable"
    PRE_ACTION = "pre-action"
    FILED = "filed"
    SERVED = "served"
    CONTESTED = "contested"
    UNCONTESTED = "uncontested"
    ENFORCEABLE = "enforceable"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"


S = CaseStatus
OPEN = set(CaseStatus) - {S.CLOSED}

CASES = Machine(
    "cases",
    CaseStatus,
    [
        ("finish_onboarding", {S.ONBOARDING}, S.AMICABLE),
        ("begin_pre_action", {S.AMICABLE}, S.PRE_ACTION),
        ("file", {S.AMICABLE, S.PRE_ACTION}, S.FILED),
        ("serve", {S.FILED}, S.SERVED),
        ("contest", {S.SERVED}, S.CONTESTED),
        ("leave_uncontested", {S.SERVED}, S.UNCONTESTED),
        ("make_enforceable", {S.UNCONTESTED, S.CONTESTED}, S.ENFORCEABLE),
        ("enforce", {S.ENFORCEABLE}, S.ENFORCEMENT),
        ("close", OPEN, S.CLOSED),
    ],
)
