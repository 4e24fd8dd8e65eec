"""Deliveries of documents, and what became of each of their files."""

from piccolo.columns import UUID, BigInt, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from documents.vault.tables import Document
from kernel.db import DB
from kernel.tables import DataKey

ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")
SALE = LazyTableReference("Sale", module_path="marketplace.settlement.tables")


class Delivery(Table, tablename="deliveries", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    sale_id = ForeignKey(references=SALE, on_delete=OnDelete.restrict, default=None, null=True)
    name = Varchar(length=200, default=None, null=False)
    source = Varchar(length=8, default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)
    failure = Varchar(length=500, default=None, null=True)
    sha256 = Bytea(default=None, null=True)
    size_bytes = BigInt(default=None, null=True)
    object_key = Varchar(length=200, default=None, null=True)
    data_key_id = ForeignKey(references=DataKey, on_delete=OnDelete.restrict, default=None, null=True)
    opened_by = UUID(default=None, null=True)
    opened_at = Timestamptz(default=None, null=False)


class DeliveredFile(Table, tablename="delivered_files", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    delivery_id = ForeignKey(references=Delivery, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    number = Integer(default=None, null=False)
    path = Varchar(length=400, default=None, null=False)
    index_line = Integer(default=None, null=True)
    reference = Varchar(length=120, default=None, null=True)
    kind = Varchar(length=30, default=None, null=True)
    title = Varchar(length=300, default=None, null=True)
    dated_on = Date(default=None, null=True)
    status = Varchar(length=8, default=None, null=False)
    version = Integer(default=None, null=False)
    basis = Varchar(length=20, default=None, null=True)
    reason = Varchar(length=500, default=None, null=True)
    claim_id = UUID(default=None, null=True)
    document_id = ForeignKey(references=Document, on_delete=OnDelete.restrict, default=None, null=True)
    sha256 = Bytea(default=None, null=True)
    size_bytes = BigInt(default=None, null=True)
    media_type = Varchar(length=100, default=None, null=True)
    pages = Integer(default=None, null=True)
    scan = Varchar(length=12, default=None, null=True)
    scan_finding = Varchar(length=200, default=None, null=True)
    scan_definitions_at = Timestamptz(default=None, null=True)
    object_key = Varchar(length=200, default=None, null=True)
    data_key_id = ForeignKey(references=DataKey, on_delete=OnDelete.restrict, default=None, null=True)
    decided_by = UUID(default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)
