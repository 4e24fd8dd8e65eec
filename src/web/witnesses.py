"""What the vault says of the seals: every version of every object under `seals/`, whatever the database names."""

import asyncio
import re
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256

from documents.cipher import Unreadable
from documents.store import StoredVersion
from documents.timestamps import StampWrong, verified_stamp
from documents.vault.commands import store
from kernel.seals import Finding, Seal
from web.sealing import SHELF, STAMP, seal_key

AT_ONCE = 8
NAMED = re.compile(rf"{SHELF}(\d{{12}})-[0-9a-f]{{16}}(?:{re.escape(STAMP)})?")


@dataclass(slots=True)
class Witness:
    """What lies in the vault for one number: `statements` by object key, one for each version."""

    statements: list[tuple[str, bytes]] = field(default_factory=list)
    tokens: list[bytes] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def differing(self) -> int:
        return len({statement for _, statement in self.statements})

    def names(self, key: str | None) -> bool:
        return key is None or any(known == key for known, _ in self.statements)


async def witness_of(one: Seal) -> Witness:
    """One seal's objects as they are now, for a seal that was published after the whole vault was read."""
    return (await witnesses(f"{SHELF}{one.id:012d}-")).get(one.id, Witness())


async def witnesses(prefix: str = SHELF) -> dict[int, Witness]:
    """Reads all of them, by the number of their seal."""
    found: dict[int, Witness] = defaultdict(Witness)
    listed = await store().under(prefix)
    for first in range(0, len(listed), AT_ONCE):
        some = listed[first : first + AT_ONCE]
        contents = await asyncio.gather(*(_content(one) for one in some))
        for one, content in zip(some, contents, strict=True):
            _file_away(found, one, content)
    return found


async def _content(one: StoredVersion) -> bytes | None:
    if one.is_deletion_mark:
        return None
    try:
        return await store().get(one.key, data_key=seal_key(), version=one.version)
    except Unreadable:
        return None


def _file_away(found: dict[int, Witness], one: StoredVersion, content: bytes | None) -> None:
    named = NAMED.fullmatch(one.key)
    number = int(named[1]) if named else 0
    witness = found[number]
    if one.is_deletion_mark:
        witness.findings.append(Finding(number, None, f"somebody hid its locked object {one.key}"))
    elif content is None or named is None:
        witness.findings.append(Finding(number, None, f"the object {one.key} is not one that the sealer wrote"))
    elif one.key.endswith(STAMP):
        witness.tokens.append(content)
    else:
        witness.statements.append((one.key, content))


def compare(one: Seal, witness: Witness) -> list[Finding]:
    """What differs between a seal of the table and its locked objects."""
    found = list(witness.findings)
    if witness.differing > 1:
        found.append(Finding(one.id, None, f"the vault holds {witness.differing} different statements of this seal"))
    if any(statement != one.statement() for _, statement in witness.statements):
        found.append(Finding(one.id, None, "the locked object says something else"))
    if not witness.names(one.object_key):
        found.append(Finding(one.id, None, "its locked object is gone"))
    return found


def orphaned(number: int, witness: Witness) -> list[Finding]:
    """What is found where the vault knows a number and the table does not."""
    found = list(witness.findings)
    if witness.statements:
        found.append(Finding(number, None, "it was published and is not in the table: it was removed with its facts"))
    if witness.differing > 1:
        found.append(Finding(number, None, f"the vault holds {witness.differing} different statements of this seal"))
    return found


@dataclass(frozen=True, slots=True)
class Stamps:
    """How many tokens fit their statement, and how many of those lead to a root that was named."""

    fitting: int
    trusted: int
    findings: list[Finding]


async def check_stamps(one: Seal, witness: Witness, roots: list[bytes]) -> Stamps:
    """Each token, from the vault and from the table, against the hash of the statement."""
    tokens = {*witness.tokens, *([one.timestamp_token] if one.timestamp_token else [])}
    fitting = trusted = 0
    found: list[Finding] = []
    for token in tokens:
        try:
            seen = await verified_stamp(token, sha256(one.statement()).digest(), roots=roots)
        except StampWrong as wrong:
            found.append(Finding(one.id, None, wrong.sentence))
            continue
        fitting, trusted = fitting + 1, trusted + int(seen.trusted)
    return Stamps(fitting, trusted, found)
