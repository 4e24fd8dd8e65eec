"""What was bundled."""

from uuid import UUID

from kernel.facts import Fact


class BundleOrdered(Fact, kind="bundles:bundle:ordered"):
    """`digest` is over the ids of the documents in their order."""

    SAYS = "A bundle of %(count)s documents was ordered"
    count: int
    digest: str


class BundleMade(Fact, kind="bundles:bundle:made"):
    """`digest` is over the hashes of what went in, in their order; `document_ids` are what came out."""

    SAYS = "The bundle was made of %(count)s documents, on %(pages)s pages"
    count: int
    pages: int
    digest: str
    document_ids: tuple[UUID, ...]


class DocumentBundled(Fact, kind="bundles:document:bundled"):
    SAYS = "The document went into a bundle"
    bundle_id: UUID
    sha256: str


class BundleRefused(Fact, kind="bundles:bundle:refused"):
    SAYS = "The bundle was not made: %(count)s of its documents cannot go in"
    count: int
