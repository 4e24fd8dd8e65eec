"""Papers to look at: the process that sets them is not the site's, and ends where one is too large."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from documents.render.galley import Galley
from documents.render.pool import Printed, RenderPool
from kernel.errors import Invalid, Refused, Unavailable
from tests.documents.render.test_pool import PAPERS, RunWhenUnpickled, job


@contextmanager
def a_galley(**limits: float) -> Iterator[Galley]:
    galley = Galley({"test": PAPERS}, **limits)  # type: ignore[arg-type]
    try:
        yield galley
    finally:
        galley.close()


def told_by(path: Path) -> RunWhenUnpickled:
    return RunWhenUnpickled(f"import os; open({str(path)!r}, 'a').write(f'{{os.getpid()}} ')")


async def test_a_look_is_set_elsewhere_and_is_the_paper_that_leaves(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    with a_galley() as galley:
        seen = [await galley.look(job("a", extra=told_by(pids))) for _ in range(2)]
    first, second = pids.read_text().split()
    with RenderPool({"test": PAPERS}, workers=1) as pool:
        (leaving,) = pool.render_many([job("a")])
    assert isinstance(leaving, Printed)
    assert {one.sha256 for one in seen} == {leaving.paper.sha256}
    assert first == second != str(os.getpid())


async def test_what_never_ends_or_kills_its_process_is_refused_and_the_next_is_set() -> None:
    endless = job("endless", extra=RunWhenUnpickled("while True: pass"))
    deadly = job("deadly", extra=RunWhenUnpickled("import os; os._exit(9)"))
    with a_galley(patience=1.0) as galley:
        for one in (endless, deadly):
            with pytest.raises(Refused, match="too large to be looked at"):
                await galley.look(one)
    with a_galley() as galley:
        assert (await galley.look(job("after"))).pages == 1


async def test_what_fills_the_room_it_is_given_is_refused_and_the_next_is_set() -> None:
    hungry = job("hungry", extra=RunWhenUnpickled("b'x' * (600 << 20)"))
    long = job("long", paragraphs=[f"We write about account {number}." for number in range(8_000)])
    with a_galley(room=200 << 20) as galley:
        for one in (hungry, long):
            with pytest.raises(Refused, match="too large to be looked at"):
                await galley.look(one)
            assert (await galley.look(job("after"))).pages == 1


async def test_what_cannot_be_written_is_said_and_a_line_too_long_is_not_joined() -> None:
    with a_galley(in_line=1) as galley:
        with pytest.raises(Invalid, match="has no attribute 'logo'"):
            await galley.look(job("lacking", sender=None))
        asked = await asyncio.gather(*(galley.look(job(str(one))) for one in range(3)), return_exceptions=True)
        assert [type(one).__name__ for one in asked] == ["Rendered", "Rendered", "Unavailable"]
        assert isinstance(asked[-1], Unavailable)
        assert (await galley.look(job("after"))).pages == 1


async def test_a_process_that_a_paper_filled_is_replaced(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    with a_galley(kept=1) as galley:
        for _ in range(2):
            await galley.look(job("a", extra=told_by(pids)))
    assert len(set(pids.read_text().split())) == 2
