"""The Letter of Claim of the Pre-Action Protocol for Debt Claims, with its enclosures; business to individual only."""

from dataclasses import replace

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.gb_ew.papers import law, needs
from cases.jurisdictions.gb_ew.papers.amounts import daily_in_court, daily_owed, only_in_court, owed_lines
from cases.jurisdictions.gb_ew.papers.letters import address_lines, channels, letters_to, sender_of
from cases.jurisdictions.gb_ew.papers.wording import bargain_of, nature_of
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.paperwork.needs import Needs, is_assigned

CODE = "letter_of_claim"


def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    """One letter, with every enclosure, for each debtor who is an individual."""
    missing = tuple(_needed(case_file))
    if missing:
        return missing
    subject = "Letter of Claim"
    sender = sender_of(case_file)
    people = tuple(debtor for debtor in case_file.debtors if debtor.kind == "person")
    reply = law.reckon(law.REPLY_TIME, case_file.on)
    return Paper(
        kind=CODE,
        title=subject,
        language="en",
        template="gb_ew/debt_protocol/letter_of_claim.html",
        context={
            **named(case_file, subject),
            "letters": letters_to(replace(case_file, debtors=people)),
            "sender": sender,
            "sender_lines": address_lines(sender)[1:],
            "channels": channels(case_file),
            "nature": nature_of(case_file.product),
            "bargain": bargain_of(case_file.product, "you"),
            "bargain_guaranteed": bargain_of(case_file.product, "that person"),
            "assigned": is_assigned(case_file),
            "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
            "items": owed_lines(case_file),
            "owed": case_file.total - only_in_court(case_file),
            "interest_owed": case_file.interest - only_in_court(case_file),
            "in_court": only_in_court(case_file),
            "daily_owed": daily_owed(case_file),
            "daily_in_court": daily_in_court(case_file),
            "reply_days": law.length(law.REPLY_TIME, case_file.on),
            "reply_by": reply.statutory_on,
        },
    )


def _needed(case_file: CaseFile) -> Needs:
    if case_file.debtors and all(debtor.kind == "company" for debtor in case_file.debtors):
        yield Missing(
            "individual debtor",
            "Every debtor is a company, and the Pre-Action Protocol for Debt Claims covers claims against individuals"
            " only (paragraph 1.1). Send a letter before claim under the Practice Direction on Pre-Action Conduct and"
            " record it.",
            "pre-action",
        )
    if case_file.creditor.kind == "person" and not said(case_file, "trading"):
        yield Missing(
            "business creditor",
            "The creditor is an individual who is not recorded as trading: the Protocol covers claims of a business"
            " (paragraph 1.1).",
            "parties",
        )
    yield from needs.creditor(case_file)
    yield from needs.debtors(case_file)
    yield from needs.agreement(case_file)
    yield from needs.figures(case_file)
    yield from needs.title(case_file)
    yield from needs.bank(case_file)
    yield from needs.contact(case_file)
    yield from needs.signatory(case_file)


LETTER_OF_CLAIM = PaperKind(
    code=CODE,
    title="Letter of Claim (Pre-Action Protocol for Debt Claims)",
    language="en",
    prepare=prepare,
)
