"""Which fact sealed a document together with others."""

from piccolo.columns import ForeignKey
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from documents.vault.tables import Document
from kernel.db import DB


class DocumentSeal(Table, tablename="document_seals", db=DB):
    document_id = ForeignKey(
        references=Document, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True
    )
    fact_id = ForeignKey(
        references=LazyTableReference("FactRow", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
