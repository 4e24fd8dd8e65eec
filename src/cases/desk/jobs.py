"""Jobs of the desk."""

from uuid import UUID

from cases.desk.after_transfer import after_transfer
from cases.desk.bulk import Order, known, on_behalf, work_through
from cases.desk.bulk_steps import step_named
from cases.desk.selection import Selection, filters_in
from cases.desk.selection import work_through as work_through_selection
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.jobs import task


@task("cases.after_transfer", queue="bulk")
async def run(*, organisation_id: str, sale_id: str) -> None:
    await after_transfer(Actor.system(UUID(organisation_id)), UUID(sale_id))


@task("cases.onboard", queue="bulk")
async def onboard(
    *,
    organisation_id: str,
    person_id: str,
    progress_id: str,
    sale_id: str,
    what: str,
    cases: str,
    signatory_id: str,
) -> None:
    """One of onboarding's buttons on many cases. `cases` are ids with commas between, none for all of the sale."""
    chosen = known(what)
    if chosen is None:
        raise Refused(f"There is no bulk work {what}.")
    order = Order(
        UUID(sale_id),
        chosen,
        tuple(UUID(one) for one in cases.split(",") if one),
        UUID(signatory_id) if signatory_id else None,
    )
    await work_through(on_behalf(UUID(organisation_id), person_id), order, UUID(progress_id))


@task("cases.bulk_step", queue="bulk")
async def bulk_step(
    *,
    organisation_id: str,
    person_id: str,
    progress_id: str,
    what: str,
    target: str,
    signatory_id: str,
    cases: str,
    filters: str,
) -> None:
    """One step on many cases: the ids with commas between, or none for all that the filters show."""
    step = step_named(what, target, UUID(signatory_id) if signatory_id else None)
    selection = Selection(tuple(UUID(one) for one in cases.split(",") if one), filters_in(filters))
    await work_through_selection(on_behalf(UUID(organisation_id), person_id), step, selection, UUID(progress_id))
