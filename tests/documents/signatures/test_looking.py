"""Signed papers from outside: who, when, unchanged or not, and who vouches; said the same as poppler says it."""

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from cases.correspondence.receiving import receive_papers
from cases.desk.exhibits import Upload
from documents.sign import KeyFileSigner
from documents.signatures.checking import check_new, looked
from documents.signatures.looking import State, known_anchors, look_at
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.settings import Settings, settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.files import a_pdf
from tests.documents.authorities import PASSPHRASE, Identity, root_authority, signer


@pytest.fixture(scope="module")
def root() -> Identity:
    return root_authority()


async def signed_by(root: Identity, *, words: str = "we owe nothing") -> bytes:
    return await KeyFileSigner(signer(root).key_file(), PASSPHRASE).sign(
        a_pdf(words, compress_streams=False), reason="Receipt", place="Gijón"
    )


def with_words_changed_afterwards(signed: bytes, *, sloppily: bool = False) -> bytes:
    """As an editor does it: the old bytes stay, an update behind them shows another page. `sloppily`: with a length
    that is wrong, as readers forgive it.
    """
    at = signed.rfind(b"startxref") + len(b"startxref")
    start = int(signed[at:].split()[0])
    with pikepdf.open(BytesIO(signed)) as pdf:
        page = pdf.pages[0].obj.objgen[0]
        root = pdf.Root.objgen[0]
        size = int(pdf.trailer.Size)
    words = b"BT /F1 12 Tf (we owe all) Tj ET"
    new = b"<< /Length %d >> stream\n%s\nendstream" % (len(words) - sloppily, words)
    objects = {
        size: new,
        page: f"<< /Type /Page /MediaBox [0 0 595 842] /Parent 2 0 R /Contents {size} 0 R >>".encode(),
    }
    out, places = BytesIO(signed), {}
    out.seek(0, 2)
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n")
    for number, place in sorted(places.items()):
        out.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    out.write(
        b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size + 1, root, start, table)
    )
    return out.getvalue()


def pdfsig(content: bytes, folder: Path) -> str:
    (folder / "seen.pdf").write_bytes(content)
    return subprocess.run(["pdfsig", "-nocert", folder / "seen.pdf"], capture_output=True, text=True).stdout


async def test_a_whole_signature_names_its_signer_and_is_established_by_its_root_alone(
    root: Identity, tmp_path: Path
) -> None:
    signed = await signed_by(root)
    [known] = (seen := await look_at(signed, anchors=[root.der])).signatures
    assert (seen.state, seen.identity) == ("whole", "established")
    assert "Inés Núñez" in known.signer
    assert known.reason == "Receipt"
    assert known.claimed_at is not None
    stranger = await look_at(signed, anchors=[root_authority("Another").der])
    assert (stranger.state, stranger.identity) == ("whole", "not_established")
    said = pdfsig(signed, tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said


async def test_a_flipped_byte_and_words_changed_afterwards_are_told(root: Identity, tmp_path: Path) -> None:
    signed = await signed_by(root)
    flipped = bytearray(signed)
    flipped[signed.index(b"we owe")] ^= 1
    assert (await look_at(bytes(flipped), anchors=[root.der])).state == "altered"
    assert "Signature is Valid" not in pdfsig(bytes(flipped), tmp_path)

    changed = with_words_changed_afterwards(signed)
    with pikepdf.open(BytesIO(changed)) as pdf:
        assert b"we owe all" in pdf.pages[0].Contents.read_bytes()
    assert (await look_at(changed, anchors=[root.der])).state == "altered"
    assert "Not total document signed" in pdfsig(changed, tmp_path)
    assert (await look_at(with_words_changed_afterwards(signed, sloppily=True))).state == "altered"


async def test_a_second_signature_leaves_the_first_extended_and_not_altered(root: Identity) -> None:
    second = KeyFileSigner(signer(root, name="Pau Riera").key_file(), PASSPHRASE)
    seen = await look_at(await second.sign(await signed_by(root), reason="", place=""))
    assert (seen.state, [one.state for one in seen.signatures]) == ("extended", ["extended", "whole"])


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (a_pdf(), "unsigned"),
        (a_pdf("/ByteRange"), "unsigned"),
        (b"%PDF-1.7 /ByteRange and nothing else", "unreadable"),
        (b"", "unsigned"),
    ],
)
async def test_what_is_not_signed_is_said_to_be_so(content: bytes, state: State) -> None:
    assert (await look_at(content)).state == state


async def test_a_signature_of_rubbish_is_unreadable(root: Identity) -> None:
    signed = await signed_by(root)
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    seen = await look_at(signed[:start] + b"00" * 40 + signed[start + 80 :])
    assert seen.state == "unreadable"


def test_anchors_are_a_folder_of_certificates(root: Identity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNATURE_ROOTS", str(tmp_path))
    settings.cache_clear()
    (tmp_path / "a.pem").write_bytes(root.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "b.der").write_bytes(root_authority("B").der)
    (tmp_path / "README").write_text("not looked at")
    assert len(known_anchors()) == 2
    (tmp_path / "c.crt").write_text("no certificate")
    with pytest.raises(Invalid, match="SIGNATURE_ROOTS"):
        known_anchors()
    settings.cache_clear()


@pytest.mark.usefixtures("object_store")
async def test_a_paper_that_came_by_post_is_looked_at_kept_sealed_and_told(
    database: Settings, root: Identity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNATURE_ROOTS", str(tmp_path))
    settings.cache_clear()
    (tmp_path / "root.der").write_bytes(root.der)
    clerk = await a_member(organisation_id=await an_organisation(), roles=("clerk",))
    signed = await signed_by(root)
    papers = [
        Upload("whole.pdf", signed),
        Upload("changed.pdf", with_words_changed_afterwards(signed)),
        Upload("plain.pdf", a_pdf()),
    ]
    await receive_papers(clerk, papers, said="", received_on=date(2026, 11, 20))
    assert await check_new() == 3

    async with db.transaction(clerk):
        rows = await db.fetch("SELECT v.document_id AS id, v.file_name FROM document_versions v")
        sealed = await db.fetch("SELECT said FROM signature_checks WHERE said IS NOT NULL")
    found = {row["file_name"]: await looked(clerk, row["id"]) for row in rows}
    assert {name: (one.state, one.identity) for name, one in found.items() if one} == {
        "whole.pdf": ("whole", "established"),
        "changed.pdf": ("altered", "established"),
        "plain.pdf": ("unsigned", None),
    }
    assert not [row for row in sealed if "Núñez".encode() in row["said"]]
    async with db.transaction(Actor.platform()):
        told = await db.fetch("SELECT data FROM facts WHERE kind = 'signatures:document:checked'")
    assert len(told) == 2
    assert not [row for row in told if "Núñez" in row["data"]]
