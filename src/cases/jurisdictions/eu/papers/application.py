"""Form A as a paper in the language of the court's country, with its codes as a file of their own."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Literal

from cases.jurisdictions.contract import CaseFile, MachineFile, Missing, Paper, PaperKind
from cases.jurisdictions.eu.form_a import needs
from cases.jurisdictions.eu.form_a.form import FormA, written
from cases.jurisdictions.eu.form_a.from_case import form_of
from cases.jurisdictions.eu.form_a.wording import language_of, words_in
from cases.jurisdictions.paperwork.entered import NUMBER, said
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.reckoned import Fee
from kernel.errors import Problem
from kernel.money import Money

CODE = "form_a"
FILE = "form-a.json"
DESCRIPTION = (
    "Form A by its codes; those of sections 3 to 11, but for 6 code 1, to be checked against the Official Journal"
)

type FeeOf = Callable[[str, Money, date, Literal["person", "company"]], Fee]


class Before:
    """The courts of one Member State: who takes part in the Regulation, and what the application costs there."""

    def __init__(self, seat: str, members: Collection[str], court_fee: str | None = None, fee: FeeOf | None = None):
        self.seat = seat
        self.members = frozenset(members)
        self._code, self._fee = court_fee, fee

    @property
    def language(self) -> str:
        return language_of(self.seat)

    def fee_of(self, case_file: CaseFile) -> Money | None:
        """The fee by the State's own data; None where it has none, and the court fixes it."""
        if self._code is None or self._fee is None:
            return None
        try:
            return self._fee(self._code, case_file.principal, case_file.on, case_file.creditor.kind).amount
        except Problem:
            return None


def application(before: Before) -> PaperKind:
    title = "European order for payment: form A (codes 3 to 11 to be checked against the Official Journal)"
    return PaperKind(CODE, title, before.language, partial(prepare, before))


def prepare(before: Before, case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(needs.application(case_file, before.seat, before.members)):
        return missing
    form = form_of(case_file, before.seat, before.fee_of(case_file))
    text = words_in(form.language).text
    return Paper(
        kind=CODE,
        title=text["title"],
        language=form.language,
        template="eu/form_a/form.html",
        context=on_the_form(case_file, form, text["title"]),
        attachments=tuple(exhibit.title for exhibit in case_file.exhibits),
        machine=(MachineFile(FILE, written(form), DESCRIPTION),),
    )


def on_the_form(case_file: CaseFile, form: FormA, title: str) -> dict[str, object]:
    """What the form's template reads: the form itself, the words for its codes, and who signs."""
    return {
        **named(case_file, title),
        "form": form,
        "w": words_in(form.language),
        "t": words_in(form.language).text,
        "total": Money.parse(form.total, form.currency),
        "sums": {text: Money.parse(text, form.currency) for text in _amounts(form)},
        "rates": {line.rate: Decimal(line.rate) for line in form.interest if line.rate},
        "number": said(case_file, NUMBER),
    }


def _amounts(form: FormA) -> Iterator[str]:
    yield from (one.amount for one in form.principals)
    yield from (text for line in form.interest for text in (line.on, line.amount) if text)
    yield from (one.amount for one in form.costs if one.amount)
