"""Sales from award to transfer, and the schedules both sides keep."""

from piccolo.columns import UUID, BigInt, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class Sale(Table, tablename="sales", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    listing_id = ForeignKey(
        references=LazyTableReference("Listing", module_path="marketplace.listings.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    lot_id = ForeignKey(
        references=LazyTableReference("Lot", module_path="marketplace.listings.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    bid_id = ForeignKey(
        references=LazyTableReference("BidRow", module_path="marketplace.bids.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    seller_organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    buyer_organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    bidder_organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    servicer_organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    status = Varchar(length=12, default=None, null=False)
    price_minor = BigInt(default=None, null=False)
    adjusted_price_minor = BigInt(default=None, null=True)
    currency = Char(length=3, default=None, null=False)
    cut_off_on = Date(default=None, null=False)
    putback_days = Integer(default=None, null=False)
    contract_document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    contract_sha256 = Bytea(default=None, null=True)
    deed_document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    deed_sha256 = Bytea(default=None, null=True)
    creditor_reference = Varchar(length=25, default=None, null=False)
    awarded_at = Timestamptz(default=None, null=False)
    transferred_at = Timestamptz(default=None, null=True)
    putback_until = Date(default=None, null=True)
    cancelled_reason = Varchar(length=300, default=None, null=True)
    version = Integer(default=None, null=False)


class SaleClaim(Table, tablename="sale_claims", db=DB):
    sale_id = ForeignKey(references=Sale, on_delete=OnDelete.restrict, default=None, null=False)
    claim_id = ForeignKey(
        references=LazyTableReference("Claim", module_path="cases.claims.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    tape_id = UUID(default=None, null=False)
    seller_organisation_id = UUID(default=None, null=False)
    buyer_organisation_id = UUID(default=None, null=False)
    position = Integer(default=None, null=False)
    reference = Varchar(length=60, default=None, null=False)
    debtor_name = Varchar(length=200, default=None, null=False)
    product = Varchar(length=20, default=None, null=False)
    default_on = Date(default=None, null=True)
    balance_minor = BigInt(default=None, null=False)
    receipts_minor = BigInt(default=None, null=False)
    price_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    dropped_reason = Varchar(length=200, default=None, null=True)
    left_minor = BigInt(default=None, null=False)
    left_law = Varchar(length=200, default=None, null=True)


class Acceptance(Table, tablename="acceptances", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    sale_id = ForeignKey(references=Sale, on_delete=OnDelete.restrict, default=None, null=False)
    what = Varchar(length=16, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    other_organisation_id = UUID(default=None, null=False)
    person_id = UUID(default=None, null=False)
    document_sha256 = Bytea(default=None, null=True)
    shown_minor = BigInt(default=None, null=True)
    currency = Char(length=3, default=None, null=True)
    statement = Varchar(length=500, default=None, null=False)
    accepted_at = Timestamptz(default=None, null=False)
    ip = Varchar(length=45, default=None, null=True)
    signatory_name = Varchar(length=200, default=None, null=True)
    signatory_position = Varchar(length=200, default=None, null=True)
    signatory_authority = Varchar(length=300, default=None, null=True)
