"""A case of each country ready for the papers every case may need: payments by their days and all particulars."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from cases.jurisdictions.contract import CaseFile, FiledPayment
from cases.jurisdictions.de.papers import everyday as de
from cases.jurisdictions.es.papers import everyday as es
from cases.jurisdictions.gb_ew.papers import everyday as gb_ew
from cases.jurisdictions.pl.papers import everyday as pl
from cases.jurisdictions.se.papers import everyday as se
from kernel.money import Money
from tests.builders.case_file import english_case, exhibit, spanish_case
from tests.builders.german_case import german_case
from tests.builders.polish_case import polish_case
from tests.builders.swedish_case import swedish_case

ENTERED = {
    "plan_first_on": "2026-12-31",
    "plan_rhythm": "monthly",
    "plan_instalments": "7",
    "plan_interest": "none",
    "plan_grace": "14",
    "settlement_sum": "2500.00",
    "settlement_on": "2026-12-15",
    "withdrawal_ground": "settled",
    "court_number": "17/2026",
    "goodbye_power": "clause 9 of the deed of assignment",
}
BUILDERS: dict[str, Callable[..., CaseFile]] = {
    "es": spanish_case,
    "pl": polish_case,
    "se": swedish_case,
    "de": german_case,
    "gb_ew": english_case,
}
KINDS = {
    "es": {one.code: one for one in (*es.EVERYDAY, es.WITHDRAWAL_OF_CLAIM)},
    "pl": {one.code: one for one in (*pl.EVERYDAY, pl.WITHDRAWAL_OF_CLAIM)},
    "se": {one.code: one for one in (*se.EVERYDAY, se.WITHDRAWAL_OF_CLAIM)},
    "de": {one.code: one for one in (*de.EVERYDAY, de.WITHDRAWAL_OF_CLAIM)},
    "gb_ew": {one.code: one for one in gb_ew.EVERYDAY},
}
"""England tells its court of a withdrawal by a notice of its own (`status_update`)."""


def payments(currency: str) -> tuple[FiledPayment, ...]:
    """A hundred by the cut-off in one sum, and two hundred on a day."""
    return (
        FiledPayment(Money.parse("100.00", currency), None, date(2026, 1, 31)),
        FiledPayment(Money.parse("200.00", currency), date(2026, 4, 9)),
    )


def everyday_case(country: str, *, entered: dict[str, str] | None = None, **changes: Any) -> CaseFile:
    """Complete for every one of these papers. `entered` changes single particulars; an empty one is not entered."""
    file = BUILDERS[country](payments="300.00")
    worked_by = file.representative or replace(file.creditor, name="Fourth Wall Recoveries", role="representative")
    return replace(
        file,
        **{
            "received": payments(file.currency),
            "representative": worked_by,
            "particulars": {**file.particulars, **ENTERED, **(entered or {})},
            "court": file.court or "Amtsgericht Hagen",
            "exhibits": (
                exhibit(1, "assignment", "Extract of the deed", date(2026, 1, 29)),
                exhibit(2, "notice", "Notice", date(2026, 2, 12)),
            ),
            **changes,
        },
    )
