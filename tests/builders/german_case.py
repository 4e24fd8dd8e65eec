"""A German case file with valid defaults, ready for notice and demand; and one ready for the Mahngericht."""

from datetime import date
from typing import Any

from cases.jurisdictions.contract import CaseFile, PreAction
from cases.studio.samples.german import EDA_ACCOUNT as ACCOUNT
from cases.studio.samples.german import german_case, german_debtor, german_item

__all__ = ["ACCOUNT", "FOR_COURT", "case_for_court", "german_case", "german_debtor", "german_item", "served_on"]

FOR_COURT = {
    "catalogue_number": "46",
    "counter_performance": "rendered",
    "dispute_court": "Amtsgericht 58095 Hagen",
    "assignor_place": "59494 Soest",
}


def served_on(day: date, to: str | None = None) -> PreAction:
    """The service of the Mahnbescheid, to every debtor or the one named."""
    return PreAction("mahnbescheid", None, day, None, None, "Zustellungsnachricht", to)


def case_for_court(*, account: dict[str, str] | None = None, particulars: Any = None, **changes: Any) -> CaseFile:
    """Ready for the application for a Mahnbescheid; `particulars` come on top of those it needs."""
    return german_case(
        **{
            "court": "Amtsgericht Hagen, Zentrales Mahngericht",
            "court_account": ACCOUNT if account is None else account,
            "particulars": {**FOR_COURT, **(particulars or {})},
            "pre_action": (served_on(date(2026, 10, 20)),),
            **changes,
        }
    )
