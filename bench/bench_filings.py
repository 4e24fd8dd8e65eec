"""Filings and mass letters ÷ naive WeasyPrint and ÷ typst, on the same two pages; processes; memory over many.

`python bench/bench_filings.py [ROUNDS] [MANY]`: each round prints the same few papers in every way, one after the
other, in one process, so that whatever else the machine does hits all; told is the median round by the processor's
clock. Naive: `HTML(string).write_pdf()` of the finished page with its style sheet in it, untagged and no PDF/A, while
ours are PDF/A-3a and tagged and their words are counted in. Every paper has a name and number of its own. Then MANY
papers run through one worker and through two, by the wall clock, and the worker's memory is read on the way.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

import psutil
from weasyprint import HTML

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' builders lie beside `src`

from cases.jurisdictions.contract import CaseFile, Paper, PaperKind
from cases.jurisdictions.pl import PL
from cases.proceedings.printing import PACKAGES
from documents.render.engine import Renderer, style_sheet
from documents.render.pool import PaperJob, Printed, RenderPool
from documents.render.press.engine import Press
from tests.builders.polish_case import polish_case

AT_ONCE = 5
WARM = 2
AIMS = {"filing": 2.0, "letter": 5.0}


def kind_of(code: str) -> PaperKind:
    return next(one for one in PL.procedures["pozew"].papers if one.code == code)


def papers(kind: PaperKind, first: int, many: int) -> Iterator[tuple[CaseFile, Paper]]:
    case = polish_case()
    for number in range(first, first + many):
        debtor = replace(case.debtors[0], name=f"{case.debtors[0].name} {number:06}", street=f"ul. Prosta {number}")
        own = replace(case, case_reference=f"RC-{number:08}", debtors=(debtor,))
        paper = kind.prepare(own)
        if not isinstance(paper, Paper):
            raise SystemExit(f"{kind.code} is not complete: {paper}")
        yield own, paper


def ways(renderer: Renderer, press: Press) -> dict[str, Callable[[CaseFile, Paper], object]]:
    css = f"<style>{style_sheet()}</style></head>"

    def page(case: CaseFile, paper: Paper) -> HTML:
        written = renderer.html(paper.template, paper.context, language=paper.language, as_of=case.on)
        return HTML(string=written.replace("</head>", css))

    def naive(case: CaseFile, paper: Paper) -> object:
        return page(case, paper).write_pdf()

    def archived(case: CaseFile, paper: Paper) -> object:
        return page(case, paper).write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True)

    def pages(case: CaseFile, paper: Paper) -> object:
        return renderer.render_paper(paper.template, paper.context, language=paper.language, as_of=case.on)

    def pressed(case: CaseFile, paper: Paper) -> object:
        return press.render_letter(paper.template, paper.context, language=paper.language, as_of=case.on)

    return {"naive": naive, "naive PDF/A-3a": archived, "pages": pages, "press": pressed}


def compared(what: str, code: str, rounds: int) -> None:
    renderer = Renderer(PACKAGES)
    each_way = ways(renderer, Press(renderer))
    by_way: dict[str, list[float]] = {name: [] for name in each_way}
    pages = 0
    for number in range(rounds + WARM):
        given = list(papers(kind_of(code), number * AT_ONCE, AT_ONCE))
        for name, way in each_way.items():
            began = time.process_time()
            for case, paper in given:
                pages = getattr(way(case, paper), "pages", pages)
            if number >= WARM:
                by_way[name].append((time.process_time() - began) / AT_ONCE)
    each = {name: median(taken) for name, taken in by_way.items()}
    ours = "pages" if what == "filing" else "press"
    told = ", ".join(f"{name} {taken * 1000:.1f} ms" for name, taken in each.items())
    print(f"{what} ({code}, {pages} pages): {told} of processor each")
    print(f"  naive ÷ ours: {each['naive'] / each[ours]:.2f} (aim {AIMS[what]:.0f})")
    print(f"  naive of the same kind ÷ ours: {each['naive PDF/A-3a'] / each[ours]:.2f}")
    print(f"  pages ÷ press (typst): {each['pages'] / each['press']:.2f}", flush=True)


def jobs(code: str, many: int, *, letter: bool) -> Iterator[PaperJob]:
    for case, paper in papers(kind_of(code), 0, many):
        yield PaperJob(case.case_reference, paper.template, paper.context, paper.language, case.on, letter=letter)


def in_bulk(code: str, many: int, workers: int, *, letter: bool) -> tuple[float, list[int]]:
    """Papers a second by the wall clock, and the workers' memory in MiB at ten moments of equal distance."""
    memory: list[int] = []
    with RenderPool(PACKAGES, workers=workers, memory_limit=8 << 30) as pool:
        list(pool.render_many(jobs(code, 2 * workers, letter=letter)))
        began = time.perf_counter()
        for number, outcome in enumerate(pool.render_many(jobs(code, many, letter=letter)), start=1):
            if not isinstance(outcome, Printed):
                raise SystemExit(outcome.sentence)
            if number % max(1, many // 10) == 0:
                memory.append(_memory())
        return many / (time.perf_counter() - began), memory


def _memory() -> int:
    """Of the largest process below this one."""
    below = psutil.Process().children(recursive=True)
    return max(one.memory_info().rss for one in below) >> 20


def main(rounds: int, many: int) -> None:
    compared("filing", "pozew", rounds)
    compared("letter", "demand", rounds)
    for what, code, letter, share in (("filing", "pozew", False, 10), ("letter", "demand", True, 1)):
        count = many // share
        alone, memory = in_bulk(code, count, 1, letter=letter)
        both, _ = in_bulk(code, count, 2, letter=letter)
        print(f"{what}: {count:,} papers, 1 worker {alone:.1f} a second, 2 workers ÷ 1: {both / alone:.2f}")
        print(f"  one worker's memory on the way, MiB: {memory}; last ÷ first {memory[-1] / memory[0]:.2f}", flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 15,
        int(sys.argv[2]) if len(sys.argv) > 2 else 20_000,
    )
