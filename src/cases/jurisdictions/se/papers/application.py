"""The application for a betalningsföreläggande (lag 1990:746 9–19 §§), complete from the case file or refused."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing, Paper, PaperKind
from cases.jurisdictions.fees import Fees
from cases.jurisdictions.paperwork import figures, needs
from cases.jurisdictions.paperwork.entered import YES_OR_NO, entered_choice, lacking, said
from cases.jurisdictions.paperwork.letters import one_line
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.se.papers.wording import contract_of, ground_of, label_of, number_of
from kernel.money import Money

CODE = "application"
ENFORCE = "enforce"
"""The particular that says `no` where the decision shall not be enforced (16 §); else it is, by itself (45 §)."""
NOTE = "promissory_note"
"""The particular that says `yes` where the debt rests on a running promissory note (förordning 1991:1339)."""
_FOLDER = Path(__file__).resolve().parents[1]
_PARTIES = "lag 1990:746 18 §"
_CLAIM = "lag 1990:746 11 §"


@dataclass(frozen=True, slots=True)
class PartyShown:
    """A party as the application names it, with everything by which the Kronofogden reaches it."""

    name: str
    number_named: str
    number: str | None
    address: str
    reach: str


def shown(party: FiledParty) -> PartyShown:
    reach = ", ".join(one for one in (party.phone, party.email) if one)
    return PartyShown(party.name, number_of(party), party.national_id, one_line(party), reach)


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed(case_file)):
        return missing
    subject = "Ansökan om betalningsföreläggande"
    fee = _fee("order_for_payment", case_file)
    own_work = _fee("application_costs", case_file)
    return Paper(
        kind=CODE,
        title=subject,
        language="sv",
        template="se/application/application.html",
        context={
            **named(case_file, subject),
            "applicant": shown(case_file.creditor),
            "agent": shown(case_file.representative) if case_file.representative else None,
            "defendants": tuple(shown(debtor) for debtor in case_file.debtors),
            "several": len(case_file.debtors) > 1,
            "contract": contract_of(case_file.product),
            "assigned": needs.is_assigned(case_file),
            "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
            "items": figures.item_lines(case_file, label_of),
            "periods": figures.period_lines(case_file, ground_of),
            "running": figures.running(case_file, ground_of),
            "fee": fee,
            "own_work": own_work,
            "asked_in_costs": fee + own_work,
            "running_note": said(case_file, NOTE).casefold() == "yes",
            "enforce": said(case_file, ENFORCE).casefold() != "no",
        },
    )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.identity(case_file.creditor, _PARTIES, number="organisationsnummer or personnummer")
    if case_file.representative is not None:
        yield from needs.identity(case_file.representative, _PARTIES, number="organisationsnummer or personnummer")
    if not case_file.debtors:
        yield Missing("debtors", f"No defendant is entered ({_PARTIES}).", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, _PARTIES, number="personnummer or organisationsnummer")
        yield from needs.lives_in(debtor, {"se"}, "Sweden", _PARTIES, "Elsewhere the European order may serve.")
    yield from needs.joint(case_file, "")
    yield from needs.origin(case_file, "lag 1990:746 10 §; the Kronofogden asks for the original creditor")
    yield from needs.figures(case_file, {"SEK"}, _CLAIM)
    yield from needs.rates_known(case_file, _CLAIM)
    yield from needs.deeds(case_file)
    note = "Whether the debt rests on a running promissory note (förordning 1991:1339)"
    enforced = "Whether the decision shall be enforced (lag 1990:746 16 §)"
    yield from lacking(
        entered_choice(case_file, ENFORCE, enforced, YES_OR_NO, unsaid="yes"),
        entered_choice(case_file, NOTE, note, YES_OR_NO, unsaid="no"),
    )
    yield from needs.signatory(case_file)


def _fee(code: str, case_file: CaseFile) -> Money:
    """Own work or counsel is asked for at the most that the law allows, and only where an agent acts (48 §)."""
    none = Money.zero(case_file.currency)
    if code == "application_costs" and case_file.representative is None:
        return none
    return _fees()(code, case_file.total, case_file.on, case_file.creditor.kind).amount or none


@cache
def _fees() -> Fees:
    return Fees(_FOLDER)


APPLICATION = PaperKind(CODE, "Application for a betalningsföreläggande", "sv", _prepare)
