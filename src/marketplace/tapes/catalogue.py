"""The fields a loan tape may bring: one list that reader, mapping, checks, acceptance and anonymity share."""

from enum import StrEnum
from functools import cache

from msgspec import Struct


class Kind(StrEnum):
    """What a cell of the field holds, and so how it is read."""

    TEXT = "text"
    MONEY = "money"
    DATE = "date"
    PERCENT = "percent"
    FLAG = "flag"
    CHOICE = "choice"


class Identifying(StrEnum):
    """What the field could give away about a debtor (proposal; the seller decides)."""

    DIRECT = "direct"
    QUASI = "quasi"
    NONE = "none"


class Field(Struct, frozen=True):
    """One field: its name everywhere in the platform, its kind, and how far it identifies a person."""

    name: str
    kind: Kind
    group: str
    identifying: Identifying
    choices: tuple[str, ...] = ()

    @property
    def typed(self) -> str:
        """The column it becomes once cast: money is held in minor units."""
        return f"{self.name}_minor" if self.kind is Kind.MONEY else self.name


PRODUCTS = ("consumer_loan", "credit_card", "overdraft", "telecom", "utility", "rent", "invoice", "other")
ITEM_KINDS = ("principal", "invoice", "instalment", "interest", "fee", "cost", "compensation")

_CHOICES = {
    "product": PRODUCTS,
    "interest_kind": ("statutory", "contractual", "none"),
    "debtor_kind": ("person", "company"),
    "codebtor_role": ("co-debtor", "guarantor"),
    "stage": ("filed", "judgment", "enforcement"),
    "item_kind": ITEM_KINDS,
}

_ROWS = (
    ("account", "text", "direct", "reference"),
    ("account", "choice", "quasi", "product interest_kind debtor_kind"),
    ("account", "text", "none", "currency"),
    ("account", "text", "quasi", "country original_creditor"),
    ("account", "money", "quasi", "principal interest costs payments balance last_payment_amount"),
    ("account", "percent", "quasi", "interest_rate"),
    (
        "account",
        "date",
        "quasi",
        "interest_from contract_date due_date default_date termination_date last_payment_date acknowledged_on"
        " charge_off_date itemisation_date",
    ),
    ("account", "money", "quasi", "charge_off_amount"),
    ("account", "text", "quasi", "acknowledgement_form prior_owners prior_agencies"),
    ("status", "flag", "quasi", "disputed insolvent deceased live_plan paid moratorium represented"),
    ("status", "flag", "quasi", "minor cease_and_desist complaint vulnerable bureau_listed direct_debit"),
    ("status", "flag", "quasi", "already_sold non_assignable pledged"),
    ("proof", "flag", "none", "contract_kept movement_history balance_certificate notice_proof"),
    (
        "debtor",
        "text",
        "direct",
        "debtor_name debtor_first_name debtor_last_name national_id street email phone iban employer",
    ),
    ("debtor", "date", "quasi", "birth_date"),
    ("debtor", "text", "quasi", "postcode city region debtor_country"),
    (
        "second party",
        "text",
        "direct",
        "codebtor_name codebtor_national_id codebtor_street codebtor_postcode codebtor_city",
    ),
    ("second party", "choice", "none", "codebtor_role"),
    ("proceeding", "text", "direct", "court_number bailiff_reference"),
    ("proceeding", "text", "quasi", "court title_kind"),
    ("proceeding", "choice", "quasi", "stage"),
    ("proceeding", "date", "quasi", "last_act_on title_on"),
    ("item", "text", "direct", "item_reference"),
    ("item", "choice", "none", "item_kind"),
    ("item", "money", "quasi", "item_amount"),
    ("item", "date", "quasi", "item_due_date"),
)

CATALOGUE: dict[str, Field] = {
    name: Field(name, Kind(kind), group, Identifying(identifying), _CHOICES.get(name, ()))
    for group, kind, identifying, names in _ROWS
    for name in names.split()
}

AMOUNTS_OWED = ("balance", "principal", "item_amount")
"""A tape must map `reference` and at least one of these."""


@cache
def fields_of(kind: Kind) -> frozenset[str]:
    return frozenset(field.name for field in CATALOGUE.values() if field.kind is kind)
