"""What documents say: the text of each version under its own key, and its words for each reader."""

from piccolo.columns import UUID, Array, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from documents.vault.tables import Document, DocumentVersion
from kernel.columns import TextVector
from kernel.db import DB


class DocumentText(Table, tablename="document_texts", db=DB):
    version_id = ForeignKey(
        references=DocumentVersion, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True
    )
    document_id = ForeignKey(references=Document, on_delete=OnDelete.restrict, default=None, null=False)
    state = Varchar(length=10, default=None, null=False)
    reason = Varchar(length=500, default=None, null=True)
    sealed = Bytea(default=None, null=True)
    languages = Array(base_column=Varchar(length=2, default=None), default=None, null=True)
    pages = Integer(default=None, null=True)
    attempts = Integer(default=None, null=False)
    taken_at = Timestamptz(default=None, null=True)
    read_at = Timestamptz(default=None, null=True)
    indexed_at = Timestamptz(default=None, null=True)


class DocumentWords(Table, tablename="document_words", db=DB):
    document_id = ForeignKey(references=Document, on_delete=OnDelete.restrict, default=None, null=False)
    reader_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    subject_id = UUID(default=None, null=False)
    kind = Varchar(length=60, default=None, null=False)
    made_at = Timestamptz(default=None, null=False)
    words = TextVector(default=None, null=False)
