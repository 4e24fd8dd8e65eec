"""What is owed and paid, in double entry."""

from piccolo.columns import UUID, BigInt, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class Charge(Table, tablename="charges", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    payee_organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    sale_id = ForeignKey(
        references=LazyTableReference("Sale", module_path="marketplace.settlement.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    kind = Varchar(length=16, default=None, null=False)
    method = Varchar(length=8, default=None, null=False)
    amount_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    reference = Varchar(length=25, default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    payer_confirmed_at = Timestamptz(default=None, null=True)
    payee_confirmed_at = Timestamptz(default=None, null=True)
    provider_id = Varchar(length=120, default=None, null=True)
    version = Integer(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    paid_at = Timestamptz(default=None, null=True)
    payee_account = Varchar(length=40, default=None, null=True)
    refund_reason = Varchar(length=300, default=None, null=True)
    refund_asked_at = Timestamptz(default=None, null=True)


class LedgerAccount(Table, tablename="ledger_accounts", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    code = Varchar(length=40, default=None, null=False)
    currency = Char(length=3, default=None, null=False)


class LedgerEntry(Table, tablename="ledger_entries", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    at = Timestamptz(default=None, null=False)
    kind = Varchar(length=40, default=None, null=False)
    charge_id = ForeignKey(references=Charge, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    other_organisation_id = UUID(default=None, null=True)
    cause = Varchar(length=120, default=None, null=False)


class LedgerPosting(Table, tablename="ledger_postings", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    entry_id = ForeignKey(references=LedgerEntry, on_delete=OnDelete.restrict, default=None, null=False)
    account_id = ForeignKey(references=LedgerAccount, on_delete=OnDelete.restrict, default=None, null=False)
    amount_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
