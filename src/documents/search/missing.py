"""What is not in the vault: cases that lack a class of documents, and the classes there are."""

from dataclasses import dataclass
from uuid import UUID

from documents.search.queries import PAGE, RIGHT
from kernel import db
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Lacking:
    """An open case without a document of the class."""

    id: UUID
    reference: str
    status: str


async def cases_lacking(actor: Actor, kind: str, *, instructed: bool, after: UUID | None = None) -> list[Lacking]:
    """The open cases, own or worked on as a firm, that have no document of this class anywhere; by id."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        rows = await db.fetch("SELECT * FROM cases_without($1, $2, $3, $4)", kind, instructed, after, PAGE)
    return [Lacking(row["case_id"], row["reference"], row["status"]) for row in rows]


async def kinds_held(actor: Actor) -> list[str]:
    """The classes of documents there are, to choose from."""
    async with db.transaction(actor):
        rows = await db.fetch("SELECT kinds_of_documents() AS kind")
    return [row["kind"] for row in rows]
