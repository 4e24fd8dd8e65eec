"""Refunds through the provider, by the worker."""

from uuid import UUID

from kernel.jobs import task
from payments.refunds import send_refund
from payments.stripe_gateway import gateway


@task("payments.refund")
async def refund(*, charge_id: str) -> None:
    await send_refund(UUID(charge_id), gateway())
