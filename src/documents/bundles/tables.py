"""Bundles, what goes into them and what comes out."""

from piccolo.columns import UUID, BigInt, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from documents.vault.tables import Document
from kernel.columns import Char
from kernel.db import DB

ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")


class Bundle(Table, tablename="bundles", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    subject_kind = Varchar(length=20, default=None, null=False)
    subject_id = UUID(default=None, null=False)
    title = Varchar(length=200, default=None, null=False)
    reference = Varchar(length=100, default=None, null=False)
    country = Char(length=2, default=None, null=False)
    form = Varchar(length=8, default=None, null=False)
    label = Varchar(length=40, default=None, null=False)
    language = Varchar(length=10, default=None, null=False)
    largest_bytes = BigInt(default=None, null=True)
    status = Varchar(length=8, default=None, null=False)
    version = Integer(default=None, null=False)
    reason = Varchar(length=500, default=None, null=True)
    pages = Integer(default=None, null=True)
    progress_id = UUID(default=None, null=False)
    ordered_by = UUID(default=None, null=True)
    ordered_at = Timestamptz(default=None, null=False)


class BundleSource(Table, tablename="bundle_sources", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    bundle_id = ForeignKey(references=Bundle, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    number = Integer(default=None, null=False)
    document_id = ForeignKey(references=Document, on_delete=OnDelete.restrict, default=None, null=False)
    class_ = Varchar(length=60, default=None, null=False, db_column_name="class")
    title = Varchar(length=300, default=None, null=False)
    dated_on = Date(default=None, null=True)
    sha256 = Bytea(default=None, null=True)
    rendered_sha256 = Bytea(default=None, null=True)
    engine = Varchar(length=100, default=None, null=True)
    file_name = Varchar(length=200, default=None, null=True)
    volume = Integer(default=None, null=True)
    first_page = Integer(default=None, null=True)
    last_page = Integer(default=None, null=True)
    reason = Varchar(length=500, default=None, null=True)


class BundleVolume(Table, tablename="bundle_volumes", db=DB):
    bundle_id = ForeignKey(references=Bundle, on_delete=OnDelete.restrict, default=None, null=False)
    number = Integer(default=None, null=False)
    document_id = ForeignKey(references=Document, on_delete=OnDelete.restrict, default=None, null=False)
    first_page = Integer(default=None, null=True)
    last_page = Integer(default=None, null=True)
