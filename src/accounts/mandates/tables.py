"""Who may act for whom, from when to when, by which power of attorney."""

from piccolo.columns import UUID, Bytea, Date, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB


class Mandate(Table, tablename="mandates", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    agent_organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    kind = Varchar(length=12, default=None, null=False)
    from_on = Date(default=None, null=False)
    until_on = Date(default=None, null=True)
    power_sha256 = Bytea(default=None, null=False)
    power_document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    granted_by = UUID(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
