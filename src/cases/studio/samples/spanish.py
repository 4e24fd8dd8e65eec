"""A Spanish case from invented data, ready for notice, request to negotiate and petition."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty, PreAction, Signatory, TitleLink
from cases.studio.samples.making import exhibit, item, sums

CREDITOR = FiledParty(
    role="creditor",
    name="Cantábrica Activos DAC",
    kind="company",
    national_id="W0123456J",
    street="Paseo de la Castellana 110, planta 4",
    postcode="28046",
    city="Madrid",
    country="es",
    email="titular@cantabrica.example",
)

SERVICER = FiledParty(
    role="representative",
    name="Gestora Litoral S.L.",
    kind="company",
    national_id="B87654323",
    street="Calle Uría 20, 3.º",
    postcode="33003",
    city="Oviedo",
    country="es",
)

CHAIN_OF_TITLE = (
    TitleLink("Banco del Norte S.A.", "A11223344", date(2021, 4, 3), None, None),
    TitleLink(
        "Cantábrica Activos DAC",
        "W0123456J",
        date(2026, 5, 29),
        "escritura n.º 1.204 del notario de Madrid D. Íñigo Sáez",
        date(2026, 6, 12),
    ),
)

EXHIBITS = (
    exhibit(1, "contract", "Contrato de préstamo de 3 de abril de 2021", date(2021, 4, 3)),
    exhibit(2, "statement", "Certificación del saldo deudor", date(2026, 11, 19)),
    exhibit(3, "assignment", "Testimonio de la escritura de cesión", date(2026, 5, 29)),
    exhibit(4, "notice", "Comunicación de la cesión y acuse de recibo", date(2026, 6, 12)),
    exhibit(5, "masc", "Solicitud de negociación y acuse de recibo", date(2026, 9, 15)),
    exhibit(6, "power", "Escritura de poder", date(2025, 1, 20)),
    exhibit(7, "fee", "Modelo 696", date(2026, 11, 18)),
)


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
        creditor=CREDITOR,
        representative=SERVICER,
        debtors=(spanish_debtor(),),
        items=used,
        **sums(used, payments, "EUR"),
        original_creditor="Banco del Norte S.A.",
        contract_on=date(2021, 4, 3),
        agreement_form="written",
        default_on=date(2024, 3, 5),
        title=CHAIN_OF_TITLE,
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
        exhibits=EXHIBITS,
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
