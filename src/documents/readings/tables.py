"""When each stored file was last read back."""

from piccolo.columns import ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from documents.vault.tables import Document, DocumentVersion
from kernel.db import DB


class DocumentReading(Table, tablename="document_readings", db=DB):
    version_id = ForeignKey(
        references=DocumentVersion, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True
    )
    document_id = ForeignKey(references=Document, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    state = Varchar(length=8, default=None, null=False)
    since = Timestamptz(default=None, null=False)
    read_at = Timestamptz(default=None, null=False)
