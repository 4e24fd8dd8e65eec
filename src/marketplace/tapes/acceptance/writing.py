"""The statements that turn staged rows into claims and all that hangs on them. Each takes all rows staged."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from uuid import UUID

from kernel import db
from marketplace.tapes.acceptance.accounts import COLUMNS as ROW_COLUMNS
from marketplace.tapes.acceptance.parties import COLUMNS as PARTY_COLUMNS

STAGE = (
    "CREATE TEMP TABLE staged_rows (claim_id uuid, first boolean, row_no bigint, reference text, product text,"
    " country text, region text, territory text, debtor_kind text, currency text, principal_minor bigint,"
    " interest_minor bigint, costs_minor bigint, payments_minor bigint, balance_minor bigint, interest_rate numeric,"
    " interest_kind text, interest_from date, contract_date date, due_date date, default_date date,"
    " termination_date date, last_payment_date date, last_payment_amount_minor bigint, acknowledged_on date,"
    " original_creditor text, flags varchar(20)[], told jsonb, court text, court_number text, stage text,"
    " last_act_on date, title_kind text, title_on date, bailiff_reference text, item_kind text, item_reference text,"
    " item_amount_minor bigint, item_due_date date) ON COMMIT DROP",
    "CREATE TEMP TABLE staged_parties (id uuid, claim_id uuid, role text, kind text, name text,"
    " given_name text, family_name text, street text, postcode text, city text, region text, country text,"
    " sealed bytea, person_hash bytea, national_id_hash bytea, iban_hash bytea, email_hash bytea,"
    " phone_hash bytea) ON COMMIT DROP",
)
_CLAIM = (
    "INSERT INTO claims (id, tape_id, organisation_id, reference, row_no, product, originator_kind, country, region,"
    " territory, debtor_kind, currency, cut_off_on, principal_minor, interest_minor, costs_minor, payments_minor,"
    " balance_minor, interest_rate, interest_kind, interest_from, contract_on, due_on, default_on, termination_on,"
    " last_payment_on, last_payment_minor, acknowledged_on, original_creditor, flags, told, status)"
    " SELECT r.claim_id, $1, $2, r.reference, r.row_no, r.product, $3, upper(r.country), r.region, r.territory,"
    " r.debtor_kind, r.currency, $4, {amounts}, r.interest_rate, r.interest_kind, r.interest_from, r.contract_date,"
    " r.due_date, r.default_date, r.termination_date, r.last_payment_date, r.last_payment_amount_minor,"
    " r.acknowledged_on, r.original_creditor, r.flags, jsonb_strip_nulls(r.told), 'live'"
    " FROM staged_rows r {sums} WHERE r.first"
)
CLAIMS = _CLAIM.format(
    amounts="r.principal_minor, r.interest_minor, r.costs_minor, r.payments_minor, r.balance_minor", sums=""
)
PRINCIPAL = "('principal', 'invoice', 'instalment')"
CLAIMS_OF_ITEMS = _CLAIM.format(
    amounts="coalesce(s.principal, r.principal_minor), coalesce(s.interest, r.interest_minor),"
    " coalesce(s.costs, r.costs_minor), r.payments_minor,"
    " coalesce(s.principal + s.interest + s.costs - r.payments_minor, r.balance_minor)",
    sums="LEFT JOIN (SELECT i.claim_id,"
    f" coalesce(sum(i.item_amount_minor) FILTER (WHERE coalesce(i.item_kind, 'principal') IN {PRINCIPAL}), 0)::bigint"
    " AS principal,"
    " coalesce(sum(i.item_amount_minor) FILTER (WHERE i.item_kind = 'interest'), 0)::bigint AS interest,"
    " coalesce(sum(i.item_amount_minor) FILTER (WHERE i.item_kind IN ('fee', 'cost', 'compensation')), 0)::bigint"
    " AS costs"
    " FROM staged_rows i WHERE i.item_amount_minor IS NOT NULL GROUP BY i.claim_id) s ON s.claim_id = r.claim_id",
)
"""In a tape of items, what an account owes is the sum of its items less what was paid."""

BALANCE_ITEMS = (
    "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, amount_minor, currency, due_on,"
    " interest_from) SELECT uuidv7(), r.claim_id, $1, $2, v.kind, v.amount, r.currency, r.due_date,"
    " CASE v.kind WHEN 'principal' THEN r.interest_from END FROM staged_rows r CROSS JOIN LATERAL"
    " (VALUES ('principal', r.principal_minor), ('interest', r.interest_minor), ('cost', r.costs_minor))"
    " AS v(kind, amount) WHERE v.amount > 0 AND r.item_amount_minor IS NULL AND r.first"
)
OWN_ITEMS = (
    "INSERT INTO claim_items (id, claim_id, tape_id, organisation_id, kind, reference, amount_minor, currency, due_on,"
    " interest_from, fixed_compensation) SELECT uuidv7(), r.claim_id, $1, $2,"
    " CASE r.item_kind WHEN 'compensation' THEN 'fee' ELSE coalesce(r.item_kind, 'principal') END, r.item_reference,"
    " r.item_amount_minor, r.currency, coalesce(r.item_due_date, r.due_date),"
    f" CASE WHEN coalesce(r.item_kind, 'principal') IN {PRINCIPAL} THEN r.interest_from END,"
    " coalesce(r.item_kind = 'compensation', false)"
    " FROM staged_rows r WHERE r.item_amount_minor > 0"
)
PARTIES = (
    "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, given_name, family_name, street,"
    " postcode, city, region, country, sealed, data_key_id, person_hash, national_id_hash, iban_hash, email_hash,"
    " phone_hash)"
    " SELECT id, claim_id, $1, $2, role, kind, name, given_name, family_name, street, postcode, city, region,"
    " upper(country), sealed,"
    " CASE WHEN sealed IS NOT NULL THEN $3::uuid END, person_hash, national_id_hash, iban_hash, email_hash, phone_hash"
    " FROM staged_parties"
)
TITLES = (
    "INSERT INTO claim_titles (id, claim_id, tape_id, organisation_id, holder_organisation_id, holder_name, position,"
    " from_on, current) SELECT uuidv7(), r.claim_id, $1, $2, v.holder, v.name, v.position, v.from_on, v.current"
    " FROM staged_rows r CROSS JOIN LATERAL (SELECT lower(r.original_creditor) <> lower($3) AS bought) b"
    " CROSS JOIN LATERAL (VALUES (NULL::uuid, r.original_creditor, 0, r.contract_date, false, b.bought),"
    " ($2, $3, CASE WHEN b.bought THEN 1 ELSE 0 END, CASE WHEN NOT b.bought OR b.bought IS NULL THEN r.contract_date"
    " END, true, true))"
    " AS v(holder, name, position, from_on, current, holds) WHERE r.first AND v.holds"
)
"""The first link is the original creditor where the tape names another than the seller, then the seller."""

SAME_CLAIMS = (
    "UPDATE staged_parties p SET claim_id = f.id FROM staged_rows r JOIN former_claims f ON f.reference = r.reference"
    " WHERE r.claim_id = p.claim_id",
    "UPDATE staged_rows r SET claim_id = f.id FROM former_claims f WHERE f.reference = r.reference",
)
"""A claim of the former issue keeps its id (`issues.replace_former`): what was noted of it stays true of it."""

PROCEEDINGS = (
    "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court, court_number, stage, last_act_on,"
    " title_kind, title_on, bailiff_reference) SELECT uuidv7(), r.claim_id, $1, $2, r.court, r.court_number, r.stage,"
    " r.last_act_on, r.title_kind, r.title_on, r.bailiff_reference FROM staged_rows r"
    " WHERE r.first AND r.stage IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Owner:
    """What every row of a tape shares. `again`: a former issue was taken back, whose claims keep their ids."""

    tape_id: UUID
    organisation_id: UUID
    holder: str
    originator_kind: str
    cut_off_on: date
    data_key_id: UUID
    again: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """Rows that came into being."""

    claims: int = 0
    items: int = 0
    parties: int = 0
    titles: int = 0
    proceedings: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(*(getattr(self, name) + getattr(other, name) for name in Written.__dataclass_fields__))


async def prepare_stage() -> None:
    for statement in STAGE:
        await db.execute(statement)


async def stage(rows: BytesIO, parties: BytesIO) -> None:
    """COPY cannot enter a table under row-level security, so rows are staged and moved on."""
    await db.copy_csv("staged_rows", ROW_COLUMNS, rows)
    await db.copy_csv("staged_parties", PARTY_COLUMNS, parties)


async def move_on(owner: Owner, *, items: bool) -> Written:
    """Writes what is staged and empties the stage. `items`: the tape has rows of items, and all are staged."""
    tape, organisation = owner.tape_id, owner.organisation_id
    for same in SAME_CLAIMS if owner.again else ():
        await db.execute(same)
    statement = CLAIMS_OF_ITEMS if items else CLAIMS
    claims = await db.execute(statement, tape, organisation, owner.originator_kind, owner.cut_off_on)
    lines = await db.execute(BALANCE_ITEMS, tape, organisation)
    lines += await db.execute(OWN_ITEMS, tape, organisation) if items else 0
    people = await db.execute(PARTIES, tape, organisation, owner.data_key_id)
    titles = await db.execute(TITLES, tape, organisation, owner.holder)
    running = await db.execute(PROCEEDINGS, tape, organisation)
    await db.execute("TRUNCATE staged_rows, staged_parties")
    return Written(claims, lines, people, titles, running)
