"""Tapes for programs: the same commands as the pages; amounts as text."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, JSONBody

from accounts.forms import led_once
from accounts.keyed import Key
from kernel.actor import Actor
from marketplace.tapes import queries
from marketplace.tapes.commands import begin_accepting, map_tape, undo_acceptance
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.pages import LARGEST_FILE, take_upload


class TapeAnswer(msgspec.Struct, frozen=True):
    """A tape. `balances` adds up its claims, amount as text for each currency."""

    id: UUID
    name: str
    status: str
    cut_off_on: date
    sha256: str
    rows_read: int | None
    rows_accepted: int | None
    rows_rejected: int | None
    rows_left_out: int | None
    claims_count: int | None
    balances: dict[str, str]
    failure: str | None


class UploadForm(msgspec.Struct, frozen=True):
    file: UploadFile
    cut_off_on: str
    name: str = ""
    supersedes: str = ""


class FindingAnswer(msgspec.Struct, frozen=True):
    """A rule that rows broke. The rows themselves are downloaded as a file."""

    rule: str
    severity: str
    sentence: str
    rows: int


@post("/api/tapes", request_max_body_size=LARGEST_FILE)
async def upload(
    actor: NamedDependency[Actor],
    data: Annotated[UploadForm, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> TapeAnswer:
    given = {"name": data.name, "cut_off_on": data.cut_off_on, "supersedes": data.supersedes}
    return await _answer(actor, await take_upload(actor, data.file, given))


@get("/api/tapes/{tape_id:uuid}")
async def show(actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> TapeAnswer:
    return await _answer(actor, tape_id)


@put("/api/tapes/{tape_id:uuid}/mapping", status_code=202)
async def save_mapping(actor: NamedDependency[Actor], tape_id: FromPath[UUID], data: JSONBody[Mapping]) -> TapeAnswer:
    await map_tape(actor, tape_id, data)
    return await _answer(actor, tape_id)


@get("/api/tapes/{tape_id:uuid}/findings")
async def show_findings(actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> list[FindingAnswer]:
    found = await queries.findings(actor, tape_id)
    return [FindingAnswer(one.rule, one.severity, one.sentence, one.rows) for one in found]


@post("/api/tapes/{tape_id:uuid}/accept", status_code=202)
async def accept(actor: NamedDependency[Actor], tape_id: FromPath[UUID], idempotency_key: Key) -> TapeAnswer:
    async def act() -> str:
        await begin_accepting(actor, tape_id)
        return f"/api/tapes/{tape_id}"

    await led_once(actor, idempotency_key, route=f"api.tapes.accept:{tape_id}", asked=(), act=act)
    return await _answer(actor, tape_id)


@post("/api/tapes/{tape_id:uuid}/undo", status_code=200)
async def undo(actor: NamedDependency[Actor], tape_id: FromPath[UUID], idempotency_key: Key) -> TapeAnswer:
    async def act() -> str:
        await undo_acceptance(actor, tape_id)
        return f"/api/tapes/{tape_id}"

    await led_once(actor, idempotency_key, route=f"api.tapes.undo:{tape_id}", asked=(), act=act)
    return await _answer(actor, tape_id)


async def _answer(actor: Actor, tape_id: UUID) -> TapeAnswer:
    one = await queries.tape(actor, tape_id)
    plain = {name: getattr(one, name) for name in TapeAnswer.__struct_fields__ if name != "balances"}
    return TapeAnswer(**plain, balances={money.currency: money.text() for money in one.balances})


ROUTES = (upload, show, save_mapping, show_findings, accept, undo)
