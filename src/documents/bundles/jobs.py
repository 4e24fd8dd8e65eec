"""The job that makes a bundle."""

from uuid import UUID

from documents.bundles.making import make_bundle
from kernel.actor import Actor
from kernel.jobs import task


@task("bundles.make", queue="bulk")
async def make(*, organisation_id: str, bundle_id: str) -> None:
    await make_bundle(Actor.system(UUID(organisation_id)), UUID(bundle_id))
