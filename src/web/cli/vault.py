"""`recourse vault`: what proves a document to somebody who trusts neither us nor our database."""

import asyncio
from hashlib import file_digest
from pathlib import Path
from uuid import UUID

import click
from asn1crypto import pem

from documents.proofs.checking import Broken, Held, check
from documents.proofs.proof import read
from kernel.actor import Actor
from kernel.errors import Invalid
from web import house
from web.proving import prove

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def vault() -> None:
    """Prove documents of the vault, and check such proofs anywhere."""


@vault.command("prove")
@click.argument("document", type=click.UUID)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Write the proof here.")
def prove_command(document: UUID, out: Path) -> None:
    """Write the proof of DOCUMENT (its id): a short file that holds without this platform."""
    house.furnish()
    content = asyncio.run(_prove(document))
    out.write_bytes(content)
    click.echo(f"{out}: {len(content)} bytes. `recourse vault verify {out}` checks it, offline.")


@vault.command("verify")
@click.argument("file", type=FILE)
@click.option("--document", type=FILE, help="The document itself: its bytes must be those that were sealed.")
@click.option("--roots", type=FILE, help="PEM certificates that the time stamp must lead to.")
@click.option("--link", help="A link of the chain that you noted elsewhere: the proof must contain it.")
def verify_command(file: Path, document: Path | None, roots: Path | None, link: str | None) -> None:
    """Check the proof in FILE without database or network. Exit code 1 with a sentence if anything was altered."""
    proof = read(file.read_bytes())
    held = asyncio.run(check(proof, roots=_certificates(roots), known_link=link))
    if document is not None:
        _same(document, held)
    for sentence in held.sentences():
        click.echo(sentence)
    if document is None:
        click.echo("Name the file with --document to see that its bytes are these.")


def _same(document: Path, held: Held) -> None:
    with document.open("rb") as content:
        found = file_digest(content, "sha256").hexdigest()
    if found != held.sha256:
        raise Broken(f"{document} is not the document that was sealed: its SHA-256 is {found}, not {held.sha256}.")
    click.echo(f"{document} has the bytes that were sealed.")


def _certificates(roots: Path | None) -> list[bytes]:
    if roots is None:
        return []
    try:
        return [der for _, _, der in pem.unarmor(roots.read_bytes(), multiple=True)]
    except ValueError as error:
        raise Invalid(f"{roots} is no readable PEM file: {error}.") from error


async def _prove(document: UUID) -> bytes:
    async with house.opened("worker"):
        return await prove(Actor.platform(), document)
