"""Facts: what happened, written in the transaction in which it happened, never changed.

A fact names ids and hashes, never a person's data. `recourse facts verify` proves that what was sealed still stands.
"""

from dataclasses import dataclass
from typing import ClassVar, dataclass_transform
from uuid import UUID

import msgspec

from kernel import db
from kernel.actor import Actor

KINDS: dict[str, type["Fact"]] = {}
"""Every fact type by its kind, for the pages that show them and the tests that walk them."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
@dataclass(frozen=True, kw_only=True)
class Fact:
    """One kind of fact: `class BidPlaced(Fact, kind="bids:bid:placed")`; its annotations are its data.

    Every subclass is a frozen dataclass with keyword-only fields. `subject_id` is what the fact is about (a bid, a
    claim, a tape); lists of facts are read by it.
    """

    KIND: ClassVar[str]
    SAYS: ClassVar[str] = ""
    """The sentence of the record page, `%(name)s` for subject and data; without one, the words of the kind."""
    subject_id: UUID

    def __init_subclass__(cls, *, kind: str) -> None:
        if kind.count(":") != 2:
            raise TypeError(f"{cls.__name__}: a fact's kind is area:subject:verb, got {kind!r}")
        known = KINDS.get(kind)
        if known is not None and known.__qualname__ != cls.__qualname__:
            raise TypeError(f"two fact types call themselves {kind}")
        dataclass(frozen=True, kw_only=True)(cls)
        cls.KIND = kind
        KINDS[kind] = cls


async def record(actor: Actor, fact: Fact, *, about: UUID | None = None) -> int:
    """Appends the fact to the open transaction and returns its number.

    `about` names one other organisation that may read it (a seller whose data a buyer looked at).
    """
    data = {name: value for name, value in vars(fact).items() if name != "subject_id"}
    number: int = await db.fetch_value(
        "INSERT INTO facts (at, kind, actor_kind, person_id, organisation_id, about_organisation_id, subject_id, data)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb) RETURNING id",
        actor.now(),
        fact.KIND,
        actor.kind,
        actor.person_id,
        actor.organisation_id,
        about,
        fact.subject_id,
        msgspec.json.encode(data).decode(),
    )
    return number


async def record_read(actor: Actor, *, claim_ids: list[UUID], purpose: str) -> None:
    """Notes that the actor saw the debtors of these claims, and what for (GDPR art. 5.2, accountability)."""
    await db.execute(
        "INSERT INTO debtor_reads (at, person_id, actor_kind, organisation_id, claim_id, purpose)"
        " SELECT $1, $2, $3, $4, unnest($5::uuid[]), $6",
        actor.now(),
        actor.person_id,
        actor.kind,
        actor.organisation_id,
        claim_ids,
        purpose,
    )
