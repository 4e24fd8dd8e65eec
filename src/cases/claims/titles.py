"""Links of the chain of title from before a claim came here: completed once, for a portfolio or a single claim."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from cases.claims.facts import TitleCompleted
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Place

LONGEST_DEED = 300
MOST_LINKS = 200
RIGHTS = ("tapes.accept", "cases.onboard")
"""The seller's who brought the tape, and the owner's who bought its claims."""

_EARLIER = (
    "claim_titles b JOIN claim_titles a ON a.claim_id = b.claim_id AND a.position = b.position - 1"
    " WHERE b.organisation_id = $1 AND b.tape_id = $2 AND b.sale_id IS NULL AND ($3::uuid IS NULL OR b.claim_id = $3)"
)


@dataclass(frozen=True, slots=True)
class EarlierLink:
    """One assignment that is the same for many claims of a portfolio. `from_on` and `deed` are None while missing."""

    assignor: str
    assignee: str
    from_on: date | None
    deed: str | None
    claims: int

    @property
    def complete(self) -> bool:
        return self.from_on is not None and self.deed is not None


def may_complete(actor: Actor) -> bool:
    return any(actor.may(right) for right in RIGHTS)


def must_complete(actor: Actor) -> None:
    if not may_complete(actor):
        raise Forbidden("Your role does not include completing chains of title.")


def where_to_enter(tape_id: UUID, claim_id: UUID) -> str:
    """The page on which the claim's owner completes its links; not found for a firm that works the case."""
    return f"/portfolios/{tape_id}/titles?claim={claim_id}"


async def earlier_links(actor: Actor, tape_id: UUID, *, claim_id: UUID | None = None) -> list[EarlierLink]:
    """The assignments before the first sale here, incomplete ones first. NotFound where the actor owns no claim."""
    must_complete(actor)
    async with db.transaction(actor):
        owned = await db.fetch_value(
            "SELECT 1 FROM claims WHERE organisation_id = $1 AND tape_id = $2"
            " AND ($3::uuid IS NULL OR id = $3) LIMIT 1",
            actor.organisation,
            tape_id,
            claim_id,
        )
        if owned is None:
            raise NotFound("There is no such portfolio here.")
        rows = await db.fetch(
            "SELECT a.holder_name AS assignor, b.holder_name AS assignee, b.from_on, b.deed, count(*) AS claims"
            f" FROM {_EARLIER} GROUP BY 1, 2, 3, 4"
            " ORDER BY (b.from_on IS NULL OR b.deed IS NULL) DESC, claims DESC, 1, 2, 3, 4 LIMIT $4",
            actor.organisation,
            tape_id,
            claim_id,
            MOST_LINKS,
        )
    return [EarlierLink(**dict(row)) for row in rows]


async def complete_title(
    actor: Actor,
    tape_id: UUID,
    *,
    assignor: str,
    assignee: str,
    on: date,
    deed: str,
    claim_id: UUID | None = None,
) -> int:
    """Says when and by which deed `assignor` assigned to `assignee`, for every claim of the portfolio that lacks it.

    With `claim_id` for that claim alone. What stands already is never changed. Returns how many claims it completed;
    Invalid for a day ahead, before the link before it, or after the one behind it.
    """
    must_complete(actor)
    said = " ".join(deed.split())
    _check(actor, on, said)
    async with db.transaction(actor):
        which = (actor.organisation, tape_id, claim_id, assignor, assignee)
        await _check_order(which, on)
        row = await db.fetch_sure(
            "WITH done AS (UPDATE claim_titles t SET from_on = coalesce(t.from_on, $6), deed = coalesce(t.deed, $7)"
            f" FROM {_EARLIER} AND a.holder_name = $4 AND b.holder_name = $5"
            " AND (b.from_on IS NULL OR b.deed IS NULL) AND t.id = b.id RETURNING t.claim_id)"
            " SELECT count(*) AS claims, encode(sha256(convert_to(coalesce(string_agg(claim_id::text, ','"
            " ORDER BY claim_id), ''), 'UTF8')), 'hex') AS digest FROM done",
            *which,
            on,
            said,
        )
        if row["claims"] == 0:
            raise NotFound("There is no such assignment left to complete here.")
        completed = TitleCompleted(
            subject_id=claim_id or tape_id,
            claims=row["claims"],
            on=on,
            deed_sha256=sha256(said.encode()).hexdigest(),
            digest=row["digest"],
        )
        await facts.record(actor, completed)
    return int(row["claims"])


def _check(actor: Actor, on: date, deed: str) -> None:
    places = []
    if on > actor.today("UTC"):
        places.append(Place("on", on.isoformat(), "The assignment lies in the past."))
    if not 0 < len(deed) <= LONGEST_DEED:
        wanted = f"Name the deed as a court can find it, in at most {LONGEST_DEED} characters."
        places.append(Place("deed", deed[:60] or None, wanted))
    if places:
        raise Invalid("The assignment cannot be entered like this.", places=places)


async def _check_order(which: tuple[object, ...], on: date) -> None:
    row = await db.fetch_one(
        "SELECT a.from_on AS before, (SELECT min(c.from_on) FROM claim_titles c WHERE c.claim_id = b.claim_id"
        f" AND c.position > b.position) AS after FROM {_EARLIER} AND a.holder_name = $4 AND b.holder_name = $5"
        " AND b.from_on IS NULL AND (a.from_on > $6 OR EXISTS (SELECT 1 FROM claim_titles c"
        " WHERE c.claim_id = b.claim_id AND c.position > b.position AND c.from_on < $6)) LIMIT 1",
        *which,
        on,
    )
    if row is not None:
        early = row["before"] is not None and on < row["before"]
        other = row["before"] if early else row["after"]
        wanted = (
            f"Not before {other:%-d %B %Y}, when the assignor's own right began."
            if early
            else (f"Not after {other:%-d %B %Y}, when the claim was assigned on.")
        )
        raise Invalid("The days of the chain of title do not follow each other.", places=[Place("on", f"{on}", wanted)])
