"""The papers every country needs, in Spanish."""

from cases.jurisdictions.es.papers.amounts import ground_of, label_of
from cases.jurisdictions.es.papers.letters import channels
from cases.jurisdictions.es.papers.wording import contract_of
from cases.jurisdictions.paperwork.every_case import papers_of, withdrawal
from cases.jurisdictions.paperwork.everyday import (
    ACCOUNT,
    CHAIN,
    GOODBYE,
    PLAN,
    POWER,
    SETTLEMENT,
    WITHDRAWAL,
    Words,
)

WORDS = Words(
    folder="es",
    language="es",
    currency="EUR",
    subjects={
        ACCOUNT: "Liquidación de la deuda",
        PLAN: "Acuerdo de pago a plazos y reconocimiento de deuda",
        SETTLEMENT: "Acuerdo transaccional",
        WITHDRAWAL: "Escrito de desistimiento",
        POWER: "Poder para el asunto",
        GOODBYE: "Comunicación de la entidad cedente",
        CHAIN: "Relación de las cesiones del crédito",
    },
    contract_of=contract_of,
    channels=channels,
    label_of=label_of,
    ground_of=ground_of,
)
EVERYDAY = papers_of(WORDS)
WITHDRAWAL_OF_CLAIM = withdrawal(WORDS)
