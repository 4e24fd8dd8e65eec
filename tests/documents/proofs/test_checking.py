"""A proof holds as it was written, and with any byte or any word of it altered it does not."""

import asyncio
import base64
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.proofs.checking import Broken, check
from documents.proofs.proof import Proof, read, written
from documents.sign import time_stamp
from kernel.errors import Problem
from tests.documents.authorities import root_authority, time_stamping_server
from tests.documents.proofs.proofs import CONTENT, a_proof


@given(st.integers(1, 40), st.integers(0, 39), st.integers(1, 4), st.integers(0, 9))
def test_every_document_of_every_seal_is_proven(facts: int, position: int, links: int, batch: int) -> None:
    made = a_proof(facts=facts, position=position, links=links, batch=batch)
    held = asyncio.run(check(read(written(made))))
    assert (held.document, held.sha256) == (made.document, sha256(CONTENT).hexdigest())
    assert (held.links, held.first.facts) == (links, facts)
    assert ("together" in held.verb) == bool(batch)


@pytest.mark.parametrize("batch", [0, 3])
@pytest.mark.parametrize("bit", [0, 5, 7])
def test_a_flipped_bit_in_any_byte_of_the_file_is_found(batch: int, bit: int) -> None:
    content = written(a_proof(links=2, batch=batch))
    for at in range(len(content)):
        flipped = bytearray(content)
        flipped[at] ^= 1 << bit
        with pytest.raises(Problem, match="altered"):
            read(bytes(flipped))


@given(st.data())
def test_a_file_cut_or_lengthened_is_found(data: st.DataObject) -> None:
    content = written(a_proof())
    for wrong in (content[: data.draw(st.integers(0, len(content) - 1))], content + b" ", b"\n" + content):
        with pytest.raises(Problem, match="altered"):
            read(wrong)


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Proof, bytes]:
    """A proof that a real RFC 3161 server stamped, and its authority."""
    root, made = root_authority(), a_proof(batch=4)
    with time_stamping_server(root, tmp_path_factory.mktemp("authority")) as url:
        token = asyncio.run(time_stamp(made.links[-1].encode(), url))
    return msgspec.structs.replace(made, stamp=base64.b64encode(token).decode()), root.der


def words(node: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to each text and number of a decoded proof."""
    if isinstance(node, dict):
        return [found for key, value in node.items() for found in words(value, (*way, key))]
    if isinstance(node, list):
        return [found for at, value in enumerate(node) for found in words(value, (*way, at))]
    return [way] if node is not None else []


def altered(made: Proof, way: tuple[Any, ...], at: int) -> Proof | None:
    """The proof with one character of one word exchanged, as a forger would write it: its sum made anew."""
    plain = msgspec.to_builtins(made)
    node = plain
    for key in way[:-1]:
        node = node[key]
    old = node[way[-1]]
    if isinstance(old, int):
        node[way[-1]] = old + 1
    else:
        at %= len(old)
        node[way[-1]] = old[:at] + ("0" if old[at] != "0" else "1") + old[at + 1 :]
    try:
        return msgspec.convert(plain, Proof)
    except msgspec.ValidationError:
        return None


@given(st.data())
def test_a_forger_who_writes_the_sum_anew_is_found_in_every_word(
    stamped: tuple[Proof, bytes], data: st.DataObject
) -> None:
    made, root = stamped
    bound = [way for way in words(msgspec.to_builtins(made)) if way[0] not in {"sum", "stamp"}]
    forged = altered(made, data.draw(st.sampled_from(bound)), data.draw(st.integers(0, 400)))
    if forged is not None:
        with pytest.raises(Problem) as caught:
            asyncio.run(check(read(written(forged)), roots=[root]))
        assert caught.value.sentence


async def test_the_stamp_is_by_the_authority_that_was_named(stamped: tuple[Proof, bytes], tmp_path: Path) -> None:
    made, root = stamped
    held = await check(made, roots=[root])
    assert held.stamp is not None
    assert held.stamp.trusted
    assert any("stamped seal 7" in sentence for sentence in held.sentences())
    with pytest.raises(Problem, match="does not lead to a trusted root"):
        await check(made, roots=[root_authority("Another").der])


async def test_who_asks_for_an_authority_is_not_satisfied_with_no_stamp() -> None:
    with pytest.raises(Broken, match="no time stamp"):
        await check(a_proof(), roots=[root_authority().der])


async def test_a_link_noted_elsewhere_ties_the_proof_to_it() -> None:
    made = a_proof(links=3)
    held = await check(made)
    assert (await check(made, known_link=held.last.chain.upper())).last == held.last
    with pytest.raises(Broken, match="none of this proof"):
        await check(made, known_link="ab" * 32)


async def test_a_seal_left_out_of_the_chain_is_found() -> None:
    made = a_proof(links=4)
    with pytest.raises(Broken, match="missing or altered"):
        await check(msgspec.structs.replace(made, links=[made.links[0], *made.links[2:]]))


async def test_the_proof_of_one_document_does_not_do_for_another_of_its_batch() -> None:
    made, other = a_proof(batch=3), a_proof(batch=3, number=5)
    with pytest.raises(Broken, match="not among those"):
        await check(msgspec.structs.replace(made, document=other.document))
    with pytest.raises(Broken, match="another document"):
        await check(msgspec.structs.replace(a_proof(), document=other.document))
