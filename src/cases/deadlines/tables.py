"""Deadlines with their reckoning, reminders and calendar feeds."""

from piccolo.columns import JSONB, UUID, Boolean, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB


class Deadline(Table, tablename="deadlines", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    tape_id = UUID(default=None, null=False)
    claim_id = ForeignKey(
        references=LazyTableReference("Claim", module_path="cases.claims.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    kind = Varchar(length=12, default=None, null=False)
    rule = Varchar(length=60, default=None, null=False)
    title = Varchar(length=200, default=None, null=False)
    outcome = Varchar(length=10, default=None, null=False)
    missing = Varchar(length=200, default=None, null=True)
    statutory_on = Date(default=None, null=True)
    statutory_at = Timestamptz(default=None, null=True)
    safe_on = Date(default=None, null=True)
    authority = Varchar(length=300, default=None, null=True)
    verified = Boolean(default=None, null=False)
    provisional = Varchar(length=300, default=None, null=True)
    reckoning = JSONB(default=None, null=False)
    status = Varchar(length=12, default=None, null=False)
    closed_at = Timestamptz(default=None, null=True)
    closed_by = UUID(default=None, null=True)
    evidence_document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    closed_reason = Varchar(length=300, default=None, null=True)
    event_id = ForeignKey(
        references=LazyTableReference("CaseEvent", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    superseded_by = ForeignKey(references="self", on_delete=OnDelete.restrict, default=None, null=True)
    person_id = UUID(default=None, null=True)
    version = Integer(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    who = Varchar(length=8, default=None, null=False)
    opens_on = Date(default=None, null=True)
    opens = Varchar(length=200, default=None, null=True)
    closing_event_id = ForeignKey(
        references=LazyTableReference("CaseEvent", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )


class Reminder(Table, tablename="reminders", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    deadline_id = ForeignKey(references=Deadline, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    person_id = UUID(default=None, null=False)
    days_before = Integer(default=None, null=False)
    sent_at = Timestamptz(default=None, null=False)


class CalendarFeed(Table, tablename="calendar_feeds", db=DB):
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
    token_hash = Bytea(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    revoked_at = Timestamptz(default=None, null=True)


class DeadlinePolicy(Table, tablename="deadline_policies", db=DB):
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
        primary_key=True,
    )
    four_eyes = Boolean(default=None, null=False)
    set_by = ForeignKey(
        references=LazyTableReference("Person", module_path="accounts.people.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    set_at = Timestamptz(default=None, null=False)


class DeadlineCheck(Table, tablename="deadline_checks", db=DB):
    deadline_id = ForeignKey(
        references=Deadline, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True
    )
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    entered_by = ForeignKey(
        references=LazyTableReference("Person", module_path="accounts.people.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    checked_by = ForeignKey(
        references=LazyTableReference("Person", module_path="accounts.people.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    checked_at = Timestamptz(default=None, null=False)


class LawFollowed(Table, tablename="law_followed", db=DB):
    jurisdiction = Varchar(length=10, default=None, null=False, primary_key=True)
    digest = Bytea(default=None, null=False)
    followed_at = Timestamptz(default=None, null=False)


class PendingClosing(Table, tablename="pending_closings", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    deadline_id = ForeignKey(references=Deadline, on_delete=OnDelete.restrict, default=None, null=False)
    event_id = ForeignKey(
        references=LazyTableReference("CaseEvent", module_path="cases.desk.tables"),
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
    verb = Varchar(length=10, default=None, null=False)
    reason = Varchar(length=300, default=None, null=False)
    document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    asked_by = UUID(default=None, null=True)
    asked_at = Timestamptz(default=None, null=False)
    settled = Varchar(length=10, default=None, null=True)
    settled_by = UUID(default=None, null=True)
    settled_at = Timestamptz(default=None, null=True)
    settled_reason = Varchar(length=300, default=None, null=True)
