"""Consumer credit so dear that the Mahnverfahren is closed to it (ZPO 688 II Nr. 1)."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.dated import Dated, ascending, in_force, load
from cases.jurisdictions.de.eda.from_case import is_consumer_credit
from cases.jurisdictions.de.eda.interest_steps import base_rate
from kernel.errors import Invalid, Refused

_FOLDER = Path(__file__).resolve().parents[1]


class Bar(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The points above the Basiszins beyond which the procedure is closed."""

    points: Decimal


class BarsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """mahnverfahren.toml."""

    consumer_credit: list[Bar]

    def __post_init__(self) -> None:
        ascending(self.consumer_credit)


def too_dear(case_file: CaseFile, rate: Decimal) -> Iterator[Missing]:
    """For a credit whose rate is entered; one whose contract's day or Basiszins is not known is told too."""
    signed_on = case_file.contract_on
    bar = in_force(_bars().consumer_credit, case_file.on)
    if not is_consumer_credit(case_file) or signed_on is None or bar is None:
        return
    try:
        base = base_rate(signed_on)
    except (Refused, Invalid) as unknown:
        yield Missing(
            "base rate at signing",
            f"Whether the credit is too dear for the Mahnverfahren cannot be told ({bar.citation}): {unknown.sentence}",
            "claim",
        )
        return
    if rate > base + bar.points:
        yield Missing(
            "credit that is not too dear",
            f"The effective annual rate of {rate} % is more than {bar.points:f} points above the Basiszins of {base} %"
            f" on the day of the contract: the Mahnverfahren is closed to it ({bar.citation}). Sue instead.",
            "claim",
        )


@cache
def _bars() -> BarsFile:
    return load(_FOLDER, "mahnverfahren.toml", BarsFile)
