"""What is held of a person, for the person (GDPR art. 15): the controller answers, the platform puts it together."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from cases.parties.facts import PartyDisclosed
from cases.parties.identifiers import Identifiers
from cases.parties.queries import PartyShown, parties_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.money import Money

PURPOSE = "answer to an access request"


class Reading(msgspec.Struct, frozen=True):
    """Somebody read the person's data; `person_id` of the organisation's own people only."""

    at: datetime
    organisation: str
    actor_kind: str
    person_id: UUID | None
    purpose: str


class PaperHeld(msgspec.Struct, frozen=True):
    """A document about the claim or its case, by title."""

    id: UUID
    kind: str
    title: str
    created_at: datetime


class ClaimHeld(msgspec.Struct, frozen=True):
    """One claim against the person, and all of the person's data that hangs on it. `balance` as text, as of the tape.

    `origin`: who the claim came from, first to last (art. 15.1 g).
    """

    claim_id: UUID
    reference: str
    product: str
    currency: str
    balance: str
    cut_off_on: date
    role: str
    name: str
    given_name: str | None
    family_name: str | None
    street: str | None
    postcode: str | None
    city: str | None
    region: str | None
    country: str | None
    identifiers: Identifiers
    origin: tuple[str, ...]
    papers: tuple[PaperHeld, ...]
    read_by: tuple[Reading, ...]


class PersonData(msgspec.Struct, frozen=True):
    """`json()` is the file that is sent."""

    party_id: UUID
    asked_at: datetime
    claims: tuple[ClaimHeld, ...]

    def json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=2)


async def person_data(actor: Actor, party_id: UUID) -> PersonData:
    """All claims of the organisation against this person, linked by hash, and who read them; the reading is noted too.

    NotFound for a party of another organisation's, an instructed firm's included: the owner answers.
    """
    actor.must("parties.disclose")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT q.id, q.claim_id FROM parties p JOIN parties q ON q.organisation_id = p.organisation_id"
            " AND q.person_hash = p.person_hash WHERE p.id = $1 AND p.organisation_id = $2 ORDER BY q.claim_id, q.id",
            party_id,
            actor.organisation,
        )
        if not rows:
            raise NotFound("There is no such person here.")
        wanted, claim_ids = {row["id"] for row in rows}, sorted({row["claim_id"] for row in rows})
        parties = await parties_of(actor, claim_ids, with_identifiers=True)
        readings, papers = await _readings(claim_ids), await _papers(actor, claim_ids)
        claims = await _claims(actor, claim_ids)
        held = tuple(
            _held(claims[claim_id], one, tuple(papers.get(claim_id, ())), tuple(readings.get(claim_id, ())))
            for claim_id in claim_ids
            for one in parties[claim_id]
            if one.id in wanted
        )
        await facts.record_read(actor, claim_ids=claim_ids, purpose=PURPOSE)
        await facts.record(actor, PartyDisclosed(subject_id=party_id, claims=len(claim_ids)))
    return PersonData(party_id, actor.now(), held)


async def _claims(actor: Actor, claim_ids: list[UUID]) -> dict[UUID, db.Row]:
    rows = await db.fetch(
        "SELECT c.id, c.reference, c.product, c.currency, c.balance_minor, c.cut_off_on,"
        " ARRAY(SELECT t.holder_name FROM claim_titles t WHERE t.claim_id = c.id ORDER BY t.position) AS origin"
        " FROM claims c WHERE c.organisation_id = $1 AND c.id = ANY($2)",
        actor.organisation,
        claim_ids,
    )
    return {row["id"]: row for row in rows}


async def _readings(claim_ids: list[UUID]) -> dict[UUID, list[Reading]]:
    found: dict[UUID, list[Reading]] = {}
    for row in await db.fetch("SELECT * FROM debtor_reads_of($1)", claim_ids):
        reading = Reading(row["at"], row["organisation"], row["actor_kind"], row["person_id"], row["purpose"])
        found.setdefault(row["claim_id"], []).append(reading)
    return found


async def _papers(actor: Actor, claim_ids: list[UUID]) -> dict[UUID, list[PaperHeld]]:
    rows = await db.fetch(
        "SELECT w.claim_id, d.id, d.kind, d.title, d.created_at FROM (SELECT c AS subject_id, c AS claim_id"
        " FROM unnest($2::uuid[]) AS c UNION ALL SELECT k.id, k.claim_id FROM cases k WHERE k.claim_id = ANY($2)) w"
        " JOIN documents d ON d.subject_id = w.subject_id WHERE d.organisation_id = $1 ORDER BY d.created_at, d.id",
        actor.organisation,
        claim_ids,
    )
    found: dict[UUID, list[PaperHeld]] = {}
    for row in rows:
        found.setdefault(row["claim_id"], []).append(PaperHeld(row["id"], row["kind"], row["title"], row["created_at"]))
    return found


def _held(claim: db.Row, party: PartyShown, papers: tuple[PaperHeld, ...], read_by: tuple[Reading, ...]) -> ClaimHeld:
    return ClaimHeld(
        claim_id=claim["id"],
        reference=claim["reference"],
        product=claim["product"],
        currency=claim["currency"],
        balance=Money(claim["balance_minor"], claim["currency"]).text(),
        cut_off_on=claim["cut_off_on"],
        role=party.role,
        name=party.name,
        given_name=party.given_name,
        family_name=party.family_name,
        street=party.street,
        postcode=party.postcode,
        city=party.city,
        region=party.region,
        country=party.country,
        identifiers=party.identifiers or Identifiers(),
        origin=tuple(claim["origin"]),
        papers=papers,
        read_by=read_by,
    )
