"""Case files with valid defaults: a Spanish and an English one, each ready for every paper of its jurisdiction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cases.jurisdictions.contract import (
    CaseFile,
    Exhibit,
    FiledItem,
    FiledParty,
    Interest,
    PreAction,
    Signatory,
    TitleLink,
)
from cases.jurisdictions.es import ES
from cases.jurisdictions.gb_ew import GB_EW
from kernel.money import Money

PRINCIPAL = {"principal", "invoice", "instalment"}
COSTS = {"fee", "cost"}
DIGEST = "c0ffee" * 10 + "cafe"


def item(
    *,
    amount: str = "4200.00",
    currency: str = "EUR",
    kind: str = "principal",
    reference: str | None = "2021-0457",
    due_on: date | None = date(2024, 3, 5),
    interest: Interest | None = ES.interest,
    interest_kind: str = "statutory",
    interest_from: date = date(2024, 3, 6),
    interest_to: date = date(2026, 11, 20),
    rate: Decimal | None = None,
    debtor_kind: Any = "person",
) -> FiledItem:
    """An item with the interest the jurisdiction's own engine computes; `interest=None` for none."""
    money = Money.parse(amount, currency)
    sheet = interest and interest(money, interest_kind, interest_from, interest_to, debtor_kind, rate)
    return FiledItem(kind, reference, money, due_on, sheet)


def spanish_debtor(*, name: str = "Lucía Núñez Peña", **changes: Any) -> FiledParty:
    debtor = FiledParty(
        role="debtor",
        name=name,
        kind="person",
        national_id="48765432Y",
        street="Calle de la Reconquista 14, 2.º B",
        postcode="33205",
        city="Gijón",
        region="Asturias",
        country="es",
        email="lucia.nunez@correo.example",
        phone="+34 985 555 012",
        birth_on=date(1984, 7, 2),
    )
    return replace(debtor, **changes)


def spanish_case(*, items: Sequence[FiledItem] | None = None, payments: str = "0.00", **changes: Any) -> CaseFile:
    """Ready for the notice of assignment, the request to negotiate and the petition."""
    used = (item(),) if items is None else tuple(items)
    file = CaseFile(
        case_reference="RC-2026-004711",
        claim_reference="BCN-99-120457",
        product="consumer_loan",
        on=date(2026, 11, 20),
        currency="EUR",
        creditor=FiledParty(
            role="creditor",
            name="Cantábrica Activos DAC",
            kind="company",
            national_id="W0123456J",
            street="Paseo de la Castellana 110, planta 4",
            postcode="28046",
            city="Madrid",
            country="es",
            email="titular@cantabrica.example",
        ),
        representative=FiledParty(
            role="representative",
            name="Gestora Litoral S.L.",
            kind="company",
            national_id="B87654323",
            street="Calle Uría 20, 3.º",
            postcode="33003",
            city="Oviedo",
            country="es",
        ),
        debtors=(spanish_debtor(),),
        items=used,
        **sums(used, payments, "EUR"),
        original_creditor="Banco del Norte S.A.",
        contract_on=date(2021, 4, 3),
        agreement_form="written",
        default_on=date(2024, 3, 5),
        title=(
            TitleLink("Banco del Norte S.A.", "A11223344", date(2021, 4, 3), None, None),
            TitleLink(
                "Cantábrica Activos DAC",
                "W0123456J",
                date(2026, 5, 29),
                "escritura n.º 1.204 del notario de Madrid D. Íñigo Sáez",
                date(2026, 6, 12),
            ),
        ),
        pre_action=(
            PreAction(
                "masc_request",
                date(2026, 9, 10),
                date(2026, 9, 15),
                None,
                None,
                "burofax con acuse de recibo y certificación de texto n.º NB00457",
            ),
        ),
        exhibits=(
            exhibit(1, "contract", "Contrato de préstamo de 3 de abril de 2021", date(2021, 4, 3)),
            exhibit(2, "statement", "Certificación del saldo deudor", date(2026, 11, 19)),
            exhibit(3, "assignment", "Testimonio de la escritura de cesión", date(2026, 5, 29)),
            exhibit(4, "notice", "Comunicación de la cesión y acuse de recibo", date(2026, 6, 12)),
            exhibit(5, "masc", "Solicitud de negociación y acuse de recibo", date(2026, 9, 15)),
            exhibit(6, "power", "Escritura de poder", date(2025, 1, 20)),
            exhibit(7, "fee", "Modelo 696", date(2026, 11, 18)),
        ),
        signatory=Signatory(
            "Marta Ibarra Cueto",
            "apoderada",
            "escritura de poder otorgada ante la notaria de Oviedo D.ª Ana Vega, n.º 88 de protocolo",
        ),
        court="Tribunal de Instancia de Gijón, Sección Civil",
        bank_account="ES9121000418450200051332",
        contact={"phone": "+34 984 555 900", "email": "acuerdos@litoral.example"},
    )
    return replace(file, **changes)


def exhibit(number: int, kind: str, title: str, dated_on: date | None) -> Exhibit:
    """A document that is in the vault."""
    return Exhibit(number, kind, title, dated_on, DIGEST)


def sums(items: Sequence[FiledItem], payments: str, currency: str) -> Any:
    """What the desk states beside the items: principal, interest, costs, payments and total."""

    def of(kinds: set[str]) -> Money:
        return sum((one.amount for one in items if one.kind in kinds), Money.zero(currency))

    sheets = (one.interest.total for one in items if one.interest is not None)
    principal, costs, paid = of(PRINCIPAL), of(COSTS), Money.parse(payments, currency)
    interest = sum(sheets, of({"interest"}))
    total = principal + interest + costs - paid
    return {
        "payments": paid,
        "principal": principal,
        "interest": interest,
        "costs": costs,
        "total": total,
    }


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
        creditor=FiledParty(
            role="creditor",
            name="Pennine Receivables Limited",
            kind="company",
            national_id="09123456",
            street="2 Exchange Quay",
            postcode="M5 3EF",
            city="Salford",
            country="gb",
        ),
        representative=None,
        debtors=(english_debtor(),),
        items=used,
        **sums(used, payments, "GBP"),
        original_creditor="Northbank Lending plc",
        contract_on=date(2021, 4, 3),
        agreement_form="written",
        default_on=date(2024, 3, 5),
        title=(
            TitleLink("Northbank Lending plc", None, date(2021, 4, 3), None, None),
            TitleLink(
                "Pennine Receivables Limited",
                "09123456",
                date(2026, 5, 29),
                "deed of assignment PR-26-114",
                date(2026, 6, 12),
            ),
        ),
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
