"""A German case from invented data, ready for notice and demand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty, Signatory, TitleLink
from cases.jurisdictions.de import DE
from cases.studio.samples.making import item, sums

EDA_ACCOUNT = {
    "participant": "05012345",
    "participant_is": "claimant",
    "eda_id": "RUF",
    "court": "58097 Hagen",
    "marks": "110,111,112",
}
"""An account with the Mahngericht; its marks stand where nobody has seen them."""


def german_item(**changes: Any) -> FiledItem:
    """An item in euro with default interest."""
    defaults: dict[str, Any] = {"interest": DE.interest, "reference": "R-2024-17"}
    return item(**{**defaults, **changes})


def german_debtor(*, name: str = "Jürgen Groß", **changes: Any) -> FiledParty:
    debtor = FiledParty(
        role="debtor",
        name=name,
        kind="person",
        street="Lange Straße 5",
        postcode="58095",
        city="Hagen",
        country="de",
        given_name="Jürgen",
        family_name="Groß",
    )
    return replace(debtor, **changes)


def german_case(*, items: Sequence[FiledItem] | None = None, payments: str = "0.00", **changes: Any) -> CaseFile:
    used = (german_item(),) if items is None else tuple(items)
    file = CaseFile(
        case_reference="RC-2026-007701",
        claim_reference="HA-4411",
        product="utility",
        on=date(2026, 11, 20),
        currency="EUR",
        creditor=FiledParty(
            role="creditor",
            name="Ruhr Forderungen GmbH",
            kind="company",
            national_id="HRB 12345",
            street="Kaiserstraße 1",
            postcode="44135",
            city="Dortmund",
            country="de",
        ),
        representative=None,
        debtors=(german_debtor(),),
        items=used,
        **sums(used, payments, "EUR"),
        original_creditor="Stadtwerke Südhang AG",
        contract_on=date(2021, 4, 3),
        agreement_form="written",
        default_on=date(2024, 3, 5),
        title=(
            TitleLink("Stadtwerke Südhang AG", None, date(2021, 4, 3), None, None),
            TitleLink(
                "Ruhr Forderungen GmbH",
                "HRB 12345",
                date(2026, 1, 29),
                "Abtretungsvertrag vom 29.01.2026",
                date(2026, 2, 12),
            ),
        ),
        pre_action=(),
        exhibits=(),
        signatory=Signatory("Dr. Käthe Weiß", "Rechtsanwältin", "Vollmacht vom 5. Januar 2026"),
        court=None,
        bank_account="DE89370400440532013000",
        court_account=EDA_ACCOUNT,
        contact={"phone": "+49 231 555 010", "email": "antwort@ruhr.example"},
        particulars={"demand_days": "14"},
    )
    return replace(file, **changes)
