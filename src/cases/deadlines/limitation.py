"""The limitation deadline of every case of a sale: law per distinct set of facts, rows by one join."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from cases.deadlines.facts import LimitationsRegistered
from cases.deadlines.set_based import limitation_by_kind
from cases.jurisdictions.contract import Jurisdiction, Limitation, LimitationFacts
from cases.jurisdictions.registry import by_country
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Refused

COLUMNS = (
    "upper(c.country) AS country, c.product, i.kind AS item_kind, c.debtor_kind, coalesce(i.due_on, c.due_on) AS due_on,"
    " c.default_on, c.contract_on, c.termination_on, c.last_payment_on, c.acknowledged_on, p.title_on AS titled_on,"
    " c.territory AS region"
)
PERIODIC = "('principal', 'invoice', 'instalment')"
"""Interest, fees and costs follow what they accrue on."""

FROM_SALE = (
    "FROM sale_claims x JOIN claims c ON c.id = x.claim_id JOIN claim_items i ON i.claim_id = c.id"
    " LEFT JOIN proceedings p ON p.claim_id = c.id"
    f" WHERE x.sale_id = $1 AND x.dropped_reason IS NULL AND i.kind IN {PERIODIC}"
)
KEY = (
    "concat_ws('|', t.country, t.product, t.item_kind, t.debtor_kind, coalesce(t.due_on::text, '-'),"
    " coalesce(t.default_on::text, '-'), coalesce(t.contract_on::text, '-'), coalesce(t.termination_on::text, '-'),"
    " coalesce(t.last_payment_on::text, '-'), coalesce(t.acknowledged_on::text, '-'),"
    " coalesce(t.titled_on::text, '-'), coalesce(t.region, '-'))"
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


async def judge_limitation(owner: Actor, sale_id: UUID, *, on: date) -> list[Answer]:
    """The law for every distinct set of facts among the sale's claims, judged on the day.

    Called by whoever owns the claims now, before the transaction that moves them: law is computed outside it.
    """
    async with db.transaction(owner):
        rows = await db.fetch(
            f"SELECT {KEY} AS key, t.* FROM (SELECT DISTINCT {COLUMNS} {FROM_SALE}) t",  # noqa: S608
            sale_id,
        )
    keys: dict[tuple[str, LimitationFacts], list[str]] = {}
    for row in rows:
        known = {name: row[name] for name in LimitationFacts.__dataclass_fields__ if name in row}
        keys.setdefault((row["country"], LimitationFacts(**known)), []).append(row["key"])
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


async def register_limitations(buyer: Actor, sale_id: UUID, answers: Sequence[Answer]) -> LimitationsRegistered:
    """One limitation deadline for each case the sale opened, in the caller's transaction.

    Of a claim's items the earliest safe date counts; one that is unknown goes before any date. Refused if a claim's
    facts changed since they were judged.
    """
    async with db.transaction(buyer):
        await db.execute(
            "CREATE TEMP TABLE limitation_answers (key text PRIMARY KEY, outcome text, missing text, ends_on date,"
            " safe_on date, authority text, verified boolean, reckoning jsonb) ON COMMIT DROP"
        )
        await db.copy_records(
            "limitation_answers",
            tuple(Answer.__dataclass_fields__),
            (
                (a.key, a.outcome, a.missing, a.ends_on, a.safe_on, a.authority, a.verified, a.reckoning)
                for a in answers
            ),
        )
        await db.execute("ANALYZE limitation_answers")
        written = await db.execute(
            "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, kind, rule, title, outcome, missing,"
            " statutory_on, safe_on, authority, verified, reckoning, status, created_at)"
            " SELECT DISTINCT ON (k.id) uuidv7(), k.tape_id, k.claim_id, k.id, k.organisation_id, 'limitation',"
            " 'limitation', 'Limitation', a.outcome, a.missing,"
            " CASE WHEN a.outcome IN ('date', 'barred') THEN a.ends_on END, a.safe_on, a.authority, a.verified,"
            " a.reckoning, 'open', $3"
            f" FROM (SELECT c.id AS claim_id, {COLUMNS} {FROM_SALE}) t"
            f" JOIN limitation_answers a ON a.key = {KEY} JOIN cases k ON k.claim_id = t.claim_id"
            " WHERE k.organisation_id = $2 AND k.sale_id = $1 ORDER BY k.id, a.safe_on NULLS FIRST",
            sale_id,
            buyer.organisation,
            buyer.now(),
        )
        counts = await _count(buyer, sale_id)
        cases = await db.fetch_value(
            "SELECT count(*) FROM cases WHERE organisation_id = $1 AND sale_id = $2", buyer.organisation, sale_id
        )
        if written != cases:
            raise Refused("Facts of the claims changed while their limitation was judged; it is tried again.")
        registered = LimitationsRegistered(subject_id=sale_id, count=written, **counts)
        await facts.record(buyer, registered)
    return registered


async def _count(buyer: Actor, sale_id: UUID) -> dict[str, int]:
    row = await db.fetch_sure(
        "SELECT count(*) FILTER (WHERE outcome = 'date') AS dated, count(*) FILTER (WHERE outcome = 'barred') AS barred,"
        " count(*) FILTER (WHERE outcome = 'unknown') AS unknown, count(*) FILTER (WHERE outcome = 'no rule') AS no_rule"
        " FROM deadlines d JOIN cases k ON k.id = d.case_id"
        " WHERE k.organisation_id = $1 AND k.sale_id = $2 AND d.kind = 'limitation'",
        buyer.organisation,
        sale_id,
    )
    return dict(row)
