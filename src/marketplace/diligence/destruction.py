"""Losers certify destruction: who is asked when, and the certificate itself (section 7 of the agreement)."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import msgspec

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import NotFound, Refused
from kernel.ids import new_id
from marketplace.diligence.facts import DestructionAsked, DestructionCertified
from marketplace.diligence.states import DESTRUCTIONS

HERE = Path(__file__).parent
TEXTS = HERE / "destruction_texts"


class Practice(msgspec.Struct, frozen=True):
    """When a certificate is due and when its buyer is reminded. Our own practice, in days."""

    version: str
    days_to_certify: int
    remind_days_before: tuple[int, ...]
    remind_every_days_after: int

    def reminds_on(self, day: date, *, due_on: date) -> bool:
        late = (day - due_on).days
        return -late in self.remind_days_before or (late > 0 and (late - 1) % self.remind_every_days_after == 0)


@dataclass(frozen=True, slots=True)
class CertificateText:
    version: str
    title: str
    paragraphs: tuple[str, ...]
    sha256: bytes


@cache
def practice() -> Practice:
    return msgspec.convert(tomllib.loads((HERE / "destruction.toml").read_text()), Practice)


@cache
def certificate_text(version: str | None = None) -> CertificateText:
    """The text that is certified; a version never changes. NotFound for one that is not kept."""
    named = version or practice().version
    if named not in {file.stem for file in TEXTS.glob("*.md")}:
        raise NotFound("There is no such version of the certificate.")
    content = (TEXTS / f"{named}.md").read_bytes()
    title, *paragraphs = [part.strip() for part in content.decode().split("\n\n") if part.strip()]
    return CertificateText(named, title.removeprefix("# "), tuple(paragraphs), sha256(content).digest())


async def ask_losers(listing_id: UUID | None = None, *, clock: Clock = SYSTEM_CLOCK) -> int:
    """Asks whoever was handed a copy of a listing that is over and bought nothing of it; of one listing or of all.

    As the platform. Everybody is asked once for a listing; returns how many were asked now.
    """
    actor = Actor.platform(clock)
    due_on = actor.today("UTC") + timedelta(days=practice().days_to_certify)
    async with db.transaction(actor):
        rows = await db.fetch("SELECT * FROM losers_unasked($1)", listing_id)
        for row in rows:
            await db.execute(
                "INSERT INTO destruction_requests (id, listing_id, organisation_id, seller_organisation_id, status,"
                " asked_at, due_on) VALUES ($1, $2, $3, $4, 'asked', $5, $6)",
                new_id(),
                row["listing_id"],
                row["organisation_id"],
                row["seller_organisation_id"],
                actor.now(),
                due_on,
            )
            asked = DestructionAsked(
                subject_id=row["listing_id"], buyer_id=row["organisation_id"], copies=row["copies"], due_on=due_on
            )
            await facts.record(actor, asked, about=row["seller_organisation_id"])
        for over_id in {row["listing_id"] for row in rows}:
            await jobs.defer("diligence.tell_losers", queue="mail", listing_id=over_id)
    return len(rows)


async def certify_destruction(actor: Actor, listing_id: UUID, *, shown_sha256: str) -> None:
    """Certifies for the actor's organisation that the files it was handed are destroyed; nobody takes that back.

    `shown_sha256` is the hash of the text the page showed, as hex. NotFound where nothing was asked.
    """
    actor.must("diligence.accept")
    text = certificate_text()
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM destruction_requests WHERE listing_id = $1 AND organisation_id = $2",
            listing_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("Your organisation was not asked to destroy anything of this listing.")
        if row["status"] == "certified":
            raise Refused("Your organisation certified this before.")
        if text.sha256.hex() != shown_sha256:
            raise Refused("The text on your page is not the one that counts now. Load the page and read it again.")
        handed = await db.fetch(
            "SELECT level, encode(sha256, 'hex') AS sha256 FROM released_copies WHERE listing_id = $1"
            " AND organisation_id = $2 ORDER BY made_at, id",
            listing_id,
            actor.organisation,
        )
        await db.move(
            "destruction_requests",
            row["id"],
            DESTRUCTIONS["certify"],
            text_version=text.version,
            text_sha256=text.sha256,
            files=msgspec.json.encode([dict(one) for one in handed]).decode(),
            certified_by=actor.person_id,
            certified_at=actor.now(),
            ip=actor.ip,
        )
        told = DestructionCertified(
            subject_id=listing_id,
            request_id=row["id"],
            version=text.version,
            text_sha256=text.sha256.hex(),
            files_sha256=tuple(one["sha256"] for one in handed),
        )
        await facts.record(actor, told, about=row["seller_organisation_id"])
