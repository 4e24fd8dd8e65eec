"""What an application for a Mahnbescheid needs (ZPO 690), each fact with where it is entered."""

import re
from collections.abc import Iterator
from decimal import Decimal

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing
from cases.jurisdictions.de.eda import from_case as names
from cases.jurisdictions.de.eda.account import ATTORNEY, CLAIMANT, ROLE
from cases.jurisdictions.de.eda.claims import LAST_IN_CATALOGUE
from cases.jurisdictions.de.eda.codes import CourtKind
from cases.jurisdictions.de.eda.interest_steps import left_of, uncredited
from cases.jurisdictions.de.eda.said import court_of, legal_form_of, officers_of, place_of
from cases.jurisdictions.de.law import LAW
from cases.jurisdictions.de.papers.dear_credit import too_dear
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import YES_OR_NO, entered_choice, entered_number, lacking, said
from cases.jurisdictions.paperwork.figures import COST_KINDS, INTEREST_KINDS

RULE = "ZPO 690"


def needed(case_file: CaseFile) -> Iterator[Missing]:
    yield from _courts(case_file)
    yield from _parties(case_file)
    yield from needs.joint(case_file, f" ({RULE})")
    yield from needs.origin(case_file, RULE)
    yield from needs.figures(case_file, {"EUR"}, RULE)
    yield from needs.deeds(case_file)
    yield from _claim(case_file)
    yield from _sums(case_file)
    yield from needs.bank(case_file)
    yield from needs.signatory(case_file)


def _courts(case_file: CaseFile) -> Iterator[Missing]:
    yield from needs.court(case_file, "ZPO 690 I Nr. 2")
    if names.court_named(case_file) is None:
        yield Missing(
            "Mahngericht",
            "Postcode and place of the Mahngericht are missing, such as 58097 Hagen (ZPO 690 I Nr. 2).",
            "court",
        )
    dispute = court_of(said(case_file, names.DISPUTE))
    if dispute is None:
        yield Missing(
            "court of the dispute",
            "The court that would hear the dispute is missing (ZPO 690 I Nr. 5): enter kind, postcode and place,"
            " such as Amtsgericht 58095 Hagen.",
            "court",
        )
    elif dispute.kind is CourtKind.AMTSGERICHT:
        yield from _within_the_amtsgericht(case_file)


def _within_the_amtsgericht(case_file: CaseFile) -> Iterator[Missing]:
    """Rent is left out: courts that hear a kind of claim whatever its value were not read."""
    limit = LAW.courts.limit("amtsgericht", case_file.on)
    if case_file.product != "rent" and case_file.principal > limit:
        yield Missing(
            "court for the value",
            f"The principal of {case_file.principal} is above the {limit} up to which an Amtsgericht hears a dispute"
            " (GVG 23 Nr. 1): name the Landgericht.",
            "court",
        )


def _parties(case_file: CaseFile) -> Iterator[Missing]:
    if case_file.court_account.get(ROLE) != CLAIMANT:
        yield from _party(case_file, case_file.creditor, names.CREDITOR_FORM, names.CREDITOR_OFFICERS)
    agent = case_file.representative
    if agent is not None and case_file.court_account.get(ROLE) != ATTORNEY:
        yield from needs.identity(agent, RULE, needs.POSTED)
        yield from lacking(entered_choice(case_file, names.ATTORNEY_KIND, f"What {agent.name} is", names.ATTORNEYS))
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered ({RULE} I Nr. 1).", "parties")
    companies = [debtor for debtor in case_file.debtors if debtor.kind == "company"]
    for debtor in case_file.debtors:
        yield from needs.lives_in(debtor, {"de"}, "Germany", "ZPO 688 III", "Elsewhere the European order may serve.")
        yield from _party(case_file, debtor, names.DEBTOR_FORM, names.DEBTOR_OFFICERS)
    if len(companies) > 1:
        yield Missing(
            "companies apart",
            f"{len(companies)} companies are debtors; one application names the representatives of one. Open one"
            " case for each.",
            "parties",
        )


def _party(case_file: CaseFile, party: FiledParty, form: str, officers: str) -> Iterator[Missing]:
    yield from needs.identity(party, f"{RULE} I Nr. 1", needs.POSTED)
    if party.kind == "person":
        if not (party.given_name and party.family_name):
            yield Missing(
                "names apart",
                f"Given and family name of {party.name} are not told apart, and the court takes each by itself.",
                "parties",
            )
        return
    if not legal_form_of(party.name, said(case_file, form)):
        yield Missing("legal form", f"The legal form of {party.name} is missing ({RULE} I Nr. 1).", "court")
    if not officers_of(said(case_file, officers)):
        yield Missing(
            f"representatives of the {party.role}",
            f"Who represents {party.name} by law is missing ({RULE} I Nr. 1): enter position and name, such as"
            " Geschäftsführerin: Ada Weiß.",
            "court",
        )


def _claim(case_file: CaseFile) -> Iterator[Missing]:
    number = "The claim's number in the Mahngerichte's catalogue of main claims"
    handover = "Whether the case is handed over to the court after a Widerspruch (ZPO 696)"
    yield from lacking(
        entered_number(case_file, names.CATALOGUE, number, most=LAST_IN_CATALOGUE),
        entered_choice(case_file, names.CONTESTED, handover, YES_OR_NO, unsaid="no"),
    )
    if said(case_file, names.RETURN).casefold() not in {names.NONE, names.RENDERED}:
        yield Missing(
            "counter-performance",
            "Say whether the claim depends on a counter-performance: none where it does not, rendered where it does and"
            " has been made (ZPO 690 I Nr. 4). One still owed closes the Mahnverfahren (688 II Nr. 2).",
            "court",
        )
    if needs.is_assigned(case_file) and place_of(said(case_file, names.ASSIGNOR_PLACE)) is None:
        yield Missing(
            "seat of the assignor",
            "Postcode and place of the assignor are missing, such as 60311 Frankfurt: the record needs them.",
            "court",
        )
    if not names.is_consumer_credit(case_file):
        return
    rate = said(case_file, names.APR)
    if _is_rate(rate):
        yield from too_dear(case_file, Decimal(rate))
    else:
        yield Missing(
            "effective annual rate",
            "The initial effective annual rate of the credit is missing, such as 7.25 (ZPO 690 I Nr. 3).",
            "court",
        )


def _is_rate(text: str) -> bool:
    """Percent with at most two decimals, more than nothing."""
    return bool(re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", text)) and Decimal(text) > 0


def _sums(case_file: CaseFile) -> Iterator[Missing]:
    if any(item.kind in INTEREST_KINDS for item in case_file.items):
        yield Missing(
            "days of earlier interest",
            "Interest that was reckoned earlier stands among the items without its days, which the application states:"
            " enter it as interest on its claim.",
            "items",
        )
    if any(item.kind in COST_KINDS for item in case_file.items):
        known = (*names.COST_PLACES, names.OTHER_COSTS)
        yield from lacking(entered_choice(case_file, names.COSTS, "What the costs are", known))
    left = uncredited(case_file)
    if left.minor:
        yield Missing(
            "payments set against the claims",
            f"Payments of {left} are not set against a single claim, and the application states what is left of each:"
            " state the claims as they are left (BGB 366, 367).",
            "items",
        )
    for item in case_file.items:
        if not left_of(item).minor:
            named = item.reference or item.kind
            yield Missing(
                "settled item", f"Nothing is left of {named}; its interest alone cannot be claimed here.", "items"
            )
