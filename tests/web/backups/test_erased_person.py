"""A person is erased: gone from the house, and from every backup made before once the platform's key is replaced."""

import os
from datetime import date
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from minio import Minio

from cases.erasure.commands import approve_request, carry_out_request, open_request
from cases.parties.commands import Ground
from documents.proofs.checking import check
from documents.proofs.proof import read
from documents.vault.commands import store as vault
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.keys import Lasting, platform_key
from kernel.settings import Settings, settings
from tests.builders.cases import Desk, a_claim, a_desk
from tests.builders.papers import a_paper
from tests.kernel.test_seals import seal_until
from tests.web.backups.test_drill import House, client, plot, store  # noqa: F401
from web.embedded.cluster import Cluster
from web.embedded.object_store import ObjectStore
from web.keyring.rewrapping import rewrap
from web.proving import prove
from web.sealing import publish

NAME, STREET = "Lucía Núñez Peña", "Calle de la Reconquista 14"
OLD, NEW = os.urandom(32), os.urandom(32)


def run_under(monkeypatch: pytest.MonkeyPatch, house: House, key: bytes, *others: bytes) -> None:
    """This process and the commands of the house, started again with these keys."""
    given = {"RECOURSE_KEY": key.hex(), "RECOURSE_OTHER_KEYS": ",".join(one.hex() for one in others)}
    given["RECOURSE_LASTING_KEY"] = Lasting.of(OLD).hex() if key != OLD else ""
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    house.environment |= given
    settings.cache_clear()
    platform_key.cache_clear()
    vault.cache_clear()


@pytest.fixture
async def house(
    database: Settings,
    cluster: Cluster,
    database_name: str,
    store: ObjectStore,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> House:
    one = House(cluster, store, database=database_name, bucket=f"erase-{os.urandom(3).hex()}", var=tmp_path / "var")
    for name in ("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_BUCKET"):
        monkeypatch.setenv(name, one.environment[name])
    run_under(monkeypatch, one, OLD)
    await vault().prepare()
    return one


async def a_person_with_a_paper(desk: Desk, **debtor: str) -> tuple[UUID, UUID]:
    """The party and a sealed paper on the claim."""
    claim = await a_claim(owner_id=desk.owner_id, debtor=debtor)
    async with db.transaction(desk.buyer):
        party = await db.fetch_value("SELECT id FROM parties WHERE claim_id = $1", claim)
    words = f"%PDF-1.7 {debtor['name']}".encode()
    paper = await a_paper(
        desk.buyer,
        subject_kind="claim",
        subject_id=claim,
        title=f"Contract of {debtor['name']}",
        content=words,
        sealed=True,
    )
    return party, paper


async def erase(desk: Desk, party: UUID) -> None:
    asked = await open_request(desk.buyer, party, ground=Ground.OBJECTION, asked_on=date(2026, 11, 2))
    await approve_request(desk.buyer, asked)
    await carry_out_request(desk.system, asked)


async def sealed_and_published() -> None:
    async with db.transaction(Actor.platform()):
        waiting = await db.fetch_value("SELECT count(*) FROM facts WHERE id NOT IN (SELECT fact_id FROM fact_leaves)")
    for one in await seal_until(waiting):
        await publish(one)


def read_everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


async def silent(table: str, done: int) -> None:
    return


async def test_what_was_erased_is_in_no_backup_that_opens_and_its_proof_still_verifies(
    house: House,
    plot: House,  # noqa: F811
    client: Minio,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    desk = await a_desk(signatory=False)
    party, paper = await a_person_with_a_paper(desk, name=NAME, street=STREET)
    _, other = await a_person_with_a_paper(desk, name="Iker Soto Vidal", street="Calle Mayor 2")
    await sealed_and_published()
    before = await prove(desk.buyer, paper)
    early, late = tmp_path / "early", tmp_path / "late"
    done = house.recourse("backup", early)
    assert done.returncode == 0, done.stderr

    await erase(desk, party)
    await sealed_and_published()
    run_under(monkeypatch, house, NEW, OLD)
    assert (await rewrap(silent)).left == 0
    run_under(monkeypatch, house, NEW)
    assert house.recourse("backup", late).returncode == 0

    for saved in (early, late):
        assert not [word for word in (NAME, STREET, "Iker Soto") if word.encode() in read_everything(saved)]
    plot.environment |= {name: house.environment[name] for name in ("RECOURSE_KEY", "RECOURSE_LASTING_KEY")}
    refused = plot.recourse("restore", early)
    assert refused.returncode == 1
    assert "unreadable for ever" in refused.stderr
    assert plot.rows() == {}

    restored = plot.recourse("restore", late)
    assert restored.returncode == 0, restored.stderr
    with psycopg.connect(plot.owner_url) as connection:
        parties = {row[0] for row in connection.execute("SELECT name FROM parties").fetchall()}
        titles = {row[0] for row in connection.execute("SELECT title FROM documents").fetchall()}
    assert parties == {"erased", "Iker Soto Vidal"}
    assert titles == {"destroyed", "Contract of Iker Soto Vidal"}
    verified = plot.recourse("facts", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr

    assert await (await open_document(desk.buyer, other)).content() == b"%PDF-1.7 Iker Soto Vidal"
    with pytest.raises(Refused, match="erased"):
        await open_document(desk.buyer, paper)
    held = await check(read(before))
    again = await check(read(await prove(desk.buyer, paper)))
    assert held.sha256 == again.sha256
