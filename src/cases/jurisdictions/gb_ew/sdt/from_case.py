"""The claim as Money Claim Online takes it, from the same case file as the claim form: no fact is entered twice."""

from datetime import date

from cases.jurisdictions.contract import CaseFile, FiledParty, MachineFile
from cases.jurisdictions.gb_ew.papers.law import small_enough_online
from cases.jurisdictions.gb_ew.papers.wording import nature_of
from cases.jurisdictions.gb_ew.sdt.claim_messages import (
    Address,
    Claim,
    Interest,
    Party,
    StatementOfTruth,
    Vulnerability,
)
from cases.jurisdictions.gb_ew.sdt.messages import Filing
from cases.jurisdictions.gb_ew.sdt.particulars import wrapped
from cases.jurisdictions.gb_ew.sdt.parts import NOT_YET_SENT, inside
from cases.jurisdictions.paperwork.entered import amount_said, said
from cases.jurisdictions.paperwork.figures import daily
from cases.jurisdictions.paperwork.needs import is_assigned
from kernel.errors import Invalid
from kernel.money import Money


def claim_filing(case_file: CaseFile, *, request_id: str, statement_given: bool) -> Filing:
    """One request for the court. Hold it against `batches.filing_faults` before use: nothing is shortened or respelt.

    The amount is that of the claim form, interest to the day included; that the court's element means the same is not
    verified. The particulars are brief and say that the full ones follow. Invalid where even those do not fit.
    """
    claim = Claim(
        reference=case_file.case_reference,
        claimant=_party(case_file.creditor),
        correspondence=_party(case_file.representative) if case_file.representative else None,
        defendants=tuple(_party(debtor) for debtor in case_file.debtors),
        particulars_apart=True,
        interest=_interest(case_file),
        amount=case_file.total,
        solicitor_cost=amount_said(case_file, "legal_costs", least=0),
        particulars=wrapped("\n".join(_brief(case_file))),
        vulnerability=_vulnerability(case_file),
        statement=StatementOfTruth(name=case_file.signatory.name if case_file.signatory else "", given=statement_given),
    )
    return Filing(case=case_file.case_reference, request_id=request_id, message=claim)


def inside_the_form(case_file: CaseFile) -> tuple[MachineFile, ...]:
    """The element `mcolClaim`, under the form's own statement of truth; customer and request id come when it is sent.

    Nothing where the claim does not fit the court's format or is not under its limit: then it is issued on paper.
    """
    if not small_enough_online(case_file.total, case_file.on):
        return ()
    try:
        filing = claim_filing(case_file, request_id=NOT_YET_SENT, statement_given=True)
    except Invalid:
        return ()
    return inside(case_file, filing.message)


def _party(party: FiledParty) -> Party:
    return Party(
        name=party.name,
        address=Address(line1=party.street or "", line2=party.city or "", postcode=party.postcode),
    )


def _interest(case_file: CaseFile) -> Interest | None:
    """None where the claim carries no interest that runs on."""
    running = [item.interest.periods for item in case_file.items if item.interest and item.interest.periods]
    if not running:
        return None
    return Interest(
        daily=daily(case_file),
        owed_from=min(periods[0].first_on for periods in running),
        claimed_to=case_file.on,
        base=sum((periods[-1].base for periods in running), Money.zero(case_file.currency)),
    )


def _vulnerability(case_file: CaseFile) -> Vulnerability | None:
    details = said(case_file, "vulnerability")
    return Vulnerability(vulnerable=True, details=details) if details else None


def _brief(case_file: CaseFile) -> list[str]:
    made = f" dated {_day(case_file.contract_on)}" if case_file.contract_on else ""
    lines = [
        f"Sums due under a {nature_of(case_file.product)}{made} with {case_file.original_creditor},"
        f" ref {case_file.claim_reference}."
    ]
    link = case_file.title[-1] if is_assigned(case_file) else None
    if link is not None:
        when = f" on {_day(link.from_on)}" if link.from_on else ""
        noticed = f", notice given {_day(link.notice_on)}" if link.notice_on else ""
        lines.append(f"Assigned to the claimant{when}{noticed}.")
    lines.append("Full particulars of claim follow.")
    return lines


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
