"""Signatures and time stamps against a real RFC 3161 server, and what happens when someone changes a byte."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from documents.render.engine import Renderer
from documents.render.inspection import inspect_pdf
from documents.sign import KeyFileSigner, SignatureBroken, inspect_signature, time_stamp
from documents.timestamps import StampRefused, StampWrong, TimeStampingAuthority, verified_stamp
from kernel.errors import Invalid
from tests.documents.authorities import PASSPHRASE, Identity, root_authority, signer, time_stamping_server

DIGEST = hashlib.sha256(b"the root of one minute of facts").digest()


@pytest.fixture(scope="module")
def root() -> Identity:
    return root_authority()


@pytest.fixture(scope="module")
def address(root: Identity, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with time_stamping_server(root, tmp_path_factory.mktemp("tsa")) as url:
        yield url


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("papers")
    (folder / "note.html").write_text(
        '{% extends "documents/paper.html" %}{% block content %}<p>A note.</p>{% endblock %}'
    )
    context = {"title": "Note", "author": "Recourse", "reference": "N/1"}
    rendered = Renderer({"t": folder}).render_paper("t/note.html", context, language="en", as_of=date(2026, 1, 2))
    return rendered.pdf


async def test_a_digest_is_stamped_and_the_stamp_holds_later(address: str, root: Identity) -> None:
    stamp = await TimeStampingAuthority(address, roots=[root.der]).stamp(DIGEST)

    again = await verified_stamp(stamp.token, DIGEST, roots=[root.der])
    assert again == stamp
    assert stamp.trusted
    assert "Test time stamps" in stamp.authority
    assert abs(stamp.at - datetime.now(UTC)) < timedelta(minutes=5)


async def test_a_statement_is_stamped_by_its_hash(address: str) -> None:
    token = await time_stamp(b"the statement", address)

    await verified_stamp(token, hashlib.sha256(b"the statement").digest())
    with pytest.raises(StampWrong):
        await verified_stamp(token, hashlib.sha256(b"another statement").digest())


async def test_without_roots_a_stamp_is_intact_but_not_called_trusted(address: str) -> None:
    assert not (await TimeStampingAuthority(address).stamp(DIGEST)).trusted


async def test_a_stamp_for_one_digest_is_none_for_another(address: str) -> None:
    stamp = await TimeStampingAuthority(address).stamp(DIGEST)

    with pytest.raises(StampWrong, match="not for this digest"):
        await verified_stamp(stamp.token, hashlib.sha256(b"other facts").digest())


async def test_a_changed_token_is_found(address: str) -> None:
    stamp = await TimeStampingAuthority(address).stamp(DIGEST)
    changed = bytearray(stamp.token)
    changed[-5] ^= 1

    with pytest.raises(StampWrong):
        await verified_stamp(bytes(changed), DIGEST)


async def test_a_stamp_under_a_foreign_root_is_refused(address: str) -> None:
    with pytest.raises(StampWrong, match="trusted root"):
        await TimeStampingAuthority(address, roots=[root_authority("Another root").der]).stamp(DIGEST)


@pytest.mark.parametrize("token", [b"", b"\x30\x00", b"no token at all"])
async def test_rubbish_is_no_token(token: bytes) -> None:
    with pytest.raises(StampWrong, match="not a time-stamp token"):
        await verified_stamp(token, DIGEST)


async def test_a_server_that_is_away_leaves_the_digest_unstamped() -> None:
    with pytest.raises(StampRefused, match="gave no stamp"):
        await TimeStampingAuthority("http://127.0.0.1:9/", timeout=2).stamp(DIGEST)


async def test_only_sha256_digests_are_stamped(address: str) -> None:
    with pytest.raises(Invalid, match="32 bytes"):
        await TimeStampingAuthority(address).stamp(b"short")


async def test_a_signed_paper_keeps_its_bytes_stays_archivable_and_is_dated(
    address: str, root: Identity, paper: bytes
) -> None:
    stamps = TimeStampingAuthority(address, roots=[root.der])
    signing = KeyFileSigner(signer(root).key_file(), PASSPHRASE, stamps=stamps)

    signed = await signing.sign(paper, reason="Filing", place="Madrid")

    seen = await inspect_signature(signed, roots=[root.der])
    assert seen.trusted
    assert seen.whole_file
    assert "Inés Núñez" in seen.signer
    assert seen.at is not None
    assert signed.startswith(paper)
    assert inspect_pdf(signed).faults == ()


async def test_without_a_stamping_server_the_signature_carries_no_moment(root: Identity, paper: bytes) -> None:
    signed = await KeyFileSigner(signer(root).key_file(), PASSPHRASE).sign(paper, reason="Filing", place="Leeds")

    assert (await inspect_signature(signed, roots=[root.der])).at is None


async def test_a_byte_changed_after_signing_breaks_the_signature(root: Identity, paper: bytes) -> None:
    signed = bytearray(
        await KeyFileSigner(signer(root).key_file(), PASSPHRASE).sign(paper, reason="Filing", place="Leeds")
    )
    signed[signed.index(b"stream\n") + 20] ^= 1

    with pytest.raises(SignatureBroken):
        await inspect_signature(bytes(signed), roots=[root.der])


async def test_a_page_added_after_signing_breaks_the_signature(root: Identity, paper: bytes) -> None:
    signed = await KeyFileSigner(signer(root).key_file(), PASSPHRASE).sign(paper, reason="Filing", place="Leeds")

    with pytest.raises(SignatureBroken):
        await inspect_signature(signed + b"\n% appended\n", roots=[root.der])


async def test_an_unsigned_paper_is_said_to_be_unsigned(paper: bytes) -> None:
    with pytest.raises(SignatureBroken, match="no signature"):
        await inspect_signature(paper)


def test_a_wrong_passphrase_is_named(root: Identity) -> None:
    with pytest.raises(Invalid, match="passphrase"):
        KeyFileSigner(signer(root).key_file(), b"another")


async def test_a_paper_is_not_signed_without_the_stamp_it_was_to_have(root: Identity, paper: bytes) -> None:
    away = TimeStampingAuthority("http://127.0.0.1:9/", timeout=2)

    with pytest.raises(StampRefused, match="not signed"):
        await KeyFileSigner(signer(root).key_file(), PASSPHRASE, stamps=away).sign(paper, reason="x", place="y")
