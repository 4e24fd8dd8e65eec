"""Writes the papers of a sample tape as an archive or into a folder, with their index and the truth."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import msgspec
import numpy as np

from kernel.errors import Invalid, Place
from kernel.money import Money
from marketplace.tapes.sample.papers.pdf import paper
from marketplace.tapes.sample.papers.planning import HAVING, Account, Planned, planned, wording
from marketplace.tapes.sample.papers.truth import (
    FORMAT,
    ClassCount,
    DocumentsTruth,
    Outcome,
    PlantedFile,
    documents_truth_file,
)
from marketplace.tapes.sample.portfolio import chunks
from marketplace.tapes.sample.truth import Bucket, Truth

_SEED = 1_000_033
_STAMP = (2026, 10, 1, 0, 0, 0)
PROVING = ("contract", "invoice", "statement")


class Target(Protocol):
    def add(self, path: str, content: bytes) -> None: ...


class _Archive:
    def __init__(self, whole: zipfile.ZipFile) -> None:
        self._whole = whole

    def add(self, path: str, content: bytes) -> None:
        self._whole.writestr(zipfile.ZipInfo(path, _STAMP), content, zipfile.ZIP_DEFLATED)


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, path: str, content: bytes) -> None:
        file = self._folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def write_documents(tape: Truth, out: Path, *, dirt: Decimal | str = Decimal(0)) -> DocumentsTruth:
    """The papers of the claims that a tape's truth says are accepted, into `out`: a .zip, or a folder not yet there.

    The same tape gives the same papers. Beside them lies the truth, `<out>.truth.json`.
    """
    share = float(Decimal(dirt))
    if not 0 <= share <= 0.3:
        place = Place("dirt", str(dirt), "Give a share from 0 to 0.3, such as 0.02.")
        raise Invalid("That share of the papers cannot be spoilt.", places=[place])
    if out.exists():
        raise Invalid(
            "There is something at that place already.", places=[Place("documents", str(out), "Name another.")]
        )
    accounts = list(_accounts(tape))
    rng = np.random.default_rng([tape.seed, _SEED])
    plan = list(planned(tape.country, accounts, dirt=share, rng=rng))
    with _target(out) as target:
        for one in plan:
            for path, content in _files(tape.country, one):
                target.add(path, content)
        target.add("index.csv", _index(plan))
    truth = _truth(tape, accounts, plan, str(dirt))
    documents_truth_file(out).write_bytes(msgspec.json.format(msgspec.json.encode(truth), indent=1) + b"\n")
    return truth


@contextmanager
def _target(out: Path) -> Iterator[Target]:
    if out.suffix.lower() != ".zip":
        out.mkdir(parents=True)
        yield _Folder(out)
        return
    partial = out.with_name(f"{out.name}.part")
    try:
        with zipfile.ZipFile(partial, "w") as whole:
            yield _Archive(whole)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _accounts(tape: Truth) -> Iterator[Account]:
    rejected = {one.row for one in tape.defects if one.bucket is Bucket.REJECTED}
    currency = tape.totals[0].currency
    for chunk in chunks(code=tape.country, rows=tape.rows, seed=tape.seed, cut_off=date.fromisoformat(tape.cut_off)):
        wanted = ("reference", "debtor_first_name", "debtor_last_name", "company_name", "principal", "contract_date")
        names = [name for name in wanted if name in chunk.frame.columns]
        for at, row in enumerate(chunk.frame.select(names).iter_rows(named=True)):
            if chunk.first_row + at not in rejected:
                person = " ".join(filter(None, (row.get("debtor_first_name"), row.get("debtor_last_name"))))
                amount = Money(row["principal"], currency).text()
                name = row.get("company_name") or person
                yield Account(row["reference"], name, f"{amount} {currency}", row["contract_date"])


def _files(country: str, one: Planned) -> Iterator[tuple[str, bytes]]:
    """The file, or none, or two."""
    words = wording(country)
    title = words[one.kind][0] if one.kind in words else "Scan"
    said = (one.account.reference, one.account.name, one.account.dated_on.isoformat(), one.account.amount)
    lines = [f"{word}: {text}" for word, text in zip(words["lines"], said, strict=True)]
    lines.append(one.path)
    match one.flaw:
        case "file.missing":
            return
        case "file.empty":
            yield one.path, b""
        case "file.disguised":
            yield one.path, b"MZ\x90\x00" + bytes(60)
        case "file.encrypted":
            yield one.path, paper(title, lines, flaw="encrypted")
        case "file.javascript":
            yield one.path, paper(title, lines, flaw="javascript")
        case _:
            content = paper(title, lines)
            yield one.path, content
            if one.flaw == "file.twice":
                yield _second(one.path), content


def _second(path: str) -> str:
    return path.removesuffix(".pdf") + "_b.pdf"


def _index(plan: Iterable[Planned]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["file", "reference", "class", "date"])
    for one in plan:
        if one.said is None:
            continue
        for path in [one.path, _second(one.path)] if one.flaw == "file.twice" else [one.path]:
            writer.writerow([path, one.said, one.said_kind, one.account.dated_on.isoformat()])
    return text.getvalue().encode("utf-8-sig")


def _truth(tape: Truth, accounts: list[Account], plan: list[Planned], dirt: str) -> DocumentsTruth:
    files: list[PlantedFile] = []
    having: dict[str, set[str]] = defaultdict(set)
    for one in plan:
        paths = [one.path, _second(one.path)] if one.flaw == "file.twice" else [one.path]
        for path in paths:
            files.append(PlantedFile(path, one.account.reference, one.kind, one.outcome, one.flaw or "clean"))
        if one.outcome is Outcome.MATCHED:
            having[one.kind].add(one.account.reference)
    proven = set[str]().union(*(having[kind] for kind in PROVING))
    return DocumentsTruth(
        format=FORMAT,
        country=tape.country,
        seed=tape.seed,
        dirt=dirt,
        claims=len(accounts),
        proven=len(proven),
        coverage=tuple(ClassCount(kind, len(having[kind])) for kind in (*HAVING, "invoice")),
        files=tuple(files),
    )
