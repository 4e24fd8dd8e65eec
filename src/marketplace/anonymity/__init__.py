"""Anonymity a seller can check: pure, no database, no account."""

from marketplace.anonymity.again import joint_k, refuse_joined
from marketplace.anonymity.anonymise import PLATFORM_FLOOR, anonymise
from marketplace.anonymity.conditions import Demands
from marketplace.anonymity.fidelity import Fidelity, Tried
from marketplace.anonymity.guard import Debtors
from marketplace.anonymity.larger import larger_lot
from marketplace.anonymity.measures import Measures, measure
from marketplace.anonymity.population import FRACTIONS
from marketplace.anonymity.report import Released, Report
from marketplace.anonymity.roles import DEBTOR_KEY, Kind, Role
from marketplace.anonymity.tape import claims_of, written
from marketplace.anonymity.watermark import Suspicion, key_of, leaker, marked, suspicions

__all__ = [
    "DEBTOR_KEY",
    "FRACTIONS",
    "PLATFORM_FLOOR",
    "Debtors",
    "Demands",
    "Fidelity",
    "Kind",
    "Measures",
    "Released",
    "Report",
    "Role",
    "Suspicion",
    "Tried",
    "anonymise",
    "claims_of",
    "joint_k",
    "key_of",
    "larger_lot",
    "leaker",
    "marked",
    "measure",
    "refuse_joined",
    "suspicions",
    "written",
]
