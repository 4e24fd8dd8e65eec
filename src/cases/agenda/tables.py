"""Hearings, notes, tasks and efforts of a case."""

from piccolo.columns import UUID, BigInt, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB

CASE = LazyTableReference("Case", module_path="cases.desk.tables")
ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")
PERSON = LazyTableReference("Person", module_path="accounts.people.tables")


class Hearing(Table, tablename="hearings", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    case_id = ForeignKey(references=CASE, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    at = Timestamptz(default=None, null=False)
    zone = Varchar(length=40, default=None, null=False)
    court = Varchar(length=200, default=None, null=False)
    room = Varchar(length=80, default=None, null=True)
    what = Varchar(length=120, default=None, null=False)
    person_id = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)
    status = Varchar(length=10, default=None, null=False)
    outcome = Varchar(length=300, default=None, null=True)
    version = Integer(default=None, null=False)
    entered_by = UUID(default=None, null=True)
    entered_at = Timestamptz(default=None, null=False)


class CaseNote(Table, tablename="case_notes", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    case_id = ForeignKey(references=CASE, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    text = Varchar(length=4000, default=None, null=False)
    written_by = UUID(default=None, null=True)
    written_at = Timestamptz(default=None, null=False)


class CaseTask(Table, tablename="case_tasks", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    case_id = ForeignKey(references=CASE, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    what = Varchar(length=200, default=None, null=False)
    due_on = Date(default=None, null=True)
    person_id = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)
    set_by = UUID(default=None, null=True)
    set_at = Timestamptz(default=None, null=False)
    done_by = UUID(default=None, null=True)
    done_at = Timestamptz(default=None, null=True)


class CaseEffort(Table, tablename="case_efforts", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    case_id = ForeignKey(references=CASE, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    on_date = Date(default=None, null=False)
    what = Varchar(length=200, default=None, null=False)
    minutes = Integer(default=None, null=True)
    amount_minor = BigInt(default=None, null=True)
    currency = Char(length=3, default=None, null=True)
    person_id = UUID(default=None, null=True)
    entered_at = Timestamptz(default=None, null=False)
