"""Papers in bulk: a few worker processes, each with its own renderer, one paper at a time each.

Workers come from a fork server that has imported everything and parsed the style sheet but has not yet
touched Pango: newer Pangos keep a thread for fontconfig, which a fork after the first layout would lose.
Threads would not help: layout holds the interpreter lock (measured: two threads slower than one, two
processes 1.87 times as fast).
"""

import gc
import multiprocessing
import os
import resource
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import anyio.to_thread

from documents.render.engine import MachineData, Rendered, Renderer
from documents.render.press.blocks import NotForThePress
from documents.render.press.engine import Press
from kernel.errors import Problem, Unavailable

ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class PaperJob:
    """One paper to print. The context must be picklable; `job_id` comes back with the outcome."""

    job_id: str
    template: str
    context: Mapping[str, object]
    language: str
    as_of: date
    attachments: tuple[MachineData, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was rendered."""

    job_id: str
    paper: Rendered


@dataclass(frozen=True, slots=True)
class Unprinted:
    """A paper that could not be rendered, and why; the others of the batch are not affected. `lost`: its process ended,
    or ran out of time or memory.
    """

    job_id: str
    sentence: str
    lost: bool = False


type Outcome = Printed | Unprinted


@dataclass(slots=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    line: Connection
    job: PaperJob | None = None
    attempt: int = 0
    since: float = 0.0


class RenderPool:
    """A pool to use in a `with` block; not to be shared between threads.

    At most `workers` papers are in flight and results are given as they come, in any order, so a batch of any
    length needs the memory of a few papers. A worker past `memory_limit` bytes is replaced after its paper;
    one that dies, needs longer than `patience` seconds or more than `room` bytes is replaced at once and its
    paper tried again, `attempts` times in all, then reported.
    """

    def __init__(
        self,
        packages: Mapping[str, str | Path],
        *,
        workers: int = 2,
        memory_limit: int = 600 << 20,
        patience: float = 120.0,
        room: int | None = None,
        attempts: int = ATTEMPTS,
    ) -> None:
        self._packages = dict(packages)
        self._wanted = workers
        self._memory_limit = memory_limit
        self._patience = patience
        self._room = room
        self._attempts = attempts
        self._workers: list[_Worker] = []
        self._again: deque[tuple[PaperJob, int]] = deque()

    def __enter__(self) -> Self:
        for _ in range(self._wanted):
            self._workers.append(self._hired())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            _dismiss(worker)
        self._workers = []

    def render_many(self, jobs: Iterable[PaperJob]) -> Iterator[Outcome]:
        """Each job's outcome as it is ready. Jobs are taken from the iterable only as workers fall free."""
        coming = iter(jobs)
        try:
            while self._hand_out(coming):
                for worker in self._ready():
                    if (outcome := self._taken(worker)) is not None:
                        yield outcome
        finally:
            self._again.clear()
            for worker in [one for one in self._workers if one.job is not None]:
                self._replace(worker)

    async def stream(self, jobs: Iterable[PaperJob]) -> AsyncIterator[Outcome]:
        """`render_many` for the event loop: waiting happens in a thread."""
        outcomes = self.render_many(jobs)
        while (outcome := await anyio.to_thread.run_sync(lambda: next(outcomes, None))) is not None:
            yield outcome

    def _hand_out(self, coming: Iterator[PaperJob]) -> bool:
        """Gives every idle worker a paper; False when nothing is left to wait for."""
        for worker in list(self._workers):
            if worker.job is not None:
                continue
            job, attempt = self._again.popleft() if self._again else (next(coming, None), 1)
            if job is None:
                break
            worker.job, worker.attempt, worker.since = job, attempt, time.monotonic()
            with suppress(OSError):  # a death is seen, and the job tried again, where answers are awaited
                worker.line.send(job)
        return any(worker.job is not None for worker in self._workers)

    def _ready(self) -> list[_Worker]:
        busy = [worker for worker in self._workers if worker.job is not None]
        oldest = min(worker.since for worker in busy)
        speaking = wait([worker.line for worker in busy], max(0.0, oldest + self._patience - time.monotonic()))
        late = time.monotonic() - self._patience
        return [worker for worker in busy if worker.line in speaking or worker.since <= late]

    def _taken(self, worker: _Worker) -> Outcome | None:
        """The worker's answer; None when it was lost and the paper will be tried again."""
        job, attempt = cast(PaperJob, worker.job), worker.attempt
        try:
            if not worker.line.poll():
                raise TimeoutError
            outcome, retiring = cast(tuple[Outcome, bool], worker.line.recv())
        except (EOFError, OSError) as error:
            self._replace(worker)
            if attempt < self._attempts:
                self._again.append((job, attempt + 1))
                return None
            what = f"took longer than {self._patience:.0f} s" if isinstance(error, TimeoutError) else "ended"
            return Unprinted(
                job.job_id, f"The process that rendered {job.template} {what}, {attempt} times.", lost=True
            )
        worker.job = None
        if retiring:
            self._replace(worker)
        return outcome

    def _hired(self) -> _Worker:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        ours, theirs = context.Pipe()
        given = (theirs, self._packages, self._memory_limit, self._room)
        process = context.Process(target=_work, args=given, name="paper-worker", daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        try:
            ours.recv()
        except EOFError as error:
            _dismiss(worker)
            raise Unavailable(
                "The processes that render papers cannot start; the log says why. See `recourse doctor`."
            ) from error
        return worker

    def _replace(self, worker: _Worker) -> None:
        _dismiss(worker)
        self._workers.remove(worker)
        self._workers.append(self._hired())


def _dismiss(worker: _Worker) -> None:
    worker.line.close()
    worker.process.kill()
    worker.process.join()
    worker.process.close()


def _work(line: Connection, packages: Mapping[str, str | Path], memory_limit: int, room: int | None) -> None:
    # Two workers on two cores: the press would start a thread for each core in both.
    os.environ["RAYON_NUM_THREADS"] = "1"
    if room is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (room, room))
    renderer = Renderer(packages)
    press = Press(renderer)
    gc.collect()
    gc.freeze()
    line.send(None)
    while True:
        try:
            job: PaperJob = line.recv()
        except EOFError:
            return
        outcome = _outcome(renderer, press, job)
        line.send((outcome, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > memory_limit))
        gc.collect()


def _outcome(renderer: Renderer, press: Press, job: PaperJob) -> Outcome:
    try:
        paper = render_job(renderer, press, job)
    except Problem as problem:
        return Unprinted(job.job_id, problem.sentence)
    except MemoryError:
        return Unprinted(job.job_id, f"{job.template} needs more memory than it is given.", lost=True)
    except Exception as error:
        # The message may quote a person's data, so only its kind leaves the worker.
        return Unprinted(job.job_id, f"{job.template} could not be rendered: {type(error).__name__}.")
    return Printed(job.job_id, paper)


def render_job(renderer: Renderer, press: Press, job: PaperJob) -> Rendered:
    """The paper by the press, in a small part of the other engine's time, or by that one if it is not for the press."""
    for engine in (press.set_paper, renderer.render_paper):
        with suppress(NotForThePress):
            return engine(
                job.template, job.context, language=job.language, as_of=job.as_of, attachments=job.attachments
            )
    raise AssertionError("the second engine knows all of HTML")
