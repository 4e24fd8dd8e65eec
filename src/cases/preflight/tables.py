"""What was asked about debtors, how old an answer may be, and what a person answered to a finding."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from kernel.db import DB

ORGANISATION = LazyTableReference("Organisation", module_path="accounts.organisations.tables")


class PartyCheck(Table, tablename="party_checks", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    party_id = ForeignKey(
        references=LazyTableReference("Party", module_path="cases.parties.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    claim_id = ForeignKey(
        references=LazyTableReference("Claim", module_path="cases.claims.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    organisation_id = ForeignKey(references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False)
    what = Varchar(length=12, default=None, null=False)
    answer = Varchar(length=5, default=None, null=False)
    checked_on = Date(default=None, null=False)
    source = Varchar(length=200, default=None, null=False)
    recorded_by = UUID(default=None, null=True)
    recorded_at = Timestamptz(default=None, null=False)


class CheckPolicy(Table, tablename="check_policies", db=DB):
    organisation_id = ForeignKey(
        references=ORGANISATION, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True
    )
    what = Varchar(length=12, default=None, null=False)
    most_days = Integer(default=None, null=True)
    set_by = UUID(default=None, null=True)
    set_at = Timestamptz(default=None, null=False)


class PreflightAnswer(Table, tablename="preflight_answers", db=DB):
    id = UUID(default=None, null=False, primary_key=True)
    case_id = ForeignKey(
        references=LazyTableReference("Case", module_path="cases.desk.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    organisation_id = UUID(default=None, null=False)
    firm_organisation_id = UUID(default=None, null=True)
    document_id = ForeignKey(
        references=LazyTableReference("Document", module_path="documents.vault.tables"),
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
    )
    reason = Varchar(length=300, default=None, null=False)
    answered_by = UUID(default=None, null=False)
    answered_at = Timestamptz(default=None, null=False)
