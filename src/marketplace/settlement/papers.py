"""What stands on the papers of a sale: contract, deed, its copy without debtors, and extracts of single claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

import msgspec
import polars as pl

from documents.neutral import neutralised
from documents.render.engine import MachineData
from documents.render.pool import PaperJob
from kernel.money import Money
from marketplace.settlement.disclosing import DisclosedList, Disclosure

PACKAGES: Mapping[str, str] = {"settlement": "marketplace.settlement"}
"""Template prefix → package, for the Renderer."""

PRINTED_ROWS = 500
"""A longer schedule is printed so far and carried whole as an embedded file: layout costs a second for 300 rows."""

LANGUAGE = "en"
"""Of the contract, which only the parties and their counsel read."""
LANGUAGES: Mapping[str, str] = {"ES": "es", "PL": "pl", "SE": "sv", "DE": "de"}
"""Of deeds and their extracts: that of the courts before which the claims come."""
SPANISH_CONTRACT = "Contrato de compraventa de créditos"
# No “escritura” and no “testimonio”: those are a notary's.
TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "deed": "Deed of assignment",
        "copy": "Deed of assignment: copy without debtors",
        "extract": "Certified extract of a deed of assignment",
    },
    "es": {
        "deed": "Cesión de créditos",
        "copy": "Cesión de créditos: copia sin deudores",
        "extract": "Extracto de la cesión de un crédito",
    },
    "pl": {
        "deed": "Umowa przelewu wierzytelności",
        "copy": "Umowa przelewu wierzytelności: kopia bez dłużników",
        "extract": "Wyciąg z umowy przelewu wierzytelności",
    },
    "sv": {
        "deed": "Överlåtelseavtal",
        "copy": "Överlåtelseavtal: kopia utan gäldenärer",
        "extract": "Utdrag ur överlåtelseavtal",
    },
    "de": {
        "deed": "Abtretungsvertrag",
        "copy": "Abtretungsvertrag: Kopie ohne Schuldner",
        "extract": "Auszug aus dem Abtretungsvertrag",
    },
}


@dataclass(frozen=True, slots=True)
class Named:
    """A party as papers print it."""

    name: str
    number: str | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SaleTerms:
    sale_id: UUID
    reference: str
    portfolio: str
    country: str
    seller: Named
    buyer: Named
    servicer: Named | None
    price: Money
    cut_off_on: date
    putback_days: int

    @property
    def unnumbered(self) -> tuple[str, ...]:
        """The parties whose register number is not entered: no register is asked for a name alone."""
        return tuple(one.name for one in (self.seller, self.buyer) if not one.number)

    @property
    def language(self) -> str:
        """Of the deed and its extracts."""
        return LANGUAGES.get(self.country.upper(), LANGUAGE)

    def title(self, paper: str) -> str:
        return TITLES[self.language][paper]

    def subtitle(self, paper: str) -> str | None:
        """The English title, where the paper is in another language."""
        return None if self.language == LANGUAGE else TITLES[LANGUAGE][paper]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who executed the deed for a side, and the authority recorded of that person at that time."""

    name: str
    position: str
    authority: str


@dataclass(frozen=True, slots=True)
class Signers:
    """None for a side that has no record of its person's authority."""

    seller: Signed | None
    buyer: Signed | None


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One claim of the schedule; `released` is what bidders saw instead of the seller's reference."""

    position: int
    reference: str
    released: str
    debtor_name: str
    balance: Money
    receipts: Money
    price: Money


@dataclass(frozen=True, slots=True)
class LeftByLaw:
    """What of the claims the law lets nobody assign: it is off their balances and stays with the seller."""

    claims: int
    amount: Money
    laws: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """An annex: the printed rows, the whole as a file, and what both say of themselves."""

    rows: tuple[tuple[object, ...], ...]
    count: int
    balance: Money
    total: Money | None
    file_name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def complete(self) -> bool:
        return len(self.rows) == self.count

    def attachment(self) -> MachineData:
        return MachineData(self.file_name, self.content, "The complete schedule of claims", "Data")


def contract_paper(
    terms: SaleTerms,
    rows: Sequence[ScheduleRow],
    *,
    as_of: date,
    disclosure: Disclosure | None = None,
    left: LeftByLaw | None = None,
) -> PaperJob:
    """The contract; its schedule has released references and balances, and no debtor.

    `disclosure` is told by counts and amounts: which claims they are would say more of a row than its release did.
    """
    columns: dict[str, list[object]] = {
        "position": [row.position for row in rows],
        "reference": [row.released for row in rows],
        "balance": [row.balance for row in rows],
    }
    schedule = _schedule(columns, "schedule.csv", total="balance")
    more: dict[str, object] = {"disclosure": disclosure, "left": left}
    more["subtitle"] = SPANISH_CONTRACT if terms.country == "ES" else None
    heading = "Contract of sale of receivables"
    return _paper("contract", "contract", LANGUAGE, terms, schedule, heading, as_of=as_of, more=more)


def deed_paper(
    terms: SaleTerms,
    rows: Sequence[ScheduleRow],
    *,
    contract_sha256: str,
    adjusted: Money,
    dropped: int,
    as_of: date,
    disclosed: DisclosedList | None = None,
    copy_of: str | None = None,
    left: LeftByLaw | None = None,
) -> PaperJob:
    """The deed with every debtor and the claims that have a disclosed ground; with `copy_of` (its hash) the copy that
    names none, for the buyer to read first."""
    columns: dict[str, list[object]] = {"position": [row.position for row in rows]}
    if copy_of is None:
        columns["reference"] = [row.reference for row in rows]
        columns["debtor"] = [row.debtor_name for row in rows]
    else:
        columns["reference"] = [row.released for row in rows]
    columns["balance"] = [row.balance for row in rows]
    columns["receipts"] = [row.receipts for row in rows]
    columns["price_share"] = [row.price for row in rows]
    schedule = _schedule(columns, "schedule.csv", total="price_share")
    more: dict[str, object] = {"contract_sha256": contract_sha256, "adjusted": adjusted, "dropped": dropped}
    more |= {"copy_of": copy_of, "disclosed": disclosed, "left": left}
    heading = "deed" if copy_of is None else "copy"
    more["subtitle"] = terms.subtitle(heading)
    beside = disclosed.attachment() if disclosed and copy_of is None else None
    template = f"deed/{terms.language}"
    return _paper(
        "deed", template, terms.language, terms, schedule, terms.title(heading), as_of=as_of, more=more, beside=beside
    )


def extract_paper(
    claim_id: UUID,
    terms: SaleTerms,
    row: ScheduleRow,
    *,
    count: int,
    deed_sha256: str,
    executed_on: date,
    transferred_on: date,
    signers: Signers,
) -> PaperJob:
    """One claim's row of the executed deed; `job_id` is the claim's id."""
    context: dict[str, object] = {
        "title": terms.title("extract"),
        "author": terms.seller.name,
        "reference": f"{terms.reference} / {row.position}",
        "subtitle": terms.subtitle("extract"),
        "terms": terms,
        "claim": row,
        "deed_sha256": deed_sha256,
        "executed_on": executed_on,
        "transferred_on": transferred_on,
        "count": count,
        "signers": signers,
    }
    return PaperJob(str(claim_id), f"settlement/extract/{terms.language}.html", context, terms.language, transferred_on)


def source_digest(job: PaperJob) -> bytes:
    """What the paper was made from; the same data and template make the same paper."""
    told = {name: value for name, value in job.context.items() if name not in ("schedule", "disclosed")}
    digest = sha256(f"{job.template}|{job.as_of}|{job.language}|".encode())
    digest.update(msgspec.json.encode(told, enc_hook=str))
    for one in job.attachments:
        digest.update(sha256(one.content).digest())
    return digest.digest()


def _paper(
    paper: str,
    template: str,
    language: str,
    terms: SaleTerms,
    schedule: Schedule,
    title: str,
    *,
    as_of: date,
    more: Mapping[str, object],
    beside: MachineData | None = None,
) -> PaperJob:
    context = {
        "title": title,
        "author": terms.seller.name,
        "reference": terms.reference,
        "terms": terms,
        "schedule": schedule,
        **more,
    }
    name = f"{paper}-{terms.reference}"
    attached = (schedule.attachment(), *([beside] if beside else []))
    return PaperJob(name, f"settlement/{template}.html", context, language, as_of, attached)


def _schedule(columns: Mapping[str, list[object]], file_name: str, *, total: str) -> Schedule:
    balances = [one for one in columns["balance"] if isinstance(one, Money)]
    summed = [one for one in columns[total] if isinstance(one, Money)]
    currency = balances[0].currency
    frame = pl.DataFrame({name: _cells(values) for name, values in columns.items()})
    frame = frame.with_columns(pl.lit(currency).alias("currency"))
    content = neutralised(frame).write_csv().encode()
    printed = tuple(zip(*(values[:PRINTED_ROWS] for values in columns.values()), strict=True))
    return Schedule(printed, len(balances), _sum(balances), _sum(summed), file_name, content)


def _cells(values: Sequence[object]) -> list[object]:
    return [one.text() if isinstance(one, Money) else one for one in values]


def _sum(amounts: Sequence[Money]) -> Money:
    return Money(sum(one.minor for one in amounts), amounts[0].currency)
