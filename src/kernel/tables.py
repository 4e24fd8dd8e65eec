"""The tables any business of this kind has."""

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    Interval,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from kernel.columns import BigIdentity, Xid8
from kernel.db import DB


class FactRow(Table, tablename="facts", db=DB):
    id = BigIdentity(primary_key=True)
    at = Timestamptz(default=None, null=False)
    xid = Xid8(default=None, null=False)
    kind = Varchar(length=80, default=None, null=False)
    actor_kind = Varchar(length=12, default=None, null=False)
    person_id = UUID(default=None, null=True)
    organisation_id = UUID(default=None, null=True)
    about_organisation_id = UUID(default=None, null=True)
    subject_id = UUID(default=None, null=False)
    data = JSONB(default=None, null=False)


class FactSeal(Table, tablename="fact_seals", db=DB):
    id = BigIdentity(primary_key=True)
    sealed_at = Timestamptz(default=None, null=False)
    facts_count = Integer(default=None, null=False)
    root = Bytea(default=None, null=False)
    previous_chain = Bytea(default=None, null=False)
    chain = Bytea(default=None, null=False)
    object_key = Varchar(length=200, default=None, null=True)
    timestamp_token = Bytea(default=None, null=True)


class FactLeaf(Table, tablename="fact_leaves", db=DB):
    fact_id = ForeignKey(references=FactRow, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True)
    seal_id = ForeignKey(references=FactSeal, on_delete=OnDelete.restrict, default=None, null=False)
    position = Integer(default=None, null=False)
    leaf = Bytea(default=None, null=False)


class DebtorRead(Table, tablename="debtor_reads", db=DB):
    id = BigIdentity(primary_key=True)
    at = Timestamptz(default=None, null=False)
    person_id = UUID(default=None, null=True)
    actor_kind = Varchar(length=12, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    claim_id = UUID(default=None, null=False)
    purpose = Varchar(length=80, default=None, null=False)


class DataKey(Table, tablename="data_keys", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = UUID(default=None, null=False)
    purpose = Varchar(length=20, default=None, null=False)
    wrapped = Bytea(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    destroyed_at = Timestamptz(default=None, null=True)


class IdempotencyKey(Table, tablename="idempotency_keys", db=DB):
    person_id = UUID(default=None, null=False)
    key = Varchar(length=80, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    route = Varchar(length=200, default=None, null=False)
    request_digest = Bytea(default=None, null=False)
    answer_status = SmallInt(default=None, null=True)
    answer_location = Varchar(length=400, default=None, null=True)
    answer_body = Bytea(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)


class Progress(Table, tablename="progress", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = UUID(default=None, null=False)
    subject_id = UUID(default=None, null=False)
    what = Varchar(length=40, default=None, null=False)
    done = BigInt(default=None, null=False)
    total = BigInt(default=None, null=True)
    state = Varchar(length=10, default=None, null=False)
    sentence = Text(default=None, null=True)
    started_at = Timestamptz(default=None, null=False)
    updated_at = Timestamptz(default=None, null=False)


class Mail(Table, tablename="mails", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = UUID(default=None, null=True)
    person_id = UUID(default=None, null=True)
    kind = Varchar(length=40, default=None, null=False)
    recipient = Varchar(length=254, default=None, null=False)
    subject = Varchar(length=300, default=None, null=False)
    body_text = Text(default=None, null=False)
    body_html = Text(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    sent_at = Timestamptz(default=None, null=True)
    failed_reason = Varchar(length=300, default=None, null=True)
    cause = Varchar(length=120, default=None, null=True)


class ClockShift(Table, tablename="clock_shift", db=DB):
    id = Boolean(default=None, null=False, primary_key=True)
    by = Interval(default=None, null=False)
