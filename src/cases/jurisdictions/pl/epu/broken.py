"""A limit of the e-court that a filing breaks, as the fact that a person mends."""

from collections.abc import Iterable

from cases.jurisdictions.contract import Missing
from cases.jurisdictions.court_files.faults import Fault
from cases.jurisdictions.pl.epu.account import ENTER_AT

PLACES = {
    **dict.fromkeys(("claimants", "defendants", "creditors", "debtors"), "parties"),
    **dict.fromkeys(("filer", "court"), ENTER_AT),
    **dict.fromkeys(("demands", "sums"), "items"),
    "evidence": "documents",
    "reasons": "court",
}
"""Where it is entered, by the first word of the field; elsewhere with the claim."""


def as_missing(broken: Iterable[Fault]) -> tuple[Missing, ...]:
    return tuple(
        Missing(one.field, f"{one.limit} {one.remedy}", PLACES.get(one.field.partition(".")[0], "claim"))
        for one in broken
    )
