"""Papers in bulk: the same bytes as one by one, and a dying worker costs its own paper at most."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from documents.render.engine import Renderer
from documents.render.pool import Outcome, PaperJob, Printed, RenderPool, Unprinted
from documents.render.press.engine import Press
from kernel.errors import Unavailable
from kernel.money import Money

PAPERS = Path(__file__).with_name("papers")
AS_OF = date(2026, 11, 20)


class RunWhenUnpickled:
    """Runs a line of Python in the worker at the moment it receives the job."""

    def __init__(self, line: str) -> None:
        self.line = line

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return exec, (self.line,)


def job(name: str, **changed: object) -> PaperJob:
    context: dict[str, object] = {
        "title": "Letter of claim",
        "author": "Northgate Receivables Ltd",
        "reference": name,
        "sender": {"name": "Northgate Receivables Ltd", "lines": ["12 Quayside"], "logo": None},
        "addressee": ["Mr Test"],
        "subject": "Letter of claim",
        "debtor": "Mr Test",
        "paragraphs": [f"We write about account {name}."],
        "items": [("Principal", None, Money(100000, "GBP"))],
        "total": Money(100000, "GBP"),
    }
    return PaperJob(name, "test/claim_letter.html", context | changed, "en", AS_OF)


@pytest.fixture(scope="module")
def pool() -> Iterator[RenderPool]:
    with RenderPool({"test": PAPERS}) as pool:
        yield pool


def by_id(outcomes: Iterator[Outcome]) -> dict[str, Outcome]:
    return {outcome.job_id: outcome for outcome in outcomes}


def test_a_batch_has_the_same_bytes_as_papers_one_by_one(pool: RenderPool) -> None:
    jobs = [job(f"NG/{number}") for number in range(12)]

    outcomes = by_id(pool.render_many(jobs))

    press = Press(Renderer({"test": PAPERS}))
    alone = press.set_paper(jobs[7].template, jobs[7].context, language="en", as_of=AS_OF)
    assert len(outcomes) == 12
    assert outcomes["NG/7"] == Printed("NG/7", alone)
    assert all(isinstance(outcome, Printed) for outcome in outcomes.values())


def test_a_paper_that_lacks_a_fact_is_reported_and_the_rest_is_printed(pool: RenderPool) -> None:
    lacking = job("lacking")
    lacking = PaperJob("lacking", lacking.template, {"title": "t"}, "en", AS_OF)

    outcomes = by_id(pool.render_many([job("a"), lacking, job("b")]))

    assert isinstance(outcomes["lacking"], Unprinted)
    assert "undefined" in outcomes["lacking"].sentence
    assert isinstance(outcomes["a"], Printed)
    assert isinstance(outcomes["b"], Printed)


def test_a_worker_that_dies_once_is_replaced_and_its_paper_printed(pool: RenderPool, tmp_path: Path) -> None:
    marker = tmp_path / "died"
    line = f"import os; os.path.exists({str(marker)!r}) or (open({str(marker)!r}, 'w').close(), os._exit(9))"

    outcomes = by_id(pool.render_many([job("a"), job("once", extra=RunWhenUnpickled(line)), job("b")]))

    assert marker.exists()
    assert {name: type(outcome) for name, outcome in outcomes.items()} == dict.fromkeys(["a", "once", "b"], Printed)


def test_a_paper_that_always_kills_its_worker_is_reported(pool: RenderPool) -> None:
    deadly = job("deadly", extra=RunWhenUnpickled("import os; os._exit(9)"))

    outcomes = by_id(pool.render_many([deadly, *(job(str(number)) for number in range(6))]))

    assert outcomes.pop("deadly") == Unprinted(
        "deadly", "The process that rendered test/claim_letter.html ended, 2 times.", lost=True
    )
    assert len(outcomes) == 6
    assert all(isinstance(outcome, Printed) for outcome in outcomes.values())


def test_a_paper_without_end_is_given_up() -> None:
    with RenderPool({"test": PAPERS}, workers=1, patience=1.0) as pool:
        endless = job("endless", extra=RunWhenUnpickled("while True: pass"))

        (outcome,) = pool.render_many([endless])

    assert isinstance(outcome, Unprinted)
    assert "longer than 1 s" in outcome.sentence


def test_jobs_are_drawn_only_as_workers_fall_free(pool: RenderPool) -> None:
    drawn = 0

    def jobs() -> Iterator[PaperJob]:
        nonlocal drawn
        for number in range(1000):
            drawn += 1
            yield job(str(number))

    outcomes = pool.render_many(jobs())
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]

    assert drawn <= 4
    assert by_id(pool.render_many([job("after")])).keys() == {"after"}


def test_a_worker_past_its_memory_is_replaced_and_nothing_is_lost() -> None:
    pids = set()
    with RenderPool({"test": PAPERS}, workers=1, memory_limit=1) as pool:
        for outcome in pool.render_many(job(str(number)) for number in range(3)):
            assert isinstance(outcome, Printed)
            pids.add(pool._workers[0].process.pid)

    assert len(pids) == 3
    assert os.getpid() not in pids


def test_workers_that_cannot_start_are_reported_and_not_started_for_ever(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot start"), RenderPool({"test": "no.such.package"}):
        pass


async def test_the_event_loop_can_wait_for_a_batch(pool: RenderPool) -> None:
    seen = [outcome.job_id async for outcome in pool.stream([job("a"), job("b"), job("c")])]

    assert sorted(seen) == ["a", "b", "c"]
