"""Jobs of submissions: making files of a chunk, carrying one to the court, fetching answers. Each safe to run twice."""

from uuid import UUID

from cases.submissions.collecting import collect_all, collect_answers
from cases.submissions.making import make_files
from cases.submissions.sending import resume_sending, send_submission
from kernel.actor import Actor
from kernel.jobs import task


@task("submissions.make", queue="bulk")
async def make(*, organisation_id: str, batch_id: str, chunk: int) -> None:
    await make_files(Actor.system(UUID(organisation_id)), UUID(batch_id), int(chunk))


@task("submissions.send")
async def send(*, organisation_id: str, submission_id: str) -> None:
    await send_submission(Actor.system(UUID(organisation_id)), UUID(submission_id))


@task("submissions.resume")
async def resume(*, organisation_id: str, submission_id: str) -> None:
    await resume_sending(Actor.system(UUID(organisation_id)), UUID(submission_id))


@task("submissions.collect")
async def collect(*, organisation_id: str, account_id: str) -> None:
    await collect_answers(Actor.system(UUID(organisation_id)), UUID(account_id))


@task("submissions.collect_all", cron="*/20 * * * *")
async def collect_from_all() -> None:
    await collect_all(Actor.platform())
