"""A house that signs: its key, who signs, and papers that are ready."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from documents.signatures.ordering import Level, Signatory, Signing
from documents.vault.batch import SealedFile, seal_files
from documents.vault.commands import put
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.settings import settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.files import a_pdf
from tests.documents.authorities import PASSPHRASE, Identity, root_authority, signer

NAME = "Marta Ibarra Cueto"
KEY = "Marta's card"


@dataclass(frozen=True)
class House:
    """`lawyer` signs with `KEY`, whose certificate `root` issued."""

    lawyer: Actor
    signatory: Signatory
    root: Identity
    folder: Path

    def signing(self, *, level: Level = "B-B", key: str = KEY) -> Signing:
        return Signing(self.signatory, key, level, "Filed for the claimant", "Gijón")

    def keys(self, text: str) -> None:
        """Adds keys to the configuration."""
        with (self.folder / "keys.toml").open("a") as file:
            file.write(text)


async def a_house(folder: Path, setenv: Callable[[str, str], None]) -> House:
    """An organisation with one lawyer and the key file of that lawyer."""
    root = root_authority()
    (folder / "marta.p12").write_bytes(signer(root, name=NAME).key_file())
    (folder / "marta.secret").write_bytes(PASSPHRASE + b"\n")
    os.chmod(folder / "marta.secret", 0o600)
    lawyer = await a_member(organisation_id=await an_organisation(kinds=("purchaser",)), roles=("lawyer",), name=NAME)
    assert lawyer.person_id is not None
    setenv("SIGNING_KEYS", str(folder / "keys.toml"))
    settings.cache_clear()
    who = Signatory(new_id(), lawyer.person_id, NAME, "Head of Litigation", "Power of attorney of 12 January 2026")
    house = House(replace(lawyer), who, root, folder)
    house.keys(
        f'[[key]]\nname = "{KEY}"\norganisation = "{lawyer.organisation}"\nholder = "{NAME}"\n'
        'kind = "pkcs12"\nfile = "marta.p12"\nsecret_file = "marta.secret"\n'
    )
    return house


async def sealed_papers(actor: Actor, many: int, *, content: Callable[[int], bytes] | None = None) -> list[UUID]:
    """Papers of the actor's house, each of its own bytes, sealed together."""
    make = content or (lambda number: a_pdf(f"paper {number}"))
    files = []
    for number in range(1, many + 1):
        made = make(number)
        files.append(
            SealedFile(
                put=await put(made, media_type="application/pdf"),
                subject_kind="organisation",
                subject_id=actor.organisation,
                kind="letter",
                title=f"Letter {number}",
                language="es",
                file_name=f"letter-{number}.pdf",
                pages=1,
                source_digest=sha256(made).digest(),
            )
        )
    async with db.transaction(actor):
        return await seal_files(actor, files, about=actor.organisation)
