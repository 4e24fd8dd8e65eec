"""Requests to erase a person, and what each left."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from cases.parties.tables import Party
from documents.retention.tables import Destruction
from kernel.db import DB

ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")
PERSON = LazyTableReference("Person", module_path="accounts.people.tables")


class ErasureRequest(Table, tablename="erasure_requests", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    party_id = ForeignKey(references=Party, on_delete=OnDelete.restrict, default=None, null=False)
    ground = Varchar(length=20, default=None, null=False)
    asked_on = Date(default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)
    four_eyes = Boolean(default=None, null=False)
    opened_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=False)
    opened_at = Timestamptz(default=None, null=False)
    approved_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)
    approved_at = Timestamptz(default=None, null=True)
    refused_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)
    refused_reason = Varchar(length=300, default=None, null=True)
    destruction_id = ForeignKey(references=Destruction, on_delete=OnDelete.restrict, default=None, null=True)
    done_at = Timestamptz(default=None, null=True)


class ErasureRemain(Table, tablename="erasure_remains", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    request_id = ForeignKey(references=ErasureRequest, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    position = Integer(default=None, null=False)
    what = Varchar(length=20, default=None, null=False)
    subject_id = UUID(default=None, null=False)
    why = Varchar(length=12, default=None, null=False)
    until_on = Date(default=None, null=True)
