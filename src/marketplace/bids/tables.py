"""Offers, sealed until the close."""

from piccolo.columns import UUID, BigInt, Bytea, Date, ForeignKey, Integer, Numeric, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class BidRow(Table, tablename="bids", db=DB):
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
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
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
    purchaser_organisation_id = ForeignKey(
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
    person_id = UUID(default=None, null=False)
    number = Integer(default=None, null=False)
    placed_at = Timestamptz(default=None, null=False)
    sealed = Bytea(default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    status = Varchar(length=12, default=None, null=False)
    opened_at = Timestamptz(default=None, null=True)
    amount_minor = BigInt(default=None, null=True)
    per_cent = Numeric(digits=(9, 4), default=None, null=True)
    valid_until = Date(default=None, null=True)
    funding = Varchar(length=200, default=None, null=True)
    rank = Integer(default=None, null=True)
    reason = Varchar(length=300, default=None, null=True)
    version = Integer(default=None, null=False)
