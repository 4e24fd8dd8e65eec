"""The door: every file from outside passes here before a byte of it is stored."""

import asyncio
import logging
from dataclasses import dataclass
from hashlib import sha256

from documents.intake.clamd import Scan, scan
from documents.intake.faults import NotTaken
from documents.intake.names import plain_name
from documents.intake.pdf import pages_of
from documents.intake.pictures import look_at_jpeg, look_at_png
from documents.intake.sniffing import JPEG, PDF, PNG, Kind, kind_of
from kernel.actor import Actor

log = logging.getLogger("recourse.intake")
PAPERS = (PDF, JPEG, PNG)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that may be stored: its kind by its bytes, a name that is safe to show and to save under."""

    content: bytes
    file_name: str
    media_type: str
    pages: int | None
    scan: Scan


async def take_in(
    actor: Actor, content: bytes, sent_name: str, *, largest: int, kinds: tuple[Kind, ...] = PAPERS, where: str = "file"
) -> Taken:
    """Looks at a file and has it scanned. NotTaken, with the reason at `where`, for one that must stay outside.

    Call it before `put` and outside any transaction.
    """
    try:
        kind, name, pages = await asyncio.to_thread(_looked_at, content, sent_name, largest, kinds)
        found = await scan(content, now=actor.now())
        if found.state == "infected":
            raise NotTaken("infected", f"The scanner found {found.finding} in the file. It was not stored.")
    except NotTaken as refused:
        log.warning("intake.refused fault=%s sha256=%s", refused.fault, sha256(content).hexdigest())
        place = refused.places[0]
        raise NotTaken(refused.fault, place.sentence, where=where, value=place.value or sent_name[:80]) from None
    return Taken(content, name, kind.media_type, pages, found)


def _looked_at(content: bytes, sent_name: str, largest: int, kinds: tuple[Kind, ...]) -> tuple[Kind, str, int | None]:
    if not content:
        raise NotTaken("empty", "The file is empty. Choose another one.")
    if len(content) > largest:
        raise NotTaken("large", f"At most {largest >> 20} MB.")
    kind = kind_of(content)
    if kind not in kinds:
        wanted = " or ".join(one.words for one in kinds)
        raise NotTaken("kind", f"This is {kind.words} by its content, and {wanted} is wanted.")
    name = plain_name(sent_name, kind.endings)
    if kind is PDF:
        return kind, name, pages_of(content)
    (look_at_jpeg if kind is JPEG else look_at_png)(content)
    return kind, name, None
