"""Cases whose filings went to a court in a file: as they stand once the submission has arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.submissions.request_ids import request_id_of
from kernel import data_keys, db
from kernel.ids import new_id
from tests.builders.cases import Desk, a_document, open_cases, put_through_the_gate

FILE = "OURS-2026-0001"
PREPARED = date(2026, 11, 2)


@dataclass(frozen=True, slots=True)
class AtCourt:
    """One filing in a file that the court has."""

    case_id: UUID
    reference: str
    filing_id: UUID
    submission_id: UUID

    @property
    def request_id(self) -> str:
        return request_id_of(self.filing_id)


async def filings_at_court(
    desk: Desk,
    *,
    count: int = 1,
    channel: str = "sdt",
    procedure: str = "money_claim",
    kind: str = "claim",
    step: str = "notice given",
    total_minor: int = 420_000,
    currency: str = "GBP",
    file: str = FILE,
) -> list[AtCourt]:
    """Sealed, approved and submitted in one file; the cases stand before the court has said anything."""
    case_ids = await open_cases(desk=desk, count=count)
    await put_through_the_gate(desk, case_ids)
    if desk.country == "GB":
        await letters_sent(desk, case_ids)
    filings = [new_id() for _ in case_ids]
    document_id = await a_document(desk.system)
    async with db.transaction(desk.system):
        await db.execute(
            "UPDATE documents SET status = 'sealed', sealed_at = $2 WHERE id = $1", document_id, desk.clock.now()
        )
        await db.execute(
            "UPDATE cases SET status = 'pre-action', procedure = $2, procedure_step = $3 WHERE id = ANY($1)",
            case_ids,
            procedure,
            step,
        )
        signatory = await db.fetch_value("SELECT id FROM signatories WHERE organisation_id = $1", desk.owner_id)
        await db.execute(
            "INSERT INTO filings (id, case_id, organisation_id, procedure, kind, status, prepared_on, total_minor,"
            " currency, source_digest, document_id, signatory_id, approved_by, approved_at, version, created_at)"
            " SELECT n.id, n.case_id, $3, $4, $5, 'submitted', $6, $7, $8, $9, $10, $11, $12, $13, 0, $13"
            " FROM unnest($1::uuid[], $2::uuid[]) AS n(id, case_id)",
            filings,
            case_ids,
            desk.owner_id,
            procedure,
            kind,
            PREPARED,
            total_minor,
            currency,
            bytes(32),
            document_id,
            signatory,
            desk.lawyer.person_id,
            desk.clock.now(),
        )
        submission_id = await _in_a_file(desk, filings, case_ids, channel, currency, file, document_id)
        references = await db.fetch("SELECT id, reference FROM cases WHERE id = ANY($1)", case_ids)
    by_id = {row["id"]: row["reference"] for row in references}
    return [AtCourt(one, by_id[one], filing, submission_id) for one, filing in zip(case_ids, filings, strict=True)]


async def letters_sent(desk: Desk, case_ids: Sequence[UUID]) -> None:
    """What an English claim needs before it: the notice of default and the letter of claim."""
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO case_events (id, case_id, organisation_id, event, on_date, provenance, recorded_at)"
            " SELECT uuidv7(), k.id, k.organisation_id, e.event, e.on_date, 'certificate of posting', $2"
            " FROM cases k CROSS JOIN (VALUES ('default_notice_served', date '2024-04-02'),"
            " ('letter_sent', date '2026-09-14')) AS e(event, on_date) WHERE k.id = ANY($1)",
            list(case_ids),
            desk.clock.now(),
        )


async def _in_a_file(
    desk: Desk,
    filings: Sequence[UUID],
    case_ids: Sequence[UUID],
    channel: str,
    currency: str,
    file: str,
    document_id: UUID,
) -> UUID:
    key = await data_keys.make(desk.system, "object")
    account, batch, submission = new_id(), new_id(), new_id()
    await db.execute(
        "INSERT INTO court_accounts (id, organisation_id, channel, connector, fields, data_key_id, status, entered_at)"
        " VALUES ($1, $2, $3, 'drop', '{}', $4, 'entered', $5) ON CONFLICT DO NOTHING",
        account,
        desk.owner_id,
        channel,
        key.id,
        desk.clock.now(),
    )
    account = await db.fetch_value("SELECT id FROM court_accounts WHERE channel = $1", channel)
    await db.execute(
        "INSERT INTO submission_batches (id, organisation_id, channel, filings, status, progress_id, ordered_at)"
        " VALUES ($1, $2, $3, $4, 'made', $1, $5)",
        batch,
        desk.owner_id,
        channel,
        len(filings),
        desk.clock.now(),
    )
    await db.execute(
        "INSERT INTO submissions (id, batch_id, organisation_id, account_id, channel, connector, reference, name,"
        " document_id, parts, controls, fee_minor, currency, without_fee, approved_minor, approved_by, approved_at,"
        " status, attempts, sent_at, made_at) VALUES ($1, $2, $3, $4, $5, 'drop', $6, $6, $7, $8, '[]', 0, $9, 0, 0,"
        " $10, $11, 'sent', 1, $11, $11)",
        submission,
        batch,
        desk.owner_id,
        account,
        channel,
        file,
        document_id,
        len(filings),
        currency,
        desk.lawyer.person_id,
        desk.clock.now(),
    )
    await db.execute(
        "INSERT INTO submission_parts (id, batch_id, chunk, submission_id, filing_id, case_id, organisation_id,"
        " request_id, outcome) SELECT uuidv7(), $1, 0, $2, n.filing_id, n.case_id, $3, n.request_id, 'sent'"
        " FROM unnest($4::uuid[], $5::uuid[], $6::text[]) AS n(filing_id, case_id, request_id)",
        batch,
        submission,
        desk.owner_id,
        list(filings),
        list(case_ids),
        [request_id_of(one) for one in filings],
    )
    return submission
