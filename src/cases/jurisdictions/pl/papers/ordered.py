"""The sums of a title: as the e-court's order repeats our demands, or as an ordinary court's decision was entered."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import amount_if_entered, entered_amount, lacking, said
from cases.jurisdictions.pl.epu.codes import Nature, OrderedNature, Solidarity
from cases.jurisdictions.pl.epu.owed import demands, sums_needed
from cases.jurisdictions.pl.epu.titles import OrderedSum
from kernel.money import Money

RULE = "KPC 797"
COSTS, SUM, INTEREST, PAID = "awarded_costs", "decreed_sum", "decreed_interest", "paid_since"


@dataclass(frozen=True, slots=True)
class Ordered:
    """`paid` is what was paid since and stands in none of the sums."""

    sums: tuple[OrderedSum, ...]
    paid: Money


def as_demanded(case_file: CaseFile) -> Ordered | tuple[Missing, ...]:
    """What is left of our demands, for an order that grants them whole, with the costs it awards."""
    costs = amount_if_entered(case_file, COSTS, "What the court awarded as costs")
    figures = tuple(needs.figures(case_file, {"PLN"}, RULE)) or tuple(sums_needed(case_file))
    missing = (*figures, *lacking(costs))
    if missing or isinstance(costs, Missing):
        return missing
    claimed = [
        OrderedSum(
            number=one.number,
            amount=one.amount,
            solidarity=one.solidarity,
            nature=OrderedNature.GOSPODARCZE if one.nature is Nature.GOSPODARCZE else OrderedNature.CYWILNE,
            interest=one.interest,
            label=one.description,
        )
        for one in demands(case_file, ())
    ]
    return Ordered((*claimed, *_costs(case_file, costs, after=len(claimed))), Money.zero(case_file.currency))


def as_decreed(case_file: CaseFile) -> Ordered | tuple[Missing, ...]:
    """What the decision says: a bailiff collects what the title awards and not what we reckon."""
    decreed = entered_amount(case_file, SUM, "The sum that the decision awards")
    costs = amount_if_entered(case_file, COSTS, "What the court awarded as costs")
    paid = amount_if_entered(case_file, PAID, "What was paid since the decision")
    missing = tuple(lacking(decreed, costs, paid))
    if isinstance(decreed, Missing) or isinstance(costs, Missing) or isinstance(paid, Missing):
        return missing
    awarded = OrderedSum(
        number=1,
        amount=decreed,
        solidarity=_together(case_file),
        nature=OrderedNature.ŁĄCZNA_KWOTA_BEZ_KOSZTÓW,
        label="kwota zasądzona tytułem",
        description=said(case_file, INTEREST) or None,
    )
    return Ordered((awarded, *_costs(case_file, costs, after=1)), paid or Money.zero(case_file.currency))


def _costs(case_file: CaseFile, costs: Money | None, *, after: int) -> Iterator[OrderedSum]:
    if costs is not None:
        yield OrderedSum(
            number=after + 1,
            amount=costs,
            solidarity=_together(case_file),
            nature=OrderedNature.KOSZTY_PROCESU,
            label="koszty procesu",
        )


def _together(case_file: CaseFile) -> Solidarity:
    return Solidarity.SOLIDARNIE if len(case_file.debtors) > 1 else Solidarity.INNY
