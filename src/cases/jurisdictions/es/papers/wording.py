"""Spanish words for what a case file holds as codes, and the agreement of sentences with one or several debtors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.jurisdictions.contract import Exhibit, FiledParty

CONTRACTS = {
    "consumer_loan": "contrato de préstamo",
    "credit_card": "contrato de tarjeta de crédito",
    "overdraft": "contrato de cuenta corriente con saldo deudor",
    "telecom": "contrato de prestación de servicios de telecomunicaciones",
    "utility": "contrato de suministro",
    "rent": "contrato de arrendamiento",
    "invoice": "relación comercial documentada en las facturas que se relacionan",
    "other": "contrato",
}

CONSUMER_PRODUCTS = frozenset({"consumer_loan", "credit_card", "overdraft", "telecom", "utility", "rent"})

ITEMS = {
    "principal": "Principal",
    "invoice": "Factura",
    "instalment": "Cuota",
    "interest": "Intereses liquidados con anterioridad",
    "fee": "Comisión",
    "cost": "Gastos",
}

ROLES = {"debtor": "Parte deudora", "co-debtor": "Parte codeudora", "guarantor": "Parte fiadora"}

CLASSES = {
    "contract": "Contrato",
    "invoice": "Factura",
    "delivery_note": "Albarán",
    "statement": "Certificación de saldo",
    "termination": "Resolución o vencimiento anticipado",
    "delivery_proof": "Justificante de entrega",
    "assignment": "Cesión de crédito",
    "notice": "Comunicación de la cesión",
    "masc": "Actividad negociadora previa",
    "decision": "Resolución judicial",
    "power": "Poder",
    "fee": "Justificante de tasa",
    "guarantee": "Fianza",
    "account": "Otros documentos",
    "other": "Otros documentos",
}

ORDINALS = (
    "PRIMERO",
    "SEGUNDO",
    "TERCERO",
    "CUARTO",
    "QUINTO",
    "SEXTO",
    "SÉPTIMO",
    "OCTAVO",
    "NOVENO",
    "DÉCIMO",
)

ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The forms that change with the number of debtors."""

    noun: str
    of_noun: str
    owes: str
    has: str
    was: str
    met: str
    pays: str
    appears: str
    pleads: str
    them: str
    their: str
    acted: str
    whose: str

    @classmethod
    def of(cls, debtors: Sequence[FiledParty]) -> "Agreement":
        return SEVERAL if len(debtors) > 1 else ONE


ONE = Agreement(
    noun="la parte deudora",
    of_noun="de la parte deudora",
    owes="adeuda",
    has="ha",
    was="fue requerida",
    met="no atendió",
    pays="pague",
    appears="comparezca",
    pleads="alegue",
    them="la",
    their="su",
    acted="actuó",
    whose="cuyo domicilio",
)

SEVERAL = Agreement(
    noun="las partes deudoras",
    of_noun="de las partes deudoras",
    owes="adeudan",
    has="han",
    was="fueron requeridas",
    met="no atendieron",
    pays="paguen",
    appears="comparezcan",
    pleads="aleguen",
    them="las",
    their="sus",
    acted="actuaron",
    whose="cuyos domicilios",
)


def contract_of(product: str) -> str:
    """How a paper names the agreement behind a product; anything unknown is simply a contract."""
    return CONTRACTS.get(product, CONTRACTS["other"])


def class_of(exhibit: Exhibit) -> str:
    """The class under which LexNET's index lists a document."""
    return CLASSES.get(exhibit.kind, CLASSES["other"])


def in_series(parts: Iterable[str]) -> str:
    """`a, b y c`; `e` before the sound of an i, as Spanish asks."""
    words = list(parts)
    if len(words) < 2:
        return "".join(words)
    last = words[-1]
    sound = last.lstrip("«\"'").lower()
    joint = "e" if sound.startswith(("i", "í", "hi", "hí")) and not sound.startswith(("hia", "hie", "hio")) else "y"
    return f"{', '.join(words[:-1])} {joint} {last}"


def cited(exhibits: Sequence[Exhibit], *kinds: str) -> str:
    """`documento n.º 3`, `documentos n.º 1 y 2`, or nothing where there is none of the kinds."""
    numbers = [str(exhibit.number) for exhibit in exhibits if exhibit.kind in kinds]
    if not numbers:
        return ""
    noun = "documento" if len(numbers) == 1 else "documentos"
    return f"{noun} n.º\N{NO-BREAK SPACE}{in_series(numbers)}"
