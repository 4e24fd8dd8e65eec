"""Our work on a claim: the case, its holds and its events."""

from piccolo.columns import JSONB, UUID, Boolean, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB


class Case(Table, tablename="cases", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    claim_id = ForeignKey(
        references=LazyTableReference("Claim", module_path="cases.claims.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    tape_id = UUID(default=None, null=False)
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
    sale_id = ForeignKey(
        references=LazyTableReference("Sale", module_path="marketplace.settlement.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    reference = Varchar(length=40, default=None, null=False)
    jurisdiction = Varchar(length=10, default=None, null=True)
    procedure = Varchar(length=40, default=None, null=True)
    procedure_step = Varchar(length=40, default=None, null=True)
    status = Varchar(length=12, default=None, null=False)
    reconciled_at = Timestamptz(default=None, null=True)
    notice_sent_on = Date(default=None, null=True)
    notice_returned_on = Date(default=None, null=True)
    documents_checked_at = Timestamptz(default=None, null=True)
    person_id = UUID(default=None, null=True)
    closed_reason = Varchar(length=200, default=None, null=True)
    closed_on = Date(default=None, null=True)
    opened_at = Timestamptz(default=None, null=False)
    version = Integer(default=None, null=False)


class CaseHold(Table, tablename="case_holds", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    case_id = ForeignKey(references=Case, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    ground = Varchar(length=16, default=None, null=False)
    from_on = Date(default=None, null=False)
    until_on = Date(default=None, null=True)
    effect = Varchar(length=200, default=None, null=False)
    ended_reason = Varchar(length=200, default=None, null=True)
    recorded_by = UUID(default=None, null=True)
    recorded_at = Timestamptz(default=None, null=False)


class CaseEvent(Table, tablename="case_events", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    case_id = ForeignKey(references=Case, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    event = Varchar(length=60, default=None, null=False)
    on_date = Date(default=None, null=False)
    provenance = Varchar(length=200, default=None, null=False)
    document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    recorded_by = UUID(default=None, null=True)
    recorded_at = Timestamptz(default=None, null=False)
    superseded_by = ForeignKey(references="self", on_delete=OnDelete.restrict, default=None, null=True)
    outcome = Varchar(length=40, default=None, null=True)
    party_id = ForeignKey(
        references=LazyTableReference("Party", module_path="cases.parties.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )


class CaseParticulars(Table, tablename="case_particulars", db=DB):
    case_id = ForeignKey(references=Case, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    agreement_form = Varchar(length=10, default=None, null=True)
    seat = Varchar(length=120, default=None, null=True)
    details = JSONB(default=None, null=False)
    version = Integer(default=None, null=False)


class CaseExhibit(Table, tablename="case_exhibits", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    case_id = ForeignKey(references=Case, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    kind = Varchar(length=30, default=None, null=False)
    title = Varchar(length=300, default=None, null=False)
    dated_on = Date(default=None, null=True)
    added_by = UUID(default=None, null=True)
    added_at = Timestamptz(default=None, null=False)
    removed_at = Timestamptz(default=None, null=True)


class SavedFilter(Table, tablename="saved_filters", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    person_id = ForeignKey(
        references=LazyTableReference("Person", module_path="accounts.people.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    list = Varchar(length=10, default=None, null=False)
    name = Varchar(length=60, default=None, null=False)
    query = Varchar(length=500, default=None, null=False)
    shared = Boolean(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    removed_at = Timestamptz(default=None, null=True)
