"""The case page's data: everything about one case, read in one transaction, with the reading on record."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from accounts.record.queries import sentence_of
from cases.claims.balance import Balance, balance_of
from cases.claims.queries import ClaimShown, claims_shown
from cases.deadlines.queries import DeadlineShown, deadlines_of_case
from cases.desk.barred import Bar, bars_of
from cases.desk.effects import Effect, effect_of
from cases.desk.reach import CaseAtHand, case_at_hand
from cases.desk.stops import Reason, stops_of
from cases.jurisdictions.contract import Jurisdiction, Procedure
from cases.jurisdictions.registry import by_code
from cases.parties.queries import PartyShown, parties_of
from cases.proceedings.case_rows import CaseRows, rows_of
from cases.proceedings.filing_queries import FilingShown, filings_of_case
from cases.proceedings.steps import possible, step_of
from documents.vault.queries import DocumentShown, documents_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.words import words


@dataclass(frozen=True, slots=True)
class HoldShown:
    id: UUID
    ground: str
    from_on: date
    until_on: date | None
    effect: str
    ended_reason: str | None
    stops: Effect


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline: an event of the case, or a fact of the record."""

    at: datetime
    on: date
    title: str
    by: str | None
    note: str | None
    document_id: UUID | None


@dataclass(frozen=True, slots=True)
class ProceedingShown:
    court: str | None
    court_number: str | None
    stage: str
    last_act_on: date | None
    title_kind: str | None
    title_on: date | None
    bailiff_reference: str | None


@dataclass(frozen=True, slots=True)
class CaseShown:
    case: CaseAtHand
    opened_at: datetime
    closed_reason: str | None
    person_id: UUID | None
    person: str | None
    firm: str | None
    sale_id: UUID | None
    claim: ClaimShown
    balance: Balance
    parties: tuple[PartyShown, ...]
    rows: CaseRows
    jurisdiction: Jurisdiction | None
    procedure: Procedure | None
    step: str | None
    events: tuple[str, ...]
    proceeding: ProceedingShown | None
    holds: tuple[HoldShown, ...]
    stops: tuple[Reason, ...]
    bar: Bar | None
    timeline: tuple[Happening, ...]
    deadlines: tuple[DeadlineShown, ...]
    documents: tuple[DocumentShown, ...]
    filings: tuple[FilingShown, ...]


async def case_shown(actor: Actor, case_id: UUID, *, with_identifiers: bool = False) -> CaseShown:
    """NotFound for strangers. Identifiers are opened only where they are asked for, and that is recorded as such."""
    actor.must("cases.read")
    on = actor.today("UTC")
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        purpose = "case page with identifiers" if with_identifiers else "case page"
        await facts.record_read(actor, claim_ids=[case.claim_id], purpose=purpose)
        row = await db.fetch_sure(
            "SELECT k.opened_at, k.closed_reason, k.person_id, p.name AS person, o.name AS firm, k.sale_id FROM cases k"
            " LEFT JOIN people p ON p.id = k.person_id LEFT JOIN organisations o ON o.id = k.firm_organisation_id"
            " WHERE k.id = $1",
            case_id,
        )
        claim = (await claims_shown(actor, [case.claim_id]))[case.claim_id]
        parties = await parties_of(actor, [case.claim_id], with_identifiers=with_identifiers)
        jurisdiction = by_code(case.jurisdiction or "")
        procedure = jurisdiction.procedures.get(case.procedure or "") if jurisdiction else None
        step = step_of(procedure, case.procedure_step, case.status) if procedure else None
        return CaseShown(
            case=case,
            **dict(row),
            claim=claim,
            balance=balance_of(claim, on, jurisdiction),
            parties=tuple(parties[case.claim_id]),
            rows=(await rows_of([case]))[case.id],
            jurisdiction=jurisdiction,
            procedure=procedure,
            step=step,
            events=tuple(possible(procedure, step)) if procedure else (),
            proceeding=await _proceeding(case.claim_id),
            holds=await _holds(case, claim.debtor_kind),
            stops=tuple((await stops_of(actor, [case_id], on=on)).get(case_id, ())),
            bar=(await bars_of([case], on=on)).get(case_id),
            timeline=await _timeline(actor, case),
            deadlines=tuple(await deadlines_of_case(actor, case_id)),
            documents=tuple(await documents_of(actor, case_id)),
            filings=tuple(await filings_of_case(actor, case_id)),
        )


async def _proceeding(claim_id: UUID) -> ProceedingShown | None:
    row = await db.fetch_one("SELECT * FROM proceedings WHERE claim_id = $1", claim_id)
    if row is None:
        return None
    return ProceedingShown(**{name: row[name] for name in ProceedingShown.__dataclass_fields__})


async def _holds(case: CaseAtHand, debtor_kind: str) -> tuple[HoldShown, ...]:
    rows = await db.fetch("SELECT * FROM case_holds WHERE case_id = $1 ORDER BY from_on DESC, id", case.id)
    plain = [name for name in HoldShown.__dataclass_fields__ if name != "stops"]
    return tuple(
        HoldShown(
            **{name: row[name] for name in plain},
            stops=effect_of(case.jurisdiction, row["ground"], debtor_kind, row["from_on"]),
        )
        for row in rows
    )


async def _timeline(actor: Actor, case: CaseAtHand) -> tuple[Happening, ...]:
    """Events and the facts recorded on the case itself, the newest first."""
    rows = await db.fetch(
        "SELECT e.recorded_at AS at, e.on_date AS on, e.event AS title, p.name AS by, e.provenance AS note,"
        " e.document_id, NULL AS data FROM case_events e LEFT JOIN people p ON p.id = e.recorded_by"
        " WHERE e.case_id = $1 AND e.superseded_by IS NULL"
        " UNION ALL SELECT f.at, f.at::date, f.kind, p.name, NULL, NULL, f.data::text FROM facts f"
        " LEFT JOIN people p ON p.id = f.person_id WHERE f.subject_id = $1"
        " AND (f.organisation_id = $2 OR f.about_organisation_id = $2) AND f.kind <> 'proceedings:event:recorded'"
        " ORDER BY 2 DESC, 1 DESC LIMIT 100",
        case.id,
        actor.organisation,
    )
    return tuple(
        Happening(row["at"], row["on"], _said(row["title"], row["data"]), row["by"], row["note"], row["document_id"])
        for row in rows
    )


def _said(kind: str, data: str | None) -> str:
    """A fact's own sentence; an event's name as words."""
    if data is None:
        return words(kind)
    known = msgspec.json.decode(data, type=dict[str, Any])
    told = {name: _word(value) for name, value in known.items()}
    return sentence_of(kind) % defaultdict(str, told)


def _word(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_word(one) for one in value)
    return str(value).replace("_", " ")
