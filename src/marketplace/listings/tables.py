"""What is offered: listings, lots, and the anonymised release."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    Numeric,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class Listing(Table, tablename="listings", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    title = Varchar(length=200, default=None, null=False)
    summary = Text(default=None, null=False)
    originator_kind = Varchar(length=20, default=None, null=False)
    country = Char(length=2, default=None, null=False)
    currency = Char(length=3, default=None, null=False)
    debtor_kinds = Array(base_column=Varchar(length=20, default=None), default=None, null=False)
    cut_off_on = Date(default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    auction_form = Varchar(length=12, default=None, null=False)
    award_rule = Varchar(length=10, default=None, null=False)
    circle = Varchar(length=8, default=None, null=False)
    k_wanted = Integer(default=None, null=False)
    minimum_minor = BigInt(default=None, null=False)
    tick_minor = BigInt(default=None, null=False)
    nda_version = Varchar(length=40, default=None, null=False)
    nda_sha256 = Bytea(default=None, null=False)
    putback_days = Integer(default=None, null=False)
    opens_at = Timestamptz(default=None, null=True)
    bids_open_at = Timestamptz(default=None, null=False)
    bids_close_at = Timestamptz(default=None, null=False)
    last_bid_number = Integer(default=None, null=False)
    status_reason = Text(default=None, null=True)
    column_roles = JSONB(default=None, null=False)
    l_wanted = Integer(default=None, null=False)
    t_wanted = Numeric(digits=(4, 3), default=None, null=False)
    roles_confirmed_at = Timestamptz(default=None, null=True)
    roles_confirmed_by = UUID(default=None, null=True)
    created_by = UUID(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    version = Integer(default=None, null=False)


class ListingInvitee(Table, tablename="listing_invitees", db=DB):
    listing_id = ForeignKey(references=Listing, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    invited_organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )


class ListingReserve(Table, tablename="listing_reserves", db=DB):
    listing_id = ForeignKey(references=Listing, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True)
    organisation_id = UUID(default=None, null=False)
    reserve_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)


class Lot(Table, tablename="lots", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    listing_id = ForeignKey(references=Listing, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    name = Varchar(length=120, default=None, null=False)
    position = Integer(default=None, null=False)
    claims_count = BigInt(default=None, null=False)
    debtors_count = BigInt(default=None, null=False)
    balance_minor = BigInt(default=None, null=False)
    currency = Char(length=3, default=None, null=False)


class LotClaim(Table, tablename="lot_claims", db=DB):
    lot_id = ForeignKey(references=Lot, on_delete=OnDelete.restrict, default=None, null=False)
    claim_id = ForeignKey(
        references=LazyTableReference("Claim", module_path="cases.claims.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    listing_id = UUID(default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    released_reference = Varchar(length=20, default=None, null=False)
    live = Boolean(default=None, null=False)


class Release(Table, tablename="releases", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    listing_id = ForeignKey(references=Listing, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    k_wanted = Integer(default=None, null=False)
    k_reached = Integer(default=None, null=False)
    rows_count = BigInt(default=None, null=False)
    report = JSONB(default=None, null=False)
    strata = JSONB(default=None, null=False)
    charts = JSONB(default=None, null=False)
    file_name = Varchar(length=200, default=None, null=False)
    object_key = Varchar(length=200, default=None, null=False)
    data_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    sha256 = Bytea(default=None, null=False)
    size_bytes = BigInt(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)


class ReleaseWeighing(Table, tablename="release_weighings", db=DB):
    listing_id = ForeignKey(references=Listing, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    k = Integer(default=None, null=False)
    under = Bytea(default=None, null=False)
    claims = BigInt(default=None, null=False)
    tried = BigInt(default=None, null=False)
    k_reached = Integer(default=None, null=True)
    highest_risk = DoublePrecision(default=None, null=True)
    average_risk = DoublePrecision(default=None, null=True)
    detail_kept = DoublePrecision(default=None, null=True)
    value_error = DoublePrecision(default=None, null=True)
    hidden = BigInt(default=None, null=True)
    refused = Text(default=None, null=True)
    weighed_at = Timestamptz(default=None, null=False)
