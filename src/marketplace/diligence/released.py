"""What a buyer may take of a listing now, and the certificate he owes."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from marketplace.diligence import policies
from marketplace.diligence.commands import visible_listing
from marketplace.diligence.destruction import CertificateText, certificate_text
from marketplace.diligence.states import Level


@dataclass(frozen=True, slots=True)
class Takeable:
    """A level for one buyer: `allowed` is True or the sentence why not; `sha256` is of his copy once it is made."""

    level: Level
    allowed: policies.Allowed
    sha256: str | None

    @property
    def ready(self) -> bool:
        """The tape's copy is made by its first download."""
        return self.level is Level.TAPE or self.sha256 is not None


@dataclass(frozen=True, slots=True)
class Owed:
    """What the buyer was asked to destroy."""

    due_on: date
    certified_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileHanded:
    level: Level
    file_name: str
    sha256: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Certificate:
    listing_id: UUID
    title: str
    owed: Owed
    files: tuple[FileHanded, ...]
    text: CertificateText


async def takeable(actor: Actor, listing_id: UUID) -> tuple[Takeable, ...]:
    """The levels a buyer under the agreement hears of: the second stage only once he was picked. In the transaction."""
    levels = list(Level) if await policies.is_picked(actor, listing_id) else [Level.TAPE]
    made = await db.fetch(
        "SELECT level, encode(sha256, 'hex') AS sha256 FROM released_copies"
        " WHERE listing_id = $1 AND organisation_id = $2",
        listing_id,
        actor.organisation,
    )
    known: dict[str, str] = {row["level"]: row["sha256"] for row in made}
    return tuple(
        [Takeable(level, await policies.can_take(actor, listing_id, level), known.get(level)) for level in levels]
    )


async def owed_by(actor: Actor, listing_id: UUID) -> Owed | None:
    """In the open transaction."""
    row = await db.fetch_one(
        "SELECT due_on, certified_at FROM destruction_requests WHERE listing_id = $1 AND organisation_id = $2",
        listing_id,
        actor.organisation,
    )
    return None if row is None else Owed(**dict(row))


async def certificate(actor: Actor, listing_id: UUID) -> Certificate:
    """What the buyer certifies, or certified; NotFound where he was asked nothing."""
    actor.must("diligence.accept")
    async with db.transaction(actor):
        listing = await visible_listing(actor, listing_id)
        owed = await owed_by(actor, listing_id)
        if owed is None:
            raise NotFound("Your organisation was not asked to destroy anything of this listing.")
        version = await db.fetch_value(
            "SELECT text_version FROM destruction_requests WHERE listing_id = $1 AND organisation_id = $2",
            listing_id,
            actor.organisation,
        )
        rows = await db.fetch(
            "SELECT level, file_name, encode(sha256, 'hex') AS sha256, made_at FROM released_copies"
            " WHERE listing_id = $1 AND organisation_id = $2 ORDER BY made_at, id",
            listing_id,
            actor.organisation,
        )
    files = tuple(FileHanded(**{**dict(row), "level": Level(row["level"])}) for row in rows)
    return Certificate(listing_id, listing["title"], owed, files, certificate_text(version))
