"""Facts of a case that no tape brings and some paper needs: form of the agreement, seat of the court, terms."""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

import msgspec

from cases.desk.commands import common_side
from cases.desk.facts import ParticularsEntered
from cases.desk.looking_again import look_again
from cases.desk.policies import must_enter
from cases.desk.reach import cases_at_hand, digest_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.ids import new_id

NAMES: dict[str, str] = {
    "liability": "How several debtors are bound (“joint and several”)",
    "term_liability": "Term on joint liability",
    "oral_terms": "Words of an oral agreement: by whom, to whom, when and where",
    "term_principal": "Term on repayment",
    "term_interest": "Term on interest",
    "term_costs": "Term on fees and costs",
    "instalment_offer": "Instalments that may be offered",
    "regulated_credit": "Regulated credit (yes or no)",
    "trading": "The creditor trades as",
    "hearing_centre": "Preferred hearing centre",
    "vulnerability": "What the court should know of a party's vulnerability",
    "legal_costs": "Legal representative's costs",
    "demand_days": "Days to pay that a demand gives",
    "enforce": "Shall the decision be enforced (yes or no)",
    "court_number": "Number the court gave the case",
    "mahngericht": "Mahngericht: postcode and place (58097 Hagen)",
    "catalogue_number": "Number of the claim in the Mahngerichte’s catalogue",
    "counter_performance": "Counter-performance: none, or rendered",
    "dispute_court": "Court that would hear the dispute (Amtsgericht 58095 Hagen)",
    "contested": "Hand-over asked for in case of a Widerspruch (yes or no)",
    "credit_rate": "Initial effective annual rate of the credit (7.25)",
    "assignor_place": "Seat of the assignor: postcode and place",
    "creditor_represented_by": "Who represents the creditor by law (Geschäftsführerin: Ada Weiß)",
    "debtor_represented_by": "Who represents the debtor company by law",
    "creditor_legal_form": "Legal form of the creditor, where its name does not end with it",
    "debtor_legal_form": "Legal form of the debtor company, where its name does not end with it",
    "attorney_kind": "Who acts: lawyer, law firm or collection agency",
    "costs_are": "What the costs are: dunning, information, returned_debit, collection or other",
    "payments_since": "Payments since the Mahnbescheid: none, or days and amounts",
    "order_costs": "Further costs of the Vollstreckungsbescheid",
    "order_costs_ground": "Ground of those costs",
    "order_service": "Who serves the Vollstreckungsbescheid (court or party)",
    "query_on": "Day of the Monierung (2026-11-02)",
    "query_application_on": "Day of the application it is about",
    "query_about": "Application it is about, by the court’s number (01 Mahnbescheid)",
    "query_lines": "Lines of the Monierung with the right content",
    "withdrawal_as": "What is declared to a Mahngericht: withdrawn or settled",
    "promissory_note": "The debt rests on a running promissory note (yes or no)",
    "title_is": "What is to be enforced: utslag or judgment",
    "title_costs": "Costs that the title awards",
    "change_of": "Application withdrawn or lowered: application or enforcement",
    "enforceable_title": "The judgment or order to be enforced, or under which a new creditor steps in, with its day",
    "formal_document": "Document in due form that proves the assignment",
    "settlement_untried": "Why no settlement was tried before suit",
    "decreed_sum": "Sum that the court's decision fixes",
    "paid_since": "Paid since that decision",
    "lawyer": "Lawyer who acts before the court, with the number at the bar",
    "court_agent": "Court agent (procurador)",
    "assets": "Assets that enforcement is to reach",
    "opposition_reasons": "What the debtor pleads in opposition",
    "opposition_reply": "The creditor's answer to it",
    "court_spelling": "Spelling in the court's letters: Łukasz = Lukasz; Żak = Zak",
    "served_by": "Who served the claim form (the court or the claimant)",
    "judgment_payment": "How a judgment is to be paid: at once, by 2027-01-31, or 50.00 monthly",
    "admitted_amount": "Amount the debtor admitted",
    "judgment_costs": "Legal representative's costs on entering judgment",
    "warrant_at_once": "Ask for a warrant with the judgment (yes or no)",
    "warrant_amount": "Amount of the warrant, where it is not the whole balance",
    "warrant_costs": "Legal representative's costs of the warrant",
    "bailiff_notes": "What the bailiff should know",
    "defendant_number": "Which defendant a paper is about, by the number on the claim",
    "status_update": "What became of the claim: paid, withdrawn or discontinued",
    "paid_in_full_on": "Day of the payment in full",
    "discontinuance_served_on": "Day on which notice of discontinuance was served on the others",
    "breathing_space": "What is told of a moratorium: entered, ceased, crisis entered or crisis ceased",
    "breathing_space_on": "Day from which that holds",
    "service_document": "What was served: claim form, claim form and particulars, or particulars",
    "service_method": "How it was served: post, delivery, e-mail",
    "service_place": "Where it was served: usual residence, registered office",
    "service_address": "Address of service, where it is not the debtor's own",
    "service_step_on": "Day on which it was posted, left, delivered or sent",
    "plan_first_on": "Payment plan: day of the first instalment (2026-12-01)",
    "plan_rhythm": "Payment plan: weekly, fortnightly or monthly",
    "plan_instalments": "Payment plan: number of instalments",
    "plan_amount": "Payment plan: amount of each instalment, in place of their number",
    "plan_interest": "Payment plan: interest meanwhile (none or runs)",
    "plan_grace": "Payment plan: days to make a missed instalment good",
    "settlement_sum": "Settlement: the sum that settles the debt",
    "settlement_on": "Settlement: day by which it is paid (2026-12-01)",
    "withdrawal_ground": "Withdrawal: paid, settled or discontinued",
    "withdrawal_sum": "Withdrawal: the sum withdrawn, if not all of the claim",
    "withdrawal_costs": "Withdrawal: what is said of costs, in the court's language",
    "complaint_authority": "Authority to which the debtor can complain, with its address",
    "goodbye_power": "Power to write the goodbye letter in the seller's name: clause and day of the contract or deed",
    "epu_number": "Number of the case before the Polish e-court (EPU)",
    "epu_case_id": "Number of the case in the e-court's service",
    "epu_delivery_id": "Number of the delivery that is answered, in the e-court's service",
    "epu_letter_subject": "Letter to the e-court: its subject, in Polish",
    "epu_letter_text": "Letter to the e-court: its text, in Polish",
    "epu_order_id": "Number of the order in the e-court's service",
    "epu_order_on": "Day of the e-court's order (2026-12-01)",
    "epu_order_code": "Code of the e-court's order",
    "epu_clause_id": "Number of the enforcement clause in the e-court's service",
    "epu_clause_code": "Code of the e-court's enforcement clause",
    "clause_on": "Day of the enforcement clause (2026-12-01)",
    "bailiff": "Bailiff who is to enforce, with the office",
    "bailiff_id": "Number of the bailiff in the e-court's service",
    "enforcement_means": "Ways of enforcement in Poland: rachunki; wynagrodzenie: employer; ruchomości; inny: what",
    "decreed_interest": "Interest that the court's decision awards, in its own words",
    "awarded_costs": "Costs of the proceedings that the court awarded",
    "search_assets": "Have the bailiff search for assets (yes or no)",
    "outside_district": "The bailiff is chosen from outside the debtor's district (yes or no)",
    "eop_kind": "European order, section 6 code 1: what the claim relates to (01 to 25)",
    "eop_circumstance": "European order, section 6 code 2: the circumstances (30 to 36)",
    "eop_explained": "European order, section 6: the claim in a few words",
    "eop_consumer": "European order: does the claim relate to a consumer contract (yes or no)",
    "eop_ground": "European order, section 3: ground of jurisdiction (01 to 14)",
    "eop_ground_details": "European order, section 3: what the ground rests on",
    "eop_court_address": "European order, section 1: address of the court",
    "eop_fee_by": "European order, section 5: fee paid by transfer, card, collection, legal aid or other",
    "eop_fee_details": "European order, appendix 1: what the court needs to take the fee",
    "eop_statements": "European order, section 11: further statements",
    "eop_after": "European order, appendix 2: discontinue, small claims or national",
    "eop_completion": "European order, form B: what the application is completed with",
    "eop_proposed_sum": "European order, form C: sum that the court proposes",
}
"""The names the papers of all jurisdictions read; each folder's LAW.md lists its own."""
LONGEST = 2000
LONGEST_SEAT = 120


async def enter_particulars(
    actor: Actor,
    case_ids: Sequence[UUID],
    *,
    agreement_form: Literal["written", "oral"] | None = None,
    seat: str | None = None,
    details: Mapping[str, str] | None = None,
) -> int:
    """Enters what is given for every one of the cases and leaves the rest as it was; an empty detail is taken out."""
    must_enter(actor)
    given = dict(details or {})
    unknown = sorted(given.keys() - NAMES.keys())
    if unknown:
        places = [Place(name, None, f"Known are {', '.join(NAMES)}.") for name in unknown]
        raise Invalid(f"No paper reads {', '.join(unknown)}.", places=places)
    if any(len(value) > LONGEST for value in given.values()):
        raise Invalid(f"A particular has at most {LONGEST} characters.")
    if seat is not None and len(seat) > LONGEST_SEAT:
        place = Place("seat", seat[:40], f"At most {LONGEST_SEAT} characters.")
        raise Invalid("The seat of the court cannot be kept.", places=[place])
    numbered = bool(given.get("court_number", "").strip())
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids, lock=numbered)
        ids = [case.id for case in cases]
        done = await db.execute(
            "INSERT INTO case_particulars (case_id, organisation_id, firm_organisation_id, agreement_form, seat,"
            " details, version) SELECT k.id, k.organisation_id, k.firm_organisation_id, $2, $3, "
            " $4::jsonb - $5::text[], 0 FROM cases k WHERE k.id = ANY($1) ON CONFLICT (case_id) DO UPDATE SET"
            " agreement_form = coalesce(excluded.agreement_form, case_particulars.agreement_form),"
            " seat = coalesce(excluded.seat, case_particulars.seat),"
            " details = (case_particulars.details || excluded.details) - $5::text[],"
            " version = case_particulars.version + 1",
            ids,
            agreement_form,
            seat,
            msgspec.json.encode(given).decode(),
            [name for name, value in given.items() if not value.strip()],
        )
        names = [name for name, value in (("agreement_form", agreement_form), ("seat", seat)) if value is not None]
        fact = ParticularsEntered(
            subject_id=ids[0] if len(ids) == 1 else new_id(),
            names=names + sorted(given),
            count=done,
            digest=digest_of(ids),
        )
        await facts.record(actor, fact, about=common_side(actor, cases))
        if numbered:
            await look_again(cases)
    return done
