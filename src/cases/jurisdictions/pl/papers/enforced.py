"""What an application for enforcement asks, whichever title it rests on: sums, ways, bailiff, account."""

from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import YES_OR_NO, entered_choice, entered_day, lacking, said
from cases.jurisdictions.pl.epu.enforcement import EnforcementMeans
from cases.jurisdictions.pl.epu.titles import OrderedSum
from cases.jurisdictions.pl.papers.means import means_of
from cases.jurisdictions.pl.papers.ordered import RULE, Ordered
from kernel.money import Money

CLAUSE_ON, BAILIFF = "clause_on", "bailiff"
SEARCH, OUTSIDE = "search_assets", "outside_district"


@dataclass(frozen=True, slots=True)
class Enforced:
    """`sums` are the title's, costs last, `paid` what was paid since; `searched`, `outside` None where not entered."""

    bailiff: str
    clause_on: date
    sums: tuple[OrderedSum, ...]
    means: tuple[EnforcementMeans, ...]
    searched: bool | None
    outside: bool | None
    paid: Money

    @property
    def total(self) -> Money:
        return sum((one.amount for one in self.sums), Money.zero(self.paid.currency)) - self.paid


def enforced(case_file: CaseFile, ordered: Ordered | tuple[Missing, ...]) -> Enforced | tuple[Missing, ...]:
    """Complete, or one sentence for each fact that is missing, those of the sums included."""
    means = means_of(case_file)
    clause_on = entered_day(case_file, CLAUSE_ON, "The day of the enforcement clause")
    searched, outside = (_choice(case_file, name) for name in (SEARCH, OUTSIDE))
    missing = (
        *_needed(case_file),
        *lacking(means, clause_on, searched, outside),
        *(ordered if isinstance(ordered, tuple) else ()),
    )
    if (
        missing
        or isinstance(means, Missing)
        or isinstance(clause_on, Missing)
        or isinstance(ordered, tuple)
        or isinstance(searched, Missing)
        or isinstance(outside, Missing)
    ):
        return missing
    return Enforced(said(case_file, BAILIFF), clause_on, ordered.sums, means, searched, outside, ordered.paid)


def parties_named(case_file: CaseFile) -> tuple[FiledParty, ...]:
    return (case_file.creditor, *case_file.debtors)


def _choice(case_file: CaseFile, name: str) -> bool | Missing | None:
    if not said(case_file, name):
        return None
    chosen = entered_choice(case_file, name, "What the bailiff is asked", YES_OR_NO)
    return chosen if isinstance(chosen, Missing) else chosen == "yes"


def _needed(case_file: CaseFile) -> needs.Needs:
    if not said(case_file, BAILIFF):
        yield Missing("bailiff", f"The bailiff who is to enforce is not entered ({RULE}).", "claim")
    yield from needs.identity(case_file.creditor, RULE, number="KRS, other register number or NIP")
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered ({RULE}).", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, RULE, number="PESEL, NIP or KRS")
    yield from needs.joint(case_file, f" ({RULE})")
    yield from needs.bank(case_file)
    yield from needs.signatory(case_file)
