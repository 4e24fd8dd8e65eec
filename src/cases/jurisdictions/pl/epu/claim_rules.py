"""What no single field of a claim shows: sums, numbers, days and ids that must agree."""

from collections import Counter
from typing import Any

from cases.jurisdictions.pl.epu.person_layouts import Broken
from kernel.money import Money


def sums_match(claim: Any) -> Broken:
    """The value of the dispute is the sum of the demands; demands in other currencies are converted by the filer."""
    if all(one.amount.currency == "PLN" for one in claim.demands):
        total = sum((one.amount for one in claim.demands), Money.zero("PLN"))
        if total != claim.dispute_value:
            said = f"The value of the dispute is {claim.dispute_value}, the demands add up to {total}."
            yield "dispute_value", said, "State the sum."


def evidence_exists(claim: Any) -> Broken:
    there = Counter(one.number for one in claim.evidence)
    for number, times in there.items():
        if times > 1:
            yield "evidence", f"Evidence number {number} stands there {times} times.", "Number each once."
    for demand in claim.demands:
        for number in dict.fromkeys(demand.evidence):
            if number not in there:
                yield "demands", f"Demand {demand.number} names evidence {number}, which is not listed.", "List it."


def due_dates(claim: Any) -> Broken:
    """Art. 187 § 1 point 1¹ KPC."""
    for demand in claim.demands:
        if demand.due_on is None:
            yield "demands", f"Demand {demand.number} lacks the day it fell due.", "Add it: a claim must state it."


def parties_once(claim: Any) -> Broken:
    for number, times in Counter(one.party_id for one in (*claim.claimants, *claim.defendants)).items():
        if times > 1:
            yield "defendants", f"The party id {number} stands there {times} times.", "Give each party its own."


RULES = (sums_match, evidence_exists, due_dates, parties_once)
ALONE_ONLY = ("declaration", "refund_account", "signatures", "discontinue_without_ground", "discontinue_when_set_aside")


def no_place_in_a_batch(claim: Any) -> Broken:
    for name in ALONE_ONLY:
        if getattr(claim, name) not in (None, ()):
            yield name, "The batch's schema has no place for it.", "Leave it out or file this claim alone."
