"""Sellers' files, their mappings, findings and rejected rows."""

from piccolo.columns import JSONB, UUID, BigInt, Bytea, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class Tape(Table, tablename="tapes", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    name = Varchar(length=200, default=None, null=False)
    originator_kind = Varchar(length=20, default=None, null=False)
    cut_off_on = Date(default=None, null=False)
    file_name = Varchar(length=200, default=None, null=False)
    media_type = Varchar(length=100, default=None, null=False)
    size_bytes = BigInt(default=None, null=False)
    sha256 = Bytea(default=None, null=False)
    object_key = Varchar(length=200, default=None, null=False)
    data_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    status = Varchar(length=12, default=None, null=False)
    layout = JSONB(default=None, null=True)
    mapping = JSONB(default=None, null=True)
    rows_read = BigInt(default=None, null=True)
    rows_accepted = BigInt(default=None, null=True)
    rows_rejected = BigInt(default=None, null=True)
    rows_left_out = BigInt(default=None, null=True)
    claims_count = BigInt(default=None, null=True)
    balances = JSONB(default=None, null=True)
    findings_by_rule = JSONB(default=None, null=True)
    failure = Text(default=None, null=True)
    supersedes_tape_id = ForeignKey(references="self", on_delete=OnDelete.restrict, default=None, null=True)
    uploaded_by = UUID(default=None, null=True)
    uploaded_at = Timestamptz(default=None, null=False)
    accepted_at = Timestamptz(default=None, null=True)
    version = Integer(default=None, null=False)
    file_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    look = Bytea(default=None, null=True)
    scrub_policy = JSONB(default=None, null=True)
    scrub_report = JSONB(default=None, null=True)
    readiness = JSONB(default=None, null=True)


class TapeMapping(Table, tablename="tape_mappings", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = UUID(default=None, null=False)
    name = Varchar(length=200, default=None, null=False)
    header_digest = Bytea(default=None, null=False)
    mapping = JSONB(default=None, null=False)
    saved_by = UUID(default=None, null=True)
    saved_at = Timestamptz(default=None, null=False)


class TapeFinding(Table, tablename="tape_findings", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    tape_id = ForeignKey(references=Tape, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    row_no = BigInt(default=None, null=False)
    rule = Varchar(length=40, default=None, null=False)
    severity = Varchar(length=8, default=None, null=False)
    field = Varchar(length=40, default=None, null=True)
    column_name = Varchar(length=200, default=None, null=True)
    sentence = Text(default=None, null=False)
    sealed = Bytea(default=None, null=True)
    expires_on = Date(default=None, null=True)
    reference = Varchar(length=60, default=None, null=True)


class TapeReject(Table, tablename="tape_rejects", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    tape_id = ForeignKey(references=Tape, on_delete=OnDelete.restrict, default=None, null=False)
    row_no = BigInt(default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    sealed = Bytea(default=None, null=False)
    expires_on = Date(default=None, null=False)


class ScrubPolicyRow(Table, tablename="scrub_policies", db=DB):
    organisation_id = UUID(default=None, null=False, primary_key=True)
    policy = JSONB(default=None, null=False)
    saved_by = UUID(default=None, null=True)
    saved_at = Timestamptz(default=None, null=False)


class TapeDifference(Table, tablename="tape_differences", db=DB):
    tape_id = UUID(default=None, null=False, primary_key=True)
    organisation_id = UUID(default=None, null=False)
    reference = Varchar(length=60, default=None, null=False)
    kind = Varchar(length=8, default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    before_minor = BigInt(default=None, null=True)
    after_minor = BigInt(default=None, null=True)
