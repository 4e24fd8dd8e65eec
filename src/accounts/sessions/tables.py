"""Signed-in sessions, second factors and tokens."""

from piccolo.columns import JSONB, UUID, Array, BigInt, Boolean, Bytea, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import BigIdentity
from kernel.db import DB


class Session(Table, tablename="sessions", db=DB):
    id = Bytea(default=None, null=False, primary_key=True)
    person_id = ForeignKey(
        references=LazyTableReference("Person", module_path="accounts.people.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    created_at = Timestamptz(default=None, null=False)
    seen_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    second_factor_at = Timestamptz(default=None, null=True)
    flash = JSONB(default=None, null=False)
    ip = Varchar(length=45, default=None, null=True)
    agent = Varchar(length=200, default=None, null=True)


class SecondFactor(Table, tablename="second_factors", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    person_id = ForeignKey(
        references=LazyTableReference("Person", module_path="accounts.people.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    secret_sealed = Bytea(default=None, null=False)
    confirmed_at = Timestamptz(default=None, null=True)
    last_step = BigInt(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    removed_at = Timestamptz(default=None, null=True)


class RecoveryCode(Table, tablename="recovery_codes", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    person_id = ForeignKey(
        references=LazyTableReference("Person", module_path="accounts.people.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    code_hash = Bytea(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)


class SignInAttempt(Table, tablename="sign_in_attempts", db=DB):
    id = BigIdentity(primary_key=True)
    at = Timestamptz(default=None, null=False)
    email_hash = Bytea(default=None, null=False)
    ip = Varchar(length=45, default=None, null=True)
    succeeded = Boolean(default=None, null=False)


class ApiToken(Table, tablename="api_tokens", db=DB):
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
    name = Varchar(length=80, default=None, null=False)
    token_hash = Bytea(default=None, null=False)
    scopes = Array(base_column=Varchar(length=60, default=None), default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    revoked_at = Timestamptz(default=None, null=True)
    used_at = Timestamptz(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
