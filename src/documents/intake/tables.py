"""What the scanner said of a file that came from outside, each time it was asked."""

from piccolo.columns import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from documents.vault.tables import DocumentVersion
from kernel.db import DB


class DocumentScan(Table, tablename="document_scans", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    version_id = ForeignKey(references=DocumentVersion, on_delete=OnDelete.restrict, default=None, null=False)
    state = Varchar(length=12, default=None, null=False)
    finding = Varchar(length=200, default=None, null=True)
    definitions_at = Timestamptz(default=None, null=True)
    at = Timestamptz(default=None, null=False)


class DocumentRescan(Table, tablename="document_rescans", db=DB):
    version_id = ForeignKey(
        references=DocumentVersion, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True
    )
    definitions_at = Timestamptz(default=None, null=False)
    scanned_at = Timestamptz(default=None, null=False)
