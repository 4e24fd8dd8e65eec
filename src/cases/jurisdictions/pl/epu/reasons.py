"""The reasons of a suit in the e-court: sentences made of the case file, the same in the paper and in the file."""

from collections.abc import Iterator
from datetime import date

from cases.jurisdictions.contract import CaseFile
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.letter_kinds import DEMAND
from cases.jurisdictions.pl.epu.owed import Owed, owed
from cases.jurisdictions.pl.papers.settlement import UNTRIED
from cases.jurisdictions.pl.papers.wording import contract_of, label_of
from kernel.money import Money


def reasons_of(case_file: CaseFile) -> tuple[str, ...]:
    """Paragraphs; joined by a line feed they are the `Uzasadnienie`."""
    return (*_origin(case_file), *_chain(case_file), *_sums(case_file), *_bound(case_file), *_settlement(case_file))


def amount(money: Money) -> str:
    return f"{money.text().replace('.', ',')} zł"


def day(on: date) -> str:
    return f"{on:%d.%m.%Y} r."


def _origin(case_file: CaseFile) -> Iterator[str]:
    made = f" z dnia {day(case_file.contract_on)}" if case_file.contract_on else ""
    yield (
        f"Wierzytelność wynika z {contract_of(case_file.product)}{made}, zawartej z wierzycielem pierwotnym"
        f" ({case_file.original_creditor}; numer wierzytelności {case_file.claim_reference})."
    )
    if case_file.default_on:
        yield f"Opóźnienie w zapłacie trwa od {day(case_file.default_on)}"


def _chain(case_file: CaseFile) -> Iterator[str]:
    for giver, taker in zip(case_file.title, case_file.title[1:], strict=False):
        on = f"Dnia {day(taker.from_on)} nastąpił" if taker.from_on else "Nastąpił"
        told = f" Dłużnika zawiadomiono o tym {day(taker.notice_on)}" if taker.notice_on else ""
        yield f"{on} przelew wierzytelności; zbywca: {giver.holder}, nabywca: {taker.holder} ({taker.deed}).{told}"


def _sums(case_file: CaseFile) -> Iterator[str]:
    yield "Dochodzone należności:"
    for number, one in enumerate(owed(case_file), start=1):
        yield f"{number}. {_sum(case_file, one)}"
    if case_file.payments.minor:
        yield f"Wpłaty w łącznej kwocie {amount(case_file.payments)} odjęto od powyższych należności."


def _sum(case_file: CaseFile, one: Owed) -> str:
    due_on = one.item.due_on or case_file.default_on
    named = f"odsetki naliczone do dnia zapłaty należności: {label_of(one.item)}" if one.ended else label_of(one.item)
    return (
        f"{named}: {amount(one.amount)}, data wymagalności: {day(due_on)}"
        if due_on
        else f"{named}: {amount(one.amount)}"
    )


def _bound(case_file: CaseFile) -> Iterator[str]:
    if len(case_file.debtors) > 1:
        term = said(case_file, "term_liability")
        yield f"Pozwani odpowiadają solidarnie: {_plain(term)}" if term else "Pozwani odpowiadają solidarnie."


def _settlement(case_file: CaseFile) -> Iterator[str]:
    """KPC 187 §1 pkt 3."""
    for debtor in case_file.debtors:
        if sent_on := needs.last_sent(case_file, DEMAND, debtor.name):
            yield (
                f"Dnia {day(sent_on)} wysłano wezwanie do zapłaty z propozycją polubownego załatwienia sprawy"
                f" (adresat: {debtor.name}). Długu nie zapłacono."
            )
    if untried := said(case_file, UNTRIED):
        yield f"Innych prób pozasądowego rozwiązania sporu nie podjęto: {_plain(untried)}"


def _plain(entered: str) -> str:
    """Words entered on several lines, as one: a form's line ends are none of XML's."""
    return " ".join(entered.split())
