"""Documents sealed together under one fact, of which each can be proven without naming the others."""

from collections.abc import Sequence
from uuid import UUID

from documents.vault.facts import DocumentsSealed
from kernel import db, facts
from kernel.actor import Actor
from kernel.merkle import leaf_hash, proof, root_hash

type Pair = tuple[UUID, bytes]
"""A document's id and the SHA-256 of its bytes."""
type Steps = list[tuple[bool, bytes]]


async def record_sealed(actor: Actor, pairs: Sequence[Pair], *, subject_id: UUID, about: UUID | None = None) -> str:
    """Writes the one fact for documents that were sealed in the open transaction, and which they were.

    Returns the root over them, in hexadecimal digits.
    """
    digest = root_hash(_leaves(pairs)).hex()
    sealed = DocumentsSealed(subject_id=subject_id, count=len(pairs), digest=digest)
    fact_id = await facts.record(actor, sealed, about=about)
    await db.execute(
        "INSERT INTO document_seals (document_id, fact_id) SELECT d, $1 FROM unnest($2::uuid[]) AS d",
        fact_id,
        [document_id for document_id, _ in pairs],
    )
    return digest


def member(document_id: UUID, sha256: bytes) -> bytes:
    """The leaf of one document among those sealed with it."""
    return leaf_hash(document_id.bytes + sha256)


def way_up(pairs: Sequence[Pair], document_id: UUID) -> tuple[str, Steps]:
    """The root over the pairs, and the way to it from one of them."""
    ordered = sorted(pairs)
    position = [one for one, _ in ordered].index(document_id)
    leaves = _leaves(pairs)
    return root_hash(leaves).hex(), proof(leaves, position)


def _leaves(pairs: Sequence[Pair]) -> list[bytes]:
    return [member(document_id, sha256) for document_id, sha256 in sorted(pairs)]
