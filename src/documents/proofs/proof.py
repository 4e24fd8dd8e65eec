"""The proof of a document as a file: JSON in one fixed spelling, closed by a sum over all that precedes it."""

from hashlib import sha256
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from documents.proofs.batches import Steps
from kernel.errors import Invalid

type Side = Literal["left", "right"]


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A neighbour's hash on the way up a tree, and on which side it stands."""

    side: Side
    hash: str


class ProvenFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The line of the record, column by column as it was hashed. `at` and `data` are the hashed text itself."""

    id: Annotated[int, msgspec.Meta(ge=1, le=(1 << 63) - 1)]
    at: str
    kind: str
    actor_kind: str
    person_id: UUID | None
    organisation_id: UUID | None
    about_organisation_id: UUID | None
    subject_id: UUID
    data: str


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`together`: the way from the document to the root of those it was sealed with; none if it was sealed alone.

    `links` are the statements of the seals as they lie in the locked objects, from the fact's own to the one that
    `stamp` (base64 of a DER token, RFC 3161) is about.
    """

    recourse_proof: Literal[1]
    document: UUID
    sha256: str
    together: list[Step] | None
    fact: ProvenFact
    path: list[Step]
    links: list[str]
    stamp: str | None
    sum: str = ""


def steps(way: Steps) -> list[Step]:
    return [Step("left" if left else "right", sibling.hex()) for left, sibling in way]


def written(proof: Proof) -> bytes:
    """The file, with its sum."""
    return _spelled(msgspec.structs.replace(proof, sum=_sum(proof)))


def read(content: bytes) -> Proof:
    """The proof in a file. Invalid if it is none, or if a single byte of it is not as it was written."""
    try:
        proof = msgspec.json.decode(content, type=Proof)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"This is not a proof that can be read, or it was altered: {error}.") from error
    if proof.sum != _sum(proof) or _spelled(proof) != content:
        raise Invalid("The proof was altered after it was written: its sum does not fit what stands in it.")
    return proof


def _sum(proof: Proof) -> str:
    return sha256(_spelled(msgspec.structs.replace(proof, sum=""))).hexdigest()


def _spelled(proof: Proof) -> bytes:
    return msgspec.json.format(msgspec.json.encode(proof), indent=2) + b"\n"
