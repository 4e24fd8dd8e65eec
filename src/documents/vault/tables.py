"""The index of the vault; the bytes lie in the object store."""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB


class Document(Table, tablename="documents", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    other_organisation_id = UUID(default=None, null=True)
    subject_kind = Varchar(length=20, default=None, null=False)
    subject_id = UUID(default=None, null=False)
    kind = Varchar(length=60, default=None, null=False)
    title = Varchar(length=300, default=None, null=False)
    language = Varchar(length=10, default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)
    created_by = UUID(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    sealed_at = Timestamptz(default=None, null=True)
    locked_until = Timestamptz(default=None, null=True)
    destroyed_at = Timestamptz(default=None, null=True)
    held_by_store = Boolean(default=None, null=False)


class DocumentVersion(Table, tablename="document_versions", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    document_id = ForeignKey(references=Document, on_delete=OnDelete.restrict, default=None, null=False)
    number = Integer(default=None, null=False)
    file_name = Varchar(length=200, default=None, null=False)
    media_type = Varchar(length=100, default=None, null=False)
    object_key = Varchar(length=200, default=None, null=False)
    data_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    sha256 = Bytea(default=None, null=False)
    size_bytes = BigInt(default=None, null=False)
    pages = Integer(default=None, null=True)
    source_digest = Bytea(default=None, null=True)
    signature_of = ForeignKey(references="self", on_delete=OnDelete.restrict, default=None, null=True)
    made_by = UUID(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)


class DocumentOpening(Table, tablename="document_openings", db=DB):
    version_id = ForeignKey(references=DocumentVersion, on_delete=OnDelete.restrict, default=None, null=False)
    person_id = UUID(default=None, null=False, primary_key=True)
    organisation_id = UUID(default=None, null=False)
    opened_at = Timestamptz(default=None, null=False)
