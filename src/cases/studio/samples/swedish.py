"""A Swedish case from invented data, ready for notice, demand, application and hand-over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty, PreAction, Signatory, TitleLink
from cases.jurisdictions.se import SE
from cases.studio.samples.making import exhibit, item, sums

CREDITOR = FiledParty(
    role="creditor",
    name="Mälaren Fordringar AB",
    kind="company",
    national_id="556677-8899",
    street="Sveavägen 44",
    postcode="111 34",
    city="Stockholm",
    country="se",
    email="kontakt@malaren.example",
)

COLLECTION_AGENCY = FiledParty(
    role="representative",
    name="Norrlands Inkasso AB",
    kind="company",
    national_id="556612-3456",
    street="Kungsgatan 9",
    postcode="903 21",
    city="Umeå",
    country="se",
)

CHAIN_OF_TITLE = (
    TitleLink("Norrbanken AB", "502010-1111", date(2021, 4, 3), None, None),
    TitleLink(
        "Mälaren Fordringar AB",
        "556677-8899",
        date(2026, 1, 29),
        "överlåtelseavtal 2026-01-29",
        date(2026, 2, 12),
    ),
)


def swedish_item(**changes: Any) -> FiledItem:
    """An item in kronor with default interest."""
    defaults: dict[str, Any] = {"currency": "SEK", "interest": SE.interest, "reference": "88-1"}
    return item(**{**defaults, **changes})


def swedish_debtor(*, name: str = "Åsa Öberg", **changes: Any) -> FiledParty:
    debtor = FiledParty(
        role="debtor",
        name=name,
        kind="person",
        national_id="19640823-3234",
        street="Storgatan 3 lgh 1102",
        postcode="903 26",
        city="Umeå",
        country="se",
        phone="+46 90 555 01 02",
    )
    return replace(debtor, **changes)


def swedish_case(*, items: Sequence[FiledItem] | None = None, payments: str = "0.00", **changes: Any) -> CaseFile:
    used = (swedish_item(),) if items is None else tuple(items)
    file = CaseFile(
        case_reference="RC-2026-005512",
        claim_reference="NB-2021-88",
        product="consumer_loan",
        on=date(2026, 11, 20),
        currency="SEK",
        creditor=CREDITOR,
        representative=COLLECTION_AGENCY,
        debtors=(swedish_debtor(),),
        items=used,
        **sums(used, payments, "SEK"),
        original_creditor="Norrbanken AB",
        contract_on=date(2021, 4, 3),
        agreement_form="written",
        default_on=date(2024, 3, 5),
        title=CHAIN_OF_TITLE,
        pre_action=(
            PreAction("demand", date(2026, 9, 4), None, None, None, "postbevis"),
            PreAction("contest_notice", date(2026, 11, 2), None, None, None, "Kronofogden"),
        ),
        exhibits=(
            exhibit(1, "contract", "Låneavtal", date(2021, 4, 3)),
            exhibit(2, "statement", "Saldobesked", date(2026, 1, 29)),
            exhibit(3, "assignment", "Utdrag ur överlåtelseavtal", date(2026, 1, 29)),
        ),
        signatory=Signatory("Karin Åkerlund", "jurist", "fullmakt den 5 januari 2026"),
        court="Umeå tingsrätt",
        bank_account="SE4550000000058398257466",
        contact={"phone": "+46 90 555 20 20", "email": "svar@norrland.example"},
        particulars={"demand_days": "10", "court_number": "BF-26-77123"},
    )
    return replace(file, **changes)
