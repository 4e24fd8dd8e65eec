"""A binding request sent twice acts once: its key, what was asked, and the answer that was given."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256

from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused
from kernel.keys import platform_key

LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request got: an HTTP status and where it led, or a short body."""

    status: int
    location: str | None = None
    body: bytes | None = None


async def once(
    actor: Actor,
    key: str,
    *,
    route: str,
    request: bytes,
    act: Callable[[], Awaitable[Answer]],
    as_platform: bool = False,
) -> Answer:
    """Runs `act` the first time the person sends `key`; afterwards gives back the same answer without acting.

    The key is taken in the transaction in which the command acts, so two requests at the same time are one; with
    `as_platform` that is one of the platform's role. Refused if the key was used for something else.
    """
    if not key or len(key) > LONGEST_KEY:
        wanted = f"Send a key of 1 to {LONGEST_KEY} characters, new for each intent."
        raise Invalid("The request needs an idempotency key.", places=[Place("Idempotency-Key", key, wanted)])
    # Who reads the table could otherwise try every amount of a sealed bid against the digest; the platform's key alone
    # must not open bids either, so the sender's own key goes in and is kept as a hash.
    secret = platform_key().secret
    asked = b"\0".join((b"recourse idempotency", key.encode(), route.encode(), request))
    digest = hmac.digest(secret, asked, "sha256")
    key = sha256(key.encode()).hexdigest()
    async with db.transaction(Actor.platform(actor.clock) if as_platform else actor):
        taken = await db.execute(
            "INSERT INTO idempotency_keys (person_id, key, organisation_id, route, request_digest, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id, key) DO NOTHING",
            actor.person_id,
            key,
            actor.organisation,
            route,
            digest,
            actor.now(),
        )
        if taken == 0:
            return await _answered_before(actor, key, digest)
        answer = await act()
        await db.execute(
            "UPDATE idempotency_keys SET answer_status = $3, answer_location = $4, answer_body = $5"
            " WHERE person_id = $1 AND key = $2",
            actor.person_id,
            key,
            answer.status,
            answer.location,
            answer.body,
        )
        return answer


async def _answered_before(actor: Actor, key: str, digest: bytes) -> Answer:
    row = await db.fetch_one(
        "SELECT request_digest, answer_status, answer_location, answer_body FROM idempotency_keys"
        " WHERE person_id = $1 AND key = $2",
        actor.person_id,
        key,
    )
    if row is None or row["request_digest"] != digest:
        raise Refused("This idempotency key was used for another request. Reload the page and send again.")
    return Answer(row["answer_status"], row["answer_location"], row["answer_body"])
