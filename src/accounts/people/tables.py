"""People, their roles, and how they come in."""

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB


class Person(Table, tablename="people", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    email = Varchar(length=254, default=None, null=False)
    name = Varchar(length=200, default=None, null=False)
    password_hash = Varchar(length=200, default=None, null=True)
    status = Varchar(length=12, default=None, null=False)
    locale = Varchar(length=10, default=None, null=False)
    time_zone = Varchar(length=60, default=None, null=False)
    version = Integer(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)


class Role(Table, tablename="roles", db=DB):
    role = Varchar(length=30, default=None, null=False, primary_key=True)
    sentence = Text(default=None, null=False)


class RolePermission(Table, tablename="role_permissions", db=DB):
    role = ForeignKey(references=Role, on_delete=OnDelete.restrict, default=None, null=False)
    permission = Varchar(length=60, default=None, null=False)


class Membership(Table, tablename="memberships", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    person_id = ForeignKey(references=Person, on_delete=OnDelete.restrict, default=None, null=False)
    role = ForeignKey(references=Role, on_delete=OnDelete.restrict, default=None, null=False)
    since = Timestamptz(default=None, null=False)
    until = Timestamptz(default=None, null=True)


class Invitation(Table, tablename="invitations", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    email = Varchar(length=254, default=None, null=False)
    name = Varchar(length=200, default=None, null=False)
    role = ForeignKey(references=Role, on_delete=OnDelete.restrict, default=None, null=False)
    token_hash = Bytea(default=None, null=False)
    invited_by = UUID(default=None, null=True)
    expires_at = Timestamptz(default=None, null=False)
    accepted_at = Timestamptz(default=None, null=True)
    withdrawn_at = Timestamptz(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
