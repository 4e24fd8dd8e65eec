"""The tray of incoming post, and the mails that bring some of it."""

from piccolo.columns import UUID, BigInt, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB

ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")
DOCUMENT = LazyTableReference("Document", module_path="documents.vault.tables")


class IncomingPaper(Table, tablename="incoming_papers", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=ORGANISATION,
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    document_id = ForeignKey(
        references=DOCUMENT,
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    said = Varchar(length=200, default=None, null=True)
    received_on = Date(default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    event_id = ForeignKey(
        references=LazyTableReference("CaseEvent", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    reason = Varchar(length=300, default=None, null=True)
    handled_by = UUID(default=None, null=True)
    handled_at = Timestamptz(default=None, null=True)
    version = Integer(default=None, null=False)
    brought_by = UUID(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    mail_id = ForeignKey(
        references=LazyTableReference("IncomingMail", module_path="cases.correspondence.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )


class PostAddress(Table, tablename="post_addresses", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    token = Varchar(length=40, default=None, null=False)
    made_by = UUID(default=None, null=True)
    made_at = Timestamptz(default=None, null=False)
    stopped_by = UUID(default=None, null=True)
    stopped_at = Timestamptz(default=None, null=True)


class IncomingMail(Table, tablename="incoming_mails", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    address_id = ForeignKey(references=PostAddress, on_delete=OnDelete.restrict, default=None, null=False)
    digest = Bytea(default=None, null=False)
    message_id = Varchar(length=300, default=None, null=True)
    sender = Varchar(length=320, default=None, null=True)
    says_from = Varchar(length=320, default=None, null=True)
    subject = Varchar(length=300, default=None, null=True)
    checks = Varchar(length=1000, default=None, null=True)
    peer = Varchar(length=60, default=None, null=True)
    document_id = ForeignKey(references=DOCUMENT, on_delete=OnDelete.restrict, default=None, null=True)
    refused = Varchar(length=300, default=None, null=True)
    received_at = Timestamptz(default=None, null=False)


class MailPart(Table, tablename="mail_parts", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    mail_id = ForeignKey(references=IncomingMail, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    number = Integer(default=None, null=False)
    name = Varchar(length=120, default=None, null=False)
    size_bytes = BigInt(default=None, null=False)
    paper_id = ForeignKey(references=IncomingPaper, on_delete=OnDelete.restrict, default=None, null=True)
    reason = Varchar(length=300, default=None, null=True)
