"""From rows to case files: everything a paper may draw on, read with one set of queries for a whole batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from cases.claims.balance import Balance, balance_of
from cases.claims.queries import ClaimShown, claims_shown
from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import (
    CaseFile,
    Exhibit,
    FiledParty,
    FiledPayment,
    Jurisdiction,
    Missing,
    PreAction,
    Signatory,
    TitleLink,
)
from cases.jurisdictions.paperwork.needs import COMPLAINTS
from cases.jurisdictions.registry import by_code
from cases.parties.queries import PartyShown, parties_of
from cases.proceedings.case_rows import CaseRows, ExhibitRow, OrganisationRow, rows_of
from cases.proceedings.pre_action import pre_action_of
from cases.proceedings.signatories import SignatoryShown
from cases.studio.house import House
from cases.studio.letterheads import house_of
from kernel import facts
from kernel.actor import Actor
from kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Assembled:
    """A case with its file, what the rows themselves leave open (an interest rate that is not known), and the
    letterhead of whoever prepares its papers.
    """

    case: CaseAtHand
    file: CaseFile
    gaps: tuple[Missing, ...]
    house: House | None = None


async def assemble(
    actor: Actor, cases: Sequence[CaseAtHand], *, on: date, signatory: SignatoryShown | None, purpose: str
) -> list[Assembled]:
    """The case files of cases with a jurisdiction, as of the day, in the open transaction. The reading is recorded."""
    claim_ids = [case.claim_id for case in cases]
    claims = await claims_shown(actor, claim_ids)
    parties = await parties_of(actor, claim_ids, with_identifiers=True)
    rows = await rows_of(cases)
    await facts.record_read(actor, claim_ids=claim_ids, purpose=purpose)
    house = await house_of(actor)
    found = [
        _assembled(case, claims[case.claim_id], parties[case.claim_id], rows[case.id], on, _signing(case, signatory))
        for case in cases
    ]
    return [replace(one, house=house) for one in found]


def _signing(case: CaseAtHand, one: SignatoryShown | None) -> Signatory | None:
    if one is None:
        return None
    return Signatory(one.name, one.position, one.authority, one.organisation_id == case.organisation_id)


def _assembled(
    case: CaseAtHand,
    claim: ClaimShown,
    parties: Sequence[PartyShown],
    rows: CaseRows,
    on: date,
    signatory: Signatory | None,
) -> Assembled:
    jurisdiction = by_code(case.jurisdiction or "")
    if jurisdiction is None:
        raise ValueError("a case without a jurisdiction has no file")
    balance = balance_of(claim, on, jurisdiction)
    file = CaseFile(
        case_reference=case.reference,
        claim_reference=claim.reference,
        product=claim.product,
        on=on,
        currency=claim.currency,
        creditor=rows.owner.as_party("creditor"),
        representative=rows.representative.as_party("representative") if rows.representative else None,
        debtors=tuple(_party(one) for one in parties),
        items=balance.items,
        payments=balance.payments,
        principal=balance.principal,
        interest=balance.interest,
        costs=balance.costs,
        total=balance.total,
        original_creditor=claim.first_creditor,
        contract_on=claim.contract_on,
        agreement_form=rows.agreement_form,
        default_on=claim.default_on or claim.due_on,
        title=tuple(
            TitleLink(one.holder_name, one.registration_number, one.from_on, one.deed, one.notice_on, one.address)
            for one in claim.title
        ),
        pre_action=_pre_action(case, rows, parties, jurisdiction),
        exhibits=tuple(_exhibit(number, one, case, jurisdiction) for number, one in enumerate(rows.exhibits, start=1)),
        signatory=signatory,
        court=court_named(case, rows.seat, jurisdiction, on),
        bank_account=rows.owner.bank_account,
        contact=_contact(rows),
        particulars=rows.details,
        court_account=_account(rows, jurisdiction),
        received=_received(claim, balance),
        originator=claim.originator_kind,
    )
    return Assembled(case, file, balance.gaps)


def _account(rows: CaseRows, jurisdiction: Jurisdiction) -> Mapping[str, str]:
    return next((rows.accounts[one.code] for one in jurisdiction.channels if one.code in rows.accounts), {})


def _received(claim: ClaimShown, balance: Balance) -> tuple[FiledPayment, ...]:
    before = (FiledPayment(claim.paid_before, None, claim.cut_off_on),) if claim.paid_before.minor else ()
    return before + tuple(FiledPayment(one.amount, one.on) for one in balance.posted)


def _exhibit(number: int, one: ExhibitRow, case: CaseAtHand, jurisdiction: Jurisdiction) -> Exhibit:
    title = exhibit_title(one, case, jurisdiction)
    return Exhibit(number, one.kind, title, one.dated_on, one.sha256.hex() if one.sha256 else None)


def exhibit_title(one: ExhibitRow, case: CaseAtHand, jurisdiction: Jurisdiction) -> str:
    """Its own, or the kind's word in the court's language where it is a paper of another one."""
    procedure = jurisdiction.procedures.get(case.procedure or "")
    if procedure is not None and one.language not in {None, "mul", jurisdiction.language}:
        return procedure.exhibit_titles.get(one.kind, one.title)
    return one.title


def _party(one: PartyShown) -> FiledParty:
    known = one.identifiers
    return FiledParty(
        role=one.role,
        name=one.name,
        kind="company" if one.kind == "company" else "person",
        national_id=known.national_id if known else None,
        street=one.street,
        postcode=one.postcode,
        city=one.city,
        region=one.region,
        country=one.country.lower() if one.country else None,
        email=known.email if known else None,
        phone=known.phone if known else None,
        birth_on=known.born_on if known else None,
        given_name=one.given_name,
        family_name=one.family_name,
    )


def _pre_action(
    case: CaseAtHand, rows: CaseRows, parties: Sequence[PartyShown], jurisdiction: Jurisdiction
) -> tuple[PreAction, ...]:
    procedure = jurisdiction.procedures.get(case.procedure or "")
    if procedure is None:
        return ()
    return pre_action_of(rows.events, procedure.acts, {one.id: one.name for one in parties})


def court_named(case: CaseAtHand, seat: str | None, jurisdiction: Jurisdiction, on: date) -> str | None:
    """The court's name with the seat a person entered; None while nobody did."""
    if not seat or case.procedure is None:
        return None
    try:
        return jurisdiction.court(case.procedure, on).pattern.format(seat=seat)
    except Problem:
        return None


def _contact(rows: CaseRows) -> dict[str, str]:
    """Where the debtor can answer: whoever works the case, else the creditor."""
    answering: OrganisationRow = rows.representative or rows.owner
    known = {
        "phone": answering.contact_phone,
        "email": answering.contact_email,
        "address": answering.address,
        "reply_address": answering.address,
        "account_holder": rows.owner.name,
        "privacy_email": rows.owner.contact_email,
        "servicer_registration": answering.licence_number,
        "supervisor": answering.supervisor,
        "complaints": rows.details.get(COMPLAINTS) or answering.supervisor or rows.owner.supervisor,
    }
    return {name: value for name, value in known.items() if value}


def encoded(file: CaseFile) -> bytes:
    """The file as bytes that are the same for the same facts."""
    return msgspec.json.encode(file, order="deterministic")
