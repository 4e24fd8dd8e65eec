"""Reading files of answers, those of one house one after the other; and what waited for its case, tried again."""

from uuid import UUID

from cases.answers.later import try_again, try_again_everywhere
from cases.answers.matching import match_file
from cases.answers.reading import read_file
from kernel.actor import Actor
from kernel.jobs import task


@task("answers.read", queue="bulk")
async def read(*, organisation_id: str, file_id: str) -> None:
    """Killed anywhere it goes on where it was: what is matched is matched, the rest is still to be."""
    actor = Actor.system(UUID(organisation_id))
    await read_file(actor, UUID(file_id))
    await match_file(actor, UUID(file_id))
    await try_again(actor)


@task("answers.try_again", queue="bulk")
async def again(*, organisation_id: str) -> None:
    await try_again(Actor.system(UUID(organisation_id)))


@task("answers.try_again_everywhere", queue="bulk", cron="7,27,47 * * * *")
async def again_everywhere() -> None:
    """What makes a case known is many things: a number entered, a tape accepted, a transfer. None may be missed."""
    await try_again_everywhere(Actor.platform())
