"""Periods: how long a class of papers is kept, from when, and on what ground. Dated, never changed, only followed.

The house ships no period. Where a law obliges, the organisation names the law itself, and the platform shows that it is
the organisation's word.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from documents.retention.classes import BASES, CLASSES, COUNTS_FROM
from documents.retention.facts import DestructionPolicySet, RetentionRuleSet
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.ids import new_id

LONGEST = 300
MOST_MONTHS = 1_200


@dataclass(frozen=True, slots=True)
class Rule:
    """`months` is None for “without end”; `country` is None for all countries without a rule of their own."""

    id: UUID
    document_class: str
    country: str | None
    months: int | None
    counts_from: str
    basis: str
    ground: str
    from_on: date
    set_by: str
    set_at: datetime


async def set_rule(
    actor: Actor,
    *,
    document_class: str,
    country: str | None,
    months: int | None,
    counts_from: str,
    basis: str,
    ground: str,
    from_on: date,
) -> UUID:
    """Invalid, with places, for words that are not on the lists, a duty without its law, or a period of nothing."""
    actor.must("retention.set")
    ground = ground.strip()
    _refuse_wrong(document_class, country, months, counts_from, basis, ground)
    rule_id = new_id()
    async with db.transaction(actor):
        await db.execute(
            "INSERT INTO retention_rules (id, organisation_id, document_class, country, months, counts_from, basis,"
            " ground, from_on, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            rule_id,
            actor.organisation,
            document_class,
            country.upper() if country else None,
            months,
            counts_from,
            basis,
            ground,
            from_on,
            actor.person_id,
            actor.now(),
        )
        told = RetentionRuleSet(
            subject_id=rule_id,
            document_kind=document_class,
            basis=basis,
            months=months,
            from_on=from_on,
            ground_sha256=hashed(ground),
        )
        await facts.record(actor, told)
    return rule_id


def _refuse_wrong(
    document_class: str, country: str | None, months: int | None, counts_from: str, basis: str, ground: str
) -> None:
    wrong = [
        Place(name, value, "Choose from the list.")
        for name, value, known in (
            ("document_class", document_class, CLASSES),
            ("counts_from", counts_from, COUNTS_FROM),
            ("basis", basis, BASES),
        )
        if value not in known
    ]
    if not 5 <= len(ground) <= LONGEST:
        wrong.append(Place("ground", None, "Name the law and its article, or your policy and who decided it."))
    if months is not None and not 1 <= months <= MOST_MONTHS:
        wrong.append(Place("months", str(months), f"From 1 to {MOST_MONTHS} months; leave it empty for “without end”."))
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        wrong.append(Place("country", country[:5], "Two letters, such as ES; leave it empty for all countries."))
    if wrong:
        raise Invalid("The period cannot be set like this.", places=wrong)


async def set_four_eyes(actor: Actor, *, wanted: bool) -> None:
    """Whether two different people must approve a destruction. Counts for those proposed from now on."""
    actor.must("retention.set")
    async with db.transaction(actor):
        await db.execute(
            "INSERT INTO retention_policies (organisation_id, four_eyes, set_by, set_at) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (organisation_id) DO UPDATE SET four_eyes = excluded.four_eyes, set_by = excluded.set_by,"
            " set_at = excluded.set_at",
            actor.organisation,
            wanted,
            actor.person_id,
            actor.now(),
        )
        await facts.record(actor, DestructionPolicySet(subject_id=actor.organisation, four_eyes=wanted))


async def wants_four_eyes(actor: Actor) -> bool:
    """In the open transaction."""
    wanted = await db.fetch_value(
        "SELECT four_eyes FROM retention_policies WHERE organisation_id = $1", actor.organisation
    )
    return bool(wanted)


async def rules_of(actor: Actor) -> list[Rule]:
    """Every rule that was ever set, the newest of each class first."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT r.id, r.document_class, r.country, r.months, r.counts_from, r.basis, r.ground, r.from_on,"
            " coalesce(p.name, '') AS set_by, r.set_at FROM retention_rules r LEFT JOIN people p ON p.id = r.set_by"
            " WHERE r.organisation_id = $1"
            " ORDER BY r.document_class, r.country NULLS FIRST, r.from_on DESC, r.set_at DESC",
            actor.organisation,
        )
    return [Rule(**dict(row)) for row in rows]


def hashed(words: str) -> str:
    """What a fact keeps of words somebody wrote."""
    return sha256(words.encode()).hexdigest()
