"""Letterhead and clauses for programs: as they are, a former version, and saving the next."""

from base64 import b64decode
from binascii import Error
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody

from cases.desk.binding import Key, acted
from cases.studio.clauses import known_clauses
from cases.studio.house import Clause, House
from cases.studio.letterheads import Logo, Saved, save_letterhead, shown_house, versions_of
from cases.studio.logos import LARGEST_LOGO
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place

HERE = "/api/letterhead"
TAGS = ["cases"]
Encoded = Annotated[str, msgspec.Meta(max_length=LARGEST_LOGO * 2)]


class ClauseSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kind` of paper and `language` (en, es, pl, sv, de) that carry it; `any` for all."""

    text: str
    kind: str = "any"
    language: str = "any"


class LetterheadWhole(msgspec.Struct, frozen=True):
    """`version` 0: nothing was ever saved. `logo` is a data address of a PNG or JPEG."""

    version: int
    sender: list[str]
    footer: str
    logo: str | None
    clauses: list[ClauseSaid]


class LetterheadVersion(msgspec.Struct, frozen=True):
    version: int
    saved_at: datetime
    saved_by: UUID | None
    saved_by_name: str | None


class LogoSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`content` is the file in base64, at most 256 KB of it; `media_type` image/png or image/jpeg."""

    content: Encoded
    media_type: str


class NewLetterhead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`was` is the version this one follows: refused if somebody saved in the meantime. Without a `logo` the former one
    stays, unless `keep_logo` is false.
    """

    was: int
    sender: list[str]
    footer: str
    clauses: list[ClauseSaid]
    logo: LogoSent | None = None
    keep_logo: bool = True


class LetterheadKept(msgspec.Struct, frozen=True):
    version: int


@get(HERE, operation_id="Letterhead", tags=TAGS)
async def show_letterhead(actor: NamedDependency[Actor], version: FromQuery[int | None] = None) -> LetterheadWhole:
    """The one in force, or the version asked for."""
    house = await shown_house(actor, version)
    if house is None and version:
        raise NotFound("There is no such version of the letterhead.")
    return _whole(house)


def _whole(house: House | None) -> LetterheadWhole:
    if house is None:
        return LetterheadWhole(0, [], "", None, [])
    clauses = [ClauseSaid(one.text, one.kind, one.language) for one in house.clauses]
    return LetterheadWhole(house.version, list(house.sender), house.footer, house.logo, clauses)


@get(HERE + "/versions", operation_id="LetterheadVersions", tags=TAGS)
async def list_versions(actor: NamedDependency[Actor]) -> list[LetterheadVersion]:
    """The newest first."""
    return [_version(one) for one in await versions_of(actor)]


def _version(one: Saved) -> LetterheadVersion:
    return LetterheadVersion(one.version, one.saved_at, one.saved_by, one.saved_by_name)


@post(HERE, status_code=200, request_max_body_size=LARGEST_LOGO * 3, operation_id="SaveLetterhead", tags=TAGS)
async def save(actor: NamedDependency[Actor], data: JSONBody[NewLetterhead], key: Key) -> Response[bytes]:
    """The next version. Papers prepared from now on carry it; drafts made with another are prepared again."""
    actor.must("organisation.edit")

    async def act() -> LetterheadKept:
        version = await save_letterhead(
            actor,
            was=data.was,
            sender="\n".join(data.sender),
            footer=data.footer,
            clauses=known_clauses([Clause(one.kind, one.language, one.text.strip()) for one in data.clauses]),
            logo=_logo(data.logo),
            keep_logo=data.keep_logo,
        )
        return LetterheadKept(version)

    return await acted(actor, key, HERE, data, act)


def _logo(sent: LogoSent | None) -> Logo | None:
    if sent is None:
        return None
    try:
        return Logo(b64decode(sent.content, validate=True), sent.media_type)
    except (Error, ValueError) as error:
        place = Place("logo.content", None, "Send the file in base64.")
        raise Invalid("The logo cannot be read.", places=[place]) from error


ROUTES = (show_letterhead, list_versions, save)
