"""The rows of many cases that their files are made of, beside claims and parties."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from cases.desk.exhibits import KEPT_BACK, KINDS
from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import FiledParty
from cases.proceedings.pre_action import EventRow
from kernel import db

KIND_ORDER = (
    "array_position(ARRAY['contract', 'invoice', 'delivery_note', 'statement', 'account', 'termination',"
    " 'delivery_proof', 'guarantee', 'assignment', 'notice', 'masc', 'decision', 'power', 'fee']::varchar[], e.kind)"
)
"""The order in which documents are numbered: proof of the debt, title, steps before court, its decision, powers."""


@dataclass(frozen=True, slots=True)
class ExhibitRow:
    """A document of a case. `id` is None for one that came with the claim and was not attached to the case.

    `language` is that of a paper this house wrote; `mul` where a person brought the document and named it.
    """

    id: UUID | None
    document_id: UUID
    kind: str
    title: str
    dated_on: date | None
    file_name: str | None
    language: str | None
    sha256: bytes | None


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation as papers name it; the licence is the one under which it services in the claim's country."""

    id: UUID
    name: str
    registration_number: str | None
    street: str | None
    postcode: str | None
    city: str | None
    country: str
    contact_email: str | None
    contact_phone: str | None
    bank_account: str | None
    licence_number: str | None = None
    supervisor: str | None = None

    @property
    def address(self) -> str | None:
        parts = (self.street, " ".join(one for one in (self.postcode, self.city) if one))
        return ", ".join(one for one in parts if one) or None

    def as_party(self, role: str) -> FiledParty:
        return FiledParty(
            role=role,
            name=self.name,
            kind="company",
            national_id=self.registration_number,
            street=self.street,
            postcode=self.postcode,
            city=self.city,
            country=self.country.lower(),
            email=self.contact_email,
            phone=self.contact_phone,
        )


@dataclass(frozen=True, slots=True)
class CaseRows:
    """`accounts` are those with courts' machine channels of whoever works the case, by channel, secrets left out."""

    owner: OrganisationRow
    representative: OrganisationRow | None
    agreement_form: Literal["written", "oral"] | None
    seat: str | None
    details: Mapping[str, str]
    exhibits: tuple[ExhibitRow, ...]
    events: tuple[EventRow, ...]
    accounts: Mapping[str, Mapping[str, str]]


async def rows_of(cases: Sequence[CaseAtHand]) -> dict[UUID, CaseRows]:
    """The rows of each case, in the open transaction."""
    ids = [case.id for case in cases]
    particulars = {
        row["case_id"]: row for row in await db.fetch("SELECT * FROM case_particulars WHERE case_id = ANY($1)", ids)
    }
    exhibits = await exhibits_of(ids)
    events = await events_of(ids)
    numbers = await _court_numbers(ids)
    servicers = await _servicers(ids)
    acting = {case.id: case.firm_organisation_id or servicers.get(case.id) for case in cases}
    accounts = await _court_accounts({case.working_id for case in cases})
    named = {case.organisation_id for case in cases} | {one for one in acting.values() if one is not None}
    organisations = await _organisations(named)
    return {
        case.id: CaseRows(
            owner=organisations[case.organisation_id],
            representative=_known(organisations, acting[case.id]),
            agreement_form=particulars[case.id]["agreement_form"] if case.id in particulars else None,
            seat=particulars[case.id]["seat"] if case.id in particulars else None,
            details={
                **numbers.get(case.id, {}),
                **(_details(particulars[case.id]["details"]) if case.id in particulars else {}),
            },
            exhibits=tuple(exhibits.get(case.id, ())),
            events=tuple(events.get(case.id, ())),
            accounts=accounts.get(case.working_id, {}),
        )
        for case in cases
    }


def _known(organisations: Mapping[UUID, OrganisationRow], one: UUID | None) -> OrganisationRow | None:
    return organisations.get(one) if one is not None else None


def _details(stored: str) -> dict[str, str]:
    return msgspec.json.decode(stored, type=dict[str, str])


async def exhibits_of(case_ids: Sequence[UUID]) -> dict[UUID, list[ExhibitRow]]:
    """Documents that may go with a paper, in the order in which papers number them, with the hash of the newest file.

    What the parties offered each other in confidence is not among them.
    """
    rows = await db.fetch(
        "SELECT e.case_id, e.id, e.document_id, e.kind, e.title, e.dated_on, v.file_name, l.language, v.sha256 FROM ("
        " SELECT case_id, id, document_id, kind, title, dated_on, added_at FROM case_exhibits"
        " WHERE case_id = ANY($1) AND removed_at IS NULL AND kind <> ALL($3)"
        " UNION ALL SELECT k.id, NULL, d.id, d.kind, d.title, NULL, d.created_at FROM cases k JOIN documents d"
        " ON d.organisation_id = k.organisation_id AND d.subject_id = k.claim_id AND d.subject_kind = 'claim'"
        " AND d.kind = ANY($2) WHERE k.id = ANY($1)) e"
        " LEFT JOIN LATERAL (SELECT w.file_name, w.sha256 FROM document_versions w WHERE w.document_id = e.document_id"
        " ORDER BY w.number DESC LIMIT 1) v ON true LEFT JOIN documents l ON l.id = e.document_id"
        f" ORDER BY e.case_id, {KIND_ORDER} NULLS LAST, e.dated_on NULLS LAST, e.added_at, e.document_id",
        list(case_ids),
        [kind for kind in KINDS if kind not in KEPT_BACK],
        list(KEPT_BACK),
    )
    found: dict[UUID, list[ExhibitRow]] = {}
    for row in rows:
        one = ExhibitRow(**{name: row[name] for name in ExhibitRow.__dataclass_fields__})
        found.setdefault(row["case_id"], []).append(one)
    return found


async def events_of(case_ids: Sequence[UUID]) -> dict[UUID, list[EventRow]]:
    rows = await db.fetch(
        "SELECT case_id, event, on_date, provenance, outcome, party_id, document_id FROM case_events"
        " WHERE case_id = ANY($1) AND superseded_by IS NULL ORDER BY case_id, on_date, recorded_at, id",
        list(case_ids),
    )
    found: dict[UUID, list[EventRow]] = {}
    for row in rows:
        one = EventRow(**{name: row[name] for name in EventRow.__dataclass_fields__})
        found.setdefault(row["case_id"], []).append(one)
    return found


async def _court_numbers(case_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """The number the court gave, as its answer or the tape named it: what is entered by hand goes before it."""
    rows = await db.fetch(
        "SELECT k.id, p.court_number FROM cases k JOIN proceedings p ON p.claim_id = k.claim_id"
        " WHERE k.id = ANY($1) AND p.court_number IS NOT NULL",
        list(case_ids),
    )
    return {row["id"]: {"court_number": row["court_number"]} for row in rows}


async def _court_accounts(organisation_ids: Iterable[UUID]) -> dict[UUID, dict[str, dict[str, str]]]:
    """By organisation and channel; another organisation's are not seen."""
    rows = await db.fetch(
        "SELECT organisation_id, channel, fields::text FROM court_accounts WHERE organisation_id = ANY($1)",
        list(organisation_ids),
    )
    found: dict[UUID, dict[str, dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["organisation_id"], {})[row["channel"]] = _details(row["fields"])
    return found


async def _servicers(case_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The servicer named in the sale, for cases that no firm was instructed in. Only the owner sees the sale."""
    rows = await db.fetch(
        "SELECT k.id, s.servicer_organisation_id AS servicer FROM cases k JOIN sales s ON s.id = k.sale_id"
        " WHERE k.id = ANY($1) AND s.servicer_organisation_id IS NOT NULL",
        list(case_ids),
    )
    return {row["id"]: row["servicer"] for row in rows}


async def _organisations(ids: Iterable[UUID]) -> dict[UUID, OrganisationRow]:
    rows = await db.fetch(
        "SELECT o.id, o.name, o.registration_number, o.street, o.postcode, o.city, o.country, o.contact_email,"
        " o.contact_phone, o.bank_account, l.number AS licence_number, l.authority AS supervisor FROM organisations o"
        " LEFT JOIN LATERAL (SELECT number, authority FROM licences l WHERE l.organisation_id = o.id"
        " AND l.role = 'servicer' AND l.status = 'verified' ORDER BY l.expires_on DESC LIMIT 1) l ON true"
        " WHERE o.id = ANY($1)",
        list(ids),
    )
    return {row["id"]: OrganisationRow(**dict(row)) for row in rows}
