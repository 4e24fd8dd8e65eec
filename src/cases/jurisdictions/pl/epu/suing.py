"""A claim before the e-court made from a case file, or everything that is missing for it."""

from hashlib import sha256

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.pl.epu.account import account_needed, court_of, filer_of, is_professional
from cases.jurisdictions.pl.epu.batches import claim_faults
from cases.jurisdictions.pl.epu.broken import as_missing
from cases.jurisdictions.pl.epu.claims import Claim, Costs, CourtFee
from cases.jurisdictions.pl.epu.owed import age_needed, demands, dispute_value, sums_needed
from cases.jurisdictions.pl.epu.proofs import evidence_of
from cases.jurisdictions.pl.epu.reasons import reasons_of
from cases.jurisdictions.pl.epu.sides import claimant_of, defendant_of, needed_of
from cases.jurisdictions.pl.law import LAW
from cases.jurisdictions.pl.papers.settlement import settlement_tried
from kernel.money import Money

ID_BYTES = 7
"""Numbers of this size stay below the eighteen digits of an ID."""


def claim_of(case_file: CaseFile) -> Claim | tuple[Missing, ...]:
    """The claim within every limit of the e-court, or one sentence for each fact that is missing."""
    if missing := tuple(_needed(case_file)):
        return missing
    claim = _claim(case_file)
    return as_missing(claim_faults(claim)) or claim


def id_of(reference: str) -> int:
    """A number of our own that the same reference always has."""
    return int.from_bytes(sha256(reference.encode()).digest()[:ID_BYTES])


def _claim(case_file: CaseFile) -> Claim:
    account = case_file.court_account
    evidence = evidence_of(case_file)
    value = dispute_value(case_file)
    fee = LAW.fees("epu", value, case_file.on, case_file.creditor.kind)
    professional = is_professional(account)
    return Claim(
        claim_id=id_of(case_file.case_reference),
        filed_on=case_file.on,
        court=court_of(account),
        filer=filer_of(account),
        claimants=(claimant_of(case_file, 1, attorney=professional),),
        defendants=tuple(defendant_of(one, number) for number, one in enumerate(case_file.debtors, start=2)),
        reference=case_file.case_reference,
        dispute_value=value,
        fee=CourtFee(amount=fee.amount or Money.zero("PLN"), demanded=True),
        attorney_costs=Costs(amount=Money.zero("PLN"), demanded=professional, by_norms=professional),
        demands=demands(case_file, tuple(one.number for one in evidence)),
        evidence=evidence,
        reasons="\n".join(reasons_of(case_file)),
    )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from account_needed(case_file)
    yield from needed_of(case_file.creditor)
    if not case_file.debtors:
        yield Missing("debtors", "No defendant is entered (KPC 126 §1).", "parties")
    for debtor in case_file.debtors:
        yield from needs.lives_in(
            debtor, {"pl"}, "Poland", "KPC 505²⁸ §2", "The e-court serves nobody abroad: sue before the ordinary court."
        )
        yield from needed_of(debtor)
    yield from needs.joint(case_file, " (the demand must be exact, KPC 187 §1 pkt 1)")
    yield from needs.origin(case_file, "KPC 187 §1")
    yield from needs.deeds(case_file)
    yield from needs.proof(case_file, "KPC 505³² §1")
    if needs.is_assigned(case_file):
        yield from needs.exhibit(case_file, "assignment", "deed of assignment or extract of it", "KPC 505³² §1")
    yield from settlement_tried(case_file)
    yield from needs.signatory(case_file)
    if amounts := tuple(needs.figures(case_file, {"PLN"}, "KPC 187 §1")):
        yield from amounts
    else:
        yield from sums_needed(case_file)
        yield from age_needed(case_file)
