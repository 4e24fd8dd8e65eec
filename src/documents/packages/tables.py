"""Many documents handed out at once."""

from piccolo.columns import UUID, Array, BigInt, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB


class DocumentPackage(Table, tablename="document_packages", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    form = Varchar(length=6, default=None, null=False)
    title = Varchar(length=200, default=None, null=False)
    status = Varchar(length=8, default=None, null=False)
    version = Integer(default=None, null=False)
    document_ids = Array(base_column=UUID(default=None), default=None, null=False)
    included = Array(base_column=UUID(default=None), default=None, null=True)
    reason = Varchar(length=500, default=None, null=True)
    sha256 = Bytea(default=None, null=True)
    size_bytes = BigInt(default=None, null=True)
    object_key = Varchar(length=200, default=None, null=True)
    data_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    ordered_by = UUID(default=None, null=True)
    ordered_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=True)
