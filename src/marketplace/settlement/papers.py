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
# No “escritura” and no “testimonio”: those are a notary's.
SPANISH = {
    "contract": "Contrato de compraventa de créditos",
    "deed": "Cesión de créditos",
    "extract": "Extracto de la cesión de un crédito",
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

    def subtitle(self, paper: str) -> str | None:
        return SPANISH[paper] if self.country == "ES" else None


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
    def count_text(self) -> str:
        return f"{self.count:,}"

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
    more = {"disclosure": disclosure, "left": left}
    return _paper("contract", terms, schedule, "Contract of sale of receivables", as_of=as_of, more=more)


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
    more: dict[str, object] = {"contract_sha256": contract_sha256, "adjusted": adjusted, "dropped": f"{dropped:,}"}
    more |= {"copy_of": copy_of, "disclosed": disclosed, "left": left}
    title = "Deed of assignment" if copy_of is None else "Deed of assignment: copy without debtors"
    beside = disclosed.attachment() if disclosed and copy_of is None else None
    return _paper("deed", terms, schedule, title, as_of=as_of, more=more, beside=beside)


def extract_paper(
    claim_id: UUID,
    terms: SaleTerms,
    row: ScheduleRow,
    *,
    count: int,
    deed_sha256: str,
    executed_on: date,
    transferred_on: date,
) -> PaperJob:
    """One claim's row of the executed deed; `job_id` is the claim's id."""
    context: dict[str, object] = {
        "title": "Certified extract of a deed of assignment",
        "author": terms.seller.name,
        "reference": f"{terms.reference} / {row.position}",
        "subtitle": terms.subtitle("extract"),
        "terms": terms,
        "claim": row,
        "deed_sha256": deed_sha256,
        "executed_on": executed_on,
        "transferred_on": transferred_on,
        "count_text": f"{count:,}",
    }
    return PaperJob(str(claim_id), "settlement/extract.html", context, LANGUAGE, transferred_on)


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
        "subtitle": terms.subtitle(paper),
        "terms": terms,
        "schedule": schedule,
        **more,
    }
    name = f"{paper}-{terms.reference}"
    attached = (schedule.attachment(), *([beside] if beside else []))
    return PaperJob(name, f"settlement/{paper}.html", context, LANGUAGE, as_of, attached)


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
