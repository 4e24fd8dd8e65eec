"""Makes packages, and lets them go."""

from uuid import UUID

from documents.packages.commands import expire_package
from documents.packages.making import make_package
from kernel.actor import Actor
from kernel.jobs import task


@task("packages.make", queue="bulk")
async def make(*, organisation_id: str, package_id: str, progress_id: str) -> None:
    await make_package(Actor.system(UUID(organisation_id)), UUID(package_id), UUID(progress_id))


@task("packages.expire")
async def expire(*, organisation_id: str, package_id: str) -> None:
    await expire_package(Actor.system(UUID(organisation_id)), UUID(package_id))
