"""Files of the vault in another form."""

from piccolo.columns import UUID, BigInt, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from documents.vault.tables import DocumentVersion
from kernel.db import DB


class DocumentRendition(Table, tablename="document_renditions", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    version_id = ForeignKey(references=DocumentVersion, on_delete=OnDelete.restrict, default=None, null=False)
    engine = Varchar(length=100, default=None, null=False)
    object_key = Varchar(length=200, default=None, null=False)
    sha256 = Bytea(default=None, null=False)
    size_bytes = BigInt(default=None, null=False)
    pages = Integer(default=None, null=False)
    made_by = UUID(default=None, null=True)
    made_at = Timestamptz(default=None, null=False)
