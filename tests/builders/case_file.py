"""Case files with valid defaults, as the template studio shows them: tests change what their story is about."""

from cases.studio.samples.english import english_case, english_debtor, english_item
from cases.studio.samples.making import COSTS, DIGEST, PRINCIPAL, exhibit, item, sums
from cases.studio.samples.spanish import spanish_case, spanish_debtor

__all__ = [
    "COSTS",
    "DIGEST",
    "PRINCIPAL",
    "english_case",
    "english_debtor",
    "english_item",
    "exhibit",
    "item",
    "spanish_case",
    "spanish_debtor",
    "sums",
]
