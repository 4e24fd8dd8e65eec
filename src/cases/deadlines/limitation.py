"""The limitation deadline of every case of a sale: law per distinct set of facts, rows by one join."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args
from uuid import UUID

import msgspec

from cases.deadlines.facts import LimitationsRegistered
from cases.deadlines.set_based import limitation_by_kind
from cases.jurisdictions.contract import Jurisdiction, Limitation, LimitationFacts
from cases.jurisdictions.reckoned import Happening, HappeningKind
from cases.jurisdictions.registry import by_country
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Unavailable

COLUMNS = (
    "upper(c.country) AS country, c.product, i.kind AS item_kind, c.debtor_kind,"
    " coalesce(i.due_on, c.due_on) AS due_on, c.default_on, c.contract_on, c.termination_on,"
    " c.last_payment_on, c.acknowledged_on, p.title_on AS titled_on, c.territory AS region, h.happened"
)
HAPPENED = (
    "SELECT x.claim_id, string_agg(concat_ws('/', x.kind, x.on_date, coalesce(x.until_on::text, '-'),"
    " coalesce(x.form, '-')), ',' ORDER BY x.on_date, x.kind, x.form, x.until_on) AS happened FROM (SELECT claim_id,"
    " kind, on_date, until_on, form FROM interruptions WHERE withdrawn_at IS NULL UNION SELECT claim_id, 'paid',"
    " received_on, NULL, NULL FROM claim_payments WHERE receipt_id IS NOT NULL AND withdrawn_at IS NULL"
    " AND source IN ('bank', 'servicer', 'seller_receipt')) x WHERE {only} GROUP BY x.claim_id"
)
"""What was recorded of each claim; what a bailiff or court took by force acknowledges nothing."""
_OF_SALE = HAPPENED.format(only="x.claim_id IN (SELECT s.claim_id FROM sale_claims s WHERE s.sale_id = $1)")
PERIODIC = "('principal', 'invoice', 'instalment')"
"""Interest, fees and costs follow what they accrue on; a claim of nothing else is judged by them."""

FROM_SALE = (
    "FROM sale_claims x JOIN claims c ON c.id = x.claim_id JOIN claim_items i ON i.claim_id = c.id"
    " LEFT JOIN proceedings p ON p.claim_id = c.id"
    f" LEFT JOIN ({_OF_SALE}) h ON h.claim_id = c.id"
    " WHERE x.sale_id = $1 AND x.dropped_reason IS NULL"
    f" AND (i.kind IN {PERIODIC} OR c.principal_minor = 0)"
)
KEY = (
    "concat_ws('|', t.country, t.product, t.item_kind, t.debtor_kind, coalesce(t.due_on::text, '-'),"
    " coalesce(t.default_on::text, '-'), coalesce(t.contract_on::text, '-'), coalesce(t.termination_on::text, '-'),"
    " coalesce(t.last_payment_on::text, '-'), coalesce(t.acknowledged_on::text, '-'),"
    " coalesce(t.titled_on::text, '-'), coalesce(t.region, '-'), coalesce(t.happened, '-'))"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How one distinct set of facts stands; `key` is what the rows are joined by."""

    key: str
    outcome: str
    missing: str | None
    ends_on: date | None
    safe_on: date | None
    authority: str | None
    verified: bool
    reckoning: str


@dataclass(frozen=True, slots=True)
class Question:
    """One distinct set of facts among a sale's claims; several keys may ask the same of the law."""

    key: str
    country: str
    facts: LimitationFacts


async def limitation_questions(owner: Actor, sale_id: UUID) -> list[Question]:
    """What the law must be asked for a sale's claims. Called by whoever owns them now, before they move."""
    async with db.transaction(owner):
        rows = await db.fetch(
            f"SELECT {KEY} AS key, t.* FROM (SELECT DISTINCT {COLUMNS} {FROM_SALE}) t",
            sale_id,
        )
    return [Question(row["key"], row["country"], facts_of(row)) for row in rows]


KNOWN = (
    *("product", "item_kind", "debtor_kind", "due_on", "default_on", "contract_on", "termination_on"),
    *("last_payment_on", "acknowledged_on", "titled_on", "region"),
)


def facts_of(row: db.Row) -> LimitationFacts:
    """What limitation turns on, from a row of COLUMNS."""
    told = row["happened"]
    return LimitationFacts(
        **{name: row[name] for name in KNOWN},
        happenings=tuple(_happening(one) for one in told.split(",")) if told else (),
    )


def _happening(text: str) -> Happening:
    kind, on, until, form = text.split("/")
    known: HappeningKind = next(one for one in get_args(HappeningKind) if one == kind)
    ended = None if until == "-" else date.fromisoformat(until)
    return Happening(known, date.fromisoformat(on), ended, None if form == "-" else form)


def judge_limitation(questions: Sequence[Question], on: date) -> list[Answer]:
    """The law for every question, judged on the day. Pure: it may run in a thread beside the database's own work."""
    keys: dict[tuple[str, LimitationFacts], list[str]] = {}
    for one in questions:
        keys.setdefault((one.country, one.facts), []).append(one.key)
    answers: list[Answer] = []
    for country in sorted({country for country, _ in keys}):
        mine = [asked for where, asked in keys if where == country]
        judged = _judge(mine, on, by_country(country), country)
        answers += [_answer(key, judged[asked]) for asked in mine for key in keys[country, asked]]
    return answers


def _judge(
    asked: Sequence[LimitationFacts], on: date, jurisdiction: Jurisdiction | None, country: str
) -> dict[LimitationFacts, Limitation]:
    if jurisdiction is None:
        none = Limitation("no rule", None, None, f"No jurisdiction of this platform answers for {country}.", None, ())
        return dict.fromkeys(asked, none)
    return limitation_by_kind(asked, on, jurisdiction)


def _answer(key: str, one: Limitation) -> Answer:
    return Answer(
        key,
        one.outcome,
        (one.missing or "")[:200] or None,
        one.ends_on,
        one.safe_on,
        one.authority.citation[:300] if one.authority else None,
        one.authority.verified if one.authority else False,
        msgspec.json.encode(one.steps).decode(),
    )


async def lay_out(answers: Sequence[Answer]) -> None:
    """The answers in a temporary table that lives until the transaction ends, for the rows to be joined to."""
    await db.execute(
        "CREATE TEMP TABLE limitation_answers (key text PRIMARY KEY, outcome text, missing text, ends_on date,"
        " safe_on date, authority text, verified boolean, reckoning jsonb) ON COMMIT DROP"
    )
    await db.copy_records(
        "limitation_answers",
        tuple(Answer.__dataclass_fields__),
        ((a.key, a.outcome, a.missing, a.ends_on, a.safe_on, a.authority, a.verified, a.reckoning) for a in answers),
    )
    await db.execute("ANALYZE limitation_answers")


async def register_limitations(buyer: Actor, sale_id: UUID, answers: Sequence[Answer]) -> LimitationsRegistered:
    """One limitation deadline for each case the sale opened, in the caller's transaction.

    Of a claim's items the earliest safe date counts that can still be kept; one that is unknown goes before any date,
    and only a claim whose items are all barred is barred. Unavailable (and tried again) if a claim's facts changed
    since they were judged.
    """
    async with db.transaction(buyer):
        await lay_out(answers)
        counts = await db.fetch_sure(
            "WITH written AS (INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, kind, rule,"
            " title, outcome, missing, statutory_on, safe_on, authority, verified, reckoning, status, created_at)"
            " SELECT DISTINCT ON (k.id) uuidv7(), k.tape_id, k.claim_id, k.id, k.organisation_id, 'limitation',"
            " 'limitation', 'Limitation', a.outcome, a.missing,"
            " CASE WHEN a.outcome IN ('date', 'barred') THEN a.ends_on END, a.safe_on, a.authority, a.verified,"
            " a.reckoning, 'open', $3"
            f" FROM (SELECT c.id AS claim_id, {COLUMNS} {FROM_SALE}) t"
            f" JOIN limitation_answers a ON a.key = {KEY} JOIN cases k ON k.claim_id = t.claim_id"
            " WHERE k.organisation_id = $2 AND k.sale_id = $1 ORDER BY k.id,"
            " a.outcome = 'barred', a.safe_on NULLS FIRST"
            " RETURNING outcome) SELECT count(*) AS count, count(*) FILTER (WHERE outcome = 'date') AS dated,"
            " count(*) FILTER (WHERE outcome = 'barred') AS barred,"
            " count(*) FILTER (WHERE outcome = 'unknown') AS unknown,"
            " count(*) FILTER (WHERE outcome = 'no rule') AS no_rule FROM written",
            sale_id,
            buyer.organisation,
            buyer.now(),
        )
        cases = await db.fetch_value(
            "SELECT count(*) FROM cases WHERE organisation_id = $1 AND sale_id = $2", buyer.organisation, sale_id
        )
        if counts["count"] != cases:
            raise Unavailable("Facts of the claims changed while their limitation was judged; it is tried again.")
        registered = LimitationsRegistered(subject_id=sale_id, **dict(counts))
        await facts.record(buyer, registered)
    return registered
