"""What organisations put on their papers."""

from piccolo.columns import JSONB, UUID, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB


class Letterhead(Table, tablename="letterheads", db=DB):
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    version = Integer(default=None, null=False, primary_key=True)
    sender = Varchar(length=500, default=None, null=False)
    footer = Varchar(length=200, default=None, null=False)
    logo = Bytea(default=None, null=True)
    logo_type = Varchar(length=20, default=None, null=True)
    clauses = JSONB(default=None, null=False)
    saved_by = UUID(default=None, null=True)
    saved_at = Timestamptz(default=None, null=False)
