"""Reading files of answers, those of one house one after the other."""

from uuid import UUID

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
