"""All facts that a paper may draw on: the case as the court must see it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cases.jurisdictions.reckoned import InterestSheet
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class FiledParty:
    """A person or company as the court must name it. Role: creditor, debtor, co-debtor, guarantor, representative.

    `given_name` and `family_name` only where they were told apart: `name` alone says the whole.
    """

    role: str
    name: str
    kind: Literal["person", "company"]
    national_id: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    email: str | None = None
    phone: str | None = None
    birth_on: date | None = None
    given_name: str | None = None
    family_name: str | None = None


@dataclass(frozen=True, slots=True)
class FiledItem:
    """One invoice, instalment, fee or cost of the claim with its interest up to the day of the paper."""

    kind: str
    reference: str | None
    amount: Money
    due_on: date | None
    interest: InterestSheet | None


@dataclass(frozen=True, slots=True)
class FiledPayment:
    """A payment by its day; what the tape brought in one sum has no day but the cut-off, `by_on`."""

    amount: Money
    received_on: date | None
    by_on: date | None = None


@dataclass(frozen=True, slots=True)
class TitleLink:
    """One link of the chain of title: who held the claim, from when, by which deed, with the address where known."""

    holder: str
    holder_id: str | None
    from_on: date | None
    deed: str | None
    notice_on: date | None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A document that goes with the paper; numbered in the order given."""

    number: int
    kind: str
    title: str
    dated_on: date | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class PreAction:
    """What was done before court, each with its proof: MASC in Spain, the letter of claim in England.

    `to` names the debtor it was addressed to; None where it went to every debtor.
    """

    kind: str
    sent_on: date | None
    received_on: date | None
    answered_on: date | None
    outcome: str | None
    proof: str | None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """The named person who signs, and the recorded authority: the creditor's, or that of whoever works the case."""

    name: str
    position: str
    authority: str
    of_creditor: bool = True


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All facts a paper may draw on. Nothing in a filing comes from anywhere else.

    `total` is principal + interest + costs - payments. `particulars` holds what only some claims have, by name; each
    jurisdiction's LAW.md lists the names its papers read. `court_account` holds the fields, secrets left out, of the
    creditor's or its representative's account with the court's machine channel. `received` is `payments` one by one.
    `originator` is the kind of the first creditor (bank, lender, telecom …), empty where it is not known.
    """

    case_reference: str
    claim_reference: str
    product: str
    on: date
    currency: str
    creditor: FiledParty
    representative: FiledParty | None
    debtors: tuple[FiledParty, ...]
    items: tuple[FiledItem, ...]
    payments: Money
    principal: Money
    interest: Money
    costs: Money
    total: Money
    original_creditor: str
    contract_on: date | None
    agreement_form: Literal["written", "oral"] | None
    default_on: date | None
    title: tuple[TitleLink, ...]
    pre_action: tuple[PreAction, ...]
    exhibits: tuple[Exhibit, ...]
    signatory: Signatory | None
    court: str | None
    bank_account: str | None
    contact: Mapping[str, str] = field(default_factory=dict)
    particulars: Mapping[str, str] = field(default_factory=dict)
    court_account: Mapping[str, str] = field(default_factory=dict)
    received: tuple[FiledPayment, ...] = ()
    originator: str = ""
