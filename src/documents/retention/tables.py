"""How long papers are kept, what holds them, and how they go."""

from piccolo.columns import UUID, Boolean, Bytea, Char, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from documents.vault.tables import Document
from kernel.db import DB

ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")
PERSON = LazyTableReference("Person", module_path="accounts.people.tables")


class RetentionRule(Table, tablename="retention_rules", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    document_class = Varchar(length=12, default=None, null=False)
    country = Char(length=2, default=None, null=True)
    months = Integer(default=None, null=True)
    counts_from = Varchar(length=12, default=None, null=False)
    basis = Varchar(length=8, default=None, null=False)
    ground = Varchar(length=300, default=None, null=False)
    from_on = Date(default=None, null=False)
    set_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=False)
    set_at = Timestamptz(default=None, null=False)


class RetentionPolicy(Table, tablename="retention_policies", db=DB):
    organisation_id = ForeignKey(
        references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True
    )
    four_eyes = Boolean(default=None, null=False)
    set_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=False)
    set_at = Timestamptz(default=None, null=False)


class LegalHold(Table, tablename="legal_holds", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    scope = Varchar(length=8, default=None, null=False)
    subject_id = UUID(default=None, null=False)
    person_hash = Bytea(default=None, null=True)
    reason = Varchar(length=300, default=None, null=False)
    placed_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=False)
    placed_at = Timestamptz(default=None, null=False)
    lifted_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)
    lifted_at = Timestamptz(default=None, null=True)
    lift_reason = Varchar(length=300, default=None, null=True)
    told_at = Timestamptz(default=None, null=True)
    version = Integer(default=None, null=False)


class Destruction(Table, tablename="destructions", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    cause = Varchar(length=10, default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)
    four_eyes = Boolean(default=None, null=False)
    proposed_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)
    proposed_at = Timestamptz(default=None, null=False)
    first_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)
    first_at = Timestamptz(default=None, null=True)
    approved_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)
    approved_at = Timestamptz(default=None, null=True)
    refused_by = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)
    refused_reason = Varchar(length=300, default=None, null=True)
    done_at = Timestamptz(default=None, null=True)


class DestructionItem(Table, tablename="destruction_items", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    destruction_id = ForeignKey(references=Destruction, on_delete=OnDelete.restrict, default=None, null=False)
    document_id = ForeignKey(references=Document, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    document_class = Varchar(length=12, default=None, null=False)
    rule_id = ForeignKey(references=RetentionRule, on_delete=OnDelete.restrict, default=None, null=True)
    due_on = Date(default=None, null=True)
    status = Varchar(length=10, default=None, null=False)
    spared_for = Varchar(length=12, default=None, null=True)
    sha256 = Bytea(default=None, null=True)
    destroyed_at = Timestamptz(default=None, null=True)
    locked_until = Timestamptz(default=None, null=True)
    bytes_gone_at = Timestamptz(default=None, null=True)
