"""A stored file that is not what was put in, and one that is again."""

from uuid import UUID

from kernel.facts import Fact


class DocumentFoundFaulty(Fact, kind="readings:document:faulty"):
    """`status`: missing or altered."""

    version_id: UUID
    status: str


class DocumentFoundWhole(Fact, kind="readings:document:mended"):
    version_id: UUID
