"""The application for a Mahnbescheid as the house holds it: what EDA carries, before it is put into records."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.jurisdictions.de.eda.codes import CourtKind, PartySalutation, Representative
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    street: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A statutory representative: position (Geschäftsführer) and name."""

    position: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A party; `name` in lines of 35 characters. A natural person has a salutation, anybody else a legal form."""

    name: tuple[str, ...]
    address: Address
    salutation: PartySalutation | None = None
    legal_form: str | None = None
    representatives: tuple[Officer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attorney:
    """The representative before the court by name and address, where no Kennziffer stands for both."""

    salutation: Representative
    name: tuple[str, ...]
    address: Address
    legal_form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestStep:
    """Interest on one claim from a day on; `over_base_rate` where the rate is points above the Basiszins."""

    rate: Decimal
    over_base_rate: bool
    first_on: date | None
    last_on: date | None = None
    base: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """From whom the claim was bought, and when (Abtretung)."""

    assigned_on: date
    assignor: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerCredit:
    """Date of the contract and initial effective annual rate, which a consumer credit's claim must state."""

    contract_on: date
    annual_rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueClaim:
    """A claim by its number in the court's catalogue. The catalogue itself is the court's: it is not kept here.

    `ground` says what it was claimed by (Rechnung, Vertrag), `invoice` the number of that.
    """

    number: int
    amount: Money
    first_on: date
    last_on: date | None = None
    ground: str | None = None
    invoice: str | None = None
    interest: tuple[InterestStep, ...] = ()
    assignment: Assignment | None = None
    credit: ConsumerCredit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherClaim:
    """A claim in one's own words."""

    words: str
    amount: Money
    first_on: date
    last_on: date | None = None
    interest: tuple[InterestStep, ...] = ()
    assignment: Assignment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancillary:
    """A further ancillary claim (sonstige Nebenforderung)."""

    words: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Expenses:
    """Ancillary claims with a place of their own: dunning, information, returned debits, collection, fee VV 2300."""

    dunning: Money | None = None
    information: Money | None = None
    returned_debit: Money | None = None
    collection: Money | None = None
    vv_2300: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    iban: str
    bic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeCourt:
    """The court that hears the case after a Widerspruch (ZPO 690 I Nr. 5)."""

    kind: CourtKind
    postcode: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """`reference` is our own (TGZ). Claimants are named, or known by their Kennziffer `claimant_code`, never both; so
    the attorney. `marks` are the positions of the key record that hold an X: joint debtors, counter-performance.
    """

    reference: str
    court_postcode: str
    court_city: str
    defendants: tuple[Person, ...]
    dispute: DisputeCourt
    marks: tuple[int, ...]
    contested: bool = False
    claimants: tuple[Person, ...] = ()
    claimant_code: str | None = None
    attorney: Attorney | None = None
    attorney_code: str | None = None
    account: Account | None = None
    catalogue: tuple[CatalogueClaim, ...] = ()
    others: tuple[OtherClaim, ...] = ()
    ancillary: tuple[Ancillary, ...] = ()
    expenses: Expenses | None = None
    legal_aid: bool = False
