"""Proofs built from nothing but the kernel's arithmetic, as the record would give them."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import msgspec

from documents.proofs.batches import way_up
from documents.proofs.proof import Proof, ProvenFact, steps
from kernel.merkle import leaf_hash, proof, root_hash
from kernel.seals import FIRST, Seal, chain_hash, fact_leaf

CONTENT = b"%PDF-1.7 the contract"
AT = datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)


def an_id(number: int) -> UUID:
    return UUID(bytes=sha256(b"id %d" % number).digest()[:16])


def a_fact(document: UUID, sha: str, *, together: str | None = None) -> ProvenFact:
    alone = {"document_kind": "contract", "sha256": sha}
    said = alone if together is None else {"count": 5, "digest": together}
    return ProvenFact(
        id=41,
        at=AT.isoformat(),
        kind="vault:document:sealed" if together is None else "vault:documents:sealed",
        actor_kind="person",
        person_id=an_id(1),
        organisation_id=an_id(2),
        about_organisation_id=None,
        subject_id=document if together is None else an_id(3),
        data=msgspec.json.encode(said).decode(),
    )


def chained(root: bytes, count: int, *, links: int) -> list[Seal]:
    made: list[Seal] = []
    for number in range(links):
        one_root, many = (root, count) if number == 0 else (sha256(b"%d" % number).digest(), number)
        previous = made[-1].chain if made else FIRST
        sealed_at = AT + timedelta(minutes=number)
        chain = chain_hash(previous, one_root, many)
        made.append(Seal(number + 7, sealed_at, many, one_root, previous, chain, None, None))
    return made


def a_proof(*, facts: int = 6, position: int = 3, links: int = 1, batch: int = 0, number: int = 4) -> Proof:
    """Of CONTENT; sealed alone, or with `batch` others. The document's id follows from `number`."""
    document, digest = an_id(number), sha256(CONTENT).digest()
    together = None
    if batch:
        pairs = [(document, digest), *((an_id(1000 + n), sha256(b"%d" % n).digest()) for n in range(batch))]
        root, way = way_up(pairs, document)
        fact, together = a_fact(document, digest.hex(), together=root), steps(way)
    else:
        fact = a_fact(document, digest.hex())
    leaf = fact_leaf({**msgspec.structs.asdict(fact), "at": AT})
    leaves = [leaf if n == position % facts else leaf_hash(b"fact %d" % n) for n in range(facts)]
    seals = chained(root_hash(leaves), facts, links=links)
    return Proof(
        recourse_proof=1,
        document=document,
        sha256=digest.hex(),
        together=together,
        fact=fact,
        path=steps(proof(leaves, position % facts)),
        links=[one.statement().decode() for one in seals],
        stamp=None,
    )
