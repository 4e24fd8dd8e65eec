"""Orders to sign, and what checks of signatures found."""

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from documents.vault.tables import Document, DocumentVersion
from kernel.db import DB

ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")


class SigningBatch(Table, tablename="signing_batches", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    name = Varchar(length=200, default=None, null=False)
    signatory_id = UUID(default=None, null=False)
    signatory = Varchar(length=200, default=None, null=False)
    position = Varchar(length=200, default=None, null=False)
    authority = Varchar(length=500, default=None, null=False)
    key_name = Varchar(length=100, default=None, null=False)
    level = Varchar(length=3, default=None, null=False)
    reason = Varchar(length=200, default=None, null=False)
    place = Varchar(length=100, default=None, null=False)
    status = Varchar(length=8, default=None, null=False)
    version = Integer(default=None, null=False)
    progress_id = UUID(default=None, null=False)
    ordered_by = UUID(default=None, null=True)
    ordered_at = Timestamptz(default=None, null=False)


class SigningItem(Table, tablename="signing_items", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    batch_id = ForeignKey(references=SigningBatch, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    number = Integer(default=None, null=False)
    document_id = ForeignKey(references=Document, on_delete=OnDelete.restrict, default=None, null=False)
    status = Varchar(length=8, default=None, null=False)
    version = Integer(default=None, null=False)
    reason = Varchar(length=500, default=None, null=True)
    tries = Integer(default=None, null=False)
    signed_version_id = ForeignKey(references=DocumentVersion, on_delete=OnDelete.restrict, default=None, null=True)


class SignatureCheck(Table, tablename="signature_checks", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    version_id = ForeignKey(references=DocumentVersion, on_delete=OnDelete.restrict, default=None, null=False)
    state = Varchar(length=10, default=None, null=False)
    identity = Varchar(length=16, default=None, null=True)
    found = Integer(default=None, null=False)
    said = Bytea(default=None, null=True)
    at = Timestamptz(default=None, null=False)
