"""Claims with their tape, item and debtor, written by SQL as the seller."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from uuid import UUID

from kernel import data_keys, db
from kernel.actor import Actor
from kernel.data_keys import DataKey
from kernel.ids import new_id
from kernel.keys import ColumnSealer
from marketplace.tapes.acceptance.parties import Protected

CUT_OFF = date(2026, 6, 30)
PLACES = (("Madrid", "28013", "Madrid"), ("Madrid", "28004", "Madrid"), ("Sevilla", "41001", "Sevilla"))


@dataclass(frozen=True, kw_only=True)
class Debt:
    """One claim and its debtor. Amounts in minor units; the same `national_id` is the same debtor."""

    reference: str = "A-1"
    product: str = "consumer_loan"
    balance_minor: int = 105_000
    currency: str = "EUR"
    country: str = "ES"
    flags: tuple[str, ...] = ()
    debtor_kind: str = "person"
    default_on: date = date(2024, 3, 5)
    debtor_name: str = "Lucía Núñez Peña"
    national_id: str = "48765432G"
    birth_date: date | None = date(1984, 7, 2)
    region: str | None = "Madrid"
    postcode: str | None = "28013"
    city: str | None = "Madrid"


def debts(count: int, *, debtors: int | None = None, seed: int = 1, **changes: object) -> list[Debt]:
    """Believable debts of that many distinct debtors (each its own without a number)."""
    draw = Random(seed)
    made = []
    for number in range(count):
        who = number % (debtors or count)
        region, postcode, city = PLACES[who % len(PLACES)]
        one = Debt(
            reference=f"ACC-{seed}-{number:06d}",
            product=draw.choice(("consumer_loan", "credit_card", "telecom")),
            balance_minor=int(draw.lognormvariate(11, 0.7)) + 1_000,
            default_on=CUT_OFF - timedelta(days=draw.randrange(120, 2_000)),
            debtor_name=f"Nombre Apellido{who:06d}",
            national_id=f"{seed:02d}{who:06d}X",
            birth_date=date(1945 + who % 55, 1 + who % 12, 1 + who % 28),
            region=region,
            postcode=postcode,
            city=city,
        )
        made.append(replace(one, **changes))  # type: ignore[arg-type]
    return made


async def a_claim(seller: Actor, debt: Debt | None = None) -> UUID:
    """One claim on a tape of its own; returns the claim's id."""
    _, claims = await a_tape_of(seller, [debt or Debt()])
    return claims[0]


async def a_tape_of(
    seller: Actor, portfolio: Sequence[Debt], *, originator_kind: str = "bank", cut_off_on: date = CUT_OFF
) -> tuple[UUID, list[UUID]]:
    """An accepted tape with these debts; returns its id and the claims' ids in order."""
    tape_id = new_id()
    async with db.transaction(seller):
        key = await data_keys.make(seller, "tape")
        await db.execute(
            "INSERT INTO tapes (id, organisation_id, name, originator_kind, cut_off_on, file_name, media_type,"
            " size_bytes, sha256, object_key, data_key_id, status, uploaded_at, rows_read, rows_accepted,"
            " rows_rejected, rows_left_out, claims_count) VALUES ($1, $2, 'June tape', $3, $4, 'tape.csv', 'text/csv',"
            " 1, $5, 'tape', $6, 'accepted', $7, $8, $8, 0, 0, $8)",
            tape_id,
            seller.organisation,
            originator_kind,
            cut_off_on,
            sha256(b"tape").digest(),
            key.id,
            seller.now(),
            len(portfolio),
        )
        claims = [
            await _written(seller, tape_id, key, number, debt, originator_kind, cut_off_on)
            for number, debt in enumerate(portfolio, start=1)
        ]
    return tape_id, claims


async def _written(
    seller: Actor, tape_id: UUID, key: DataKey, row_no: int, debt: Debt, originator_kind: str, cut_off_on: date
) -> UUID:
    claim_id, party_id = new_id(), new_id()
    interest = debt.balance_minor // 20
    await db.execute(
        "INSERT INTO claims (id, tape_id, organisation_id, reference, row_no, product, originator_kind, country,"
        " region, debtor_kind, currency, cut_off_on, principal_minor, interest_minor, costs_minor, payments_minor,"
        " balance_minor, interest_kind, default_on, flags, status) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
        " $11, $12, $13, $14, 0, 0, $15, 'none', $16, $17, 'live')",
        claim_id,
        tape_id,
        seller.organisation,
        debt.reference,
        row_no,
        debt.product,
        originator_kind,
        debt.country,
        debt.region,
        debt.debtor_kind,
        debt.currency,
        cut_off_on,
        debt.balance_minor - interest,
        interest,
        debt.balance_minor,
        debt.default_on,
        list(debt.flags),
    )
    await db.execute(
        "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, amount_minor, currency, due_on)"
        " VALUES ($1, $2, $3, $4, 'principal', $5, $6, $7)",
        new_id(),
        claim_id,
        tape_id,
        seller.organisation,
        debt.balance_minor,
        debt.currency,
        debt.default_on,
    )
    born = debt.birth_date.isoformat() if debt.birth_date else None
    sealed = ColumnSealer(key.secret, "parties", "sealed").seal(
        party_id, Protected(national_id=debt.national_id, birth_date=born)
    )
    await db.execute(
        "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, postcode, city, region,"
        " country, sealed, data_key_id, person_hash) VALUES ($1, $2, $3, $4, 'debtor', $5, $6, $7, $8, $9, $10, $11,"
        " $12, $13)",
        party_id,
        claim_id,
        tape_id,
        seller.organisation,
        debt.debtor_kind,
        debt.debtor_name,
        debt.postcode,
        debt.city,
        debt.region,
        debt.country,
        sealed,
        key.id,
        sha256(debt.national_id.encode()).digest()[:16],
    )
    return claim_id
