"""The machine part of one filing, as labelled rows: read from the sealed paper itself."""

import asyncio

from cases.answers.channels import ways
from cases.jurisdictions.court_files.twin import Section
from cases.submissions.cutting import Cut, cut
from cases.submissions.queries import PartShown
from documents.vault.queries import open_document
from kernel.actor import Actor
from kernel.errors import Invalid


async def twin_of_part(actor: Actor, part: PartShown) -> Section | str:
    """What the court's system reads of the filing, or the sentence why there is nothing to show."""
    channel = next((one.channel for one in ways() if part.machine in one.channel.parts), None)
    if channel is None:
        return "No machine file was cut from this paper."
    pdf = await (await open_document(actor, part.document_id)).content()
    found = await asyncio.to_thread(cut, pdf, channel)
    if not isinstance(found, Cut):
        return found
    try:
        return channel.twin(found.name, found.content)
    except Invalid as problem:
        return problem.sentence
