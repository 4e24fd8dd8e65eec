"""The seller's policy for the scrub before a sale."""

from hashlib import sha256

import msgspec

from kernel import db, facts
from kernel.actor import Actor
from marketplace.tapes.facts import ScrubPolicySaved
from marketplace.tapes.scrub import ScrubPolicy


async def save_scrub_policy(actor: Actor, policy: ScrubPolicy) -> None:
    """Keeps the policy for every tape that is checked from now on; tapes checked before keep theirs."""
    actor.must("tapes.accept")
    text = msgspec.json.encode(policy.sure()).decode()
    async with db.transaction(actor):
        await db.execute(
            "INSERT INTO scrub_policies (organisation_id, policy, saved_by, saved_at) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (organisation_id)"
            " DO UPDATE SET policy = excluded.policy, saved_by = excluded.saved_by, saved_at = excluded.saved_at",
            actor.organisation,
            text,
            actor.person_id,
            actor.now(),
        )
        digest = sha256(text.encode()).hexdigest()
        await facts.record(actor, ScrubPolicySaved(subject_id=actor.organisation, policy_sha256=digest))
