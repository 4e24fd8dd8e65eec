"""What an organisation may do, where, and until when."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class Licence(Table, tablename="licences", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    role = Varchar(length=12, default=None, null=False)
    country = Char(length=2, default=None, null=False)
    originator_kind = Varchar(length=20, default=None, null=False)
    debtor_kind = Varchar(length=10, default=None, null=False)
    number = Varchar(length=80, default=None, null=False)
    authority = Varchar(length=200, default=None, null=False)
    from_on = Date(default=None, null=False)
    expires_on = Date(default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    status_reason = Varchar(length=300, default=None, null=True)
