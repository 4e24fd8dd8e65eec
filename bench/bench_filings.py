"""Filings and mass letters ÷ naive WeasyPrint and ÷ typst alone, on the same pages; processes; memory over many.

`python bench/bench_filings.py [ROUNDS] [MANY]`: each round prints the same few papers in every way, one after the
other, in one process, so that whatever else the machine does hits all; told is the median round by the processor's
clock. Naive: `HTML(string).write_pdf()` of the finished page with its style sheet in it, untagged and no PDF/A, while
ours are PDF/A-3a, PDF/UA-1 and tagged, and their words are counted in. Typst alone: the same blocks, ready made. Every
paper has a name and number of its own. Then MANY papers run through two workers, a tenth of them through one, by the
wall clock, and the memory of the larger is read on the way.
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
SHARE_ALONE = 10
"""One worker prints so much less: it is a rate that is wanted of it."""
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
        return press.set_paper(paper.template, paper.context, language=paper.language, as_of=case.on)

    return {"naive": naive, "naive PDF/A-3a": archived, "other engine": pages, "ours": pressed}


def typst_alone(renderer: Renderer, press: Press, given: list[tuple[CaseFile, Paper]]) -> float:
    """Seconds of processor each, the words and blocks of every paper made before the clock runs."""
    ready = [
        press.blocks(paper.template, paper.context, language=paper.language, as_of=case.on) for case, paper in given
    ]
    began = time.process_time()
    for (case, paper), blocks in zip(given, ready, strict=True):
        press.typeset(blocks, paper.template, as_of=case.on)
    return (time.process_time() - began) / len(given)


def compared(what: str, code: str, rounds: int) -> None:
    renderer = Renderer(PACKAGES)
    press = Press(renderer)
    each_way = ways(renderer, press)
    by_way: dict[str, list[float]] = {name: [] for name in (*each_way, "typst alone")}
    pages = 0
    for number in range(rounds + WARM):
        given = list(papers(kind_of(code), number * AT_ONCE, AT_ONCE))
        taken = {}
        for name, way in each_way.items():
            began = time.process_time()
            for case, paper in given:
                pages = getattr(way(case, paper), "pages", pages)
            taken[name] = (time.process_time() - began) / AT_ONCE
        anew = list(papers(kind_of(code), (number + 1_000) * AT_ONCE, AT_ONCE))  # typst remembers what it has set
        taken["typst alone"] = typst_alone(renderer, press, anew)
        for name, seconds in taken.items():
            by_way[name] += [seconds] if number >= WARM else []
    each = {name: median(taken) for name, taken in by_way.items()}
    told = ", ".join(f"{name} {taken * 1000:.1f} ms" for name, taken in each.items())
    print(f"{what} ({code}, {pages} pages): {told} of processor each")
    print(f"  naive ÷ ours: {each['naive'] / each['ours']:.2f} (aim {AIMS[what]:.0f})")
    print(f"  naive of the same kind ÷ ours: {each['naive PDF/A-3a'] / each['ours']:.2f}")
    print(f"  our other engine ÷ ours: {each['other engine'] / each['ours']:.2f}")
    print(f"  ours ÷ typst alone: {each['ours'] / each['typst alone']:.2f}", flush=True)


def jobs(code: str, many: int) -> Iterator[PaperJob]:
    for case, paper in papers(kind_of(code), 0, many):
        yield PaperJob(case.case_reference, paper.template, paper.context, paper.language, case.on)


def in_bulk(code: str, many: int, workers: int) -> tuple[float, list[int]]:
    """Papers a second by the wall clock, and the workers' memory in MiB at ten moments of equal distance."""
    memory: list[int] = []
    with RenderPool(PACKAGES, workers=workers, memory_limit=8 << 30) as pool:
        list(pool.render_many(jobs(code, 2 * workers)))
        began = time.perf_counter()
        for number, outcome in enumerate(pool.render_many(jobs(code, many)), start=1):
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
    for what, code in (("filing", "pozew"), ("letter", "demand")):
        alone, _ = in_bulk(code, many // SHARE_ALONE, 1)
        both, memory = in_bulk(code, many, 2)
        print(f"{what}: {many:,} papers by 2 workers, {both:.1f} a second; ÷ 1 worker: {both / alone:.2f}")
        print(f"  the largest process on the way, MiB: {memory}; last ÷ first {memory[-1] / memory[0]:.2f}", flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 15,
        int(sys.argv[2]) if len(sys.argv) > 2 else 20_000,
    )
