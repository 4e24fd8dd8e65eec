"""What was approved is erased in the worker."""

from uuid import UUID

from cases.erasure.commands import carry_out_request
from kernel.actor import Actor
from kernel.jobs import task


@task("erasure.carry_out", queue="bulk")
async def carry_out(*, organisation_id: str, request_id: str) -> None:
    await carry_out_request(Actor.system(UUID(organisation_id)), UUID(request_id))
