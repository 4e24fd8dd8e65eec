"""Cases and their deadlines with valid defaults, for stories about the tracker."""

from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from cases.deadlines.arithmetic import spoken
from cases.jurisdictions.contract import Step
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id

ENTERED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
DEBTOR = "Lucía Núñez Peña"
"""The debtor of every case here; the tracker, its mails and calendars must never say the name."""


async def a_tape_of(owner: UUID) -> UUID:
    """A tape whose bytes were never stored."""
    tape_id, key_id = new_id(), new_id()
    async with db.transaction(Actor.system(owner)):
        await db.execute(
            "INSERT INTO data_keys (id, organisation_id, purpose, wrapped, created_at) VALUES ($1, $2, 'tape', $3, $4)",
            key_id,
            owner,
            b"never opened",
            ENTERED,
        )
        await db.execute(
            "INSERT INTO tapes (id, organisation_id, name, originator_kind, cut_off_on, file_name, media_type,"
            " size_bytes, sha256, object_key, data_key_id, status, uploaded_at, rows_read, rows_accepted,"
            " rows_rejected, rows_left_out, claims_count) VALUES ($1, $2, 'Tape', 'bank', '2026-01-31', 'tape.csv',"
            " 'text/csv', 1, $3, 'tape', $4, 'accepted', $5, 1, 1, 0, 0, 1)",
            tape_id,
            owner,
            sha256(b"tape").digest(),
            key_id,
            ENTERED,
        )
    return tape_id


async def a_case(
    *, owner: UUID, firm: UUID | None = None, country: str = "es", jurisdiction: str | None = "es"
) -> UUID:
    """A case with its claim and debtor, worked by the firm where one is instructed."""
    tape_id, claim_id, case_id = await a_tape_of(owner), new_id(), new_id()
    async with db.transaction(Actor.system(owner)):
        await db.execute(
            "INSERT INTO claims (id, tape_id, organisation_id, firm_organisation_id, reference, row_no, product,"
            " originator_kind, country, debtor_kind, currency, cut_off_on, principal_minor, interest_minor,"
            " costs_minor, payments_minor, balance_minor, status) VALUES ($1, $2, $3, $4, 'A-1', 1, 'consumer_loan',"
            " 'bank', $5, 'person', 'EUR', '2026-01-31', 100000, 0, 0, 0, 100000, 'live')",
            claim_id,
            tape_id,
            owner,
            firm,
            country,
        )
        await db.execute(
            "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, person_hash)"
            " VALUES ($1, $2, $3, $4, 'debtor', 'person', $5, $6)",
            new_id(),
            claim_id,
            tape_id,
            owner,
            DEBTOR,
            sha256(DEBTOR.encode()).digest(),
        )
        await db.execute(
            "INSERT INTO cases (id, claim_id, tape_id, organisation_id, firm_organisation_id, reference, jurisdiction,"
            " status, opened_at) VALUES ($1, $2, $3, $4, $5,"
            " 'R-' || lpad(nextval('case_numbers')::text, 8, '0'), $6, 'amicable', $7)",
            case_id,
            claim_id,
            tape_id,
            owner,
            firm,
            jurisdiction,
            ENTERED,
        )
    return case_id


async def a_deadline(
    *,
    case_id: UUID,
    owner: UUID,
    safe_on: date | None = date(2026, 11, 20),
    statutory_on: date | None = None,
    outcome: str = "date",
    missing: str | None = None,
    title: str = "Oppose the enforcement",
    person_id: UUID | None = None,
    verified: bool = True,
    provisional: str | None = None,
    event_id: UUID | None = None,
    steps: tuple[Step, ...] | None = None,
    who: str = "creditor",
    opens_on: date | None = None,
    opens: str | None = None,
    kind: str = "procedure",
) -> UUID:
    """An open deadline; with a safe date and no other word, the statutory date is the same day.

    With `opens_on` it runs for the other side, or only waits.
    """
    deadline_id = new_id()
    if outcome == "date":
        statutory_on = statutory_on or safe_on
    if steps is None:
        steps = (Step(safe_on, f"The period ends on {spoken(safe_on)}."),) if safe_on else ()
    async with db.transaction(Actor.system(owner)):
        await db.execute(
            "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, firm_organisation_id, kind, rule,"
            " title, outcome, missing, statutory_on, safe_on, authority, verified, provisional, reckoning, status,"
            " event_id, person_id, created_at, who, opens_on, opens) SELECT $1, k.tape_id, k.claim_id, k.id,"
            " k.organisation_id, k.firm_organisation_id, $18, 'monitorio.opposition', $3, $4, $5, $6, $7, $8,"
            " $9, $10, $11::jsonb,"
            " 'open', $12, $13, $14, $15, $16, $17 FROM cases k WHERE k.id = $2",
            deadline_id,
            case_id,
            title,
            outcome,
            missing,
            statutory_on,
            safe_on,
            "LEC art. 815.1" if outcome in ("date", "barred") else None,
            verified,
            provisional,
            msgspec.json.encode(steps).decode(),
            event_id,
            person_id,
            ENTERED,
            who,
            opens_on,
            opens,
            kind,
        )
    return deadline_id


async def an_event(*, case_id: UUID, owner: UUID, event: str, on: date, by: UUID | None) -> UUID:
    """Something that happened in the case, as the court's paper says."""
    event_id = new_id()
    async with db.transaction(Actor.system(owner)):
        await db.execute(
            "INSERT INTO case_events (id, case_id, organisation_id, firm_organisation_id, event, on_date, provenance,"
            " recorded_by, recorded_at) SELECT $1, k.id, k.organisation_id, k.firm_organisation_id, $3, $4,"
            " 'LexNET receipt 2026-118', $5, $6 FROM cases k WHERE k.id = $2",
            event_id,
            case_id,
            event,
            on,
            by,
            ENTERED,
        )
    return event_id


async def standing(deadline_id: UUID) -> db.Row:
    """The row as it stands, past every policy."""
    async with db.transaction(Actor.platform()):
        return await db.fetch_sure("SELECT * FROM deadlines WHERE id = $1", deadline_id)
