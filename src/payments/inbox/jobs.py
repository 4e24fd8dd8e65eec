"""Applying webhooks, by the worker."""

from kernel.jobs import task
from payments.inbox.commands import apply_event


@task("payments.apply_event")
async def apply(*, event_id: str) -> None:
    await apply_event(event_id)
