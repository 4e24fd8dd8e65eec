"""Files of payments as a bank, a seller or a bailiff would send them, brought in and read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.receipts.commands import map_file, store_file
from cases.receipts.mapping import Mapping
from cases.receipts.queries import FileLine, ReceiptShown, file_shown, receipts_of_file
from cases.receipts.reading import read_file
from kernel import db
from kernel.actor import Actor
from tests.builders.cases import Desk

HEADERS = ("Date", "Amount", "Currency", "Reference", "Court number", "Payer", "IBAN", "Details")
FIELDS = ("received_on", "amount", "currency", "reference", "court_number", "payer", "iban", "remittance")
MAPPING = Mapping(
    columns={field: number for number, field in enumerate(FIELDS)}, days="iso", decimal=".", currency="EUR"
)


@dataclass(frozen=True, kw_only=True)
class Paid:
    """One row of a file in columns."""

    on: str = "2026-10-05"
    amount: str = "150.00"
    currency: str = ""
    reference: str = ""
    court_number: str = ""
    payer: str = ""
    iban: str = ""
    words: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            *(self.on, self.amount, self.currency, self.reference),
            *(self.court_number, self.payer, self.iban, self.words),
        )


def csv_of(rows: Sequence[Paid], *, separator: str = ";") -> bytes:
    return "\n".join(separator.join(cells) for cells in (HEADERS, *(row.cells for row in rows))).encode()


def camt_of(*entries: str, edition: str = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08") -> bytes:
    body = "".join(entries)
    return f'<Document xmlns="{edition}"><BkToCstmrStmt><Stmt>{body}</Stmt></BkToCstmrStmt></Document>'.encode()


def entry(
    amount: str = "150.00",
    *,
    day: date = date(2026, 10, 5),
    number: str = "B-1",
    kind: str = "CRDT",
    currency: str = "EUR",
    status: str = "BOOK",
    details: str = "",
    reversal: str = "",
) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{kind}</CdtDbtInd>{reversal}<Sts><Cd>{status}</Cd></Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{number}</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>"
    )


def details(*, payer: str = "", iban: str = "", words: str = "", reference: str = "", amount: str = "") -> str:
    structured = f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>" if reference else ""
    own = f'<Amt Ccy="EUR">{amount}</Amt>' if amount else ""
    return (
        f"<TxDtls>{own}<RltdPties><Dbtr><Pty><Nm>{payer}</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>{iban}</IBAN></Id>"
        f"</DbtrAcct></RltdPties><RmtInf><Ustrd>{words}</Ustrd>{structured}</RmtInf></TxDtls>"
    )


@dataclass(frozen=True)
class Brought:
    id: UUID
    line: FileLine
    receipts: list[ReceiptShown]


async def bring_rows(actor: Actor, *rows: Paid, source: str = "bank") -> Brought:
    """A file in columns, mapped and read as the job would."""
    return await bring(actor, csv_of(rows), source=source)


async def bring(actor: Actor, content: bytes, *, source: str = "bank", mapping: Mapping = MAPPING) -> Brought:
    file_id = await store_file(actor, content, "payments.csv", source=source)
    if (await file_shown(actor, file_id)).line.status == "stored":
        await map_file(actor, file_id, mapping)
    await read_file(Actor.system(actor.organisation, actor.clock), file_id)
    return Brought(file_id, (await file_shown(actor, file_id)).line, await receipts_of_file(actor, file_id))


async def case_reference(desk: Desk, case_id: UUID) -> str:
    async with db.transaction(desk.system):
        return str(await db.fetch_value("SELECT reference FROM cases WHERE id = $1", case_id))
