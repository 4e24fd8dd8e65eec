"""Instructions, their cases, conflict checks, cost authority and reports."""

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB

ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")
CASE = LazyTableReference("Case", module_path="cases.desk.tables")
FILING = LazyTableReference("Filing", module_path="cases.proceedings.tables")


class Instruction(Table, tablename="instructions", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    firm_organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    number = Varchar(length=20, default=None, null=False, unique=True)
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    case_limit_minor = BigInt(default=None, null=True)
    whole_limit_minor = BigInt(default=None, null=True)
    fee_case_minor = BigInt(default=None, null=True)
    fee_letter_minor = BigInt(default=None, null=True)
    fee_court_minor = BigInt(default=None, null=True)
    fee_hour_minor = BigInt(default=None, null=True)
    fee_percent = Numeric(digits=(6, 3), default=None, null=True)
    report_every_days = Integer(default=None, null=True)
    note = Varchar(length=2000, default=None, null=True)
    drafted_by = UUID(default=None, null=True)
    drafted_at = Timestamptz(default=None, null=False)
    sent_at = Timestamptz(default=None, null=True)
    accepted_at = Timestamptz(default=None, null=True)
    over_at = Timestamptz(default=None, null=True)
    reason = Varchar(length=500, default=None, null=True)
    handover = Varchar(length=4000, default=None, null=True)


class InstructionCase(Table, tablename="instruction_cases", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    instruction_id = ForeignKey(references=Instruction, on_delete=OnDelete.restrict, default=None, null=False)
    case_id = ForeignKey(references=CASE, on_delete=OnDelete.restrict, default=None, null=False)
    claim_id = UUID(default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=False)
    reference = Varchar(length=40, default=None, null=False)
    country = Char(length=2, default=None, null=False)
    balance_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    status = Varchar(length=8, default=None, null=False)
    reason = Varchar(length=80, default=None, null=True)


class ConflictInterest(Table, tablename="conflict_interests", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    side = Varchar(length=7, default=None, null=False)
    name = Varchar(length=200, default=None, null=False)
    name_key = Varchar(length=200, default=None, null=False)
    identifier_hash = Bytea(default=None, null=True)
    source = Varchar(length=11, default=None, null=False)
    instruction_id = ForeignKey(references=Instruction, on_delete=OnDelete.restrict, default=None, null=True)
    entered_by = UUID(default=None, null=True)
    entered_at = Timestamptz(default=None, null=False)
    removed_at = Timestamptz(default=None, null=True)


class ConflictCheck(Table, tablename="conflict_checks", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    instruction_id = ForeignKey(references=Instruction, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    parties = Integer(default=None, null=False)
    interests = Integer(default=None, null=False)
    hits = Integer(default=None, null=False)
    digest = Bytea(default=None, null=False)
    checked_by = UUID(default=None, null=True)
    checked_at = Timestamptz(default=None, null=False)


class ConflictHit(Table, tablename="conflict_hits", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    instruction_id = ForeignKey(references=Instruction, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    case_id = ForeignKey(references=CASE, on_delete=OnDelete.restrict, default=None, null=True)
    party_id = UUID(default=None, null=False)
    party_name = Varchar(length=200, default=None, null=False)
    interest_id = ForeignKey(references=ConflictInterest, on_delete=OnDelete.restrict, default=None, null=False)
    basis = Varchar(length=10, default=None, null=False)
    likeness = Numeric(digits=(4, 3), default=None, null=False)
    decision = Varchar(length=8, default=None, null=True)
    reason = Varchar(length=300, default=None, null=True)
    decided_by = UUID(default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)


class FeeCommitment(Table, tablename="fee_commitments", db=DB):
    filing_id = ForeignKey(references=FILING, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True)
    instruction_id = ForeignKey(references=Instruction, on_delete=OnDelete.restrict, default=None, null=False)
    case_id = ForeignKey(references=CASE, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=False)
    amount_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    committed_at = Timestamptz(default=None, null=False)


class AuthorityRequest(Table, tablename="authority_requests", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    instruction_id = ForeignKey(references=Instruction, on_delete=OnDelete.restrict, default=None, null=False)
    case_id = ForeignKey(references=CASE, on_delete=OnDelete.restrict, default=None, null=True)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=False)
    asked_minor = BigInt(default=None, null=False)
    granted_minor = BigInt(default=None, null=True)
    currency = Char(length=3, default=None, null=False)
    why = Varchar(length=500, default=None, null=False)
    status = Varchar(length=8, default=None, null=False)
    version = Integer(default=None, null=False)
    answer = Varchar(length=500, default=None, null=True)
    asked_by = UUID(default=None, null=True)
    asked_at = Timestamptz(default=None, null=False)
    decided_by = UUID(default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)


class InstructionReport(Table, tablename="instruction_reports", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    instruction_id = ForeignKey(references=Instruction, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=False)
    from_on = Date(default=None, null=False)
    until_on = Date(default=None, null=False)
    remark = Varchar(length=2000, default=None, null=True)
    figures = JSONB(default=None, null=False)
    reported_by = UUID(default=None, null=True)
    reported_at = Timestamptz(default=None, null=False)
