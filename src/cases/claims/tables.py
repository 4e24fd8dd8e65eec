"""The debt, its items, payments and chain of title."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class Claim(Table, tablename="claims", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    tape_id = ForeignKey(
        references=LazyTableReference("Tape", module_path="marketplace.tapes.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    firm_organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    reference = Varchar(length=60, default=None, null=False)
    row_no = BigInt(default=None, null=False)
    product = Varchar(length=20, default=None, null=False)
    originator_kind = Varchar(length=20, default=None, null=False)
    country = Char(length=2, default=None, null=False)
    region = Varchar(length=60, default=None, null=True)
    territory = Varchar(length=20, default=None, null=True)
    debtor_kind = Varchar(length=10, default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    cut_off_on = Date(default=None, null=False)
    principal_minor = BigInt(default=None, null=False)
    interest_minor = BigInt(default=None, null=False)
    costs_minor = BigInt(default=None, null=False)
    payments_minor = BigInt(default=None, null=False)
    balance_minor = BigInt(default=None, null=False)
    interest_rate = Numeric(digits=(9, 5), default=None, null=True)
    interest_kind = Varchar(length=12, default=None, null=True)
    interest_from = Date(default=None, null=True)
    contract_on = Date(default=None, null=True)
    due_on = Date(default=None, null=True)
    default_on = Date(default=None, null=True)
    termination_on = Date(default=None, null=True)
    last_payment_on = Date(default=None, null=True)
    last_payment_minor = BigInt(default=None, null=True)
    acknowledged_on = Date(default=None, null=True)
    original_creditor = Varchar(length=200, default=None, null=True)
    told = JSONB(default=None, null=True)
    flags = Array(base_column=Varchar(length=20, default=None), default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)


class ClaimItem(Table, tablename="claim_items", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    claim_id = ForeignKey(references=Claim, on_delete=OnDelete.restrict, default=None, null=False)
    tape_id = UUID(default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    kind = Varchar(length=12, default=None, null=False)
    reference = Varchar(length=60, default=None, null=True)
    amount_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    due_on = Date(default=None, null=True)
    interest_from = Date(default=None, null=True)
    fixed_compensation = Boolean(default=None, null=False)


class ItemLeft(Table, tablename="items_left", db=DB):
    """What the law lets nobody assign: it stayed with the seller of its claim."""

    id = UUID(default=None, null=False, primary_key=True)
    claim_id = ForeignKey(references=Claim, on_delete=OnDelete.restrict, default=None, null=False)
    tape_id = UUID(default=None, null=False)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    sale_id = ForeignKey(
        references=LazyTableReference("Sale", module_path="marketplace.settlement.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    kind = Varchar(length=12, default=None, null=False)
    reference = Varchar(length=60, default=None, null=True)
    amount_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    due_on = Date(default=None, null=True)
    law = Varchar(length=200, default=None, null=False)
    left_on = Date(default=None, null=False)


class ClaimTitle(Table, tablename="claim_titles", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    claim_id = ForeignKey(references=Claim, on_delete=OnDelete.restrict, default=None, null=False)
    tape_id = UUID(default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    holder_organisation_id = UUID(default=None, null=True)
    holder_name = Varchar(length=200, default=None, null=False)
    position = Integer(default=None, null=False)
    from_on = Date(default=None, null=True)
    sale_id = ForeignKey(
        references=LazyTableReference("Sale", module_path="marketplace.settlement.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    deed_document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    deed = Varchar(length=300, default=None, null=True)
    notice_on = Date(default=None, null=True)
    current = Boolean(default=None, null=False)


class ClaimPayment(Table, tablename="claim_payments", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    claim_id = ForeignKey(references=Claim, on_delete=OnDelete.restrict, default=None, null=False)
    tape_id = UUID(default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    received_on = Date(default=None, null=False)
    amount_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    source = Varchar(length=20, default=None, null=False)
    recorded_at = Timestamptz(default=None, null=False)
    receipt_id = ForeignKey(
        references=LazyTableReference("Receipt", module_path="cases.receipts.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    withdrawn_at = Timestamptz(default=None, null=True)


class Interruption(Table, tablename="interruptions", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    claim_id = ForeignKey(references=Claim, on_delete=OnDelete.restrict, default=None, null=False)
    tape_id = UUID(default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    kind = Varchar(length=16, default=None, null=False)
    on_date = Date(default=None, null=False)
    until_on = Date(default=None, null=True)
    form = Varchar(length=16, default=None, null=False)
    proof = Varchar(length=200, default=None, null=False)
    document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    recorded_by = UUID(default=None, null=True)
    recorded_at = Timestamptz(default=None, null=False)
    withdrawn_at = Timestamptz(default=None, null=True)
