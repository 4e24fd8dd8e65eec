"""What form A cannot do without (Regulation 1896/2006 art. 2, 3, 6, 7), one sentence for each fact that is missing."""

from collections.abc import Collection

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.eu.form_a import amounts, choices
from cases.jurisdictions.eu.form_a.choices import home_of
from cases.jurisdictions.eu.form_a.wording import words_in
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import PLACE, entered_choice, lacking, said
from cases.jurisdictions.paperwork.needs import POSTED, Needs

RULE = "Regulation 1896/2006 art. 7(2)"


def application(case_file: CaseFile, seat: str, members: Collection[str]) -> Needs:
    yield from needs.court(case_file, RULE)
    yield from needs.identity(case_file.creditor, RULE, POSTED)
    if case_file.representative is not None:
        yield from needs.identity(case_file.representative, RULE, POSTED)
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered ({RULE}).", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, RULE, POSTED)
    yield from cross_border(case_file, seat, members)
    yield from codes(case_file, seat)
    yield from needs.figures(case_file, {case_file.currency}, RULE)
    yield from needs.rates_known(case_file, f"{RULE}(c)")
    yield from _payments(case_file)
    yield from needs.origin(case_file, f"{RULE}(d)")
    yield from needs.deeds(case_file)
    if not case_file.exhibits:
        yield Missing("evidence", f"No document is there to describe as evidence ({RULE}(e)).", "documents")
    yield from needs.signatory(case_file)


def cross_border(case_file: CaseFile, seat: str, members: Collection[str]) -> Needs:
    """A party at home in another Member State than the court's, Denmark apart (art. 2(3), 3(1))."""
    parties = (case_file.creditor, *case_file.debtors)
    unknown = [party for party in parties if home_of(party) is None]
    for party in unknown:
        told = f"The country of {party.name or party.role} is missing: the form states it (art. 3 and 7(2)(g))."
        yield Missing("country of domicile", told, "parties")
    homes = {home_of(party) for party in parties}
    if not unknown and not homes & (set(members) - {seat}):
        named = ", ".join(sorted(str(home).upper() for home in homes))
        yield Missing(
            "cross-border case",
            f"All parties live in {named}: the order is for cases between Member States (art. 2(3), 3(1)).",
            "procedure",
        )


def codes(case_file: CaseFile, seat: str) -> Needs:
    if choices.kind_of(case_file) is None:
        known = ", ".join(words_in("en").kinds)
        told = f"What the claim relates to is not settled by its product: enter code 1 of section 6, one of {known}."
        yield Missing("kind of claim", told, PLACE)
    yield from _listed(case_file, "eop_circumstance", "The code of the circumstances", words_in("en").circumstances)
    yield from _listed(case_file, "eop_fee_by", "How the court fee is paid", choices.FEE_WAYS)
    yield from _listed(case_file, "eop_after", "What follows an opposition", choices.AFTER)
    consumer = choices.is_consumer_contract(case_file)
    if consumer is None:
        told = "Whether the claim relates to a consumer contract is not entered: yes or no (art. 6(2), section 6)."
        yield Missing("consumer contract", told, PLACE)
    elif consumer:
        yield from _at_the_consumers(case_file, seat)
    elif choices.ground_of(case_file, seat) is None:
        known = ", ".join(words_in("en").grounds)
        told = (
            f"Why the court has jurisdiction is not settled: enter the code of section 3, one of {known} (art. 6(1))."
        )
        yield Missing("ground of jurisdiction", told, PLACE)


def _at_the_consumers(case_file: CaseFile, seat: str) -> Needs:
    """Against a consumer only the courts of the Member State of the consumer's domicile (art. 6(2))."""
    for debtor in case_file.debtors:
        home = home_of(debtor)
        if debtor.kind == "person" and home is not None and home != seat:
            yield Missing(
                "court of the consumer's domicile",
                f"{debtor.name} is a consumer and lives in {home.upper()}: only the courts there may issue the order"
                f" (art. 6(2)), not those of {seat.upper()}.",
                "procedure",
            )


def _listed(case_file: CaseFile, name: str, what: str, known: Collection[str]) -> Needs:
    if said(case_file, name):
        yield from lacking(entered_choice(case_file, name, what, known))


def _payments(case_file: CaseFile) -> Needs:
    beyond = amounts.beyond_the_form(case_file)
    if case_file.payments.minor and beyond.minor:
        yield Missing(
            "payments against principal",
            f"Payments of {beyond} were set against interest or costs, or it is not known against what: the form"
            " deducts from the principal alone. Post them, or lodge the form elsewhere.",
            "payments",
        )
