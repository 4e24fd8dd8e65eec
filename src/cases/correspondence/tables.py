"""The tray of incoming post."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB


class IncomingPaper(Table, tablename="incoming_papers", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    said = Varchar(length=200, default=None, null=True)
    received_on = Date(default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    event_id = ForeignKey(
        references=LazyTableReference("CaseEvent", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    reason = Varchar(length=300, default=None, null=True)
    handled_by = UUID(default=None, null=True)
    handled_at = Timestamptz(default=None, null=True)
    version = Integer(default=None, null=False)
    brought_by = UUID(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
