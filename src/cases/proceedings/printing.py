"""From papers to PDFs: what is printed, by which templates, and the digest that makes it once only."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from uuid import UUID

from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import CaseFile, Paper
from cases.jurisdictions.eu.european_order import LEAVES_AS as EUROPEAN
from cases.jurisdictions.registry import JURISDICTIONS
from cases.proceedings.case_file import encoded
from documents.render.engine import MachineData
from documents.render.pool import Outcome, PaperJob, RenderPool
from kernel.money import Money

PACKAGES = {
    code: f"cases.jurisdictions.{code}"
    for code in (*(one.code for one in JURISDICTIONS), "eu")
    if (files(f"cases.jurisdictions.{code}") / "templates").is_dir()
}
"""Where the templates lie of each jurisdiction that has any, and of the Union's forms."""
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """A filing whose paper can be printed; `letterhead` is the version it carries, None without one.
    `remarks` are told to whoever approves it.
    """

    filing_id: UUID
    case: CaseAtHand
    paper: Paper
    total: Money
    digest: bytes
    on: date
    letterhead: int | None = None
    remarks: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.case.reference}-{self.paper.kind}.pdf"


def demanded(paper: Paper, file: CaseFile) -> Money:
    """What the paper demands: a letter without interest that only a court can award asks for less than the total."""
    owed = paper.context.get("owed")
    return owed if isinstance(owed, Money) else file.total


def source_digest(jurisdiction: str, kind: str, file: CaseFile, house: bytes = b"") -> bytes:
    """SHA-256 over the templates' version, the kind of paper, the case file and what the letterhead and clauses of
    whoever prepares it put there (`house`, their digest): the same data make one paper.
    """
    templates = _templates("eu" if kind in EUROPEAN else jurisdiction)
    return sha256(templates + kind.encode() + b"\0" + encoded(file) + house).digest()


@cache
def _templates(jurisdiction: str) -> bytes:
    digest = sha256()
    for package in ("documents", PACKAGES[jurisdiction]):
        for name, content in _files(files(package) / "templates", ""):
            digest.update(name.encode() + b"\0" + sha256(content).digest())
    return digest.digest()


def _files(place: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for one in sorted(place.iterdir(), key=lambda entry: entry.name):
        name = f"{prefix}/{one.name}"
        found += _files(one, name) if one.is_dir() else [(name, one.read_bytes())]
    return found


async def printed(drafts: Sequence[Draft]) -> AsyncIterator[tuple[Draft, Outcome]]:
    """Each draft with its PDF or the reason why there is none, as they are ready."""
    if not drafts:
        return
    by_id = {str(one.filing_id): one for one in drafts}
    pool = RenderPool(PACKAGES, workers=min(WORKERS, len(drafts)))
    await asyncio.to_thread(pool.__enter__)
    try:
        async for outcome in pool.stream(job_of(str(one.filing_id), one.paper, one.on) for one in drafts):
            yield by_id[outcome.job_id], outcome
    finally:
        await asyncio.to_thread(pool.__exit__, None, None, None)


def job_of(job_id: str, paper: Paper, on: date) -> PaperJob:
    """The paper with its machine files."""
    machine = tuple(MachineData(one.name, one.content, one.description, "Data") for one in paper.machine)
    return PaperJob(job_id, paper.template, paper.context, paper.language, on, machine)
