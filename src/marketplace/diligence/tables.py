"""Who accepted the confidentiality agreement."""

from piccolo.columns import UUID, Bytea, ForeignKey, Timestamptz, Varchar
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
