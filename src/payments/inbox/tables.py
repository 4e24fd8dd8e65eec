"""Webhooks as they came, stored once."""

from piccolo.columns import JSONB, Timestamptz, Varchar
from piccolo.table import Table

from kernel.db import DB


class WebhookEvent(Table, tablename="webhook_events", db=DB):
    id = Varchar(length=120, default=None, null=False, primary_key=True)
    provider = Varchar(length=20, default=None, null=False)
    kind = Varchar(length=80, default=None, null=False)
    payload = JSONB(default=None, null=False)
    received_at = Timestamptz(default=None, null=False)
    applied_at = Timestamptz(default=None, null=True)
    outcome = Varchar(length=200, default=None, null=True)
