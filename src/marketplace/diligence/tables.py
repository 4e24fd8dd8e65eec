"""Who accepted the confidentiality agreement, what each was handed at which level, and who destroyed it."""

from piccolo.columns import JSONB, UUID, BigInt, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB


class NdaAcceptance(Table, tablename="nda_acceptances", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    listing_id = ForeignKey(
        references=LazyTableReference("Listing", module_path="marketplace.listings.tables"),
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
    person_id = UUID(default=None, null=False)
    nda_version = Varchar(length=40, default=None, null=False)
    nda_sha256 = Bytea(default=None, null=False)
    accepted_at = Timestamptz(default=None, null=False)
    ip = Varchar(length=45, default=None, null=True)


class ReleasedCopy(Table, tablename="released_copies", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    listing_id = ForeignKey(
        references=LazyTableReference("Listing", module_path="marketplace.listings.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    level = Varchar(length=8, default=None, null=False)
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
    mark_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    file_name = Varchar(length=200, default=None, null=False)
    media_type = Varchar(length=100, default=None, null=False)
    object_key = Varchar(length=200, default=None, null=False)
    data_key_id = ForeignKey(
        references=LazyTableReference("DataKey", module_path="kernel.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    sha256 = Bytea(default=None, null=False)
    size_bytes = BigInt(default=None, null=False)
    rows_count = BigInt(default=None, null=False)
    made_at = Timestamptz(default=None, null=False)


class ReleaseLevel(Table, tablename="release_levels", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    listing_id = ForeignKey(
        references=LazyTableReference("Listing", module_path="marketplace.listings.tables"),
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
    level = Varchar(length=8, default=None, null=False)
    status = Varchar(length=8, default=None, null=False)
    changed_by = UUID(default=None, null=True)
    changed_at = Timestamptz(default=None, null=False)
    version = Integer(default=None, null=False)


class ShortlistPick(Table, tablename="shortlist_picks", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    listing_id = ForeignKey(
        references=LazyTableReference("Listing", module_path="marketplace.listings.tables"),
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
    status = Varchar(length=8, default=None, null=False)
    changed_by = UUID(default=None, null=True)
    changed_at = Timestamptz(default=None, null=False)
    version = Integer(default=None, null=False)


class DestructionRequest(Table, tablename="destruction_requests", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    listing_id = ForeignKey(
        references=LazyTableReference("Listing", module_path="marketplace.listings.tables"),
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
    status = Varchar(length=10, default=None, null=False)
    asked_at = Timestamptz(default=None, null=False)
    due_on = Date(default=None, null=False)
    text_version = Varchar(length=40, default=None, null=True)
    text_sha256 = Bytea(default=None, null=True)
    files = JSONB(default=None, null=True)
    certified_by = UUID(default=None, null=True)
    certified_at = Timestamptz(default=None, null=True)
    ip = Varchar(length=45, default=None, null=True)
    version = Integer(default=None, null=False)
