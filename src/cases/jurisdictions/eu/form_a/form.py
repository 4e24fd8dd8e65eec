"""Form A as data: its eleven sections and two appendices by the form's own codes, written as JSON.

The JSON names each section as the struct below does; codes are text of two digits, days ISO 8601, amounts text with a
point and no thousands, countries two capital letters. What a section lacks is null or an empty list.
"""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

type Two = Annotated[str, Meta(pattern="^[0-9]{2}$")]
type State = Annotated[str, Meta(pattern="^[A-Z]{2}$")]
type Text = Annotated[str, Meta(min_length=1, max_length=4000)]
type Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,13}(\.[0-9]{1,4})?$")]
type Rate = Annotated[str, Meta(pattern=r"^[0-9]{1,4}(\.[0-9]{1,8})?$")]
type After = Literal["end", "small_claims", "national"]


class Court(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Section 1. What is not known of its address stays empty: the claimant completes it by hand."""

    name: Text
    country: State
    address: str | None = None


class Party(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Section 2: 01 claimant, 02 defendant, 03 the claimant's representative, 05 its legal representative."""

    role: Two
    name: Text
    id_code: str | None = None
    address: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: State | None = None
    phone: str | None = None
    email: str | None = None
    birth_on: date | None = None


class Ground(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Section 3."""

    code: Two
    details: str | None = None


class CrossBorder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Section 4."""

    claimant: State
    defendants: Annotated[tuple[State, ...], Meta(min_length=1)]
    court: State


class Detail(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    code: Two
    text: Text


class Principal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Section 6, one claim: code 1 its kind, code 2 the circumstances, code 3 other details."""

    id: Text
    amount: Amount
    kind: Two
    circumstance: Two
    details: tuple[Detail, ...] = ()
    explained: str | None = None


class Assignor(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: Text
    id_code: str | None = None
    address: str | None = None


class Consumer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The consumer block of section 6; what follows a “no” is left out."""

    contract: bool
    defendant: bool | None = None
    domicile: bool | None = None


class Interest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Section 7, one line: on `on` at `rate` per cent per `frequency` from a day to a day, open without an end.

    A sum the claimant calculated (05) has `amount` alone.
    """

    id: Text
    code: Two
    frequency: Literal["A", "B", "C", "D", "E"] | None = None
    rate: Rate | None = None
    on: Amount | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    amount: Amount | None = None


class Penalty(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Section 8."""

    amount: Amount
    details: Text


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Section 9. An application fee without amount is fixed by the court."""

    code: Two
    amount: Amount | None = None
    details: str | None = None


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Section 10."""

    id: Text
    code: Two
    description: Text
    dated_on: date | None = None


class Fee(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Section 5.1 and appendix 1: how the claimant pays the court; never sent to the defendant."""

    code: Two
    account: str | None = None
    details: str | None = None


class FormA(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole application, signed under the declaration of article 7(3)."""

    version: Literal["form-a/1"] = "form-a/1"
    language: Annotated[str, Meta(pattern="^[a-z]{2}$")]
    court: Court
    parties: Annotated[tuple[Party, ...], Meta(min_length=2)]
    grounds: Annotated[tuple[Ground, ...], Meta(min_length=1)]
    cross_border: CrossBorder
    fee: Fee | None = None
    account: str | None = None
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    principals: Annotated[tuple[Principal, ...], Meta(min_length=1)]
    total: Amount
    assignors: tuple[Assignor, ...] = ()
    consumer: Consumer
    interest: tuple[Interest, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    costs: tuple[Cost, ...] = ()
    evidence: Annotated[tuple[Evidence, ...], Meta(min_length=1)]
    statements: tuple[Text, ...] = ()
    place: Text
    signed_on: date
    signed_by: Text
    after_opposition: After | None = None


def written(form: FormA) -> bytes:
    """The JSON, the same bytes for the same form."""
    return msgspec.json.format(msgspec.json.encode(form), indent=1)
