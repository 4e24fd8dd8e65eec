"""Strategies with their versions, what is in force, stated chances, and what was proposed."""

from piccolo.columns import JSONB, UUID, BigInt, Date, ForeignKey, Integer, Numeric, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from cases.desk.tables import Case
from kernel.columns import Char
from kernel.db import DB

ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")


class Strategy(Table, tablename="strategies", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    name = Varchar(length=80, default=None, null=False)
    side = Varchar(length=10, default=None, null=False)
    created_by = UUID(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    closed_at = Timestamptz(default=None, null=True)


class StrategyVersion(Table, tablename="strategy_versions", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    strategy_id = ForeignKey(references=Strategy, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    number = Integer(default=None, null=False)
    policy = JSONB(default=None, null=False)
    written_by = UUID(default=None, null=True)
    written_at = Timestamptz(default=None, null=False)


class StrategyInForce(Table, tablename="strategies_in_force", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    strategy_id = ForeignKey(references=Strategy, on_delete=OnDelete.restrict, default=None, null=False)
    version_id = ForeignKey(references=StrategyVersion, on_delete=OnDelete.restrict, default=None, null=False)
    side = Varchar(length=10, default=None, null=False)
    sale_id = ForeignKey(
        references=LazyTableReference("Sale", module_path="marketplace.settlement.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    from_at = Timestamptz(default=None, null=False)
    until_at = Timestamptz(default=None, null=True)
    put_by = UUID(default=None, null=True)


class CaseChance(Table, tablename="case_chances", db=DB):
    case_id = ForeignKey(references=Case, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    percent = Numeric(digits=(5, 2), default=None, null=False)
    source = Varchar(length=120, default=None, null=False)
    given_by = UUID(default=None, null=True)
    given_at = Timestamptz(default=None, null=False)


class StrategyProposal(Table, tablename="strategy_proposals", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    case_id = ForeignKey(references=Case, on_delete=OnDelete.restrict, default=None, null=False)
    strategy_id = ForeignKey(references=Strategy, on_delete=OnDelete.restrict, default=None, null=False)
    version_id = ForeignKey(references=StrategyVersion, on_delete=OnDelete.restrict, default=None, null=False)
    rule = Integer(default=None, null=False)
    what = Varchar(length=10, default=None, null=False)
    target = Varchar(length=200, default=None, null=False)
    due_on = Date(default=None, null=False)
    ground = JSONB(default=None, null=False)
    balance_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    cost_minor = BigInt(default=None, null=True)
    net_minor = BigInt(default=None, null=True)
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)
    proposed_on = Date(default=None, null=False)
    decided_by = UUID(default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)
    reason = Varchar(length=300, default=None, null=True)
