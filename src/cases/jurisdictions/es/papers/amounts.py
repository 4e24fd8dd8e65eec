"""The claim in lines that add up: items, interest by runs of one rate, totals by class, and each term's share."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, FiledItem, InterestPeriod, InterestSheet
from cases.jurisdictions.es.papers.wording import ITEMS
from cases.jurisdictions.paperwork import figures
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.figures import (
    COST_KINDS,
    INTEREST_KINDS,
    PRINCIPAL_KINDS,
    ItemLine,
    PeriodLine,
    is_agreed,
    is_contractual,
    of_kinds,
)
from kernel.money import Money

LEGAL_INTEREST = "Interés legal"
"""How the title of the table of the legal rate begins."""


@dataclass(frozen=True, slots=True)
class TermLine:
    """What one term or rule contributes, and what would remain of the claim without it (LEC 815.3)."""

    label: str
    ground: str
    amount: Money
    without: Money


def label_of(item: FiledItem) -> str:
    named = ITEMS.get(item.kind, "Otros conceptos")
    return f"{named}, ref. {item.reference}" if item.reference else named


def item_lines(case_file: CaseFile) -> tuple[ItemLine, ...]:
    return figures.item_lines(case_file, label_of)


def period_lines(case_file: CaseFile) -> tuple[PeriodLine, ...]:
    return figures.period_lines(case_file, ground_of)


def term_lines(case_file: CaseFile, contract: str) -> tuple[TermLine, ...]:
    """The calculation sheet for a consumer contract; `contract` is how the paper cites the agreement."""
    agreed = [item for item in case_file.items if is_contractual(item)]
    by_law = [item for item in case_file.items if item.interest is not None and not is_contractual(item)]
    grouped = [
        ("Principal", said(case_file, "term_principal") or contract, of_kinds(case_file, PRINCIPAL_KINDS)),
        ("Intereses liquidados con anterioridad", contract, of_kinds(case_file, INTEREST_KINDS)),
        ("Interés pactado", said(case_file, "term_interest") or contract, _interest_on(case_file, agreed)),
        ("Interés de la ley", "; ".join(_grounds_of(by_law)), _interest_on(case_file, by_law)),
        ("Comisiones y gastos", said(case_file, "term_costs") or contract, of_kinds(case_file, COST_KINDS)),
    ]
    return tuple(
        TermLine(label, ground, amount, case_file.total - amount) for label, ground, amount in grouped if amount.minor
    )


def _interest_on(case_file: CaseFile, items: list[FiledItem]) -> Money:
    return _sum(case_file, (item.interest.total for item in items if item.interest is not None))


def grounds(case_file: CaseFile) -> tuple[str, ...]:
    """The rules of law that interest rests on, each once; an agreed rate is not one of them."""
    return _grounds_of([item for item in case_file.items if not is_contractual(item)])


def ground_of(sheet: InterestSheet, period: InterestPeriod) -> str:
    """The rule a period rests on, in Spanish: the engine's own citations serve its English pages too."""
    if is_agreed(period):
        return "interés pactado"
    if sheet.basis.startswith(LEGAL_INTEREST):
        return "interés legal (art. 1108 CC)"
    return period.authority.citation


def _grounds_of(items: list[FiledItem]) -> tuple[str, ...]:
    sheets = (item.interest for item in items if item.interest is not None)
    return tuple(dict.fromkeys(ground_of(sheet, period) for sheet in sheets for period in sheet.periods))


def _sum(case_file: CaseFile, amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money.zero(case_file.currency))
