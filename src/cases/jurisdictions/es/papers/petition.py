"""The petition that opens a `monitorio` (LEC art. 812–818), complete from the case file or refused with reasons."""

from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.es.papers import law, masc, needs
from cases.jurisdictions.es.papers.amounts import grounds, item_lines, period_lines, term_lines
from cases.jurisdictions.es.papers.documents import index_of
from cases.jurisdictions.es.papers.wording import (
    CONSUMER_PRODUCTS,
    ORDINALS,
    ROLES,
    ROMANS,
    Agreement,
    cited,
    contract_of,
    in_series,
)
from cases.jurisdictions.paperwork.naming import named

CODE = "monitorio_petition"


@dataclass(frozen=True, slots=True)
class Cited:
    """The documents a statement rests on, as the paper cites them; empty where there is none."""

    origin: str
    assignment: str
    notice: str
    masc: str
    power: str
    fee: str
    guarantee: str


@dataclass(frozen=True, slots=True)
class Consumer:
    """Whom art. 815.3 protects here. `certain` where the product is one for consumers."""

    names: str
    certain: bool
    several: bool


def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = tuple(_needed(case_file))
    if missing:
        return missing
    subject = "Petición inicial de proceso monitorio"
    index = index_of(case_file.exhibits)
    documents = _cited(case_file)
    return Paper(
        kind=CODE,
        title=subject,
        language="es",
        template="es/monitorio/petition.html",
        context={
            **named(case_file, subject),
            "agreement": Agreement.of(case_file.debtors),
            "several": len(case_file.debtors) > 1,
            "roles": ROLES,
            "contract": contract_of(case_file.product),
            "borrowers": _borrowers(case_file),
            "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
            "items": item_lines(case_file),
            "periods": period_lines(case_file),
            "consumer": _consumer(case_file),
            "terms": term_lines(case_file, f"Contrato ({documents.origin})"),
            "grounds": grounds(case_file),
            "attempts": masc.attempts(case_file),
            "offer": masc.OFFER,
            "fee": law.petition_fee(case_file),
            "days_to_pay": law.length(law.TIME_TO_PAY, case_file.on),
            "cited": documents,
            "index": index,
            "ordinals": ORDINALS,
            "romans": ROMANS,
        },
        attachments=tuple(line.file_name for line in index),
    )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.court(case_file)
    yield from needs.creditor(case_file)
    yield from needs.debtors(case_file)
    yield from needs.origin(case_file)
    yield from needs.figures(case_file)
    yield from needs.rates_known(case_file)
    yield from needs.title(case_file)
    yield from masc.missing_attempts(case_file)
    yield from needs.documents(case_file)
    yield from needs.fee_receipt(case_file)
    yield from needs.bank(case_file)
    yield from needs.signatory(case_file)


def _consumer(case_file: CaseFile) -> Consumer | None:
    persons = [debtor.name for debtor in case_file.debtors if debtor.kind == "person"]
    if not persons:
        return None
    return Consumer(in_series(persons), case_file.product in CONSUMER_PRODUCTS, len(persons) > 1)


def _borrowers(case_file: CaseFile) -> str:
    """Who made the contract: a guarantor did not."""
    made_it = [debtor.name for debtor in case_file.debtors if debtor.role != "guarantor"]
    every = len(made_it) in {0, len(case_file.debtors)}
    return Agreement.of(case_file.debtors).noun if every else in_series(made_it)


def _cited(case_file: CaseFile) -> Cited:
    exhibits = case_file.exhibits
    return Cited(
        origin=cited(exhibits, *sorted(needs.ORIGIN_KINDS)),
        assignment=cited(exhibits, "assignment"),
        notice=cited(exhibits, "notice"),
        masc=cited(exhibits, "masc"),
        power=cited(exhibits, "power"),
        fee=cited(exhibits, "fee"),
        guarantee=cited(exhibits, "guarantee"),
    )


PETITION = PaperKind(
    code=CODE,
    title="Petition for an order for payment (monitorio)",
    language="es",
    prepare=prepare,
    in_time=masc.unfinished,
)
