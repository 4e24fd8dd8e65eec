"""A file of worked examples run through the engine: what each row expects, what it got, and whether they agree."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cases.jurisdictions.dated import LawInvalid
from cases.law.examples.answered import Answered
from cases.law.examples.asked import Asked, Unreadable, Unsupported
from cases.law.examples.rows import Broken, Row, read
from cases.law.examples.topics import ask, is_listed
from kernel.errors import Problem

type Verdict = Literal["agree", "not", "unsupported", "malformed"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one row. `got` holds the first reading and, where the law is arguable, the others."""

    line: int
    id: str
    topic: str
    expected: Mapping[str, Any]
    got: str
    verdict: Verdict

    def told(self) -> str:
        if self.verdict == "malformed":
            return f"line {self.line}: malformed: {self.got}"
        return f"{self.id}  expected {_text(self.expected)}  got {self.got}  {self.verdict}"


def judged(path: Path) -> Iterator[Judged]:
    """One answer for each row, in the order of the file. Invalid where the file has other columns."""
    for row in read(path):
        yield Judged(row.line, "", "", {}, row.why, "malformed") if isinstance(row, Broken) else judge(row)


def judge(row: Row) -> Judged:
    """The engine is asked with the inputs alone; only then is its answer laid beside what is expected."""
    try:
        answer = ask(Asked(row.jurisdiction, row.topic, row.inputs))
    except Unsupported as reason:
        return _judged(row, f"({reason})", "unsupported")
    except Unreadable as reason:
        verdict: Verdict = "not" if is_listed(row.topic) else "unsupported"
        return _judged(row, f"({reason})", verdict)
    except Problem as problem:
        return _judged(row, f"refused: {problem.sentence}", "not")
    except (LawInvalid, ArithmeticError, LookupError, TypeError, ValueError) as error:
        return _judged(row, f"(these inputs cannot be read: {type(error).__name__}: {error})", "not")
    agreed = any(reading.agrees(row.expected) for reading in answer.readings)
    return _judged(row, _got(answer, row.expected), "agree" if agreed else "not")


def _judged(row: Row, got: str, verdict: Verdict) -> Judged:
    return Judged(row.line, row.id, row.topic, row.expected, got, verdict)


def _got(answer: Answered, expected: Mapping[str, Any]) -> str:
    told = []
    for reading in answer.readings:
        shown = _text(reading.shown(expected))
        told.append(f"{shown} ({reading.why})" if reading.why else shown)
    return " or ".join(told)


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, default=str, sort_keys=True)
