"""Payments received from debtors: the files, their lines, the cases a line may belong to, and what was unreadable."""

from piccolo.columns import JSONB, UUID, BigInt, Boolean, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class ReceiptFile(Table, tablename="receipt_files", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    source = Varchar(length=20, default=None, null=False)
    format = Varchar(length=8, default=None, null=False)
    file_name = Varchar(length=200, default=None, null=False)
    size_bytes = BigInt(default=None, null=False)
    sha256 = Bytea(default=None, null=False)
    object_key = Varchar(length=200, default=None, null=False)
    file_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    data_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    headers = JSONB(default=None, null=False)
    mapping = JSONB(default=None, null=True)
    status = Varchar(length=10, default=None, null=False)
    refused = Varchar(length=300, default=None, null=True)
    lines = Integer(default=None, null=True)
    known = Integer(default=None, null=True)
    booked = Integer(default=None, null=True)
    waiting = Integer(default=None, null=True)
    faults = Integer(default=None, null=True)
    uploaded_by = UUID(default=None, null=True)
    uploaded_at = Timestamptz(default=None, null=False)
    read_at = Timestamptz(default=None, null=True)
    version = Integer(default=None, null=False)


class Receipt(Table, tablename="receipts", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    file_id = ForeignKey(references=ReceiptFile, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    row_no = Integer(default=None, null=False)
    line_sha256 = Bytea(default=None, null=False)
    received_on = Date(default=None, null=False)
    amount_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    sealed = Bytea(default=None, null=True)
    status = Varchar(length=10, default=None, null=False)
    confidence = Varchar(length=10, default=None, null=False)
    why = Varchar(length=300, default=None, null=False)
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    decided_by = UUID(default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)
    reason = Varchar(length=300, default=None, null=True)
    version = Integer(default=None, null=False)


class ReceiptCandidate(Table, tablename="receipt_candidates", db=DB):
    receipt_id = ForeignKey(references=Receipt, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True)
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    claim_id = ForeignKey(
        references=LazyTableReference("Claim", module_path="cases.claims.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    organisation_id = UUID(default=None, null=False)
    matched_by = Varchar(length=20, default=None, null=False)
    waiting = Boolean(default=None, null=False)


class ReceiptFault(Table, tablename="receipt_faults", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    file_id = ForeignKey(references=ReceiptFile, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    row_no = Integer(default=None, null=False)
    column_name = Varchar(length=60, default=None, null=False)
    sealed = Bytea(default=None, null=True)
    reason = Varchar(length=200, default=None, null=False)
