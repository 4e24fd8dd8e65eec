"""Puts a proof together from the record: who may read a document may have its proof."""

import base64
from dataclasses import dataclass
from uuid import UUID

from documents.proofs.batches import Pair, way_up
from documents.proofs.proof import Proof, ProvenFact, Step, steps
from documents.vault.queries import NEWEST
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.merkle import proof as way_to_root
from kernel.merkle import root_hash
from kernel.seals import COLUMNS, Seal

MOST_LINKS = 3_000
"""How far a proof walks to a time stamp: two days of seals, one a minute, and about a megabyte."""
NO_WITNESS = "This document is not in a seal yet. Facts are sealed every minute: try again in a moment."


@dataclass(frozen=True, slots=True)
class Evidence:
    """A proof and the seals it names, to be compared with what lies outside the database."""

    proof: Proof
    seals: tuple[Seal, ...]


async def evidence(actor: Actor, document_id: UUID) -> Evidence:
    """The proof of a document the actor may see, from the database alone.

    NotFound for a stranger; Refused while the fact is not sealed, or if the record contradicts itself.
    """
    async with db.transaction(actor):
        shown = await db.fetch_one(f"SELECT d.id, v.sha256, v.signature_of FROM {NEWEST} WHERE d.id = $1", document_id)
    if shown is None:
        raise NotFound("There is no such document here.")
    async with db.transaction(Actor.platform(actor.clock)):
        fact, together = await _fact(shown)
        seal, path = await _sealed(fact)
        seals = await _up_to_a_stamp(seal)
    token = seals[-1].timestamp_token
    proof = Proof(
        recourse_proof=1,
        document=shown["id"],
        sha256=shown["sha256"].hex(),
        together=together,
        fact=ProvenFact(
            **{name: fact[name] for name in ProvenFact.__struct_fields__ if name != "at"}, at=fact["at"].isoformat()
        ),
        path=path,
        links=[one.statement().decode() for one in seals],
        stamp=base64.b64encode(token).decode() if token else None,
    )
    return Evidence(proof, seals)


async def _fact(shown: db.Row) -> tuple[db.Row, list[Step] | None]:
    """The fact that fixes these bytes: the seal where there is one, else their being put in."""
    batch = await db.fetch_one(
        f"SELECT {COLUMNS} FROM document_seals s JOIN facts f ON f.id = s.fact_id WHERE s.document_id = $1"
        " AND $2::uuid IS NULL",
        shown["id"],
        shown["signature_of"],
    )
    if batch is not None:
        rows = await db.fetch(
            "SELECT s.document_id, v.sha256 FROM document_seals s JOIN document_versions v"
            " ON v.document_id = s.document_id AND v.number = (SELECT max(w.number) FROM document_versions w"
            " WHERE w.document_id = s.document_id AND w.signature_of IS NULL) WHERE s.fact_id = $1",
            batch["id"],
        )
        pairs: list[Pair] = [(row["document_id"], row["sha256"]) for row in rows]
        return batch, steps(way_up(pairs, shown["id"])[1])
    alone = await db.fetch_one(
        f"SELECT {COLUMNS} FROM facts f WHERE f.subject_id = $1 AND f.kind = ANY($2) AND f.data->>'sha256' = $3"
        " ORDER BY f.kind DESC, f.id DESC LIMIT 1",
        shown["id"],
        ["signatures:document:signed", "vault:document:added", "vault:document:sealed"],
        shown["sha256"].hex(),
    )
    if alone is None:
        raise Refused("The record names no such content of this document, so that nothing can be proven of it.")
    return alone, None


async def _sealed(fact: db.Row) -> tuple[Seal, list[Step]]:
    leaf = await db.fetch_one("SELECT seal_id, position FROM fact_leaves WHERE fact_id = $1", fact["id"])
    if leaf is None:
        raise Refused(NO_WITNESS)
    row = await db.fetch_sure("SELECT * FROM fact_seals WHERE id = $1", leaf["seal_id"])
    rows = await db.fetch("SELECT leaf FROM fact_leaves WHERE seal_id = $1 ORDER BY position", leaf["seal_id"])
    leaves = [one["leaf"] for one in rows]
    if root_hash(leaves) != row["root"]:
        raise Refused("The record contradicts its own seal: tell the operator to run `recourse facts verify`.")
    return _seal(row), steps(way_to_root(leaves, leaf["position"]))


async def _up_to_a_stamp(first: Seal) -> tuple[Seal, ...]:
    """The seal alone if it is stamped or nothing near is; else every seal up to the first stamped one."""
    if first.timestamp_token is not None:
        return (first,)
    rows = await db.fetch("SELECT * FROM fact_seals WHERE id >= $1 ORDER BY id LIMIT $2", first.id, MOST_LINKS)
    for position, row in enumerate(rows):
        if row["timestamp_token"] is not None:
            return tuple(_seal(one) for one in rows[: position + 1])
    return (first,)


def _seal(row: db.Row) -> Seal:
    return Seal(**{name: row[name] for name in Seal.__dataclass_fields__})
