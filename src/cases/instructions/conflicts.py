"""A firm's conflict check: the parties of an instruction against the firm's register of interests.

A debtor is looked for among the firm's clients and other interests, the owner among its adversaries and other
interests: by the keyed hash of an identifier, by the name without accents, legal form and order of words, and by
likeness of that name. Every hit is decided by a person. All of it is the firm's own; the owner reads none of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from uuid import UUID

from cases.desk.reach import digest_of
from cases.instructions.facts import ConflictsChecked, HitsDecided
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Place, StaleState
from kernel.keys import platform_key

LONGEST_REASON = 300
Decision = Literal["clear", "conflict"]


@dataclass(frozen=True, slots=True)
class Checked:
    """How many parties were looked for among how many interests, and the hits; `digest` in hex."""

    parties: int
    interests: int
    hits: int
    undecided: int
    digest: str


async def check_conflicts(actor: Actor, instruction_id: UUID) -> Checked:
    """Looks for conflicts; may be done again at any time before the answer. What was decided stays decided."""
    actor.must("cases.work")
    async with db.transaction(actor):
        checked = await check_again(actor, instruction_id)
        fact = ConflictsChecked(
            subject_id=instruction_id,
            parties=checked.parties,
            interests=checked.interests,
            hits=checked.hits,
            digest=checked.digest,
        )
        await facts.record(actor, fact)
    return checked


async def check_again(actor: Actor, instruction_id: UUID) -> Checked:
    """The check itself, in the open transaction."""
    row = await db.fetch_one(
        "SELECT i.status, o.registration_number FROM instructions i JOIN organisations o ON o.id = i.organisation_id"
        " WHERE i.id = $1 AND i.firm_organisation_id = $2",
        instruction_id,
        actor.organisation,
    )
    if row is None:
        raise NotFound("There is no such instruction here.")
    if row["status"] != "sent":
        raise StaleState(f"There is nothing to check: the instruction is {row['status']} now.")
    hashed = identifier_hash(row["registration_number"] or "")
    found = await db.fetch_sure("SELECT * FROM check_conflicts($1, $2, $3)", instruction_id, actor.now(), hashed)
    return Checked(found["seen"], found["known"], found["hits"], found["undecided"], bytes(found["digest"]).hex())


async def decide_hits(
    actor: Actor, instruction_id: UUID, hit_ids: Sequence[UUID], *, decision: Decision, reason: str
) -> int:
    """A named person says of hits whether they are a conflict, and why; may be decided otherwise until the answer."""
    actor.must("instructions.answer")
    if actor.person_id is None:
        raise Forbidden("A conflict of interest is decided by a person.")
    said = reason.strip()
    if not 0 < len(said) <= LONGEST_REASON:
        place = Place("reason", said[:40] or None, f"Say why, in at most {LONGEST_REASON} characters.")
        raise Invalid("A decision needs its reason.", places=[place])
    wanted = sorted(set(hit_ids))
    if not wanted:
        raise Invalid("Choose at least one hit.")
    async with db.transaction(actor):
        status = await db.fetch_value(
            "SELECT status FROM instructions WHERE id = $1 AND firm_organisation_id = $2 FOR UPDATE",
            instruction_id,
            actor.organisation,
        )
        if status is None:
            raise NotFound("There is no such instruction here.")
        if status != "sent":
            raise StaleState(f"There is nothing to decide: the instruction is {status} now.")
        done = await db.execute(
            "UPDATE conflict_hits SET decision = $3, reason = $4, decided_by = $5, decided_at = $6"
            " WHERE instruction_id = $1 AND id = ANY($2) AND organisation_id = $7",
            instruction_id,
            wanted,
            decision,
            said,
            actor.person_id,
            actor.now(),
            actor.organisation,
        )
        if done != len(wanted):
            raise NotFound("One of these hits is there no more. Reload the page.")
        fact = HitsDecided(
            subject_id=instruction_id,
            count=done,
            conflict=decision == "conflict",
            digest=digest_of(wanted),
            reason_sha256=sha256(said.encode()).hexdigest(),
        )
        await facts.record(actor, fact)
    return done


def identifier_hash(number: str) -> bytes | None:
    """As a party's national identifier is hashed, so that the same number is found; None for none."""
    plain = "".join(number.split())
    return platform_key().search_hash("national_id", plain) if plain else None
