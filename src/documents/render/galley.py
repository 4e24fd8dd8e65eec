"""Papers to look at, set in a process beside the site's own: a large one fills and ends that process alone."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from documents.render.engine import Rendered
from documents.render.pool import Outcome, PaperJob, RenderPool, Unprinted
from kernel.errors import Invalid, Refused, Unavailable

PATIENCE = 30.0
"""Seconds that one paper is given."""
ROOM = 2 << 30
"""Bytes that the process may take while it sets one: some four hundred pages."""
KEPT = 400 << 20
"""Bytes above which the process is replaced afterwards."""
IN_LINE = 8
"""Papers that may wait for the one being set."""
INSTEAD = "What is prepared is given more, page for page the same."


class Galley:
    """One process that sets one paper at a time, begun with the first. To be used from any thread or event loop."""

    def __init__(
        self,
        packages: Mapping[str, str | Path],
        *,
        patience: float = PATIENCE,
        room: int = ROOM,
        kept: int = KEPT,
        in_line: int = IN_LINE,
    ) -> None:
        self._pool = RenderPool(packages, workers=1, memory_limit=kept, patience=patience, room=room, attempts=1)
        self._open = False
        self._patience = patience
        self._in_line = in_line
        self._waiting = 0
        self._counting = Lock()
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="galley")

    async def look(self, job: PaperJob, *, instead: str = INSTEAD) -> Rendered:
        """The paper; no thread waits for it, so a slow one holds up nothing but papers. `instead` tells whoever cannot
        look at it what to do.

        Invalid where it lacks a fact or a character has no font; Refused where it is too large to be looked at;
        Unavailable where too many wait, or no process can be started.
        """
        return await asyncio.wrap_future(self._handed(job, instead))

    def close(self) -> None:
        """Ends the process; the next paper begins another."""
        self._hand.submit(self._closed).result()

    def _handed(self, job: PaperJob, instead: str) -> Future[Rendered]:
        with self._counting:
            if self._waiting > self._in_line:
                raise Unavailable("Many papers are being looked at just now. Try again in a moment.")
            self._waiting += 1
        handed = self._hand.submit(self._set, job, instead)
        handed.add_done_callback(self._counted)
        return handed

    def _counted(self, _: Future[Rendered]) -> None:
        with self._counting:
            self._waiting -= 1

    def _set(self, job: PaperJob, instead: str) -> Rendered:
        try:
            outcome = self._outcome(job)
        except BaseException:
            self._closed()
            raise
        if not isinstance(outcome, Unprinted):
            return outcome.paper
        if outcome.lost:
            raise Refused(
                f"This paper is too large to be looked at here: it needs more than {self._patience:.0f} s or more"
                f" memory than a look is given. {instead}"
            )
        raise Invalid(outcome.sentence)

    def _outcome(self, job: PaperJob) -> Outcome:
        if not self._open:
            self._pool.__enter__()
            self._open = True
        return next(self._pool.render_many([job]))

    def _closed(self) -> None:
        self._pool.__exit__(None, None, None)
        self._open = False
