"""Accounts with courts, what is lodged together, the files that leave, and each filing in them."""

from piccolo.columns import JSONB, UUID, BigInt, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class CourtAccount(Table, tablename="court_accounts", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    channel = Varchar(length=20, default=None, null=False)
    connector = Varchar(length=20, default=None, null=False)
    fields = JSONB(default=None, null=False)
    data_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    secrets = Bytea(default=None, null=True)
    status = Varchar(length=8, default=None, null=False)
    reason = Varchar(length=500, default=None, null=True)
    verified_at = Timestamptz(default=None, null=True)
    balance_minor = BigInt(default=None, null=True)
    currency = Char(length=3, default=None, null=True)
    balance_on = Date(default=None, null=True)
    balance_at = Timestamptz(default=None, null=True)
    collected_at = Timestamptz(default=None, null=True)
    version = Integer(default=None, null=False)
    entered_by = UUID(default=None, null=True)
    entered_at = Timestamptz(default=None, null=False)


class SubmissionBatch(Table, tablename="submission_batches", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    firm_organisation_id = UUID(default=None, null=True)
    channel = Varchar(length=20, default=None, null=False)
    filings = Integer(default=None, null=False)
    status = Varchar(length=8, default=None, null=False)
    version = Integer(default=None, null=False)
    reason = Varchar(length=1000, default=None, null=True)
    progress_id = UUID(default=None, null=False)
    ordered_by = UUID(default=None, null=True)
    ordered_at = Timestamptz(default=None, null=False)
    instead_of = UUID(default=None, null=True)


class Submission(Table, tablename="submissions", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    batch_id = ForeignKey(references=SubmissionBatch, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    account_id = ForeignKey(references=CourtAccount, on_delete=OnDelete.restrict, default=None, null=False)
    channel = Varchar(length=20, default=None, null=False)
    connector = Varchar(length=20, default=None, null=False)
    reference = Varchar(length=60, default=None, null=False)
    name = Varchar(length=200, default=None, null=False)
    document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    parts = Integer(default=None, null=False)
    controls = JSONB(default=None, null=False)
    fee_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    without_fee = Integer(default=None, null=False)
    approved_minor = BigInt(default=None, null=True)
    approved_by = UUID(default=None, null=True)
    approved_at = Timestamptz(default=None, null=True)
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)
    reason = Varchar(length=1000, default=None, null=True)
    court_reference = Varchar(length=100, default=None, null=True)
    receipt_document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    attempts = Integer(default=None, null=False)
    attempted_at = Timestamptz(default=None, null=True)
    sent_at = Timestamptz(default=None, null=True)
    made_by = UUID(default=None, null=True)
    made_at = Timestamptz(default=None, null=False)


class SubmissionPart(Table, tablename="submission_parts", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    batch_id = ForeignKey(references=SubmissionBatch, on_delete=OnDelete.restrict, default=None, null=False)
    chunk = Integer(default=None, null=False)
    submission_id = ForeignKey(references=Submission, on_delete=OnDelete.restrict, default=None, null=True)
    filing_id = ForeignKey(
        references=LazyTableReference("Filing", module_path="cases.proceedings.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    request_id = Varchar(length=24, default=None, null=False)
    machine = Varchar(length=200, default=None, null=True)
    machine_sha256 = Bytea(default=None, null=True)
    fee_minor = BigInt(default=None, null=True)
    currency = Char(length=3, default=None, null=True)
    outcome = Varchar(length=10, default=None, null=False)
    faults = JSONB(default=None, null=True)
    reason = Varchar(length=1000, default=None, null=True)
    court_number = Varchar(length=80, default=None, null=True)
    answered_on = Date(default=None, null=True)
    answered_at = Timestamptz(default=None, null=True)
    answer_document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
