"""Whether a claim may be issued yet: the letter of claim, the time to answer it, and a default notice where due."""

from collections.abc import Iterator
from datetime import date

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing, PreAction
from cases.jurisdictions.gb_ew.papers import law
from cases.jurisdictions.gb_ew.papers.wording import CREDIT_PRODUCTS
from cases.jurisdictions.paperwork.entered import said

LETTER = "letter_of_claim"
INTENTION = "notice_of_intention"
DEFAULT_NOTICE = "default_notice"
ASKS_FOR_TIME = frozenset({"advice", "documents"})
"""Replies after which the creditor waits longer (Protocol section 4)."""


def letter_to(case_file: CaseFile, debtor: FiledParty) -> PreAction | None:
    return _last(case_file, LETTER, debtor)


def intention_to(case_file: CaseFile, debtor: FiledParty) -> PreAction | None:
    return _last(case_file, INTENTION, debtor)


def default_notice_to(case_file: CaseFile, debtor: FiledParty) -> PreAction | None:
    return _last(case_file, DEFAULT_NOTICE, debtor) if needs_default_notice(case_file, debtor) else None


def needs_default_notice(case_file: CaseFile, debtor: FiledParty) -> bool:
    """Regulated credit to an individual, unless the file says that it is not regulated."""
    regulated = case_file.product in CREDIT_PRODUCTS and said(case_file, "regulated_credit").casefold() != "no"
    return regulated and debtor.kind == "person" and debtor.role != "guarantor"


def missing_steps(case_file: CaseFile) -> Iterator[Missing]:
    """Each sentence once, though several debtors may lack the same letter."""
    found: dict[str, Missing] = {}
    for debtor in case_file.debtors:
        for missing in (*_letter_steps(case_file, debtor), *_default_notice_steps(case_file, debtor)):
            found.setdefault(missing.sentence, missing)
    yield from found.values()


def _letter_steps(case_file: CaseFile, debtor: FiledParty) -> Iterator[Missing]:
    letter = letter_to(case_file, debtor)
    rule = "Pre-Action Protocol for Debt Claims 3" if debtor.kind == "person" else "PD Pre-Action Conduct 6"
    if letter is None or letter.sent_on is None:
        yield Missing(
            "letter of claim",
            f"No letter of claim to {debtor.name}, with the day it was sent, is recorded ({rule}).",
            "pre-action",
        )
        return
    if debtor.kind == "company":
        return
    yield from _not_before(case_file, law.REPLY_TIME, letter.sent_on, f"the letter of claim to {debtor.name}")
    if letter.answered_on is None:
        return
    if letter.outcome in ASKS_FOR_TIME:
        yield from _not_before(case_file, law.MORE_TIME, letter.answered_on, f"the reply of {debtor.name}")
    notice = intention_to(case_file, debtor)
    if notice is None or notice.sent_on is None:
        yield Missing(
            "notice of intention",
            f"{debtor.name} replied and no agreement is recorded: give notice before issue and record the day it was"
            " sent (Pre-Action Protocol for Debt Claims 8.2).",
            "pre-action",
        )
        return
    yield from _not_before(case_file, law.NOTICE_TIME, notice.sent_on, f"the notice of intention to {debtor.name}")


def _default_notice_steps(case_file: CaseFile, debtor: FiledParty) -> Iterator[Missing]:
    if not needs_default_notice(case_file, debtor):
        return
    notice = default_notice_to(case_file, debtor)
    served_on = notice and (notice.received_on or notice.sent_on)
    if not served_on:
        yield Missing(
            "default notice",
            f"No default notice to {debtor.name}, with the day it was served, is recorded: regulated credit needs one"
            " before the whole balance is claimed (Consumer Credit Act 1974 s.87). If the credit is not regulated,"
            " record that.",
            "pre-action",
        )
        return
    yield from _not_before(case_file, law.DEFAULT_NOTICE, served_on, f"the default notice to {debtor.name}")


def _not_before(case_file: CaseFile, rule: str, event: date, step: str) -> Iterator[Missing]:
    waiting = law.reckon(rule, event)
    opens_on = waiting.opens_on or waiting.statutory_on
    if case_file.on < opens_on:
        yield Missing(
            "end of the waiting time",
            f"The time after {step} of {event:%d/%m/%Y} still runs: a claim may be issued from {opens_on:%d/%m/%Y}"
            f" ({waiting.authority.citation}).",
            "pre-action",
        )


def _last(case_file: CaseFile, kind: str, debtor: FiledParty) -> PreAction | None:
    acts = [act for act in case_file.pre_action if act.kind == kind and act.to in {None, debtor.name}]
    return max(acts, key=lambda act: act.sent_on or date.min, default=None)
