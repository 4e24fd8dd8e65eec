"""Who trades and works here."""

from piccolo.columns import UUID, Array, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class Organisation(Table, tablename="organisations", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    name = Varchar(length=200, default=None, null=False)
    kinds = Array(base_column=Varchar(length=20, default=None), default=None, null=False)
    country = Char(length=2, default=None, null=False)
    registration_number = Varchar(length=60, default=None, null=True)
    street = Varchar(length=200, default=None, null=True)
    postcode = Varchar(length=20, default=None, null=True)
    city = Varchar(length=120, default=None, null=True)
    contact_email = Varchar(length=254, default=None, null=True)
    contact_phone = Varchar(length=40, default=None, null=True)
    bank_account = Varchar(length=34, default=None, null=True)
    originator_kind = Varchar(length=20, default=None, null=True)
    status = Varchar(length=12, default=None, null=False)
    status_reason = Text(default=None, null=True)
    version = Integer(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    demands_second_factor = Boolean(default=None, null=False)
