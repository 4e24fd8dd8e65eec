"""Whether a proof holds: arithmetic over the file alone, with no database, no network and no trust in us."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import Annotated
from uuid import UUID

import msgspec

from documents.proofs.batches import Steps, member
from documents.proofs.proof import Proof, ProvenFact, Step
from documents.timestamps import TimeStamp, verified_stamp
from kernel.errors import Refused
from kernel.merkle import proven
from kernel.seals import chain_hash, fact_leaf

ALONE = {
    "signatures:document:signed": "signed",
    "vault:document:added": "put into the vault",
    "vault:document:sealed": "sealed",
}
TOGETHER = "vault:documents:sealed"


class Broken(Refused):
    """The proof does not show what it says; the sentence names the first place where it breaks."""

    title = "The proof does not hold"


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a seal's locked object says, see `kernel.seals.Seal.statement`."""

    seal: int
    sealed_at: str
    facts: Annotated[int, msgspec.Meta(ge=1, lt=1 << 31)]
    root: str
    previous: str
    chain: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a proof that holds shows. `links` counts the seals it walks; the last one is what a stamp is about."""

    document: UUID
    sha256: str
    verb: str
    at: datetime
    fact: int
    first: Statement
    last: Statement
    links: int
    stamp: TimeStamp | None

    def sentences(self) -> list[str]:
        said = [
            f"The document {self.document} with SHA-256 {self.sha256} was {self.verb} on {self.at.isoformat()}.",
            f"This is fact {self.fact}, one of {self.first.facts} under the root {self.first.root};"
            f" seals from there to the link below: {self.links}.",
        ]
        if self.stamp is None:
            said.append(
                "No outside authority stamped it: it rests on the link below, which you must know from elsewhere."
            )
        else:
            whom = (
                "which you trust" if self.stamp.trusted else "whose certificate was not checked (name it with --roots)"
            )
            said.append(
                f"{self.stamp.authority}, {whom}, stamped seal {self.last.seal} on {self.stamp.at.isoformat()}."
            )
        number = f"{self.last.seal:012d}"
        said.append(
            f"Link {self.last.seal}: {self.last.chain}, in the locked object seals/{number}-{self.last.chain[:16]}"
        )
        return said


async def check(proof: Proof, *, roots: Sequence[bytes] = (), known_link: str | None = None) -> Held:
    """What the proof shows. Broken with its first fault; `known_link` is a link that must be among its links.

    `roots` are DER certificates that the time stamp must lead to; without them its mathematics alone is checked.
    """
    verb = _document_is_of_the_fact(proof)
    statements = _chained(proof.links)
    first, last = statements[0], statements[-1]
    if not proven(_leaf(proof.fact), _way(proof.path), _bytes(first.root, "the root")):
        raise Broken("The fact does not lead to the root of its seal: the fact, its way or the root was altered.")
    if known_link is not None and known_link.strip().lower() not in {one.chain for one in statements}:
        raise Broken("The link you know is none of this proof: the chain it comes from is another one.")
    stamp = None
    if proof.stamp is not None:
        digest = sha256(proof.links[-1].encode()).digest()
        stamp = await verified_stamp(_token(proof.stamp), digest, roots=roots)
    elif roots:
        raise Broken("This proof has no time stamp, so that there is nothing the named authorities could have signed.")
    at = datetime.fromisoformat(proof.fact.at)
    return Held(proof.document, proof.sha256, verb, at, proof.fact.id, first, last, len(statements), stamp)


def _document_is_of_the_fact(proof: Proof) -> str:
    """That the fact names this document with this hash, alone or through the root of its batch; how it says so."""
    fact = proof.fact
    try:
        said: dict[str, object] = msgspec.json.decode(fact.data, type=dict[str, object])
    except msgspec.DecodeError as error:
        raise Broken("What the fact says cannot be read: it was altered.") from error
    if fact.kind in ALONE:
        if fact.subject_id != proof.document or said.get("sha256") != proof.sha256 or proof.together is not None:
            raise Broken("The fact is about another document or another content than the proof names.")
        return ALONE[fact.kind]
    if fact.kind != TOGETHER or proof.together is None:
        raise Broken(f"A fact of the kind “{fact.kind}” does not prove a document.")
    leaf = member(proof.document, _bytes(proof.sha256, "the document's hash"))
    if not proven(leaf, _way(proof.together), _bytes(str(said.get("digest")), "the digest of the batch")):
        raise Broken("The document is not among those that the fact sealed: its id, its hash or its way was altered.")
    return f"sealed together with others ({said.get('count')} documents)"


def _chained(links: Sequence[str]) -> list[Statement]:
    """The seals, each recomputed and each following the one before."""
    if not links:
        raise Broken("The proof names no seal.")
    statements = [_statement(link) for link in links]
    for one in statements:
        made = chain_hash(_bytes(one.previous, "a link"), _bytes(one.root, "a root"), one.facts)
        if made.hex() != one.chain:
            raise Broken(f"The link of seal {one.seal} does not follow from what it says: it was altered.")
    for before, after in pairwise(statements):
        if after.previous != before.chain:
            raise Broken(
                f"Seal {after.seal} does not follow seal {before.seal}: one between them is missing or altered."
            )
    return statements


def _statement(link: str) -> Statement:
    try:
        return msgspec.json.decode(link, type=Statement)
    except msgspec.DecodeError as error:
        raise Broken("A seal's statement cannot be read: it was altered.") from error


def _leaf(fact: ProvenFact) -> bytes:
    try:
        at = datetime.fromisoformat(fact.at)
    except ValueError as error:
        raise Broken("The moment of the fact cannot be read: it was altered.") from error
    if at.isoformat() != fact.at:
        raise Broken("The moment of the fact is not spelled as it was hashed: it was altered.")
    return fact_leaf({**msgspec.structs.asdict(fact), "at": at})


def _way(way: Sequence[Step]) -> Steps:
    return [(step.side == "left", _bytes(step.hash, "a step of the way")) for step in way]


def _bytes(digits: str, what: str) -> bytes:
    try:
        found = bytes.fromhex(digits)
    except ValueError as error:
        raise Broken(f"In the proof {what} is no hash: it was altered.") from error
    if len(found) != sha256().digest_size or found.hex() != digits:
        raise Broken(f"In the proof {what} is no SHA-256 of 64 digits: it was altered.")
    return found


def _token(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Broken("The time stamp cannot be read: it was altered.") from error
