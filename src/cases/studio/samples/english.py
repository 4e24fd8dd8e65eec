"""An English case from invented data, ready for notice, letter of claim and claim."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty, PreAction, Signatory, TitleLink
from cases.jurisdictions.gb_ew import GB_EW
from cases.studio.samples.making import exhibit, item, sums

CREDITOR = FiledParty(
    role="creditor",
    name="Pennine Receivables Limited",
    kind="company",
    national_id="09123456",
    street="2 Exchange Quay",
    postcode="M5 3EF",
    city="Salford",
    country="gb",
)

CHAIN_OF_TITLE = (
    TitleLink("Northbank Lending plc", None, date(2021, 4, 3), None, None),
    TitleLink(
        "Pennine Receivables Limited",
        "09123456",
        date(2026, 5, 29),
        "deed of assignment PR-26-114",
        date(2026, 6, 12),
    ),
)


def english_item(**changes: Any) -> FiledItem:
    """An item in sterling with s.69 interest."""
    defaults: dict[str, Any] = {"currency": "GBP", "interest": GB_EW.interest, "reference": "4929-77"}
    return item(**{**defaults, **changes})


def english_debtor(*, name: str = "Aoife O'Brien", **changes: Any) -> FiledParty:
    debtor = FiledParty(
        role="debtor",
        name=name,
        kind="person",
        street="14 Canal Row",
        postcode="LS2 7EQ",
        city="Leeds",
        country="gb",
        birth_on=date(1988, 2, 29),
    )
    return replace(debtor, **changes)


def english_case(*, items: Sequence[FiledItem] | None = None, payments: str = "0.00", **changes: Any) -> CaseFile:
    """Ready for the notice of assignment, the letter of claim and the claim."""
    used = (english_item(),) if items is None else tuple(items)
    file = CaseFile(
        case_reference="RC-2026-008812",
        claim_reference="NBL-7719034",
        product="consumer_loan",
        on=date(2026, 11, 20),
        currency="GBP",
        creditor=CREDITOR,
        representative=None,
        debtors=(english_debtor(),),
        items=used,
        **sums(used, payments, "GBP"),
        original_creditor="Northbank Lending plc",
        contract_on=date(2021, 4, 3),
        agreement_form="written",
        default_on=date(2024, 3, 5),
        title=CHAIN_OF_TITLE,
        pre_action=(
            PreAction("default_notice", date(2024, 4, 2), None, None, None, "certificate of posting"),
            PreAction("letter_of_claim", date(2026, 9, 14), None, None, None, "certificate of posting"),
        ),
        exhibits=(
            exhibit(1, "contract", "Loan agreement", date(2021, 4, 3)),
            exhibit(2, "notice", "Notice of assignment", date(2026, 6, 12)),
        ),
        signatory=Signatory("Harriet Cole", "Head of Litigation", "a board resolution of 12 January 2026"),
        court="In the County Court at Leeds",
        bank_account="sort code 40-11-22, account 71234568",
        contact={"phone": "0161 555 0145", "email": "accounts@pennine.example"},
    )
    return replace(file, **changes)
