"""Proceedings, filings and who signs them."""

from piccolo.columns import JSONB, UUID, BigInt, Boolean, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.columns import Char
from kernel.db import DB


class Proceeding(Table, tablename="proceedings", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    claim_id = ForeignKey(
        references=LazyTableReference("Claim", module_path="cases.claims.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    tape_id = UUID(default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    court = Varchar(length=200, default=None, null=True)
    court_number = Varchar(length=80, default=None, null=True)
    stage = Varchar(length=12, default=None, null=False)
    last_act_on = Date(default=None, null=True)
    title_kind = Varchar(length=80, default=None, null=True)
    title_on = Date(default=None, null=True)
    bailiff_reference = Varchar(length=80, default=None, null=True)


class Signatory(Table, tablename="signatories", db=DB):
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
    name = Varchar(length=200, default=None, null=False)
    position = Varchar(length=200, default=None, null=False)
    authority = Varchar(length=300, default=None, null=False)
    from_on = Date(default=None, null=False)
    until_on = Date(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)


class Filing(Table, tablename="filings", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    procedure = Varchar(length=40, default=None, null=False)
    kind = Varchar(length=60, default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    missing = JSONB(default=None, null=True)
    prepared_on = Date(default=None, null=False)
    total_minor = BigInt(default=None, null=True)
    currency = Char(length=3, default=None, null=True)
    source_digest = Bytea(default=None, null=True)
    document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    signatory_id = ForeignKey(references=Signatory, on_delete=OnDelete.restrict, default=None, null=True)
    approved_by = UUID(default=None, null=True)
    approved_at = Timestamptz(default=None, null=True)
    version = Integer(default=None, null=False)
    created_by = UUID(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    batch_id = UUID(default=None, null=True)
    chunk = Integer(default=None, null=True)
    barred_reason = Varchar(length=300, default=None, null=True)
    rejected_reason = Varchar(length=1000, default=None, null=True)
    remarks = JSONB(default=None, null=True)
    letterhead_of = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
    )
    letterhead_version = Integer(default=None, null=True)


class ChainLink(Table, tablename="chain_links", db=DB):
    event_id = ForeignKey(
        references=LazyTableReference("CaseEvent", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
        primary_key=True,
    )
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    procedure = Varchar(length=40, default=None, null=False)
    step_before = Varchar(length=40, default=None, null=False)
    step_after = Varchar(length=40, default=None, null=False)
    status_before = Varchar(length=12, default=None, null=False)
    status_after = Varchar(length=12, default=None, null=False)
    seat = Varchar(length=60, default=None, null=True)
    method = Varchar(length=40, default=None, null=True)
    counts_from = Date(default=None, null=False)
    despite = Varchar(length=300, default=None, null=True)


class FilingLeftOut(Table, tablename="filings_left_out", db=DB):
    batch_id = UUID(default=None, null=False, primary_key=True)
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    kind = Varchar(length=60, default=None, null=False)
    reason = Varchar(length=1000, default=None, null=False)
    noted_at = Timestamptz(default=None, null=False)
    taken_in_at = Timestamptz(default=None, null=True)


class FilingDecision(Table, tablename="filing_decisions", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    organisation_id = ForeignKey(
        references=LazyTableReference("Organisation", module_path="accounts.organisations.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    batch_id = UUID(default=None, null=False)
    verb = Varchar(length=8, default=None, null=False)
    seal = Boolean(default=None, null=False)
    papers = Integer(default=None, null=False)
    acknowledged = Varchar(length=300, default=None, null=False)
    samples = Integer(default=None, null=False)
    samples_digest = Varchar(length=64, default=None, null=False)
    on_date = Date(default=None, null=True)
    provenance = Varchar(length=200, default=None, null=True)
    decided_by = UUID(default=None, null=True)
    decided_at = Timestamptz(default=None, null=False)
    status = Varchar(length=8, default=None, null=False)
    version = Integer(default=None, null=False)
    stopped_by = UUID(default=None, null=True)


class DecidedPaper(Table, tablename="decided_papers", db=DB):
    decision_id = ForeignKey(
        references=FilingDecision, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True
    )
    filing_id = ForeignKey(references=Filing, on_delete=OnDelete.restrict, default=None, null=False)
    organisation_id = UUID(default=None, null=False)
    chunk = Integer(default=None, null=False)
    outcome = Varchar(length=8, default=None, null=False)
    reason = Varchar(length=1000, default=None, null=True)
