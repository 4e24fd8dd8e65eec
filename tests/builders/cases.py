"""Claims and open cases with valid defaults, ready for every paper once `made_ready`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from cases.parties.identifiers import Identifiers, seal_identifiers
from cases.proceedings.signatories import appoint_signatory
from kernel import data_keys, db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.ids import new_id
from tests.builders.accounts import a_licence, a_member, an_organisation

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ORIGINAL = {"ES": "Banco del Norte S.A.", "GB": "Northbank Lending plc", "US": "Prairie Lending Inc."}
ORIGINAL |= {"PL": "Bank Mazowiecki S.A.", "SE": "Norrbanken AB", "DE": "Nordbank eG"}
CURRENCY = {"ES": "EUR", "GB": "GBP", "US": "USD", "PL": "PLN", "SE": "SEK", "DE": "EUR"}
JURISDICTION = {"ES": "es", "GB": "gb_ew", "US": None, "PL": "pl", "SE": "se", "DE": "de"}
PROCEDURE = {"ES": "monitorio", "GB": "money_claim", "US": None}
PROCEDURE |= {"PL": "epu", "SE": "betalningsforelaggande", "DE": "mahnverfahren"}
DEBTORS: dict[str, dict[str, Any]] = {
    "ES": {
        "name": "Lucía Núñez Peña",
        "street": "Calle de la Reconquista 14",
        "postcode": "33205",
        "city": "Gijón",
        "region": "Asturias",
        "national_id": "48765432G",
    },
    "GB": {"name": "Aoife O'Brien", "street": "14 Canal Row", "postcode": "LS2 7EQ", "city": "Leeds"},
    "US": {"name": "Member 1077501", "postcode": "860xx", "region": "AZ"},
    "PL": {"name": "Łucja Żądło", "street": "ul. Długa 7", "postcode": "80-831", "city": "Gdańsk"},
    "SE": {
        "name": "Åsa Öberg",
        "street": "Storgatan 3",
        "postcode": "903 26",
        "city": "Umeå",
        "national_id": "19640823-3234",
    },
    "DE": {"name": "Jürgen Groß", "street": "Lange Straße 5", "postcode": "58095", "city": "Hagen"},
}


ALL_THE_SAME = "the court took it without an attempt to negotiate"
"""Why a petition was filed whose negotiation a story does not tell."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A purchaser with somebody who brings cases through onboarding, works and signs them."""

    owner_id: UUID
    buyer: Actor
    lawyer: Actor
    clock: MovingClock
    country: str

    @property
    def system(self) -> Actor:
        return Actor.system(self.owner_id, self.clock)


async def a_desk(*, country: str = "ES", name: str = "Cantábrica Activos DAC", signatory: bool = True) -> Desk:
    clock = MovingClock(NOW)
    owner_id = await an_organisation(kinds=("purchaser",), name=name, country=country)
    await a_licence(organisation_id=owner_id, role="purchaser", country=country)
    buyer = await a_member(organisation_id=owner_id, roles=("buyer", "administrator"), name="Iván Soto", clock=clock)
    lawyer = await a_member(organisation_id=owner_id, roles=("lawyer",), name="Marta Ibarra Cueto", clock=clock)
    if signatory:
        await a_signatory(buyer, lawyer)
    return Desk(owner_id, buyer, lawyer, clock, country)


@dataclass(frozen=True, slots=True)
class Firm:
    organisation_id: UUID
    lawyer: Actor
    clerk: Actor


async def a_firm(*, desk: Desk, name: str = "Vega Abogados SLP", mandate: bool = True) -> Firm:
    """A law firm with a licence, a litigation mandate of the desk's owner and a signatory."""
    firm_id = await an_organisation(kinds=("law_firm",), name=name, country=desk.country)
    await a_licence(organisation_id=firm_id, role="law_firm", country=desk.country)
    lawyer = await a_member(
        organisation_id=firm_id, roles=("lawyer", "administrator"), name="Ana Vega", clock=desk.clock
    )
    clerk = await a_member(organisation_id=firm_id, roles=("clerk",), name="Pau Riera", clock=desk.clock)
    if mandate:
        await a_mandate(desk=desk, agent_id=firm_id)
    await a_signatory(lawyer, lawyer)
    return Firm(firm_id, lawyer, clerk)


async def a_mandate(
    *,
    desk: Desk,
    agent_id: UUID,
    kind: str = "litigation",
    from_on: date = date(2026, 1, 1),
    until_on: date | None = None,
) -> UUID:
    mandate_id = new_id()
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO mandates (id, organisation_id, agent_organisation_id, kind, from_on, until_on, power_sha256,"
            " granted_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            mandate_id,
            desk.owner_id,
            agent_id,
            kind,
            from_on,
            until_on,
            bytes(32),
            desk.buyer.person_id,
            desk.clock.now(),
        )
    return mandate_id


async def a_signatory(administrator: Actor, person: Actor, *, from_on: date = date(2026, 1, 12)) -> UUID:
    assert person.person_id is not None
    return await appoint_signatory(
        administrator,
        person_id=person.person_id,
        position="Head of Litigation",
        authority="a board resolution of 12 January 2026",
        from_on=from_on,
    )


@dataclass(frozen=True, slots=True)
class ItemSpec:
    kind: str = "principal"
    amount_minor: int = 420_000
    reference: str | None = "2021-0457"
    due_on: date | None = date(2024, 3, 5)
    interest_from: date | None = date(2024, 3, 6)


async def a_claim(
    *,
    owner_id: UUID,
    country: str = "ES",
    reference: str | None = None,
    product: str = "consumer_loan",
    items: Sequence[ItemSpec] = (ItemSpec(),),
    paid_minor: int = 0,
    interest_kind: str | None = "statutory",
    interest_rate: Decimal | None = None,
    cut_off_on: date = date(2026, 4, 30),
    debtor: dict[str, Any] | None = None,
    identifiers: Identifiers | None = None,
    flags: Sequence[str] = (),
    tape_id: UUID | None = None,
    originator_kind: str = "bank",
    assigned_on: date | None = date(2026, 5, 29),
    territory: str | None = None,
) -> UUID:
    """A claim bought from its original creditor, with one debtor."""
    claim_id, tape_id, currency = new_id(), tape_id or new_id(), CURRENCY[country]
    party = {**DEBTORS[country], **(debtor or {})}
    sums = {
        kind: sum(i.amount_minor for i in items if i.kind in kinds)
        for kind, kinds in (
            ("principal", ("principal", "invoice", "instalment")),
            ("interest", ("interest",)),
            ("costs", ("fee", "cost")),
        )
    }
    owner = Actor.system(owner_id)
    async with db.transaction(owner):
        await _tape(owner, tape_id, cut_off_on)
        await db.execute(
            "INSERT INTO claims (id, tape_id, organisation_id, reference, row_no, product, originator_kind, country,"
            " debtor_kind, currency, cut_off_on, principal_minor, interest_minor, costs_minor, payments_minor,"
            " balance_minor, interest_rate, interest_kind, contract_on, due_on, default_on, original_creditor, flags,"
            " status, territory) VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
            " $18, $19, $20, $21, $22, 'live', $23)",
            claim_id,
            tape_id,
            owner_id,
            reference or f"BCN-{claim_id.hex[-8:]}",
            product,
            originator_kind,
            country,
            party.get("kind", "person"),
            currency,
            cut_off_on,
            sums["principal"],
            sums["interest"],
            sums["costs"],
            paid_minor,
            sum(sums.values()) - paid_minor,
            interest_rate,
            interest_kind,
            date(2021, 4, 3),
            date(2024, 3, 5),
            date(2024, 3, 5),
            ORIGINAL[country],
            list(flags),
            territory,
        )
        for item in items:
            await db.execute(
                "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, reference, amount_minor,"
                " currency, due_on, interest_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                new_id(),
                claim_id,
                tape_id,
                owner_id,
                item.kind,
                item.reference,
                item.amount_minor,
                currency,
                item.due_on,
                item.interest_from,
            )
        await a_party(owner, claim_id, tape_id, party, country, identifiers)
        await _title(owner, claim_id, tape_id, country, assigned_on)
    return claim_id


async def _tape(owner: Actor, tape_id: UUID, cut_off_on: date) -> None:
    if await db.fetch_value("SELECT 1 FROM tapes WHERE id = $1", tape_id):
        return
    key = await data_keys.make(owner, "tape")
    await db.execute(
        "INSERT INTO tapes (id, organisation_id, name, originator_kind, cut_off_on, file_name, media_type, size_bytes,"
        " sha256, object_key, data_key_id, status, rows_read, rows_accepted, rows_rejected, rows_left_out, uploaded_at)"
        " VALUES ($1, $2, 'April tape', 'bank', $3, 'tape.csv', 'text/csv', 1, $4, 'tape', $5, 'accepted', 1, 1, 0, 0,"
        " $6)",
        tape_id,
        owner.organisation,
        cut_off_on,
        tape_id.bytes * 2,
        key.id,
        owner.now(),
    )


async def a_party(
    owner: Actor,
    claim_id: UUID,
    tape_id: UUID,
    party: dict[str, Any],
    country: str,
    identifiers: Identifiers | None = None,
) -> UUID:
    party_id = new_id()
    async with db.transaction(owner):
        key = await data_keys.make(owner, "tape")
        known = identifiers or Identifiers(national_id=party.get("national_id"), birth_date="1984-07-02")
        await db.execute(
            "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, street, postcode, city,"
            " region, country, sealed, data_key_id, person_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
            " $12, $13, $14, $15)",
            party_id,
            claim_id,
            tape_id,
            owner.organisation,
            party.get("role", "debtor"),
            party.get("kind", "person"),
            party["name"],
            party.get("street"),
            party.get("postcode"),
            party.get("city"),
            party.get("region"),
            party.get("country", country),
            seal_identifiers(key.secret, party_id, known),
            key.id,
            party.get("person_hash", party_id.bytes),
        )
    return party_id


async def _title(owner: Actor, claim_id: UUID, tape_id: UUID, country: str, assigned_on: date | None) -> None:
    name = await db.fetch_value("SELECT name FROM organisations WHERE id = $1", owner.organisation)
    links = [
        (None, ORIGINAL[country], date(2021, 4, 3), None),
        (owner.organisation, name, assigned_on, "deed PR-26-114"),
    ]
    for position, (holder_id, holder, from_on, deed) in enumerate(links):
        await db.execute(
            "INSERT INTO claim_titles (id, claim_id, tape_id, organisation_id, holder_organisation_id, holder_name,"
            " position, from_on, deed, current) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            new_id(),
            claim_id,
            tape_id,
            owner.organisation,
            holder_id,
            holder,
            position,
            from_on,
            deed,
            position == 1,
        )


async def an_open_case(*, desk: Desk, claim_id: UUID | None = None, status: str = "onboarding", **claim: Any) -> UUID:
    """A case in onboarding with its default procedure, as the job after a transfer leaves it."""
    claim_id = claim_id or await a_claim(owner_id=desk.owner_id, country=desk.country, **claim)
    case_id = new_id()
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO cases (id, claim_id, tape_id, organisation_id, reference, jurisdiction, procedure, status,"
            " opened_at) SELECT $1, c.id, c.tape_id, c.organisation_id, 'R-' || lpad(nextval('case_numbers')::text, 8,"
            " '0'), $3, $4, $5, $6 FROM claims c WHERE c.id = $2",
            case_id,
            claim_id,
            JURISDICTION[desk.country],
            PROCEDURE[desk.country],
            status,
            desk.clock.now(),
        )
    return case_id


async def open_cases(*, desk: Desk, count: int, **claim: Any) -> list[UUID]:
    return [await an_open_case(desk=desk, **claim) for _ in range(count)]


async def put_through_the_gate(desk: Desk, case_ids: Sequence[UUID], *, notice_on: date = date(2026, 6, 12)) -> None:
    """As if reconciled, told, proven and confirmed: the gate is open and finished. No object store needed."""
    async with db.transaction(desk.system):
        document_id = await a_document(desk.system)
        await db.execute(
            "INSERT INTO case_exhibits (id, case_id, organisation_id, firm_organisation_id, document_id, kind, title,"
            " added_at) SELECT uuidv7(), k.id, k.organisation_id, k.firm_organisation_id, $2, e.kind, e.kind, $3"
            " FROM cases k CROSS JOIN unnest($4::text[]) AS e(kind) WHERE k.id = ANY($1)",
            list(case_ids),
            document_id,
            desk.clock.now(),
            ["contract", "assignment", "notice", "masc", "power", "fee"],
        )
        await db.execute(
            "UPDATE cases SET status = 'amicable', reconciled_at = $2, documents_checked_at = $2, notice_sent_on = $3"
            " WHERE id = ANY($1)",
            list(case_ids),
            desk.clock.now(),
            notice_on,
        )
        await db.execute(
            "UPDATE claim_titles SET notice_on = $2 WHERE current AND claim_id IN"
            " (SELECT claim_id FROM cases WHERE id = ANY($1))",
            list(case_ids),
            notice_on,
        )


async def a_document(owner: Actor, *, kind: str = "contract", firm_id: UUID | None = None) -> UUID:
    """A document with a version whose bytes nobody will ask for."""
    document_id = new_id()
    async with db.transaction(owner):
        key = await data_keys.make(owner, "object")
        await db.execute(
            "INSERT INTO documents (id, organisation_id, firm_organisation_id, subject_kind, subject_id, kind, title,"
            " language, status, created_at) VALUES ($1, $2, $3, 'organisation', $2, $4, $4, 'mul', 'drafted', $5)",
            document_id,
            owner.organisation,
            firm_id,
            kind,
            owner.now(),
        )
        await db.execute(
            "INSERT INTO document_versions (id, document_id, number, file_name, media_type, object_key, data_key_id,"
            " sha256, size_bytes, created_at) VALUES ($1, $2, 1, 'contract.pdf', 'application/pdf', $3, $4, $5, 3, $6)",
            new_id(),
            document_id,
            document_id.hex,
            key.id,
            document_id.bytes * 2,
            owner.now(),
        )
    return document_id


async def a_second_debtor(desk: Desk, case_id: UUID) -> UUID:
    """Ann Other, who owes the claim of the case as well."""
    async with db.transaction(desk.system):
        party_id: UUID = await db.fetch_value(
            "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, person_hash)"
            " SELECT uuidv7(), p.claim_id, p.tape_id, p.organisation_id, 'co-debtor', 'person', 'Ann Other', '\\x07'"
            " FROM parties p JOIN cases k ON k.claim_id = p.claim_id WHERE k.id = $1 RETURNING id",
            case_id,
        )
    return party_id
