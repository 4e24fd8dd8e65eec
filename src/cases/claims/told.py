"""What a tape told of a claim beyond the columns every claim has, in words for whoever works it."""

from collections.abc import Mapping
from datetime import date

import msgspec

from kernel.money import Money

DATES: Mapping[str, str] = {"charge_off_date": "Charged off", "itemisation_date": "Itemised as of"}
AMOUNTS: Mapping[str, str] = {"charge_off_amount_minor": "Amount at charge-off"}
TEXTS: Mapping[str, str] = {
    "acknowledgement_form": "Form of the acknowledgement",
    "prior_owners": "Prior owners",
    "prior_agencies": "Prior agencies",
}
FLAGS: Mapping[str, str] = {
    "bureau_listed": "Listed with a credit bureau",
    "direct_debit": "Direct debit in force",
    "paid": "Said to be paid",
    "already_sold": "Said to be sold before",
    "non_assignable": "Said not to be assignable",
    "pledged": "Pledged or securitised",
    "contract_kept": "Seller keeps the contract",
    "movement_history": "Seller keeps the movements since default",
    "balance_certificate": "Seller gives a signed balance certificate",
    "notice_proof": "Seller keeps the proof of delivery of the notice",
}
GROUNDS = frozenset({"paid", "already_sold", "non_assignable"})
"""Grounds of the scrub: worth a line only where the tape affirms them and the seller sold all the same."""
FIELDS = (*DATES, *AMOUNTS, *TEXTS, *FLAGS)
"""As the tape's catalogue types them: money in minor units."""

type Told = Mapping[str, str | int | bool]
type Line = tuple[str, date | Money | str | bool]
"""A label, and what stands beside it."""


def decoded(stored: str | None) -> Told:
    return {} if stored is None else msgspec.json.decode(stored, type=dict[str, str | int | bool])


def lines(told: Told, currency: str) -> list[Line]:
    """What was told, in a fixed order; what the tape denies is told too, but for the grounds."""
    found: list[Line] = [(DATES[name], date.fromisoformat(str(told[name]))) for name in DATES if name in told]
    found += [(AMOUNTS[name], Money(int(told[name]), currency)) for name in AMOUNTS if name in told]
    found += [(TEXTS[name], str(told[name])) for name in TEXTS if name in told]
    flags = [name for name in FLAGS if name in told and (told[name] or name not in GROUNDS)]
    found += [(FLAGS[name], bool(told[name])) for name in flags]
    return found
