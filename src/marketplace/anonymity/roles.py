"""What a column may tell an attacker, and how it is treated unless the seller decides otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from kernel.errors import Invalid, Place

DEBTOR_KEY = "debtor_key"
"""The column that tells distinct debtors apart: counted, never released."""

CURRENCY = "currency"


class Role(StrEnum):
    """`direct` is never released, `quasi` is generalised, `sensitive` and `free` are released as they stand."""

    DIRECT = "direct"
    QUASI = "quasi"
    SENSITIVE = "sensitive"
    FREE = "free"


class Kind(StrEnum):
    """How a quasi-identifier is generalised."""

    AMOUNT = "amount"
    DATE = "date"
    BIRTH = "birth"
    PLACE = "place"
    CATEGORY = "category"
    NUMBER = "number"


PLACES = ("country", "region", "postcode", "city")
"""One axis, from wide to narrow."""

LEADING = "balance_minor"
COMPONENTS = ("principal_minor", "interest_minor", "costs_minor", "payments_minor")
"""They add up to the balance (payments with a minus), so what one of them hides the others must not give back."""

KINDS: Mapping[str, Kind] = {
    **{name: Kind.AMOUNT for name in (LEADING, *COMPONENTS, "last_payment_amount_minor")},
    **{
        name: Kind.DATE
        for name in (
            "contract_on",
            "due_on",
            "default_on",
            "termination_on",
            "last_payment_on",
            "acknowledged_on",
            "interest_from_on",
            "last_act_on",
            "title_on",
        )
    },
    "birth_on": Kind.BIRTH,
    **{name: Kind.PLACE for name in PLACES},
    **{
        name: Kind.CATEGORY
        for name in (
            "product",
            "debtor_kind",
            "stage",
            "title_kind",
            "interest_kind",
            "codebtor_role",
            "debtor_country",
            "flags",
            "disputed",
            "insolvent",
            "deceased",
            "live_plan",
            "paid",
            "moratorium",
            "represented",
        )
    },
    "interest_rate": Kind.NUMBER,
}
"""The columns that are released at all without a word from the seller; every other one counts as direct."""

WEIGHTS: Mapping[str, float] = {
    "product": 2.0,
    LEADING: 2.0,
    "default_on": 1.6,
    "place": 1.5,
    "stage": 2.0,
    "debtor_kind": 5.0,
    "birth_on": 1.0,
    "last_payment_on": 0.8,
}
"""What a bidder prices by is kept sharp first; an axis not named here weighs 0.6."""
ORDINARY_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of one frame by what happens to them."""

    quasi: tuple[tuple[str, Kind], ...]
    released_as_is: tuple[str, ...]
    withheld: tuple[str, ...]
    sensitive: tuple[str, ...]


def plan(frame: pl.DataFrame, roles: Mapping[str, Role]) -> Plan:
    """Joins the seller's decisions with the platform's. A role for a column the frame lacks is Invalid."""
    strangers = [name for name in roles if name not in frame.columns]
    if strangers:
        raise Invalid(
            f"The roles name a column the tape does not have: {', '.join(strangers)}.",
            places=[Place(where=name, value=None, sentence="Correct the name or drop the role.") for name in strangers],
        )
    quasi: list[tuple[str, Kind]] = []
    as_is: list[str] = []
    withheld: list[str] = []
    for name in frame.columns:
        role = roles.get(name, Role.QUASI if name in KINDS else Role.DIRECT)
        if name == CURRENCY:
            continue
        if name == DEBTOR_KEY or role is Role.DIRECT:
            withheld.append(name)
        elif role is Role.QUASI:
            quasi.append((name, KINDS.get(name) or _kind_of(frame.schema[name])))
        else:
            as_is.append(name)
    sensitive = tuple(name for name in as_is if roles.get(name) is Role.SENSITIVE)
    return Plan(tuple(quasi), tuple(as_is), tuple(withheld), sensitive)


def _kind_of(dtype: pl.DataType) -> Kind:
    if dtype == pl.Date:
        return Kind.DATE
    return Kind.NUMBER if dtype.is_numeric() else Kind.CATEGORY
