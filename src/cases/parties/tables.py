"""Debtors, co-debtors and guarantors: the few tables that hold persons."""

from piccolo.columns import UUID, Bytea, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class Party(Table, tablename="parties", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    claim_id = ForeignKey(
        references=LazyTableReference("Claim", module_path="cases.claims.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    tape_id = UUID(default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    role = Varchar(length=12, default=None, null=False)
    kind = Varchar(length=10, default=None, null=False)
    name = Varchar(length=200, default=None, null=False)
    street = Varchar(length=200, default=None, null=True)
    postcode = Varchar(length=20, default=None, null=True)
    city = Varchar(length=120, default=None, null=True)
    region = Varchar(length=60, default=None, null=True)
    country = Char(length=2, default=None, null=True)
    sealed = Bytea(default=None, null=True)
    data_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    person_hash = Bytea(default=None, null=False)
    national_id_hash = Bytea(default=None, null=True)
    iban_hash = Bytea(default=None, null=True)
    email_hash = Bytea(default=None, null=True)
    phone_hash = Bytea(default=None, null=True)
    erased_at = Timestamptz(default=None, null=True)
    given_name = Varchar(length=200, default=None, null=True)
    family_name = Varchar(length=200, default=None, null=True)
