"""Papers and transfer of a sale, by the worker."""

from uuid import UUID

from kernel.jobs import task
from marketplace.settlement import drafting, extracts, payment, transfer
from payments.ledger.commands import WHEN_PAID


@task("settlement.draft_contract", queue="bulk")
async def draft_contract(*, organisation_id: str, sale_id: str) -> None:
    await drafting.draft_contract(UUID(organisation_id), UUID(sale_id))


@task("settlement.draft_deed", queue="bulk")
async def draft_deed(*, organisation_id: str, sale_id: str) -> None:
    await drafting.draft_deed(UUID(organisation_id), UUID(sale_id))


@task("settlement.transfer", queue="bulk")
async def transfer_sale(*, organisation_id: str, sale_id: str) -> None:
    await transfer.transfer_sale(UUID(organisation_id), UUID(sale_id))


@task("settlement.extracts", queue="bulk")
async def make_extracts(*, organisation_id: str, sale_id: str) -> None:
    """A chunk of the sale's extracts; the next chunk is a job of its own."""
    await extracts.make_extracts(UUID(organisation_id), UUID(sale_id))


@task("settlement.price_arrived")
async def price_arrived(*, organisation_id: str, sale_id: str) -> None:
    await payment.price_arrived(UUID(organisation_id), UUID(sale_id))


WHEN_PAID["price"] = "settlement.price_arrived"
