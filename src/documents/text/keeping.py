"""The text of a document under the document's own data key: destroying that key destroys what was read of it."""

import zlib
from collections.abc import Sequence
from uuid import UUID

import msgspec

from documents.text.facts import TextForgotten
from kernel import db, facts
from kernel.actor import Actor
from kernel.data_keys import DataKey
from kernel.keys import ColumnSealer


def sealed(key: DataKey, version_id: UUID, pages: Sequence[str]) -> bytes:
    packed = zlib.compress(msgspec.msgpack.encode(list(pages)), 6)
    return ColumnSealer(key.secret, "document_texts", "sealed").seal(version_id, packed)


def opened(key: DataKey, version_id: UUID, content: bytes) -> list[str]:
    """Refused for a text that was sealed with another key or for another version."""
    packed = ColumnSealer(key.secret, "document_texts", "sealed").open(version_id, content, bytes)
    return msgspec.msgpack.decode(zlib.decompress(packed), type=list[str])


async def forget_text(actor: Actor, document_ids: Sequence[UUID]) -> int:
    """Blanks the text of these documents and takes them out of the index, in the open transaction; how many had any.

    Only the owner's documents, and for the platform all. Whoever destroys a document's data key need not call it: the
    database does the same by itself, and will not let it be forgotten.
    """
    async with db.transaction(actor):
        many: int = await db.fetch_value("SELECT forget_text($1)", list(document_ids))
        if many:
            await facts.record(actor, TextForgotten(subject_id=document_ids[0], count=many))
    return many
