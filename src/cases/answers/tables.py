"""Answers of courts: the files as they came, and each answer of them."""

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB


class CourtAnswerFile(Table, tablename="court_answer_files", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    channel = Varchar(length=40, default=None, null=False)
    document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    sha256 = Bytea(default=None, null=False)
    submission_id = ForeignKey(
        references=LazyTableReference("Submission", module_path="cases.submissions.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)
    reason = Varchar(length=500, default=None, null=True)
    answers = Integer(default=None, null=False)
    brought_by = UUID(default=None, null=True)
    brought_at = Timestamptz(default=None, null=False)
    read_at = Timestamptz(default=None, null=True)


class CourtAnswerRow(Table, tablename="court_answers", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    file_id = ForeignKey(references=CourtAnswerFile, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    number = Integer(default=None, null=False)
    digest = Bytea(default=None, null=False)
    outcome = Varchar(length=10, default=None, null=False)
    file_reference = Varchar(length=80, default=None, null=True)
    request_id = Varchar(length=80, default=None, null=True)
    case_reference = Varchar(length=80, default=None, null=True)
    court_number = Varchar(length=80, default=None, null=True)
    event = Varchar(length=60, default=None, null=True)
    on_date = Date(default=None, null=True)
    sealed = Bytea(default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    version = Integer(default=None, null=False)
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    filing_id = ForeignKey(
        references=LazyTableReference("Filing", module_path="cases.proceedings.tables"),
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
    matched_by = Varchar(length=20, default=None, null=True)
    reason = Varchar(length=500, default=None, null=True)
    aside_reason = Varchar(length=300, default=None, null=True)
    handled_by = UUID(default=None, null=True)
    handled_at = Timestamptz(default=None, null=True)
    unknown = Boolean(default=None, null=False)
    case_version = Integer(default=None, null=True)
    later_at = Timestamptz(default=None, null=True)
    later_by = ForeignKey(references="self", on_delete=OnDelete.restrict, default=None, null=True)
