"""Which codes a claim gets: by its product and facts where they settle it, else by what a person entered."""

from collections.abc import Collection

from cases.jurisdictions.contract import CaseFile, FiledParty
from cases.jurisdictions.eu.form_a.form import After
from cases.jurisdictions.eu.form_a.wording import words_in
from cases.jurisdictions.paperwork.entered import YES_OR_NO, said

DOMICILE, CONSUMERS_DOMICILE = "01", "08"
KINDS = {"consumer_loan": "15", "credit_card": "15", "overdraft": "15", "telecom": "05", "utility": "05", "rent": "03"}
"""Code 1 of section 6 by product. An invoice may be a sale or a service: a person says which."""
CONSUMER_PRODUCTS = frozenset({"consumer_loan", "credit_card", "overdraft", "telecom", "utility"})
NOT_PAID = "30"
CONTRACT_DATE, OTHER_DETAIL = "46", "48"
DOCUMENT, STATUTORY, CONTRACTUAL, OWN_SUM = "01", "01", "02", "05"
APPLICATION_FEE, OTHER_COST = "01", "02"
FEE_WAYS = {"transfer": "01", "card": "02", "collection": "03", "legal aid": "04", "other": "05"}
AFTER: dict[str, After] = {"discontinue": "end", "small claims": "small_claims", "national": "national"}


def kind_of(case_file: CaseFile) -> str | None:
    """None where neither the product nor a person settles it."""
    return _known(said(case_file, "eop_kind"), words_in("en").kinds) or KINDS.get(case_file.product)


def circumstance_of(case_file: CaseFile) -> str:
    return _known(said(case_file, "eop_circumstance"), words_in("en").circumstances) or NOT_PAID


def is_consumer_contract(case_file: CaseFile) -> bool | None:
    """Whether the claim relates to a consumer contract with a defendant; None where a person must say."""
    if all(debtor.kind == "company" for debtor in case_file.debtors):
        return False
    answer = said(case_file, "eop_consumer").casefold()
    if answer in YES_OR_NO:
        return answer == "yes"
    return True if case_file.product in CONSUMER_PRODUCTS else None


def ground_of(case_file: CaseFile, seat: str) -> str | None:
    """Section 3: for a consumer the domicile alone (art. 6(2)); else the code entered, or the defendants' domicile."""
    if is_consumer_contract(case_file):
        return CONSUMERS_DOMICILE
    given = _known(said(case_file, "eop_ground"), words_in("en").grounds)
    at_home = all(home_of(debtor) == seat for debtor in case_file.debtors)
    return given or (DOMICILE if at_home and case_file.product != "rent" else None)


def home_of(party: FiledParty) -> str | None:
    return party.country.casefold() if party.country else None


def after_of(case_file: CaseFile) -> After | None:
    return AFTER.get(said(case_file, "eop_after").casefold())


def _known(code: str, table: Collection[str]) -> str | None:
    return code if code in table else None
