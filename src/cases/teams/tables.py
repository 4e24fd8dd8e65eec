"""Teams, absences, and how early an organisation wants to be reminded."""

from piccolo.columns import UUID, Array, BigInt, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB

ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")
PERSON = LazyTableReference("Person", module_path="accounts.people.tables")


class Team(Table, tablename="teams", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    name = Varchar(length=80, default=None, null=False)
    jurisdictions = Array(base_column=Varchar(length=10, default=None), default=None, null=False)
    products = Array(base_column=Varchar(length=20, default=None), default=None, null=False)
    least_minor = BigInt(default=None, null=True)
    most_minor = BigInt(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    closed_at = Timestamptz(default=None, null=True)
    lead_person_id = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)


class TeamMember(Table, tablename="team_members", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    team_id = ForeignKey(references=Team, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    person_id = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=False)
    since = Timestamptz(default=None, null=False)
    until = Timestamptz(default=None, null=True)


class Absence(Table, tablename="absences", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    person_id = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=False)
    cover_person_id = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=False)
    from_on = Date(default=None, null=False)
    until_on = Date(default=None, null=False)
    recorded_by = UUID(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)


class ReminderSetting(Table, tablename="reminder_settings", db=DB):
    organisation_id = ForeignKey(
        references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True
    )
    days_before = Array(base_column=Integer(default=None), default=None, null=False)
    escalate_after = Integer(default=None, null=True)
    escalate_to = ForeignKey(references=PERSON, on_delete=OnDelete.restrict, default=None, null=True)
    changed_by = UUID(default=None, null=True)
    changed_at = Timestamptz(default=None, null=False)
