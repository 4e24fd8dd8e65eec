"""The claim form (the fields of form N1) with particulars of claim, complete from the case file or refused."""

from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing, Paper, PaperKind
from cases.jurisdictions.gb_ew.papers import law, needs, pre_action
from cases.jurisdictions.gb_ew.papers.amounts import bases, item_lines, period_lines
from cases.jurisdictions.gb_ew.papers.letters import address_lines, sender_of
from cases.jurisdictions.gb_ew.papers.wording import agreement_with, bargain_of, cited, in_series, nature_of
from cases.jurisdictions.gb_ew.sdt.from_case import inside_the_form
from cases.jurisdictions.paperwork.entered import amount_if_entered, amount_said, lacking
from cases.jurisdictions.paperwork.figures import BY_CONTRACT, computed, daily
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.paperwork.needs import Needs, is_assigned
from kernel.money import Money

CODE = "claim"


@dataclass(frozen=True, slots=True)
class Defendant:
    """One defendant as the claim names and approached them."""

    name: str
    lines: tuple[str, ...]
    number: int
    is_guarantor: bool
    is_company: bool
    letter_on: date | None
    answered_on: date | None
    intention_on: date | None
    default_notice_on: date | None


def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = tuple(_needed(case_file))
    if missing:
        return missing
    subject = "Claim Form and Particulars of Claim"
    fee = law.issue_fee(case_file).amount or Money.zero(case_file.currency)
    costs = amount_said(case_file, "legal_costs", least=0) or Money.zero(case_file.currency)
    agreement = agreement_with(case_file.debtors)
    borrowers = _borrowers(case_file, agreement.noun)
    return Paper(
        kind=CODE,
        title=subject,
        language="en",
        template="gb_ew/claim/claim.html",
        context={
            **named(case_file, subject),
            "agreement": agreement,
            "several": len(case_file.debtors) > 1,
            "defendants": tuple(
                _defendant(case_file, debtor, number) for number, debtor in enumerate(case_file.debtors, start=1)
            ),
            "claimant_lines": address_lines(case_file.creditor)[1:],
            "service": sender_of(case_file),
            "service_lines": address_lines(sender_of(case_file)),
            "nature": nature_of(case_file.product),
            "borrowers": borrowers,
            "bargain": bargain_of(case_file.product, borrowers),
            "assigned": is_assigned(case_file),
            "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
            "items": item_lines(case_file),
            "periods": period_lines(case_file),
            "accrued": computed(case_file),
            "bases": in_series(bases(case_file)),
            "daily": daily(case_file),
            "sum": case_file.total - computed(case_file),
            "fee": fee,
            "legal_costs": costs,
            "whole": case_file.total + fee + costs,
            "contract_document": cited(case_file.exhibits, "contract"),
            "guarantee_document": cited(case_file.exhibits, "guarantee"),
        },
        attachments=tuple(exhibit.title for exhibit in case_file.exhibits),
        machine=inside_the_form(case_file),
    )


def _needed(case_file: CaseFile) -> Needs:
    yield from needs.court(case_file)
    yield from needs.creditor(case_file)
    yield from needs.debtors(case_file)
    yield from needs.agreement(case_file)
    yield from needs.figures(case_file)
    yield from needs.rates_known(case_file)
    yield from needs.title(case_file)
    yield from pre_action.missing_steps(case_file)
    yield from _documents(case_file)
    yield from lacking(amount_if_entered(case_file, "legal_costs", "The legal representative's costs", least=0))
    yield from needs.signatory(case_file)


def _documents(case_file: CaseFile) -> Needs:
    kinds = {exhibit.kind for exhibit in case_file.exhibits}
    agreed = any(
        period.authority.citation == BY_CONTRACT
        for item in case_file.items
        if item.interest is not None
        for period in item.interest.periods
    )
    if "contract" not in kinds and (case_file.agreement_form == "written" or agreed):
        yield Missing(
            "contract document",
            "The written agreement is not among the documents: a copy is attached to the particulars (CPR PD 16 7.3).",
            "documents",
        )
    if "guarantee" not in kinds and any(debtor.role == "guarantor" for debtor in case_file.debtors):
        yield Missing(
            "guarantee",
            "The guarantee is not among the documents: it must be in writing and signed (Statute of Frauds 1677 s.4).",
            "documents",
        )
    for exhibit in case_file.exhibits:
        if exhibit.sha256 is None:
            yield Missing(
                f"file of document {exhibit.number}",
                f"Document {exhibit.number} ({exhibit.title}) has no file: what is attached must be there.",
                "documents",
            )


def _borrowers(case_file: CaseFile, all_of_them: str) -> str:
    """Who made the agreement: a guarantor did not."""
    numbered = list(enumerate(case_file.debtors, start=1))
    made_it = [f"Defendant ({number})" for number, debtor in numbered if debtor.role != "guarantor"]
    return in_series(made_it) if 0 < len(made_it) < len(numbered) else all_of_them


def _defendant(case_file: CaseFile, debtor: FiledParty, number: int) -> Defendant:
    letter = pre_action.letter_to(case_file, debtor)
    intention = pre_action.intention_to(case_file, debtor)
    notice = pre_action.default_notice_to(case_file, debtor)
    return Defendant(
        name=debtor.name,
        lines=address_lines(debtor)[1:],
        number=number,
        is_guarantor=debtor.role == "guarantor",
        is_company=debtor.kind == "company",
        letter_on=letter.sent_on if letter else None,
        answered_on=letter.answered_on if letter else None,
        intention_on=intention.sent_on if intention else None,
        default_notice_on=(notice.received_on or notice.sent_on) if notice else None,
    )


CLAIM = PaperKind(
    code=CODE,
    title="Claim form with particulars of claim",
    language="en",
    prepare=prepare,
)
